import { forgetAttempts } from './attempts.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { hasWholeSnapshot } from './snapshots.ts'
import { asStorageFull } from './storage-full.ts'
import { lockVault } from './vault.ts'

/** Whether an error means that nothing of the vault opens, by no way to unlock. */
export function closesVault(error: unknown): boolean {
  return error instanceof VaultError && (error.code === 'damaged' || error.code === 'kdf_out_of_bounds')
}

/**
 * Makes room for a new vault where the old one can't be opened any more: its records are kept aside, as they are. `opens`,
 * with nothing changed, where there is something to open after all: a vault that is open, or a snapshot that is whole, or a
 * locked vault of which `failure` does not say that nothing opens it. Throws `storage_full` when there is no room; then the
 * old vault is where it was.
 */
export function setVaultAside(
  environment: VaultEnvironment,
  failure: unknown,
): Promise<{ status: 'aside' } | { status: 'opens' }> {
  return environment.exclusively(async () => {
    if (await opens(environment, failure)) return { status: 'opens' }
    await environment.storage.setAside(environment.now()).catch(asStorageFull)
    await lockVault(environment)
    await forgetAttempts(environment)
    return { status: 'aside' }
  })
}

async function opens(environment: VaultEnvironment, failure: unknown): Promise<boolean> {
  try {
    return (await hasWholeSnapshot(environment)) ?? !closesVault(failure)
  } catch (error) {
    return !closesVault(error)
  }
}
