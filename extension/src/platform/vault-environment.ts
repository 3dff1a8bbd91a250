import type { VaultEnvironment } from '../core/vault/environment.ts'
import { createVaultDatabase } from './vault-database.ts'
import { localMemory, sessionMemory } from './vault-memory.ts'

/** ms: by then, whoever has just unlocked sees the accounts. */
const lateness = 1000

/** The vault of this browser profile. */
export const vaultEnvironment: VaultEnvironment = {
  storage: createVaultDatabase(),
  session: sessionMemory,
  local: localMemory,
  exclusively: (task) => navigator.locks.request('vault', task),
  later: (task) => void setTimeout(() => void task().catch(() => undefined), lateness),
  now: () => Date.now(),
}

/** The folder of the browser profile that the vault's database lies in, as far as the browser lets it be known. */
export function nameDatabaseFolder(): string {
  const { protocol, host } = location
  return protocol === 'moz-extension:'
    ? `storage/default/moz-extension+++${host}/idb`
    : `IndexedDB/chrome-extension_${host}_0.indexeddb.leveldb`
}

/** Asks the browser not to evict the vault when the disk runs full; false where it declines. */
export function keepStorage(): Promise<boolean> {
  return navigator.storage.persist().catch(() => false)
}
