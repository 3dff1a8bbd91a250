import { decodeBase32 } from './base32.ts'
import { splitKeyUri } from './key-uri-parts.ts'
import { judgeName } from './names.ts'
import { type Algorithm, OTP_LIMITS, type OtpAccount, SHORT_SECRET_BYTES } from './parameters.ts'

/** Something that a person should hear about an account that is accepted all the same. */
export type KeyUriNote =
  /** The secret has fewer than 80 bits; RFC 4226 section 4 asks for 128. */
  | 'short_secret'
  /** The secret was written in hexadecimal digits. */
  | 'hex_secret'
  /** The label names another issuer than the parameter, which is the one that counts. */
  | 'issuer_mismatch'

/** Why a key URI is refused. Codes are stable. */
export type KeyUriRefusal =
  | 'text_too_long'
  | 'unsupported_type'
  | 'invalid_encoding'
  | 'invalid_label'
  | 'label_too_long'
  | 'duplicate_parameter'
  | 'missing_secret'
  | 'invalid_secret'
  | 'secret_too_long'
  | 'unsupported_algorithm'
  | 'unsupported_digits'
  | 'unsupported_period'
  | 'missing_counter'
  | 'invalid_counter'

export type KeyUriResult =
  | { status: 'ok'; account: OtpAccount; notes: KeyUriNote[] }
  | {
      status: 'refused'
      reason: KeyUriRefusal
      /** The part at fault: `type`, `label` or the name of a parameter. */
      parameter?: string
      /** What it said, where that is short and plain enough to be shown, such as `MD5`; never a secret. */
      value?: string
    }
  | { status: 'not_a_key_uri' }

/** Carries a refusal out of the readers below; never leaves this file. */
class Refusal extends Error {
  readonly result: KeyUriResult
  constructor(reason: KeyUriRefusal, parameter?: string, value?: string) {
    super(reason)
    this.result = {
      status: 'refused',
      reason,
      ...(parameter !== undefined && { parameter }),
      ...(value !== undefined && /^[A-Za-z0-9._-]{1,16}$/.test(value) && { value }),
    }
  }
}

/**
 * Reads an `otpauth://` key URI: strict about what decides a code, lenient about how real sites spell it.
 *
 * The issuer parameter beats the label's prefix, the label is split at its first colon before percent-decoding, and
 * unknown parameters are ignored (draft-andesco-otpauth-uri), `&amp;` counts as `&`. Nothing unsupported is replaced by a default.
 *
 * @returns the account with notes, a refusal with a stable reason, or `not_a_key_uri` for any other text
 * @throws TypeError where `text` is not a string
 * @example
 * parseKeyUri('otpauth://totp/Harbour:anna?secret=GEZDGNBVGY3TQOJQ&digits=9')
 * // { status: 'refused', reason: 'unsupported_digits', parameter: 'digits', value: '9' }
 */
