import { type Bytes, encodeText, randomBytes } from './bytes.ts'

/** The keys that do the work, each derived from the vault key for one purpose. */
export interface VaultKeys {
  body: CryptoKey
  slots: CryptoKey
}

export const keyLength = 32

export function createVaultKey(): Bytes {
  return randomBytes(keyLength)
}

/** Derives with HKDF-SHA-256 (RFC 5869): salt is the vault's id, info names the purpose. */
export async function deriveVaultKeys(vaultKey: Bytes, vaultId: string): Promise<VaultKeys> {
  const root = await crypto.subtle.importKey('raw', vaultKey, 'HKDF', false, ['deriveKey'])
  const derive = (purpose: string, algorithm: AesKeyGenParams | HmacKeyGenParams, usages: KeyUsage[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: encodeText(vaultId), info: encodeText(purpose) },
      root,
      algorithm,
      false,
      usages,
    )
  const [body, slots] = await Promise.all([
    derive('countersign-vault body', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    derive('countersign-vault slots', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign', 'verify']),
  ])
  return { body, slots }
}

export function importSlotKey(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
