/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

/** What the pages of a waiting sign-in have in common. */
export interface WaitingProps {
  page: Page
  next: string
  address: string
  error: string | null
  attemptsLeft: number | null
  /** When the step is locked: the sentence that says until when. Nothing can be entered then. */
  locked: string | null
}

export function CodePage({ suspended, ...waiting }: WaitingProps & { suspended: boolean }) {
  const { page, next, address, error, attemptsLeft, locked } = waiting
  const text = page.text.code
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p class="lead">{text.signingInAs(address)}</p>
      {suspended && !locked && <Notice kind="warn">{text.suspended}</Notice>}
      {locked ? (
        <Notice kind="danger" focus>
          {locked}
        </Notice>
      ) : (
        <form method="post" action="/sign-in/code" class="stack" novalidate>
          <input type="hidden" name="next" value={next} />
          <Field
            name="code"
            label={text.label}
            hint={text.hint}
            error={error}
            autocomplete="one-time-code"
            inputmode="numeric"
            maxlength={20}
            class="code"
            autofocus
          />
          {attemptsLeft !== null && <p class="soft">{text.attemptsLeft(attemptsLeft)}</p>}
          <button type="submit" class="primary">
            {text.submit}
          </button>
        </form>
      )}
      <div class="actions">
        {!locked && <a href={withQuery('/sign-in/recovery', { next })}>{text.help}</a>}
        <CancelSignIn page={page} />
      </div>
    </Layout>
  )
}

export function CancelSignIn({ page }: { page: Page }) {
  return (
    <form method="post" action="/sign-in/cancel">
      <button type="submit" class="plain">
        {page.text.code.cancel}
      </button>
    </form>
  )
}
