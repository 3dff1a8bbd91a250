import type { AccountEdits } from '../core/account-changes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'

export type DraftFields = Required<Pick<AccountEdits, 'issuer' | 'account' | 'note'>>

/** What a person is typing about an account, and what it was when they last saw it. */
export interface AccountDraft {
  shown: DraftFields
  typed: DraftFields
}

/** By account id: what was typed and neither saved nor taken back, for whoever comes back to it. In memory only. */
export type KeptDrafts = Map<string, AccountDraft>

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

/** Remembers what is typed about an account for as long as saving it would change something. */
export function keepDraft(drafts: KeptDrafts, id: string, draft: AccountDraft): void {
  if (Object.keys(listEdits(draft)).length > 0) drafts.set(id, draft)
  else drafts.delete(id)
}

/** The accounts of which something is typed and not saved, but for the one (`shown`) that is before one's eyes. */
export function listUnsaved(
  drafts: KeptDrafts,
  accounts: VaultAccount[],
  shown: VaultAccount | undefined,
): VaultAccount[] {
  return drafts.size === 0 ? [] : accounts.filter((account) => account !== shown && drafts.has(account.id))
}
