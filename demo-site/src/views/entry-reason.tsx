/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { EntryDescribed } from 'countersign'
import type { Page } from '../http/page.ts'

export interface EntryReasonProps {
  page: Page
  because: Extract<EntryDescribed, { status: 'open' }>['because']
  /** Where it is required: by whom. */
  requiredBy?: string
}

/** Why somebody who wanted to sign in has to set up a factor. */
export function EntryReason({ page, because, requiredBy = page.siteName }: EntryReasonProps) {
  const { required, reset, bypass, recovery } = page.text.entry
  return <>{{ required: required(requiredBy), reset, bypass, recovery }[because]}</>
}
