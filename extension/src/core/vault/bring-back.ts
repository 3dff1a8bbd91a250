import { equalBytes } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { readHeaders } from './header-copies.ts'
import { judgeVault } from './judge.ts'
import { keepAside, noRecords, readEverything } from './keep-aside.ts'
import { readRevision, type VaultRevision } from './records.ts'
import { readSecondCopy, type SecondCopy } from './second-copy.ts'
import { eraseUnopenable } from './set-aside.ts'
import { asStorageFull } from './storage-full.ts'
import { readOpenVault } from './vault.ts'

/**
 * The second copy, where bringing it back may open what is not open now; null without one, and where the vault is unlocked
 * and the copy is under its very key: what opens of that has its place in the vault already.
 */
export async function findCopyToBring(environment: VaultEnvironment): Promise<SecondCopy | null> {
  const copy = await readSecondCopy(environment)
  if (copy === null) return null
  const open = await readOpenVault(environment).catch(() => null)
  return open !== null && open.header.keyId === copy.header.keyId ? null : copy
}

/**
 * Makes the second copy the vault, where the vault itself is lost or closed for good; it opens by the ways that it had, and
 * has the other revisions as far as they can be read.
 * `opens`, with nothing changed, where there is something to open after all, and `gone` without a copy. Throws as
 * `setVaultAside` does, and `not_saved`; the copy stays in any case.
 */
export function bringBackVault(
  environment: VaultEnvironment,
  failure: unknown,
): Promise<{ status: 'back' } | { status: 'opens' } | { status: 'gone' }> {
  const { storage, exclusively } = environment
  return exclusively(async () => {
    const copy = await readSecondCopy(environment)
    if (copy === null) return { status: 'gone' }
    const judged = await judgeVault(environment, failure)
    if (judged === 'opens') return { status: 'opens' }
    const others = judged === 'closed' ? await readOthers(environment, copy) : []
    if (judged === 'unopenable' && !(await eraseUnopenable(environment))) return { status: 'opens' }
    const before = judged === 'closed' ? await readEverything(storage) : noRecords
    const { header, revision } = copy
    const records = { headers: [header, header], revisions: [revision, ...others] }
    if (judged === 'closed') {
      await keepAside(environment, before)
      await storage.overwrite(records).catch(asStorageFull)
    } else if ((await storage.create(records).catch(asStorageFull)) === 'exists') return { status: 'opens' }
    const { isWhole } = await readHeaders(storage)
    const stored = readRevision(await storage.readRevision(revision.revision), header.vaultId)
    if (isWhole && equalBytes(stored.ciphertext, revision.ciphertext)) return { status: 'back' }
    await storage.overwrite(before)
    throw new VaultError('not_saved', 'What was brought back did not come back whole.')
  })
}

/**
 * Later ones too, or an older copy would take the place of a newer vault without a word; which of them open is known only
 * after an unlock.
 */
async function readOthers(
  environment: VaultEnvironment,
  { header, revision: copied }: SecondCopy,
): Promise<VaultRevision[]> {
  const { storage } = environment
  // One that is open is closed only by that none of its revisions is whole.
  if ((await readOpenVault(environment).catch(() => null)) !== null) return []
  const others: VaultRevision[] = []
  for (const number of await storage.listRevisions()) {
    if (number === copied.revision) continue
    try {
      others.push(readRevision(await storage.readRevision(number), header.vaultId))
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
    }
  }
  return others
}
