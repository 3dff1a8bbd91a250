import { decodeBase32, OTP_LIMITS, type OtpAccount } from 'countersign/otp'
import { readScannedText, type ScannedText } from './scanned-text.ts'

/** Reads what was pasted or typed into the key field: a whole key URI, or a key as sites show it for typing. */
export function readTypedKey(
  key: string,
  names: { issuer: string; account: string },
): ScannedText | { kind: 'empty' } | { kind: 'not_a_key' } {
  const text = key.trim()
  if (text === '') return { kind: 'empty' }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return readScannedText(text)
  const secret = text.length <= OTP_LIMITS.secret.most * 4 ? decodeBase32(text) : null
  if (secret === null || secret.length === 0) return { kind: 'not_a_key' }
  // Read as a key URI, so that typed keys and names meet the same rules as scanned ones.
  return readScannedText(writeKeyUri(text, names))
}

function writeKeyUri(secret: string, { issuer, account }: Pick<OtpAccount, 'issuer' | 'account'>): string {
  const parameters = [`secret=${encodeURIComponent(secret)}`]
  if (issuer.trim() !== '') parameters.push(`issuer=${encodeURIComponent(issuer.trim())}`)
  return `otpauth://totp/:${encodeURIComponent(account.trim())}?${parameters.join('&')}`
}
