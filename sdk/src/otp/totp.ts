import { generateHotp, type Hmac } from './hotp.ts'
import { OTP_LIMITS, type OtpParameters } from './parameters.ts'

/**
 * Computes the code for a moment (RFC 6238 section 4, T0 = 0).
 *
 * @param atMs milliseconds since 1970-01-01T00:00:00Z
 * @returns the code as text, with its leading zeros
 * @throws TypeError or RangeError where a parameter or the moment is out of bounds
 * @example
 * generateTotp({ type: 'totp', secret, algorithm: 'SHA1', digits: 8, period: 30, counter: 0 }, 59_000) // '94287082'
 */
export function generateTotp(parameters: OtpParameters, atMs: number, hmac?: Hmac): string {
  return generateHotp(parameters, timeStep(parameters.period, atMs), hmac)
}

/**
 * Says which time step a moment belongs to (RFC 6238 section 4.2).
 *
 * @param period seconds, 10 to 300
 * @param atMs milliseconds since 1970-01-01T00:00:00Z
 * @throws RangeError where either is out of bounds
 */
export function timeStep(period: number, atMs: number): number {
  return Math.floor(wholeSeconds(period, atMs) / period)
}

/**
 * Says how many whole seconds the code of a moment is still current: from the period, at its start, down to 1.
 *
 * @param period seconds, 10 to 300
 * @param atMs milliseconds since 1970-01-01T00:00:00Z
 * @throws RangeError where either is out of bounds
 */
export function secondsRemaining(period: number, atMs: number): number {
  return period - (wholeSeconds(period, atMs) % period)
}

function wholeSeconds(period: number, atMs: number): number {
  const { least, most } = OTP_LIMITS.period
  if (!Number.isInteger(period) || period < least || period > most) {
    throw new RangeError(`period must be a whole number of seconds from ${least} to ${most}`)
  }
  if (!Number.isFinite(atMs) || atMs < 0) throw new RangeError('atMs must be milliseconds from 0')
  return Math.floor(atMs / 1000)
}
