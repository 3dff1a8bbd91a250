import type { AccountEdits } from '../core/account-changes.ts'

export type DraftFields = Required<Pick<AccountEdits, 'issuer' | 'account' | 'note'>>

/** What a person is typing about an account, and what it was when they last saw it. */
export interface AccountDraft {
  shown: DraftFields
  typed: DraftFields
}

const names = ['issuer', 'account', 'note'] as const

export function startDraft({ issuer, account, note }: DraftFields): AccountDraft {
  const shown = { issuer, account, note }
  return { shown, typed: shown }
}

/** Shows what was saved or changed elsewhere, but for the fields that somebody has typed into. */
export function followAccount({ shown, typed }: AccountDraft, now: DraftFields): AccountDraft {
  const next = startDraft(now)
  const kept = { ...next.typed }
  for (const name of names) {
    const isTyped = typed[name] !== shown[name] && typed[name].trim() !== now[name]
    if (isTyped) kept[name] = typed[name]
  }
  return { shown: next.shown, typed: kept }
}

/** Only what was typed otherwise than it was shown, so that saving a note takes back no name that another window gave. */
export function listEdits({ shown, typed }: AccountDraft): Partial<DraftFields> {
  return Object.fromEntries(
    names.filter((name) => typed[name] !== shown[name]).map((name) => [name, typed[name]]),
  )
}
