import { encodeBase32 } from './base32.ts'
import { judgeName } from './names.ts'
import { assertOtpParameters, type OtpAccount } from './parameters.ts'

/**
 * Writes an account as an `otpauth://` key URI, with every parameter spelled out.
 *
 * @throws TypeError or RangeError where a parameter is out of bounds, or where a name is too long, holds hidden or
 *   direction-changing characters, or starts or ends with a space
 * @example
 * formatKeyUri({ type: 'totp', issuer: 'Harbour', account: 'anna', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 })
 * // 'otpauth://totp/Harbour:anna?secret=GEZD…&issuer=Harbour&algorithm=SHA1&digits=6&period=30'
 */
export function formatKeyUri(account: OtpAccount): string {
  assertOtpParameters(account)
  assertName('issuer', account.issuer)
  assertName('account', account.account)
  const parameters = [`secret=${encodeBase32(account.secret)}`]
  if (account.issuer !== '') parameters.push(`issuer=${encodeURIComponent(account.issuer)}`)
  parameters.push(`algorithm=${account.algorithm}`, `digits=${account.digits}`)
  parameters.push(account.type === 'totp' ? `period=${account.period}` : `counter=${account.counter}`)
  return `otpauth://${account.type}/${formatLabel(account)}?${parameters.join('&')}`
}

/** A label is split at its first colon, so a name that has one is kept apart by an empty prefix. */
function formatLabel({ issuer, account }: OtpAccount): string {
  const name = encodeURIComponent(account)
  if (issuer !== '' && !issuer.includes(':')) return `${encodeURIComponent(issuer)}:${name}`
  return account.includes(':') ? `:${name}` : name
}

function assertName(part: 'issuer' | 'account', name: string): void {
  if (typeof name !== 'string') throw new TypeError(`${part} must be a string`)
  const judged = judgeName(name)
  if (judged === 'long') throw new RangeError(`${part} is too long`)
  if (judged === 'unsafe')
    throw new TypeError(`${part} must not contain hidden or direction-changing characters`)
  if (name !== name.trim()) throw new TypeError(`${part} must not start or end with a space`)
}
