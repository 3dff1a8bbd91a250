import { recordBackup } from '../account-changes.ts'
import type { VaultAccount, VaultContents } from './contents.ts'
import { type AccountName, isSameAccount } from './difference.ts'
import { isSameEntry, matchAccounts } from './match-accounts.ts'
import { findNewestBackup, remindOfBackup } from './reminded.ts'
import { identifyAccount, listEveryAccount, raiseEveryCounter, rewindContents } from './rewind.ts'
import type { VaultOperation } from './vault.ts'

/** `merge` keeps what is here and adds what is missing; `replace` leaves what the backup had, and the rest in the trash. */
export type RestoreMode = 'merge' | 'replace'

/** What a restore would do, account by account. */
export interface RestorePreview {
  added: AccountName[]
  /** Here under the same key, but called, noted or bound otherwise, and taken from the backup. */
  changed: AccountName[]
  /** How many stay as they are. */
  same: number
  /** Would go to the trash; only by `replace`. */
  removed: AccountName[]
  /** The list would have another order; only by `replace`. */
  reordered: boolean
}

interface Plan {
  contents: VaultContents
  preview: RestorePreview
}

/** Says what a restore would do, without doing it. */
export function previewRestore(
  present: VaultContents,
  backup: VaultContents,
  mode: RestoreMode,
  now: number,
): RestorePreview {
  return planRestore(present, backup, mode, now).preview
}

/**
 * Restores a backup's contents into whatever the vault holds by then; counters stay at the highest that is known. A vault that
 * holds nothing else has the file as its backup, made at `createdAt`; both times in ms since 1970.
 */
export function restoreBackup(
  backup: VaultContents,
  mode: RestoreMode,
  now: number,
  createdAt: number,
): VaultOperation<RestorePreview> {
  return (present) => {
    const { contents, preview } = planRestore(present, backup, mode, now)
    const isOfFile = present.accounts.length === 0 && contents.trash.length === 0 && preview.added.length > 0
    // A newer file may lack what an older one gives back.
    const isNewest = createdAt >= (findNewestBackup(present.settings) ?? 0)
    if (!isOfFile || !isNewest) return { contents, result: preview }
    const ahead = contents.accounts.map(({ id }) => id)
    return { contents: recordBackup({ createdAt, ahead }, now)(contents).contents, result: preview }
  }
}

function planRestore(unraised: VaultContents, file: VaultContents, mode: RestoreMode, now: number): Plan {
  const known = [...listEveryAccount(unraised), ...listEveryAccount(file)]
  const present = raiseEveryCounter(unraised, known)
  const backup = raiseEveryCounter(file, known)
  const before = new Map(unraised.accounts.map((account) => [account.id, account]))
  const wanted = dropRepeated(backup.accounts)
  const trashed = present.trash.map(({ account }) => account)
  const matches = matchAccounts(wanted, present.accounts, trashed)
  const missing = Map.groupBy(
    wanted.filter((account) => !matches.has(account)),
    identifyAccount,
  )
  const trash = present.trash.filter(
    ({ account }) => !missing.get(identifyAccount(account))?.some((one) => isSameEntry(one, account)),
  )
  const taken = new Set(listEveryAccount({ ...present, trash }).map(({ id }) => id))
  const remind = remindOfBackup(present)
  const preview: RestorePreview = { added: [], changed: [], same: 0, removed: [], reordered: false }
  const fromBackup = new Map<string, VaultAccount>()
  const added: VaultAccount[] = []
  const inFile = wanted.map((account) => {
    const own = matches.get(account)
    if (own === undefined) {
      const restored = remind(taken.has(account.id) ? { ...account, id: crypto.randomUUID() } : account)
      taken.add(restored.id)
      added.push(restored)
      preview.added.push(nameOf(account))
      return restored
    }
    const restored = chooseVersion(own, account, mode)
    fromBackup.set(own.id, restored)
    if (isSameAccount(before.get(own.id) ?? own, restored)) preview.same++
    else preview.changed.push(nameOf(restored))
    return restored
  })
  if (mode === 'merge') {
    preview.same += present.accounts.length - fromBackup.size
    if (added.length === 0 && preview.changed.length === 0) return { preview, contents: present }
    const merged = present.accounts.map((account) => fromBackup.get(account.id) ?? account)
    return { preview, contents: { ...present, accounts: [...merged, ...added], trash } }
  }
  preview.removed = present.accounts.filter(({ id }) => !fromBackup.has(id)).map(nameOf)
  // When the vault locks is a choice about this computer, and nothing that a list of accounts would show.
  const { lastBackupAt, madeBackup, autoLock } = present.settings
  const settings = { ...backup.settings, lastBackupAt, madeBackup, autoLock }
  const rewound = rewindContents({ ...backup, accounts: inFile }, present, now)
  preview.reordered = isReordered(present, { ...rewound, settings })
  const cameBack = new Set(
    present.trash.filter((one) => !trash.includes(one)).map(({ account }) => account.id),
  )
  const left = rewound.trash.filter(({ account }) => !cameBack.has(account.id))
  return { preview, contents: { ...rewound, trash: left, settings } }
}

/** Whether those that stay come in another order in the list than before. */
function isReordered(before: VaultContents, after: VaultContents): boolean {
  if (before.settings.order !== after.settings.order) return true
  if (after.settings.order === 'name') return false
  const earlier = new Set(before.accounts.map(({ id }) => id))
  const later = new Set(after.accounts.map(({ id }) => id))
  const stayed = before.accounts.filter(({ id }) => later.has(id))
  const stays = after.accounts.filter(({ id }) => earlier.has(id))
  return stays.some(({ id }, index) => id !== stayed[index]?.id)
}

/** Leaves out what a file has twice under one name and with one note. */
function dropRepeated(accounts: VaultAccount[]): VaultAccount[] {
  const seen = new Set<string>()
  return accounts.filter((account) => {
    const name = JSON.stringify([identifyAccount(account), account.issuer, account.account, account.note])
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}

/** The account keeps its id here, so that an undo and the list of snapshots know it again, and since when it is here. */
function chooseVersion(own: VaultAccount, other: VaultAccount, mode: RestoreMode): VaultAccount {
  const counter = Math.max(own.counter, other.counter)
  const chosen = mode === 'replace' || other.updatedAt > own.updatedAt ? other : own
  const { id, addedAt } = own
  return chosen === own && own.counter === counter ? own : { ...chosen, id, addedAt, counter }
}

function nameOf({ issuer, account }: VaultAccount): AccountName {
  return { issuer, account }
}
