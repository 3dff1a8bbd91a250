import { type KeyUriNote, type KeyUriRefusal, type OtpAccount, parseKeyUri } from 'countersign/otp'
import { spellOutHidden } from './spell-out-hidden.ts'

/** What the text of one QR code turned out to be. */
export type ScannedText =
  | { kind: 'account'; account: OtpAccount; notes: KeyUriNote[] }
  | { kind: 'refused'; reason: KeyUriRefusal; parameter?: string; value?: string }
  | { kind: 'migration' }
  | { kind: 'address'; text: string }
  | { kind: 'text'; text: string }

const shownLength = 200

/** Tells key URIs from everything else that a QR code may hold; texts are cut to what is worth showing, and hide nothing. */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.trim()
  if (/^otpauth-migration:\/\//i.test(trimmed)) return { kind: 'migration' }
  const result = parseKeyUri(text)
  if (result.status === 'ok') return { kind: 'account', account: result.account, notes: result.notes }
  if (result.status === 'refused') {
    const { status: _, ...refusal } = result
    return { kind: 'refused', ...refusal }
  }
  return { kind: /^https?:\/\//i.test(trimmed) ? 'address' : 'text', text: cut(trimmed) }
}

function cut(text: string): string {
  const characters = [...text.slice(0, shownLength * 2)]
  const shown = spellOutHidden(characters.slice(0, shownLength).join(''))
  return characters.length > shownLength ? `${shown}…` : shown
}
