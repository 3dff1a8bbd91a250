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

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}

export function isBytes(value: unknown): value is Bytes {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer
}
