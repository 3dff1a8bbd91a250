import type { TrashedAccount, VaultContents } from './contents.ts'

/** How long a removed account can be taken back, in ms: 30 days. */
export const trashLifetime = 30 * 24 * 60 * 60_000

/** When a removed account goes for good; ms since 1970. */
export function findTrashEnd({ trashedAt }: TrashedAccount): number {
  return trashedAt + trashLifetime
}

/**
 * Lets go of what has been in the trash for longer than 30 days, both now and when the vault was last saved: a clock that
 * is ahead for one save empties nothing. Answers the same object when there is nothing of that kind.
 */
export function dropOldTrash(contents: VaultContents, now: number, lastSaved: number | null): VaultContents {
  const certain = Math.min(now, lastSaved ?? 0)
  const trash = contents.trash.filter((trashed) => findTrashEnd(trashed) > certain)
  return trash.length === contents.trash.length ? contents : { ...contents, trash }
}
