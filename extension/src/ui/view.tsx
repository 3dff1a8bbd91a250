import type { ComponentChildren } from 'preact'
import { useFirstFocus } from './focus.ts'
import { BackIcon } from './icons.tsx'
import { say } from './words.ts'

export interface ViewProps {
  title: string
  onBack?: () => void
  /** Whether the heading takes the focus, and takes it again when it says something else; not where a field or a button of the view does. */
  focusTitle?: boolean
  children: ComponentChildren
}

/** A page of the popup: its heading, the way back, its content. */
export function View({ title, onBack, focusTitle = false, children }: ViewProps) {
  return (
    <main class="view">
      <header>
        {onBack !== undefined && (
          <button
            type="button"
            class="quiet square"
            aria-label={say('back')}
            title={say('back')}
            onClick={onBack}
          >
            <BackIcon />
          </button>
        )}
        {focusTitle ? <FocusedTitle>{title}</FocusedTitle> : <h1>{title}</h1>}
      </header>
      {children}
    </main>
  )
}

function FocusedTitle({ children }: { children: string }) {
  const heading = useFirstFocus<HTMLHeadingElement>(true, children)
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
