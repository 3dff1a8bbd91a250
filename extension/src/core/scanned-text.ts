import {
  type KeyUriNote,
  type KeyUriRefusal,
  type MigrationResult,
  OTP_LIMITS,
  type OtpAccount,
  parseKeyUri,
  parseMigration,
} from 'countersign/otp'
import { findActivationApp } from './activation.ts'
import { spellOutHidden } from './spell-out-hidden.ts'

/** What the text of one QR code turned out to be. */
export type ScannedText =
  | { kind: 'account'; account: OtpAccount; notes: KeyUriNote[] }
  | ({ kind: 'refused'; reason: KeyUriRefusal; parameter?: string; value?: string } & KeyNames)
  | ({ kind: 'export' } & ScannedExport)
  | { kind: 'broken_export' }
  /** Of use to one app only. */
  | { kind: 'activation'; app: string }
  | { kind: 'address'; text: string }
  | { kind: 'text'; text: string }

/** Whose key it is, as far as that can be shown. */
export type KeyNames = Pick<OtpAccount, 'issuer' | 'account'>

/** One part of an export of Google Authenticator, with its accounts. */
export type ScannedExport = Omit<Extract<MigrationResult, { status: 'ok' }>, 'status'>

const nobody: KeyNames = { issuer: '', account: '' }
const shownLength = 200

/** Some write none of the two slashes, or one of them. */
const slashes = /^(otpauth(?:-migration)?):\/*/i

/** A key of Steam as some password managers write it; what Steam itself opens by has no such word. */
const steamKey = /^steam:\/*[a-z2-7]{16,}=*\/?(?:\?.*)?$/i
const steam = { kind: 'refused', reason: 'unsupported_type', parameter: 'type', value: 'steam' } as const

/** Whatever else a text is, a key in it is not to be seen. */
const shownSecret = /(secret=)[^&\s]*/gi

/** Tells key URIs from everything else that a QR code may hold; texts are cut to what is worth showing, and hide nothing. */
export function readScannedText(text: string): ScannedText {
  const trimmed = text.trim()
  const uri = trimmed.replace(slashes, '$1://')
  const migration = parseMigration(uri)
  if (migration.status === 'ok') return { kind: 'export', part: migration.part, entries: migration.entries }
  if (migration.status === 'refused') return { kind: 'broken_export' }
  const result = parseKeyUri(uri)
  if (result.status === 'ok') return { kind: 'account', account: result.account, notes: result.notes }
  if (result.status === 'refused') {
    const { status: _, ...refusal } = result
    return { kind: 'refused', ...refusal, ...readNames(uri) }
  }
  if (steamKey.test(trimmed)) return { ...steam, ...nobody }
  const app = findActivationApp(trimmed)
  if (app !== null) return { kind: 'activation', app }
  return { kind: /^https?:\/\//i.test(trimmed) ? 'address' : 'text', text: cut(trimmed) }
}

/** The names of a key URI that is refused, by the rules of one that is not: with a key in it that is in order. */
function readNames(uri: string): KeyNames {
  const start = uri.slice(0, OTP_LIMITS.text.most)
  const label = /^otpauth:\/\/[^/?]*\/([^?]*)/i.exec(start)?.[1] ?? ''
  const named = /[?&](issuer=[^&]*)/i.exec(start)?.[1] ?? ''
  const result = parseKeyUri(`otpauth://totp/${label}?secret=${'A'.repeat(16)}&${named}`)
  const { issuer, account } = result.status === 'ok' ? result.account : nobody
  return { issuer, account }
}

function cut(text: string): string {
  const characters = [...text.slice(0, shownLength * 2)]
  const shown = spellOutHidden(characters.slice(0, shownLength).join('')).replace(shownSecret, '$1…')
  return characters.length > shownLength ? `${shown}…` : shown
}
