import { openRevision } from '../core/vault/body.ts'
import { wipe } from '../core/vault/bytes.ts'
import { type ContentsDifference, compareAccounts } from '../core/vault/difference.ts'
import type { VaultEnvironment } from '../core/vault/environment.ts'
import { VaultError } from '../core/vault/errors.ts'
import { readRevision } from '../core/vault/records.ts'
import { listEveryAccount, rewindContents } from '../core/vault/rewind.ts'
import { openVault, readOpenVault } from '../core/vault/vault.ts'

/** What going back to a snapshot would do to `present`: what is there now, or a newest revision that can't be read. */
export type SnapshotPreview = ContentsDifference & { present: 'whole' | 'unreadable' }

/** Says what going back to a snapshot would do; over what can't be read, all that the snapshot has is added. */
export async function previewSnapshot(
  environment: VaultEnvironment,
  revision: number,
): Promise<({ status: 'read' } & SnapshotPreview) | { status: 'gone' } | { status: 'locked' }> {
  const open = await readOpenVault(environment)
  if (open === null) return { status: 'locked' }
  try {
    const record = readRevision(await environment.storage.readRevision(revision), open.header.vaultId)
    const { contents } = await openRevision(open.keys.body, record)
    try {
      const present = await openVault(environment).catch(() => null)
      if (present?.status !== 'open') {
        return { status: 'read', present: 'unreadable', ...compareAccounts([], contents.accounts) }
      }
      const { accounts } = rewindContents(contents, present.contents, environment.now())
      return { status: 'read', present: 'whole', ...compareAccounts(present.contents.accounts, accounts) }
    } finally {
      for (const { secret } of listEveryAccount(contents)) wipe(secret)
    }
  } catch (error) {
    if (error instanceof VaultError) return { status: 'gone' }
    throw error
  }
}
