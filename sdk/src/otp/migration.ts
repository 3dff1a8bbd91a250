import { judgeName } from './names.ts'
import { type Algorithm, OTP_LIMITS, type OtpAccount, SHORT_SECRET_BYTES } from './parameters.ts'
import type { KeyUriNote, KeyUriRefusal } from './parse-key-uri.ts'
import { type ProtobufField, readProtobuf } from './protobuf.ts'

/** One account of an export, or why it can't be taken over and what it is called. */
export type MigrationEntry =
  | { status: 'ok'; account: OtpAccount; notes: KeyUriNote[] }
  | {
      status: 'refused'
      reason: KeyUriRefusal
      /** `label` or the parameter at fault. */
      parameter: string
      /** What it said, where that can be shown; never a secret. */
      value?: string
      /** Empty where the name itself can't be shown. */
      issuer: string
      account: string
    }

export type MigrationResult =
  | {
      status: 'ok'
      /** Exports of many accounts are spread over several QR codes; `index` counts them from 0. */
      part: { batch: number; index: number; size: number }
      entries: MigrationEntry[]
    }
  | { status: 'refused'; reason: 'text_too_long' | 'invalid_export' | 'too_many_accounts' | 'empty' }
  | { status: 'not_a_migration' }

/** Accounts of one QR code; the app that writes them puts ten into one. */
const MOST_ENTRIES = 100

/** QR codes of one export. */
const MOST_PARTS = 100

const ALGORITHMS: readonly (Algorithm | null)[] = ['SHA1', 'SHA1', 'SHA256', 'SHA512', null]
const DIGITS: readonly number[] = [6, 6, 8]
const TYPES: readonly OtpAccount['type'][] = ['totp', 'hotp', 'totp']

/**
 * Reads an `otpauth-migration://` text, the export of Google Authenticator: one part of it, with its accounts. An
 * account that can't be taken over as it is, is refused by itself; the others still come in.
 *
 * @throws TypeError where `text` is not a string
 */
export function parseMigration(text: string): MigrationResult {
  if (typeof text !== 'string') throw new TypeError('text must be a string')
  if (!/^\s{0,64}otpauth-migration:\/\//i.test(text)) return { status: 'not_a_migration' }
  if (text.length > OTP_LIMITS.text.most) return { status: 'refused', reason: 'text_too_long' }
  const bytes = readData(text.trim())
  const fields = bytes === null ? null : readProtobuf(bytes)
  const [size, index, batch] = fields === null ? [] : [3, 4, 5].map((number) => readNumber(fields, number))
  if (!fields || batch === undefined || size === undefined || index === undefined)
    return { status: 'refused', reason: 'invalid_export' }
  const parts = size === 0 ? 1 : size
  if (!isWithin(parts, 1, MOST_PARTS) || !isWithin(index, 0, parts - 1))
    return { status: 'refused', reason: 'invalid_export' }
  const messages = fields.filter(({ number }) => number === 1).map(({ value }) => value)
  if (messages.length > MOST_ENTRIES) return { status: 'refused', reason: 'too_many_accounts' }
  const entries = messages.map((message) => (message instanceof Uint8Array ? readEntry(message) : null))
  if (entries.length === 0) return { status: 'refused', reason: 'empty' }
  if (!entries.every((entry) => entry !== null)) return { status: 'refused', reason: 'invalid_export' }
  return { status: 'ok', part: { batch, index, size: parts }, entries }
}

/** Not through URLSearchParams, to which a plus sign is a space; some writers don't escape it. */
function readData(text: string): Uint8Array | null {
  const encoded = /[?&]data=([^&#]*)/i.exec(text)?.[1] ?? ''
  try {
    const base64 = decodeURIComponent(encoded).replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/')
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** `null` where the account itself is no message. */
function readEntry(message: Uint8Array): MigrationEntry | null {
  const fields = readProtobuf(message)
  if (fields === null) return null
  const names = readNames(fields)
  const shown = names.status === 'ok' ? names : { issuer: '', account: '' }
  const refuse = (reason: KeyUriRefusal, parameter: string, value?: string): MigrationEntry => ({
    status: 'refused',
    reason,
    parameter,
    ...(value !== undefined && { value }),
    issuer: shown.issuer,
    account: shown.account,
  })
  if (names.status !== 'ok') return refuse(names.status, 'label')
  const numbers = fields.map(({ number }) => number).filter((number) => number <= 7)
  if (new Set(numbers).size < numbers.length) return refuse('duplicate_parameter', 'secret')
  const [algorithmCode, digitsCode, typeCode, counter] = [4, 5, 6, 7].map((number) =>
    readNumber(fields, number),
  )
  const type = TYPES[typeCode ?? -1]
  if (type === undefined) return refuse('unsupported_type', 'type', describe(typeCode))
  const secret = readBytes(fields, 1)
  if (secret === null) return refuse('invalid_secret', 'secret')
  if (secret.length === 0) return refuse('missing_secret', 'secret')
  if (secret.length > OTP_LIMITS.secret.most) return refuse('secret_too_long', 'secret')
  const algorithm = ALGORITHMS[algorithmCode ?? -1]
  if (!algorithm)
    return refuse('unsupported_algorithm', 'algorithm', algorithmCode === 4 ? 'MD5' : describe(algorithmCode))
  const digits = DIGITS[digitsCode ?? -1]
  if (digits === undefined) return refuse('unsupported_digits', 'digits', describe(digitsCode))
  if (type === 'hotp' && !isWithin(counter, 0, Number.MAX_SAFE_INTEGER - 1))
    return refuse('invalid_counter', 'counter', describe(counter))
  return {
    status: 'ok',
    account: {
      type,
      issuer: names.issuer,
      account: names.account,
      secret: secret.slice(),
      algorithm,
      digits,
      period: 30,
      counter: type === 'hotp' ? (counter ?? 0) : 0,
    },
    notes: secret.length < SHORT_SECRET_BYTES ? ['short_secret'] : [],
  }
}

type Names =
  | { status: 'ok'; issuer: string; account: string }
  | { status: 'invalid_encoding' | 'invalid_label' | 'label_too_long' }

/** The app writes the issuer in front of the name as well, or there only. */
function readNames(fields: ProtobufField[]): Names {
  const [name, named] = [readText(fields, 2), readText(fields, 3)]
  if (name === null || named === null) return { status: 'invalid_encoding' }
  const colon = name.indexOf(':')
  const prefix = colon < 0 ? '' : name.slice(0, colon).trim()
  const isPrefixed = prefix !== '' && (named === '' || named === prefix)
  const issuer = named || prefix
  const account = isPrefixed ? name.slice(colon + 1).trim() : name
  for (const text of [issuer, account]) {
    const judged = judgeName(text)
    if (judged === 'long') return { status: 'label_too_long' }
    if (judged === 'unsafe') return { status: 'invalid_label' }
  }
  return { status: 'ok', issuer, account }
}

function readText(fields: ProtobufField[], number: number): string | null {
  const bytes = readBytes(fields, number)
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
  } catch {
    return null
  }
}

/** Empty where the field is not there; `null` where it is of another kind. */
function readBytes(fields: ProtobufField[], number: number): Uint8Array | null {
  const value = fields.findLast((field) => field.number === number)?.value ?? new Uint8Array()
  return value instanceof Uint8Array ? value : null
}

/** 0 where the field is not there, as its writer leaves zeros out; `undefined` where it is of another kind or too large. */
function readNumber(fields: ProtobufField[], number: number): number | undefined {
  const value = fields.findLast((field) => field.number === number)?.value ?? 0n
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : undefined
}

function isWithin(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most
}

function describe(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
