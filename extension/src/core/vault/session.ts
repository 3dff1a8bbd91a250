import { type Bytes, decodeBase64, encodeBase64 } from './bytes.ts'
import { keyLength } from './keys.ts'

/** Where the vault key is while the vault is unlocked: memory that never reaches the disk and only takes text. */
export interface VaultSession {
  read(): Promise<unknown>
  write(key: string): Promise<void>
  clear(): Promise<void>
}

/** Null while the vault is locked. */
export async function readSessionKey(session: VaultSession): Promise<Bytes | null> {
  const stored = await session.read()
  const key = typeof stored === 'string' ? decodeBase64(stored) : null
  return key?.length === keyLength ? key : null
}

export function writeSessionKey(session: VaultSession, key: Bytes): Promise<void> {
  return session.write(encodeBase64(key))
}
