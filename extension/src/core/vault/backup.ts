import { writeBackupFile } from './backup-file.ts'
import type { VaultContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import type { DeriveKey, KdfParameters } from './kdf.ts'
import { openVault } from './vault.ts'

/**
 * Makes a backup file of the newest contents, as text. Once a person has saved it, `recordBackup` ends the
 * reminder; `ahead` are the ids of accounts in it that are dated later.
 */
export async function createBackup(
  environment: VaultEnvironment,
  options: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<{ status: 'created'; text: string; createdAt: number; ahead: string[] } | { status: 'locked' }> {
  // Read first: what another window adds after the contents were read is newer than the file.
  const createdAt = environment.now()
  const vault = await openVault(environment)
  if (vault.status === 'locked') return vault
  const text = await writeBackupFile(vault.contents, { ...options, createdAt })
  const ahead = vault.contents.accounts.filter(({ addedAt }) => addedAt > createdAt).map(({ id }) => id)
  return { status: 'created', text, createdAt, ahead }
}

/** Whether there are accounts that no backup file can have: it is time to remind. */
export function needsBackup({ accounts, settings: { lastBackupAt } }: VaultContents): boolean {
  return accounts.some(({ addedAt }) => lastBackupAt === null || addedAt > lastBackupAt)
}
