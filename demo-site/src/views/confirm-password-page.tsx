/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { passwordPage } from '../auth/fresh-password.ts'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface ConfirmPasswordPageProps {
  page: Page
  /** Where it leads on to. */
  next: string
  error?: string
  /** Why no password is checked just now. */
  refused?: string
}

/** The password, asked for again before a first factor is set up. */
export function ConfirmPasswordPage({ page, next, error, refused }: ConfirmPasswordPageProps) {
  const text = page.text.confirmPassword
  return (
    <Layout page={page} title={text.title}>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      <p>{text.lead}</p>
      <form method="post" action={passwordPage} class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        <Field
          name="password"
          type="password"
          label={text.label}
          error={error ?? null}
          autocomplete="current-password"
          maxlength={256}
          autofocus={!refused}
        />
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </form>
      <div class="actions">
        <a href="/settings/two-factor">{text.leave}</a>
      </div>
    </Layout>
  )
}
