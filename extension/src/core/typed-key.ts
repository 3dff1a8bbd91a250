import { decodeBase32, OTP_LIMITS, type OtpAccount } from 'countersign/otp'
import { readScannedText, type ScannedText } from './scanned-text.ts'

/** Characters of a bare key: 80 bits, the least that big sites have issued. */
const leastBare = 16

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

/** Reads a text that a QR code holds, or that was pasted where no field is: a bare key too, as far as it has the length and the shape of one. */
export function readAnyText(text: string): ScannedText {
  const read = isShapedAsKey(text) ? readTypedKey(text, { issuer: '', account: '' }) : null
  return read === null || read.kind === 'empty' || read.kind === 'not_a_key' ? readScannedText(text) : read
}

/** The key URIs and exports that stand in one text, one after the other; the text itself where there are not several. */
export function splitKeys(text: string): string[] {
  const pieces = text.split(/(?=otpauth(?:-migration)?:\/\/)/i).map((piece) => piece.trim())
  const several = pieces.filter((piece) => piece !== '')
  return several.length > 1 ? several : [text]
}

/** Sites write keys in one piece or in groups of one length; words differ in theirs, and letters alone can be either. */
function isShapedAsKey(text: string): boolean {
  if (text.length > OTP_LIMITS.secret.most * 4) return false
  const groups = text
    .trim()
    .replace(/=+$/, '')
    .split(/[\s-]+/)
  const [first = '', last = ''] = [groups[0], groups.at(-1)]
  const isEven = groups.slice(0, -1).every(({ length }) => length === first.length)
  return groups.join('').length >= leastBare && isEven && last.length <= first.length
}

function writeKeyUri(secret: string, { issuer, account }: Pick<OtpAccount, 'issuer' | 'account'>): string {
  const parameters = [`secret=${encodeURIComponent(secret)}`]
  if (issuer.trim() !== '') parameters.push(`issuer=${encodeURIComponent(issuer.trim())}`)
  return `otpauth://totp/:${encodeURIComponent(account.trim())}?${parameters.join('&')}`
}
