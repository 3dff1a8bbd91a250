/** The hash functions that authenticators agree on (RFC 6238 section 1.2). */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512'

/** Everything that decides which code comes out, besides the time. */
export interface OtpParameters {
  type: 'totp' | 'hotp'
  /** The shared secret, as bytes. */
  secret: Uint8Array
  algorithm: Algorithm
  /** Length of a code: 6, 7 or 8. */
  digits: number
  /** Seconds that a code lasts, 10 to 300; 30 where the type is `hotp`. */
  period: number
  /** The next counter, from 0; 0 where the type is `totp`. */
  counter: number
}

/** What an authenticator keeps for one account. Names are shown, never compared with a site. */
export interface OtpAccount extends OtpParameters {
  issuer: string
  account: string
}

/** Bounds of what is read, computed and written; RFC 4226 section 5.3 for the digits. */
export const OTP_LIMITS = {
  digits: { least: 6, most: 8 },
  /** Seconds. */
  period: { least: 10, most: 300 },
  /** Bytes; HMAC hashes keys beyond a block (128 bytes at most), so longer ones add nothing. */
  secret: { most: 512 },
  /** UTF-16 units of an issuer or an account name. */
  name: { most: 256 },
  /** UTF-16 units of a whole key URI. */
  text: { most: 65_536 },
} as const

/** Below this many bytes a secret gets the note `short_secret`: 80 bits, the least that big sites have issued. */
export const SHORT_SECRET_BYTES = 10

const ALGORITHMS: ReadonlySet<unknown> = new Set<Algorithm>(['SHA1', 'SHA256', 'SHA512'])

/**
 * Checks parameters before anything is computed or written.
 *
 * @throws TypeError where a value has the wrong kind
 * @throws RangeError where a number or the secret's length is out of bounds
 */
export function assertOtpParameters(parameters: OtpParameters): void {
  const { type, secret, algorithm, digits, period, counter } = parameters
  if (type !== 'totp' && type !== 'hotp') throw new TypeError('type must be "totp" or "hotp"')
  if (!(secret instanceof Uint8Array)) throw new TypeError('secret must be a Uint8Array')
  if (!ALGORITHMS.has(algorithm)) throw new TypeError('algorithm must be "SHA1", "SHA256" or "SHA512"')
  if (secret.length === 0 || secret.length > OTP_LIMITS.secret.most) {
    throw new RangeError(`secret must have 1 to ${OTP_LIMITS.secret.most} bytes`)
  }
  assertWithin('digits', digits, OTP_LIMITS.digits)
  assertWithin('period', period, OTP_LIMITS.period)
  assertCounter(counter)
}

/** @throws RangeError unless the counter is a whole number from 0 that can still be advanced */
export function assertCounter(counter: number): void {
  if (!Number.isSafeInteger(counter) || counter < 0 || counter === Number.MAX_SAFE_INTEGER) {
    throw new RangeError('counter must be a whole number from 0 to 2^53 - 2')
  }
}

function assertWithin(name: string, value: number, bounds: { least: number; most: number }): void {
  if (!Number.isInteger(value) || value < bounds.least || value > bounds.most) {
    throw new RangeError(`${name} must be a whole number from ${bounds.least} to ${bounds.most}`)
  }
}
