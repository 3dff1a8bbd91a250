import { forgetAttempts } from './attempts.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { asStorageFull } from './storage-full.ts'
import { lockVault } from './vault.ts'

/** Whether an error means that nothing of the vault opens, by no way to unlock. */
export function closesVault(error: unknown): boolean {
  return error instanceof VaultError && (error.code === 'damaged' || error.code === 'kdf_out_of_bounds')
}

/**
 * Makes room for a new vault where the old one can't be opened any more: its records are kept aside, as they are. Throws
 * `storage_full` when there is no room for that; then the old vault is where it was.
 */
export function setVaultAside(environment: VaultEnvironment): Promise<void> {
  return environment.exclusively(async () => {
    await environment.storage.setAside(environment.now()).catch(asStorageFull)
    await lockVault(environment)
    await forgetAttempts(environment)
  })
}
