import { forgetAttempts } from './attempts.ts'
import type { VaultEnvironment } from './environment.ts'
import { asUnopenable } from './errors.ts'
import { type Judged, judgeVault } from './judge.ts'
import { setSecondCopyAside } from './second-copy.ts'
import { asStorageFull } from './storage-full.ts'
import { lockVault } from './vault.ts'

/**
 * Makes room for a new vault where the old one can't be opened any more: its records are kept aside, as they are. `opens`,
 * with nothing changed, where there is something to open after all: a vault that is open, or a snapshot that is whole, or a
 * locked vault of which `failure` does not say that nothing opens it. Throws `storage_full` when there is no room, and where
 * the vault can't be judged, as when the disk does not answer; then the old vault is where it was.
 */
export function setVaultAside(
  environment: VaultEnvironment,
  failure: unknown,
): Promise<{ status: 'aside' } | { status: 'opens' }> {
  return environment.exclusively(async () => {
    const judged = await judgeVault(environment, failure)
    if (judged === 'opens') return { status: 'opens' }
    const at = environment.now()
    if (!(await clearPlace(environment, judged, at))) return { status: 'opens' }
    await setSecondCopyAside(environment, at).catch(asStorageFull)
    await lockVault(environment)
    await forgetAttempts(environment)
    return { status: 'aside' }
  })
}

/**
 * Leaves the place of the vault empty, and keeps what can be read under another name, by a time in ms since 1970. False, with
 * nothing changed, where a place that could not be opened can be after all.
 */
export async function clearPlace(
  { storage }: VaultEnvironment,
  judged: Exclude<Judged, 'opens'>,
  at: number,
): Promise<boolean> {
  if (judged === 'closed') await storage.setAside(at).catch(asStorageFull)
  // Nothing of it can be read, and nothing can be written over it.
  return judged !== 'unopenable' || (await storage.erase().catch(asUnopenable)) === 'erased'
}
