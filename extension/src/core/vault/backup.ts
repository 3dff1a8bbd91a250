import { writeBackupFile } from './backup-file.ts'
import type { MadeBackup, VaultContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import type { DeriveKey, KdfParameters } from './kdf.ts'
import { openVault } from './vault.ts'

/**
 * Makes a backup file of the newest contents, as text. `noteBackup` remembers that; once a person has saved the file,
 * `recordBackup` ends the reminder.
 */
export async function createBackup(
  environment: VaultEnvironment,
  options: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<{ status: 'created'; text: string; made: MadeBackup } | { status: 'locked' }> {
  // Read first: what another window adds after the contents were read is newer than the file.
  const createdAt = environment.now()
  const vault = await openVault(environment)
  if (vault.status === 'locked') return vault
  const { accounts } = vault.contents
  const text = await writeBackupFile(vault.contents, { ...options, createdAt })
  const ahead = accounts.filter(({ addedAt }) => addedAt > createdAt).map(({ id }) => id)
  return { status: 'created', text, made: { createdAt, accounts: accounts.length, ahead } }
}

/** Whether there are accounts that no backup file can have: it is time to remind. */
export function needsBackup({ accounts, settings: { lastBackupAt } }: VaultContents): boolean {
  return accounts.some(({ addedAt }) => lastBackupAt === null || addedAt > lastBackupAt)
}
