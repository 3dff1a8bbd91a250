import { HOTP, Secret } from 'otpauth'
import { assertCounter, assertOtpParameters, type OtpParameters } from './parameters.ts'

/** HMAC under the secret and by the algorithm of the parameters, for who has the key prepared already. */
export type Hmac = (message: Uint8Array) => Uint8Array

// Never looked at where the HMAC is given.
const noSecret = new Secret({ size: 1 })

/**
 * Computes the code for a counter (RFC 4226 section 5.3).
 *
 * @param counter whole number from 0; all 64 bits of the moving factor are used, so counters beyond 2^32 work
 * @returns the code as text, with its leading zeros
 * @throws TypeError or RangeError where a parameter or the counter is out of bounds
 * @example
 * generateHotp({ type: 'hotp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 }, 0) // '755224'
 */
export function generateHotp(parameters: OtpParameters, counter: number, hmac?: Hmac): string {
  assertOtpParameters(parameters)
  assertCounter(counter)
  const { secret, algorithm, digits } = parameters
  return HOTP.generate({
    secret: hmac === undefined ? new Secret({ buffer: Uint8Array.from(secret).buffer }) : noSecret,
    algorithm,
    digits,
    counter,
    ...(hmac === undefined ? {} : { hmac: (_algorithm, _key, message) => hmac(message) }),
  })
}
