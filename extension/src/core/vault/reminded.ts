import type { VaultAccount, VaultContents, VaultSettings } from './contents.ts'

/** When the newest backup file was made, whether a person is known to have it or may yet say so; ms since 1970, null where there is none. */
export function findNewestBackup({ lastBackupAt, madeBackup }: VaultSettings): number | null {
  if (madeBackup === null) return lastBackupAt
  return Math.max(madeBackup.createdAt, lastBackupAt ?? 0)
}

/**
 * For accounts that come into the place of `present`: one that the last backup file was made without counts as added right
 * after that, so that the reminder says so and it is in the next one.
 */
export function remindOfBackup({
  accounts,
  trash,
  settings,
}: VaultContents): (account: VaultAccount) => VaultAccount {
  const lastBackupAt = findNewestBackup(settings)
  if (lastBackupAt === null) return (account) => account
  const thrownSince = trash.filter(({ trashedAt }) => trashedAt > lastBackupAt)
  const listed = [...thrownSince.map(({ account }) => account), ...accounts]
  const addedTimes = new Map(listed.map(({ id, addedAt }) => [id, addedAt]))
  return (account) => {
    const addedAt = Math.max(account.addedAt, addedTimes.get(account.id) ?? lastBackupAt + 1)
    return addedAt === account.addedAt ? account : { ...account, addedAt }
  }
}
