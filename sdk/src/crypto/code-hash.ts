import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../ports.ts'

// Crockford's base32: no I, L, O or U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 24
const SHAPE = /^[0-9A-HJKMNP-TV-Z]{24}$/

/** A recovery code of 120 random bits, as it is shown: six groups of four. */
export function makeRecoveryCode(random: Random): string {
  // 256 is a multiple of 32, so the low five bits of a byte are unbiased.
  const characters = Array.from(random.bytes(LENGTH), (byte) => ALPHABET[byte & 31])
  return (characters.join('').match(/.{4}/g) ?? []).join('-')
}

/** The code without spaces, hyphens and case, look-alikes folded (O to 0, I and L to 1); null for what can't be a code. */
export function normalizeRecoveryCode(code: unknown): string | null {
  if (typeof code !== 'string' || code.length > 64) return null
  const bare = code
    .replace(/[ \t\r\n-]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return SHAPE.test(bare) ? bare : null
}

/**
 * What is stored: SHA-256 over domain, user and code. At 120 bits neither salt nor slow hash is needed (ASVS 5.0 6.5.2),
 * and without a key the codes outlive key rotation.
 */
export function hashRecoveryCode(userId: string, normalized: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['countersign/recovery-code/v1', userId, normalized]))
    .digest('hex')
}

/** ASCII digits as a string, spaces and hyphens aside. A number is not a code: it has lost its leading zeros. */
export function normalizeDigits(code: unknown, length: number): string | null {
  if (typeof code !== 'string' || code.length > 64) return null
  const digits = code.replace(/[ -]/g, '')
  return /^[0-9]+$/.test(digits) && digits.length === length ? digits : null
}

/** The time taken tells nothing of where they differ. */
export function isSameCode(expected: string, submitted: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(submitted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
