import { openRevision } from '../core/vault/body.ts'
import { wipe } from '../core/vault/bytes.ts'
import { type ContentsDifference, compareAccounts } from '../core/vault/difference.ts'
import type { VaultEnvironment } from '../core/vault/environment.ts'
import { isNoAnswer, VaultError } from '../core/vault/errors.ts'
import { readRevision } from '../core/vault/records.ts'
import { listEveryAccount, rewindContents } from '../core/vault/rewind.ts'
import { openVault, readOpenVault } from '../core/vault/vault.ts'

/**
 * What going back to a snapshot would do to `present`: what is there now, or a newest revision that can't be read, or that the
 * disk does not answer for. `hasGap`: it does not answer for one between the two.
 */
export type SnapshotPreview = ContentsDifference & {
  present: 'whole' | 'unreadable' | 'unanswered'
  hasGap: boolean
}

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
      const present = await openVault(environment).catch((error: unknown) =>
        isNoAnswer(error) ? 'unanswered' : 'unreadable',
      )
      if (typeof present !== 'string' && present.status === 'locked') return present
      const hasGap = await hasUnanswered(environment, revision)
      if (typeof present === 'string') {
        return { status: 'read', present, hasGap, ...compareAccounts([], contents.accounts) }
      }
      const { accounts } = rewindContents(contents, present.contents, environment.now())
      const difference = compareAccounts(present.contents.accounts, accounts)
      return { status: 'read', present: 'whole', hasGap, ...difference }
    } finally {
      for (const { secret } of listEveryAccount(contents)) wipe(secret)
    }
  } catch (error) {
    if (error instanceof VaultError) return { status: 'gone' }
    throw error
  }
}

/** Whether the disk does not answer for a revision after this one and before the newest. */
async function hasUnanswered({ storage }: VaultEnvironment, revision: number): Promise<boolean> {
  for (const number of (await storage.listRevisions()).slice(0, -1)) {
    if (number <= revision) continue
    const isAnswered = await storage.readRevision(number).then(
      () => true,
      (error: unknown) => {
        if (isNoAnswer(error)) return false
        throw error
      },
    )
    if (!isAnswered) return true
  }
  return false
}