export function parseKeyUri(text: string): KeyUriResult {
  if (typeof text !== 'string') throw new TypeError('text must be a string')
  const start = text.slice(0, OTP_LIMITS.text.most).trimStart()
  if (!/^otpauth:\/\//i.test(start)) return { status: 'not_a_key_uri' }
  if (text.length > OTP_LIMITS.text.most) return { status: 'refused', reason: 'text_too_long' }
  try {
    return readKeyUri(text.trim().slice('otpauth://'.length))
  } catch (error) {
    if (error instanceof Refusal) return error.result
    throw error
  }
}

function readKeyUri(rest: string): KeyUriResult {
  const parts = splitKeyUri(rest)
  if (parts.duplicate !== undefined) {
    // An unlisted name is text from outside, and may hold anything.
    const isPlain = /^[a-z0-9._-]{1,32}$/.test(parts.duplicate)
    throw new Refusal('duplicate_parameter', isPlain ? parts.duplicate : undefined)
  }
  if (parts.garbled !== undefined) throw new Refusal('invalid_encoding', parts.garbled)
  const type = readType(parts.type, parts.parameters)
  const notes: KeyUriNote[] = []
  const secret = readSecret(readValue(parts.parameters, 'secret'), notes)
  const algorithm = readAlgorithm(readOptional(parts.parameters, 'algorithm'))
  const digits = readDigits(readOptional(parts.parameters, 'digits'))
  const period = type === 'totp' ? readPeriod(readOptional(parts.parameters, 'period')) : 30
  const counter = type === 'hotp' ? readCounter(readOptional(parts.parameters, 'counter')) : 0
  const names = readNames(parts.issuerPrefix, parts.account, parts.parameters.get('issuer'), notes)
  return { status: 'ok', account: { type, ...names, secret, algorithm, digits, period, counter }, notes }
}

function readType(type: string, parameters: ReadonlyMap<string, string>): 'totp' | 'hotp' {
  // Two apps mark a Steam account by a parameter; read as TOTP it would show codes that never work.
  for (const name of ['otp_type', 'encoder']) {
    if (readValue(parameters, name).toLowerCase() === 'steam')
      throw new Refusal('unsupported_type', name, 'steam')
  }
  const match = /^(?:(totp)|(hotp))$/i.exec(type)
  if (!match) throw new Refusal('unsupported_type', 'type', type)
  return match[1] ? 'totp' : 'hotp'
}

function readSecret(text: string, notes: KeyUriNote[]): Uint8Array {
  if (text === '') throw new Refusal('missing_secret', 'secret')
  // Four times the limit leaves room for separators and for hexadecimal digits.
  if (text.length > OTP_LIMITS.secret.most * 4) throw new Refusal('secret_too_long', 'secret')
  const base32 = decodeBase32(text)
  const bytes = base32 ?? readHexadecimal(text)
  if (!bytes || bytes.length === 0) throw new Refusal('invalid_secret', 'secret')
  if (bytes.length > OTP_LIMITS.secret.most) throw new Refusal('secret_too_long', 'secret')
  if (!base32) notes.push('hex_secret')
  if (bytes.length < SHORT_SECRET_BYTES) notes.push('short_secret')
  return bytes
}

/** One much used extension exports secrets as hexadecimal digits; only full-length ones are taken for that. */
function readHexadecimal(text: string): Uint8Array | null {
  if (text.length < SHORT_SECRET_BYTES * 2 || !/^(?:[0-9A-Fa-f]{2})+$/.test(text)) return null
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function readAlgorithm(text: string | undefined): Algorithm {
  if (text === undefined) return 'SHA1'
  const size = /^(?:algorithm\.)?(?:hmac-?)?sha-?(1|256|512)$/i.exec(text)?.[1]
  if (size === '1') return 'SHA1'
  if (size === '256') return 'SHA256'
  if (size === '512') return 'SHA512'
  throw new Refusal('unsupported_algorithm', 'algorithm', text)
}

function readDigits(text: string | undefined): number {
  if (text === undefined) return 6
  if (!/^[678]$/.test(text)) throw new Refusal('unsupported_digits', 'digits', text)
  return Number(text)
}

function readPeriod(text: string | undefined): number {
  if (text === undefined) return 30
  const { least, most } = OTP_LIMITS.period
  const period = /^[1-9]\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  if (!(period >= least && period <= most)) throw new Refusal('unsupported_period', 'period', text)
  return period
}

function readCounter(text: string | undefined): number {
  if (text === undefined) throw new Refusal('missing_counter', 'counter')
  const counter = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(counter < Number.MAX_SAFE_INTEGER)) throw new Refusal('invalid_counter', 'counter', text)
  return counter
}

function readNames(
  prefixText: string,
  accountText: string,
  issuerText: string | undefined,
  notes: KeyUriNote[],
): { issuer: string; account: string } {
  const prefix = readName(prefixText, 'label')
  const account = readName(accountText, 'label')
  // An old release of one app left out the ampersand after the issuer.
  const named = readName((issuerText ?? '').replace(/period=30$/, '').replaceAll('+', ' '), 'issuer')
  if (named !== '' && prefix !== '' && named !== prefix) notes.push('issuer_mismatch')
  return { issuer: named || prefix, account }
}

function readName(text: string, part: string): string {
  const name = decode(text, part).trim()
  const judged = judgeName(name)
  if (judged === 'long') throw new Refusal('label_too_long', part)
  if (judged === 'unsafe') throw new Refusal('invalid_label', part)
  return name
}

/** A parameter that has a default; one without a value says nothing, while `null` is a value like any other. */
function readOptional(parameters: ReadonlyMap<string, string>, name: string): string | undefined {
  const value = readValue(parameters, name)
  return value === '' ? undefined : value
}

function readValue(parameters: ReadonlyMap<string, string>, name: string): string {
  return decode((parameters.get(name) ?? '').replaceAll('+', ' '), name).trim()
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refusal('invalid_encoding', part)
  }
}
