import type { VaultEnvironment } from '../core/vault/environment.ts'
import { createVaultDatabase } from './vault-database.ts'
import { localMemory, sessionMemory } from './vault-memory.ts'

/** The vault of this browser profile. */
export const vaultEnvironment: VaultEnvironment = {
  storage: createVaultDatabase(),
  session: sessionMemory,
  local: localMemory,
  exclusively: (task) => navigator.locks.request('vault', task),
  now: () => Date.now(),
}

/** Asks the browser not to evict the vault when the disk runs full; false where it declines. */
export function keepStorage(): Promise<boolean> {
  return navigator.storage.persist().catch(() => false)
}
