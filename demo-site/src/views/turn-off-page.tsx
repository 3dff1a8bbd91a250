/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Notice } from './notice.tsx'
import { PasswordPage } from './password-page.tsx'

interface TurnOffPageProps {
  page: Page
  /** By whom and from when it is required, or null. */
  required: string | null
  error: string | null
  /** Why no password is checked just now, or null. */
  refused: string | null
}

/** What goes with it, and the password. The code has been shown before this page. */
export function TurnOffPage({ page, required, error, refused }: TurnOffPageProps) {
  const text = page.text.security
  const words = {
    title: text.offPageTitle,
    lead: text.offLead,
    label: text.offPassword,
    submit: text.offSubmit,
    leave: text.offLeave,
  }
  return (
    <PasswordPage
      page={page}
      action={`${twoFactorSettings}/turn-off`}
      words={words}
      error={error}
      refused={refused}
      above={required && <Notice kind="warn">{required}</Notice>}
    />
  )
}
