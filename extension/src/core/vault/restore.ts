import type { VaultAccount, VaultContents } from './contents.ts'
import { type AccountName, isSameAccount } from './difference.ts'
import { identifyAccount, listEveryAccount, raiseCounters, rewindContents } from './rewind.ts'
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

function planRestore(present: VaultContents, backup: VaultContents, mode: RestoreMode, now: number): Plan {
  const here = new Map(present.accounts.map((account) => [identifyAccount(account), account]))
  const taken = new Set(present.accounts.map(({ id }) => id))
  const preview: RestorePreview = { added: [], changed: [], same: 0, removed: [] }
  const fromBackup = new Map<string, VaultAccount>()
  const added = new Set<VaultAccount>()
  for (const account of raiseCounters(backup.accounts, listEveryAccount(present))) {
    const identity = identifyAccount(account)
    const own = here.get(identity)
    if (own === undefined) {
      // One key twice in a file is one account.
      const restored = taken.has(account.id) ? { ...account, id: crypto.randomUUID() } : account
      added.add(restored)
      here.set(identity, restored)
      taken.add(restored.id)
      preview.added.push(nameOf(account))
    } else if (!fromBackup.has(own.id) && !added.has(own)) {
      const restored = chooseVersion(own, account, mode)
      fromBackup.set(own.id, restored)
      if (isSameAccount(own, restored)) preview.same++
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

/** The account keeps its id here, so that an undo and the list of snapshots know it again. */
function chooseVersion(own: VaultAccount, other: VaultAccount, mode: RestoreMode): VaultAccount {
  const counter = Math.max(own.counter, other.counter)
  const chosen = mode === 'replace' || other.updatedAt > own.updatedAt ? other : own
  return chosen.counter === counter && chosen.id === own.id ? chosen : { ...chosen, id: own.id, counter }
}

function nameOf({ issuer, account }: VaultAccount): AccountName {
  return { issuer, account }
}
