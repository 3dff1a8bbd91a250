/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { passwordPage } from '../auth/fresh-password.ts'
import type { Page } from '../http/page.ts'
import { EntryReason } from './entry-reason.tsx'
import { PasswordPage } from './password-page.tsx'

interface ConfirmPasswordPageProps {
  page: Page
  /** Where it leads on to. */
  next: string
  error?: string
  /** Why no password is checked just now. */
  refused?: string
  /** For a session that opens nothing else until then: by whom a factor is required of its person, or null. */
  owing: { requiredBy: string | null } | null
}

/** The password, asked for again before a first factor is set up. */
export function ConfirmPasswordPage({ page, next, error, refused, owing }: ConfirmPasswordPageProps) {
  const words = page.text.confirmPassword
  const requiredBy = owing?.requiredBy
  return (
    <PasswordPage
      page={page}
      action={passwordPage}
      words={owing ? { ...words, lead: words.leadOwing, leave: null } : words}
      error={error ?? null}
      refused={refused ?? null}
      above={
        requiredBy && (
          <p class="lead">
            <EntryReason page={page} because="required" requiredBy={requiredBy} />
          </p>
        )
      }
      fields={<input type="hidden" name="next" value={next} />}
    />
  )
}
