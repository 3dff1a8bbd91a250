import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../ports.ts'
import type { Key, Keyring } from './keyring.ts'

/** Digits from a secure source, each number as likely as the next. `length` is 1 to 9. */
export function makeDigits(random: Random, length: number): string {
  const numbers = 10 ** length
  // The numbers above the last whole multiple would come up once too often.
  const end = Math.floor(2 ** 32 / numbers) * numbers
  for (;;) {
    const drawn = Buffer.from(random.bytes(4)).readUInt32BE()
    if (drawn < end) return String(drawn % numbers).padStart(length, '0')
  }
}

/** What a sent code is bound to: what it answers, and the factor that it went to. */
export interface SentCodePlace {
  id: string
  factorId: string | null
}

/**
 * What is stored in the place of a code that was sent. Under a key, because all codes of six digits are hashed in no
 * time (ASVS 5.0 6.6.3).
 */
export function hashSentCode(
  { id, factorId }: SentCodePlace,
  code: string,
  keyring: Keyring,
  keyId: string,
): string {
  return createHmac('sha256', keyring.find(keyId).code)
    .update(JSON.stringify(['countersign/sent-code/v1', id, factorId, code]))
    .digest('hex')
}

/** Whether a stored hash is that of the submitted code; the time taken tells nothing. */
export function isSentCode(
  row: SentCodePlace & { codeHash: string; keyId: string },
  code: string,
  keyring: Keyring,
): boolean {
  const [a, b] = [Buffer.from(row.codeHash), Buffer.from(hashSentCode(row, code, keyring, row.keyId))]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What sends to a number are counted under: the record of them holds no number. */
export function hashPhoneNumber(number: string, key: Key): string {
  return createHmac('sha256', key.code)
    .update(JSON.stringify(['countersign/phone-number/v1', number]))
    .digest('hex')
}
