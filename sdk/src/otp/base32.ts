const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const VALUES = new Map<string, number>()
for (const [value, letter] of [...ALPHABET].entries()) {
  VALUES.set(letter, value)
  VALUES.set(letter.toLowerCase(), value)
}

/** What people and sites put between groups of characters: white space and every common hyphen or dash. */
const SEPARATORS = /[\s\u00ad\u2010-\u2015\u2212-]+/g

/**
 * Writes bytes as Base32 (RFC 4648 section 6), in capitals and without padding.
 *
 * @example
 * encodeBase32(new TextEncoder().encode('foobar')) // 'MZXW6YTBOI'
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(buffer >>> bits) & 31]
    }
  }
  if (bits > 0) text += ALPHABET[(buffer << (5 - bits)) & 31]
  return text
}

/**
 * Reads Base32 (RFC 4648 section 6) the way secrets are written in practice: either case, with spaces, hyphens and
 * padding or without them. Leftover bits are dropped, and so is an incomplete last byte.
 *
 * @returns the bytes, none for empty text, or `null` where a character is outside the alphabet
 * @example
 * decodeBase32('mzxw 6ytb-oi') // the bytes of 'foobar'
 */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> | null {
  const characters = withoutPadding(text.replace(SEPARATORS, ''))
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8))
  let buffer = 0
  let bits = 0
  let length = 0
  // By UTF-16 unit and by table, never by `toUpperCase`: `ß`, `ı`, `ſ` and `ﬀ` upper-case into the alphabet.
  for (let index = 0; index < characters.length; index++) {
    const value = VALUES.get(characters.charAt(index))
    if (value === undefined) return null
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = (buffer >>> bits) & 0xff
    }
  }
  return bytes
}

function withoutPadding(text: string): string {
  let end = text.length
  while (end > 0 && text.charAt(end - 1) === '=') end--
  return text.slice(0, end)
}
