import { type Bytes, encodeText, randomBytes } from './bytes.ts'

/** What is sealed: its nonce, and the ciphertext with the tag at its end. */
export interface Sealed {
  /** 96 random bits */
  nonce: Bytes
  ciphertext: Bytes
}

export const vaultMagic = 'countersign-vault'
export const nonceLength = 12
export const tagLength = 16

type ContextPart = string | number | null | ContextPart[]

/** Writes down what a sealed thing is and where it belongs, so that it can't be passed off as something else. */
export function describeContext(format: number, vaultId: string, ...parts: ContextPart[]): Bytes {
  return encodeText(JSON.stringify([vaultMagic, format, vaultId, ...parts]))
}

/** Seals with AES-256-GCM under a nonce that is random each time. */
export async function seal(key: CryptoKey, plaintext: Bytes, context: Bytes): Promise<Sealed> {
  const nonce = randomBytes(nonceLength)
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: context, tagLength: tagLength * 8 }
  return { nonce, ciphertext: new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext)) }
}

/** Returns null when the key is another one, or when a single bit of ciphertext, nonce or context differs. */
export async function unseal(key: CryptoKey, sealed: Sealed, context: Bytes): Promise<Bytes | null> {
  const algorithm = {
    name: 'AES-GCM',
    iv: sealed.nonce,
    additionalData: context,
    tagLength: tagLength * 8,
  }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.ciphertext))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}
