import { type Bytes, encodeText } from './bytes.ts'

const characters = encodeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const unknown = 255
const values = new Uint8Array(128).fill(unknown)
characters.forEach((character, value) => {
  values[character] = value
})
/** Fewer than the arguments that every engine takes in one call, and whole groups of three bytes. */
const chunk = 8190

/** Writes the standard alphabet with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  if (bytes.length <= chunk) return encodeChunk(bytes)
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += chunk) {
    parts.push(encodeChunk(bytes.subarray(from, from + chunk)))
  }
  return parts.join('')
}

function encodeChunk(bytes: Uint8Array): string {
  return btoa(Reflect.apply(String.fromCharCode, null, bytes))
}

// By hand, because a vault has thousands of secrets: `atob` takes many times as long, and reads more than was written.
/** Returns null for anything that `encodeBase64` would not have written. */
export function decodeBase64(text: string): Bytes | null {
  if (text.length % 4 !== 0) return null
  const padded = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const count = text.length - padded
  const bytes = new Uint8Array((text.length / 4) * 3 - padded)
  let word = 0
  let bits = 0
  let to = 0
  for (let from = 0; from < count; from++) {
    const code = text.charCodeAt(from)
    const value = code < 128 ? at(values, code) : unknown
    if (value === unknown) return null
    word = (word << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[to++] = word >> bits
    word &= (1 << bits) - 1
  }
  // What is left over of the last character has to be nothing, or the same bytes could be written in several ways.
  return word === 0 ? bytes : null
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}
