import { type Bytes, encodeText } from './bytes.ts'

// By hand, because a vault has thousands of secrets: `atob` and `btoa` take several times as long, and read more than
// what was written.
const characters = encodeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const padding = 0x3d
const unknown = 255
const values = new Uint8Array(128).fill(unknown)
characters.forEach((character, value) => {
  values[character] = value
})
/** How many arguments every engine takes in one call. */
const chunk = 8192

/** Writes the standard alphabet with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding)
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from
    const word = (at(bytes, from) << 16) | (at(bytes, from + 1) << 8) | at(bytes, from + 2)
    codes[to] = at(characters, word >> 18)
    codes[to + 1] = at(characters, (word >> 12) & 63)
    if (left > 1) codes[to + 2] = at(characters, (word >> 6) & 63)
    if (left > 2) codes[to + 3] = at(characters, word & 63)
  }
  let text = ''
  for (let from = 0; from < codes.length; from += chunk) {
    text += String.fromCharCode(...codes.subarray(from, from + chunk))
  }
  return text
}

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
