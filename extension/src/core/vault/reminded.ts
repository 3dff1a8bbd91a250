import type { VaultAccount, VaultContents } from './contents.ts'

/**
 * For accounts that come into the place of `present`: one that the last backup file was made without counts as added right
 * after that, so that the reminder says so and it is in the next one.
 */
export function remindOfBackup({
  accounts,
  trash,
  settings: { lastBackupAt },
}: VaultContents): (account: VaultAccount) => VaultAccount {
  if (lastBackupAt === null) return (account) => account
  const thrownSince = trash.filter(({ trashedAt }) => trashedAt > lastBackupAt)
  const listed = [...thrownSince.map(({ account }) => account), ...accounts]
  const addedTimes = new Map(listed.map(({ id, addedAt }) => [id, addedAt]))
  return (account) => {
    const addedAt = Math.max(account.addedAt, addedTimes.get(account.id) ?? lastBackupAt + 1)
    return addedAt === account.addedAt ? account : { ...account, addedAt }
  }
}
