import { type KeyUriNote, type KeyUriRefusal, type OtpAccount, parseKeyUri } from 'countersign/otp'

/** What the text of one QR code turned out to be. */
export type ScannedText =
  | { kind: 'account'; account: OtpAccount; notes: KeyUriNote[] }
  | { kind: 'refused'; reason: KeyUriRefusal; parameter?: string; value?: string }
  | { kind: 'migration' }
  | { kind: 'address'; text: string }
  | { kind: 'text'; text: string }

const shownLength = 200

/** Tells key URIs from everything else that a QR code may hold; texts are cut to what is worth showing. */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.trim()
  if (/^otpauth-migration:\/\//i.test(trimmed)) return { kind: 'migration' }
  const result = parseKeyUri(text)
  if (result.status === 'ok') return { kind: 'account', account: result.account, notes: result.notes }
  if (result.status === 'refused') {
    const { status: _, ...refusal } = result
    return { kind: 'refused', ...refusal }
  }
  const shown = trimmed.length > shownLength ? `${trimmed.slice(0, shownLength)}…` : trimmed
  return { kind: /^https?:\/\//i.test(trimmed) ? 'address' : 'text', text: shown }
}
