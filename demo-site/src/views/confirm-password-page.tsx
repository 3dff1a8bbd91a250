/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { passwordPage } from '../auth/fresh-password.ts'
import type { Page } from '../http/page.ts'
import { PasswordPage } from './password-page.tsx'

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
  return (
    <PasswordPage
      page={page}
      action={passwordPage}
      words={page.text.confirmPassword}
      error={error ?? null}
      refused={refused ?? null}
      fields={<input type="hidden" name="next" value={next} />}
    />
  )
}
