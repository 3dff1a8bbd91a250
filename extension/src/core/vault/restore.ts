import type { VaultAccount, VaultContents } from './contents.ts'
import { type AccountName, isSameAccount } from './difference.ts'
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

/** Restores a backup's contents into whatever the vault holds by then; counters stay at the highest that is known. */
export function restoreBackup(
  backup: VaultContents,
  mode: RestoreMode,
  now: number,
): VaultOperation<RestorePreview> {
  return (present) => {
    const { contents, preview } = planRestore(present, backup, mode, now)
    return { contents, result: preview }
  }
}

function planRestore(unraised: VaultContents, file: VaultContents, mode: RestoreMode, now: number): Plan {
  const known = [...listEveryAccount(unraised), ...listEveryAccount(file)]
  const present = raiseEveryCounter(unraised, known)
  const backup = raiseEveryCounter(file, known)
  const before = new Map(unraised.accounts.map((account) => [account.id, account]))
  const here = Map.groupBy(present.accounts, identifyAccount)
  const taken = new Set(present.accounts.map(({ id }) => id))
  const preview: RestorePreview = { added: [], changed: [], same: 0, removed: [] }
  const fromBackup = new Map<string, VaultAccount>()
  const added = new Set<VaultAccount>()
  for (const account of dropRepeated(backup.accounts)) {
    const free = here.get(identifyAccount(account))?.filter(({ id }) => !fromBackup.has(id)) ?? []
    const own = findOwn(free, account)
    if (own === undefined) {
      const restored = taken.has(account.id) ? { ...account, id: crypto.randomUUID() } : account
      added.add(restored)
      taken.add(restored.id)
      preview.added.push(nameOf(account))
    } else {
      const restored = chooseVersion(own, account, mode)
      fromBackup.set(own.id, restored)
      if (isSameAccount(before.get(own.id) ?? own, restored)) preview.same++
      else preview.changed.push(nameOf(restored))
    }
  }
  const merged = present.accounts.map((account) => fromBackup.get(account.id) ?? account)
  if (mode === 'merge') {
    preview.same += present.accounts.length - fromBackup.size
    if (added.size === 0 && preview.changed.length === 0) return { preview, contents: present }
    const back = new Set([...added].map(identifyAccount))
    const trash = present.trash.filter(({ account }) => !back.has(identifyAccount(account)))
    const accounts = [...merged, ...added]
    return { preview, contents: { ...present, accounts, trash } }
  }
  preview.removed = present.accounts.filter(({ id }) => !fromBackup.has(id)).map(nameOf)
  const accounts = [...fromBackup.values(), ...added]
  // When the vault locks is a choice about this computer, and nothing that a list of accounts would show.
  const { lastBackupAt, autoLock } = present.settings
  const settings = { ...backup.settings, lastBackupAt, autoLock }
  return { preview, contents: { ...rewindContents({ ...backup, accounts }, present, now), settings } }
}

/** One key may be here, or in a file, under several names: those that are alike belong together. */
function findOwn(free: VaultAccount[], account: VaultAccount): VaultAccount | undefined {
  const hasItsName = (one: VaultAccount) => one.issuer === account.issuer && one.account === account.account
  return free.find(({ id }) => id === account.id) ?? free.find(hasItsName) ?? free[0]
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

/** The account keeps its id here, so that an undo and the list of snapshots know it again. */
function chooseVersion(own: VaultAccount, other: VaultAccount, mode: RestoreMode): VaultAccount {
  const counter = Math.max(own.counter, other.counter)
  const chosen = mode === 'replace' || other.updatedAt > own.updatedAt ? other : own
  return chosen.counter === counter && chosen.id === own.id ? chosen : { ...chosen, id: own.id, counter }
}

function nameOf({ issuer, account }: VaultAccount): AccountName {
  return { issuer, account }
}
