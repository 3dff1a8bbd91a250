import type { TrashedAccount, VaultContents } from './contents.ts'

/** How long a removed account can be taken back, in ms: 30 days. */
export const trashLifetime = 30 * 24 * 60 * 60_000

/** When a removed account goes for good; ms since 1970. */
export function findTrashEnd({ trashedAt }: TrashedAccount): number {
  return trashedAt + trashLifetime
}

/** Lets go of what has been in the trash for longer than 30 days; the same object when there is nothing of that kind. */
export function dropOldTrash(contents: VaultContents, now: number): VaultContents {
  const trash = contents.trash.filter((trashed) => findTrashEnd(trashed) > now)
  return trash.length === contents.trash.length ? contents : { ...contents, trash }
}
