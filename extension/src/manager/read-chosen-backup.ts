import { type ReadBackup, readBackupFile } from '../core/vault/backup-file.ts'
import { VaultError } from '../core/vault/errors.ts'
import type { MessageKey } from '../ui/words.ts'

/** Bytes; far more than the largest vault makes. */
const maxFileSize = 64 * 1024 * 1024

const refusals: Record<Exclude<ReadBackup['status'], 'backup'>, MessageKey> = {
  not_a_backup: 'backupNotOne',
  newer: 'backupNewer',
  refused: 'backupRefused',
}

/** Reads the outside of the file that a person chose, or says why there is nothing to open. */
export async function readChosenBackup(
  chosen: Pick<File, 'size' | 'text'>,
): Promise<Extract<ReadBackup, { status: 'backup' }> | { status: 'refused'; because: MessageKey }> {
  if (chosen.size > maxFileSize) return { status: 'refused', because: refusals.not_a_backup }
  // Files are moved, and disks taken out, after they were chosen.
  const text = await chosen.text().catch(() => null)
  if (text === null) return { status: 'refused', because: 'backupUnreadable' }
  const read = readBackupFile(text)
  return read.status === 'backup' ? read : { status: 'refused', because: refusals[read.status] }
}

/** Says what is wrong with a file that its password opened, or would have: none of it is about the vault here. */
export function explainUnopened(error: unknown): MessageKey {
  const code = error instanceof VaultError ? error.code : null
  if (code === 'unsupported_format') return 'backupNewer'
  return code === 'damaged' ? 'backupDamaged' : 'backupNotOpened'
}
