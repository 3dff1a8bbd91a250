import type { VaultEnvironment } from '../core/vault/vault.ts'
import { sessionKey } from './session-key.ts'
import { createVaultDatabase } from './vault-database.ts'

/** The vault of this browser profile. */
export const vaultEnvironment: VaultEnvironment = {
  storage: createVaultDatabase(),
  session: sessionKey,
  exclusively: (task) => navigator.locks.request('vault', task),
}

/** Asks the browser not to evict the vault when the disk runs full; false where it declines. */
export function keepStorage(): Promise<boolean> {
  return navigator.storage.persist().catch(() => false)
}
