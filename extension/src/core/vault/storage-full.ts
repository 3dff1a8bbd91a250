import { VaultError } from './errors.ts'

/**
 * Says in the vault's own words that the disk or the browser's quota is full; anything else is thrown on. Extension storage
 * has no name of its own for that error, only a message.
 */
export function asStorageFull(error: unknown): never {
  if (error instanceof Error && (error.name === 'QuotaExceededError' || /quota/i.test(error.message))) {
    throw new VaultError('storage_full', 'There is no room to save; nothing was written.')
  }
  throw error
}
