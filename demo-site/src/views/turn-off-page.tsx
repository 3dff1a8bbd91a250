/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface TurnOffPageProps {
  page: Page
  /** True when the person's clinic requires what is about to be turned off. */
  isRequired: boolean
  error: string | null
  /** Why no password is checked just now, or null. */
  refused: string | null
}

/** What goes with it, and the password. The code has been shown before this page. */
export function TurnOffPage({ page, isRequired, error, refused }: TurnOffPageProps) {
  const text = page.text.security
  return (
    <Layout page={page} title={text.offPageTitle}>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      {isRequired && <Notice kind="warn">{text.offRequired}</Notice>}
      <p>{text.offLead}</p>
      <form method="post" action="/settings/two-factor/turn-off" class="stack" novalidate>
        <Field
          name="password"
          type="password"
          label={text.offPassword}
          error={error}
          autocomplete="current-password"
          maxlength={256}
          autofocus={!refused}
        />
        <button type="submit" class="primary">
          {text.offSubmit}
        </button>
      </form>
      <div class="actions">
        <a href="/settings/two-factor">{text.offLeave}</a>
      </div>
    </Layout>
  )
}
