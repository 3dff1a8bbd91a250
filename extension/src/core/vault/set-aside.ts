import { attemptsName, forgetAttempts } from './attempts.ts'
import { wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { asUnopenable } from './errors.ts'
import { judgeVault } from './judge.ts'
import { dropAside, keepAside, noRecords, readEverything, undoAside } from './keep-aside.ts'
import { readLockReason } from './lock.ts'
import { readRawCopy, readSecondCopy, removeCopy } from './second-copy.ts'
import { asStorageFull } from './storage-full.ts'
import { type LockReason, lockVault, readLiveSession } from './vault.ts'

/**
 * Makes room for a new vault where the old one can't be opened any more: its records are kept aside, as they are, and can be
 * brought back where its second copy is whole. `opens`,
 * with nothing changed, where there is something to open after all: a vault that is open, or a snapshot that is whole, or a
 * locked vault of which `failure` does not say that nothing opens it. Throws `storage_full` when there is no room,
 * `not_saved` where what was kept did not come back, and where the vault can't be judged, as when the disk does not answer;
 * then the old vault is where it was.
 */
export function setVaultAside(
  environment: VaultEnvironment,
  failure: unknown,
): Promise<{ status: 'aside' } | { status: 'opens' }> {
  const { storage, local, exclusively } = environment
  return exclusively(async () => {
    const judged = await judgeVault(environment, failure)
    if (judged === 'opens') return { status: 'opens' }
    // Of one that is unopenable nothing can be read.
    const records = judged === 'closed' ? await readEverything(storage) : noRecords
    const copy = await readRawCopy(environment)
    const isHidden = (await readSecondCopy(environment)) === null
    const attempts = isHidden ? undefined : (await local.read([attemptsName]))[attemptsName]
    const lockReason = await findLockReason(environment)
    const at = await keepAside(environment, records, copy, { isHidden, attempts, lockReason })
    if (judged === 'unopenable') {
      const isErased = await eraseUnopenable(environment).catch(async (error: unknown) => {
        await dropAside(environment, at)
        throw error
      })
      if (!isErased) {
        await dropAside(environment, at)
        return { status: 'opens' }
      }
    }
    // Only now that there are two of everything; the copy last, which can be brought back where a kill comes between.
    try {
      await storage.overwrite(noRecords).catch(asStorageFull)
      await removeCopy(environment)
    } catch (error) {
      await undoAside(environment, at, records, copy)
      throw error
    }
    await lockVault(environment)
    await forgetAttempts(environment)
    return { status: 'aside' }
  })
}

/** Who sets an open one aside locks it by that. */
async function findLockReason(environment: VaultEnvironment): Promise<LockReason> {
  const open = await readLiveSession(environment)
  if (open === null) return readLockReason(environment)
  wipe(open.vaultKey)
  return 'button'
}

/** Removes a database that can't be opened, and that nothing can be written over; false, with nothing changed, where it can be after all. */
export async function eraseUnopenable({ storage }: VaultEnvironment): Promise<boolean> {
  return (await storage.erase().catch(asUnopenable)) === 'erased'
}
