import { isBytes } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'

const reading = new WeakMap<VaultEnvironment, Promise<unknown>>()

/** Begins to read the newest revision, still sealed, while a key is derived: that is the longest wait of an unlock. */
export function readAhead(environment: VaultEnvironment): void {
  reading.set(
    environment,
    // Whoever needs it reads it again then, and says what is wrong.
    environment.storage.readHead().catch(() => undefined),
  )
}

/** What was read ahead, once, where it is still the newest; undefined otherwise. */
export async function takeReadAhead(environment: VaultEnvironment): Promise<unknown> {
  const stored = await reading.get(environment)
  forgetReadAhead(environment)
  if (typeof stored !== 'object' || stored === null) return undefined
  const { revision, nonce } = stored as Record<string, unknown>
  if (typeof revision !== 'number' || !isBytes(nonce)) return undefined
  return (await environment.storage.isHead(revision, nonce)) ? stored : undefined
}

export function forgetReadAhead(environment: VaultEnvironment): void {
  reading.delete(environment)
}
