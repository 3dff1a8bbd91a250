/** What can be done about what a notice says, such as undoing it. */
export interface NoticeAction {
  label: string
  run(): void
}

export interface NoticeContent {
  sentence: string
  action?: NoticeAction | undefined
}

/** One sentence about what just happened. Its place is always there, so that screen readers hear it change. */
export function Notice({ content: { sentence, action } }: { content: NoticeContent }) {
  return (
    <div class="notice">
      <p role="status">{sentence}</p>
      {action !== undefined && (
        <button type="button" class="accent" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  )
}
