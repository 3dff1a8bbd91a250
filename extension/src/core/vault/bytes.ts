/** Bytes in memory of their own, as WebCrypto and IndexedDB take them. */
export type Bytes = Uint8Array<ArrayBuffer>

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length))
}

export function encodeText(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/** Overwrites secrets that are no longer needed; what was handed to a worker is not here any more. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const secret of secrets) if (secret.length > 0) secret.fill(0)
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Returns null for anything that `encodeBase64` would not have written. */
export function decodeBase64(text: string): Bytes | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return encodeBase64(bytes) === text ? bytes : null
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

export function isBytes(value: unknown): value is Bytes {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer
}
