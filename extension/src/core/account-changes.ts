import { OTP_LIMITS } from 'countersign/otp'
import { replaceAccount } from './accounts.ts'
import { forgetHost } from './forget-host.ts'
import type { MadeBackup, VaultAccount, VaultContents, VaultSettings } from './vault/contents.ts'
import { type AutoLock, checkAutoLock } from './vault/session.ts'
import type { VaultOperation } from './vault/vault.ts'

/** What a person may change of an account, each by itself; how its codes are made is not among it. */
export interface AccountEdits {
  issuer?: string
  account?: string
  note?: string
  pinned?: boolean
  /** The host that it is not to be filled on any more. */
  forgotten?: string
}

/** Longest text that a person may write into each, in UTF-16 units: of names, what is taken from codes too. */
const editLimits = { issuer: OTP_LIMITS.name.most, account: OTP_LIMITS.name.most, note: 2000 } as const

const editedFields = ['issuer', 'account', 'note', 'site', 'pinned'] as const

type Edited =
  | { status: 'edited'; before: VaultAccount; account: VaultAccount }
  | { status: 'unchanged' }
  | { status: 'gone' }
  /** Neither issuer nor account would be left to call it by. */
  | { status: 'nameless' }
  /** Nothing is cut off: what is too long is refused. */
  | { status: 'too_long' }

/** Changes what an account is called, noted, bound to, or whether it is pinned; `now` in ms since 1970. */
export function editAccount(id: string, edits: AccountEdits, now: number): VaultOperation<Edited> {
  return changeAccount(
    id,
    ({ site }) => {
      const { forgotten, ...fields } = edits
      if (findTooLong(fields) !== null) return null
      if (forgotten === undefined || site === null) return tidyFields(fields)
      return { ...tidyFields(fields), site: forgetHost(site, forgotten) }
    },
    now,
  )
}

/** Puts back what an edit changed, but for what was changed again since; all else stays as it is by then. */
export function undoEdit(
  { before, account: after }: { before: VaultAccount; account: VaultAccount },
  now: number,
): VaultOperation<Edited> {
  const isUndone = (name: keyof EditedFields, present: VaultAccount) => isSame(present[name], after[name])
  return changeAccount(
    before.id,
    (present) => {
      const { issuer, account, note, site, pinned } = before
      const fields = Object.entries({ issuer, account, note, site, pinned })
      return Object.fromEntries(fields.filter(([name]) => isUndone(name as keyof EditedFields, present)))
    },
    now,
  )
}

type EditedFields = Pick<VaultAccount, (typeof editedFields)[number]>

/** The first text that is longer than a person may write, with its length and the longest there is, in UTF-16 units; null when none is. */
export function findTooLong(
  edits: AccountEdits,
): { field: keyof typeof editLimits; length: number; most: number } | null {
  for (const field of ['issuer', 'account', 'note'] as const) {
    const [{ length }, most] = [edits[field]?.trim() ?? '', editLimits[field]]
    if (length > most) return { field, length, most }
  }
  return null
}

/** What is to be written is made of the account as it is by then: another window may have changed it. */
function changeAccount(
  id: string,
  change: (account: VaultAccount) => Partial<EditedFields> | null,
  now: number,
): VaultOperation<Edited> {
  return (contents) => {
    const before = contents.accounts.find((account) => account.id === id)
    if (before === undefined) return { contents, result: { status: 'gone' } }
    const changes = change(before)
    if (changes === null) return { contents, result: { status: 'too_long' } }
    const account = { ...before, ...changes, updatedAt: now }
    if (account.issuer === '' && account.account === '') return { contents, result: { status: 'nameless' } }
    if (editedFields.every((name) => isSame(before[name], account[name])))
      return { contents, result: { status: 'unchanged' } }
    return { contents: replaceAccount(contents, account), result: { status: 'edited', before, account } }
  }
}

/** Remembers that a backup file was made, so that a person may say at any later time that they have it. */
export function noteBackup(madeBackup: MadeBackup): VaultOperation<null> {
  return (contents) => ({ contents: changeContentsSettings(contents, { madeBackup }), result: null })
}

/**
 * Notes that a backup file is saved, which ends the reminder unless there are accounts that neither this nor a newer one has.
 * Accounts of it (`ahead`) that a clock of another year dated later than the file count as added by then. `now` in ms since 1970.
 */
export function recordBackup(
  { createdAt, ahead }: Pick<MadeBackup, 'createdAt' | 'ahead'>,
  now: number,
): VaultOperation<null> {
  return (contents) => {
    const { madeBackup: made, lastBackupAt: last } = contents.settings
    // Another window may have confirmed a newer one; one of a time to come is of a clock that was ahead.
    const lastBackupAt = last !== null && last <= now ? Math.max(last, createdAt) : createdAt
    // Another window may have made a newer one since.
    const madeBackup = made !== null && made.createdAt > createdAt ? made : null
    const early = new Set(ahead)
    const accounts = contents.accounts.map((account) =>
      early.has(account.id) && account.addedAt > createdAt ? { ...account, addedAt: createdAt } : account,
    )
    const saved = changeContentsSettings({ ...contents, accounts }, { lastBackupAt, madeBackup })
    return { contents: saved, result: null }
  }
}

/** Changes one of the choices when the vault locks by itself; the other stays. What is no such choice changes nothing. */
export function changeAutoLock(changes: Partial<AutoLock>): VaultOperation<AutoLock> {
  return (contents) => {
    const autoLock = checkAutoLock({ ...contents.settings.autoLock, ...changes })
    if (autoLock === null) return { contents, result: contents.settings.autoLock }
    return { contents: changeContentsSettings(contents, { autoLock }), result: autoLock }
  }
}

function changeContentsSettings(contents: VaultContents, changes: Partial<VaultSettings>): VaultContents {
  return { ...contents, settings: { ...contents.settings, ...changes } }
}

function tidyFields(fields: Omit<AccountEdits, 'forgotten'>): Partial<EditedFields> {
  const tidy = { ...fields }
  for (const name of ['issuer', 'account', 'note'] as const) {
    if (tidy[name] !== undefined) tidy[name] = tidy[name].trim()
  }
  return tidy
}

/** Of fields that JSON can write. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
