import type { VaultAccount } from './vault/contents.ts'
import { remindOfBackup } from './vault/reminded.ts'
import { raiseCounters } from './vault/rewind.ts'
import type { VaultOperation } from './vault/vault.ts'

/**
 * Moves accounts to the trash, where they stay for 30 days; `restoreAccounts` with the same ids and the `order` in which all
 * accounts were undoes it.
 */
export function trashAccounts(
  ids: string[],
  now: number,
): VaultOperation<{ trashed: number; order: string[] }> {
  return (contents) => {
    const wanted = new Set(ids)
    const gone = contents.accounts.filter(({ id }) => wanted.has(id))
    const order = contents.accounts.map(({ id }) => id)
    if (gone.length === 0) return { contents, result: { trashed: 0, order } }
    const accounts = contents.accounts.filter(({ id }) => !wanted.has(id))
    const trash = [...gone.map((account) => ({ account, trashedAt: now })), ...contents.trash]
    return { contents: { ...contents, accounts, trash }, result: { trashed: gone.length, order } }
  }
}

/**
 * Takes accounts back out of the trash, to their places of an earlier order (ids), or else after those that are there. One that
 * a backup file was made without counts as added right after that, so that it is in the next one.
 */
export function restoreAccounts(
  ids: string[],
  order: readonly string[] = [],
): VaultOperation<{ restored: number }> {
  return (contents) => {
    const wanted = new Set(ids)
    const back = contents.trash
      .filter(({ account }) => wanted.has(account.id))
      .map(({ account }) => account)
      .map(remindOfBackup(contents))
    if (back.length === 0) return { contents, result: { restored: 0 } }
    const trash = contents.trash.filter(({ account }) => !wanted.has(account.id))
    // The same key may have been added anew meanwhile, and its counter have moved on.
    const accounts = putInPlace(raiseCounters(back, contents.accounts), contents.accounts, order)
    return { contents: { ...contents, accounts, trash }, result: { restored: back.length } }
  }
}

/**
 * Each right after the nearest that was before it, or else right before the nearest that was after it, since others may have
 * come or gone meanwhile; those that the order does not have come last. One way through a list of any length.
 */
function putInPlace(back: VaultAccount[], there: VaultAccount[], order: readonly string[]): VaultAccount[] {
  const waiting = new Map(back.map((account) => [account.id, account]))
  const present = new Map(there.map((account) => [account.id, [account]]))
  let group: VaultAccount[] | undefined
  const first: VaultAccount[] = []
  for (const id of order) {
    const next = present.get(id)
    if (next !== undefined && group === undefined) next.unshift(...first.splice(0))
    group = next ?? group
    const account = waiting.get(id)
    if (account === undefined || !waiting.delete(id)) continue
    ;(group ?? first).push(account)
  }
  return [...there.flatMap(({ id }) => present.get(id) ?? []), ...first, ...waiting.values()]
}

/** Removes accounts from the trash for good; the last revisions still have them until they are pruned. */
export function deleteFromTrash(ids: string[]): VaultOperation<{ deleted: number }> {
  return (contents) => {
    const wanted = new Set(ids)
    const trash = contents.trash.filter(({ account }) => !wanted.has(account.id))
    const deleted = contents.trash.length - trash.length
    return deleted === 0
      ? { contents, result: { deleted } }
      : { contents: { ...contents, trash }, result: { deleted } }
  }
}
