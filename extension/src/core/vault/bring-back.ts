import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { readHeaders } from './header-copies.ts'
import { judgeVault } from './judge.ts'
import { readRevision } from './records.ts'
import { readSecondCopy } from './second-copy.ts'
import { clearPlace } from './set-aside.ts'
import { asStorageFull } from './storage-full.ts'

/**
 * Makes the second copy the vault, where the vault itself is lost or closed for good; it opens by the ways that it had.
 * `opens`, with nothing changed, where there is something to open after all, and `gone` without a copy. Throws as
 * `setVaultAside` does, and `not_saved`; the copy stays in any case.
 */
export function bringBackVault(
  environment: VaultEnvironment,
  failure: unknown,
): Promise<{ status: 'back' } | { status: 'opens' } | { status: 'gone' }> {
  const { storage, exclusively, now } = environment
  return exclusively(async () => {
    const copy = await readSecondCopy(environment)
    if (copy === null) return { status: 'gone' }
    const judged = await judgeVault(environment, failure)
    if (judged === 'opens') return { status: 'opens' }
    await clearPlace(environment, judged, now())
    const { header, revision } = copy
    if ((await storage.create(header, revision).catch(asStorageFull)) === 'exists') return { status: 'opens' }
    const { isWhole } = await readHeaders(storage)
    const stored = readRevision(await storage.readHead(), header.vaultId)
    if (isWhole && stored.revision === revision.revision) return { status: 'back' }
    throw new VaultError('not_saved', 'What was brought back did not come back whole.')
  })
}
