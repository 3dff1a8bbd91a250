import { type Algorithm, OTP_LIMITS, type OtpAccount } from 'countersign/otp'
import type { SiteBinding } from '../sites.ts'
import { type Bytes, decodeBase64, encodeBase64, encodeText } from './bytes.ts'
import { VaultError } from './errors.ts'

/** An account as it lies in the vault. */
export interface VaultAccount extends OtpAccount {
  id: string
  /** The site that it may be filled on; null when it came from nowhere in particular. */
  site: SiteBinding | null
  /** ms since 1970 */
  addedAt: number
}

/** All that the vault keeps. */
export interface VaultContents {
  accounts: VaultAccount[]
}

const contentsVersion = 1
const algorithms: readonly unknown[] = ['SHA1', 'SHA256', 'SHA512'] satisfies Algorithm[]

export function encodeContents({ accounts }: VaultContents): Bytes {
  return encodeText(JSON.stringify({ version: contentsVersion, accounts: accounts.map(writeAccount) }))
}

/** Reads what `encodeContents` wrote; throws `unsupported_format` or `damaged` for anything else. */
export function decodeContents(bytes: Bytes): VaultContents {
  const parsed = asRecord(parseJson(bytes))
  if (parsed.version !== contentsVersion) {
    throw new VaultError('unsupported_format', 'The contents were written by a newer version.')
  }
  return { accounts: asList(parsed.accounts).map(readAccount) }
}

/** Names every field in one order, so that equal contents are equal bytes. */
function writeAccount(account: VaultAccount): Record<string, unknown> {
  const {
    id,
    issuer,
    account: name,
    type,
    secret,
    algorithm,
    digits,
    period,
    counter,
    site,
    addedAt,
  } = account
  return {
    id,
    issuer,
    account: name,
    type,
    secret: encodeBase64(secret),
    algorithm,
    digits,
    period,
    counter,
    site: site && { host: site.host, domain: site.domain, otherHosts: site.otherHosts },
    addedAt,
  }
}

function readAccount(value: unknown): VaultAccount {
  const record = asRecord(value)
  const secret = decodeBase64(asText(record.secret))
  if (secret === null || secret.length === 0 || secret.length > OTP_LIMITS.secret.most) throw damaged()
  const type = record.type
  if (type !== 'totp' && type !== 'hotp') throw damaged()
  if (!isAlgorithm(record.algorithm)) throw damaged()
  return {
    id: asText(record.id),
    issuer: asText(record.issuer),
    account: asText(record.account),
    type,
    secret,
    algorithm: record.algorithm,
    digits: asInteger(record.digits, OTP_LIMITS.digits.least, OTP_LIMITS.digits.most),
    period: asInteger(record.period, OTP_LIMITS.period.least, OTP_LIMITS.period.most),
    counter: asInteger(record.counter, 0, Number.MAX_SAFE_INTEGER),
    site: record.site === null ? null : readSite(record.site),
    addedAt: asInteger(record.addedAt, 0, Number.MAX_SAFE_INTEGER),
  }
}

function readSite(value: unknown): SiteBinding {
  const { host, domain, otherHosts } = asRecord(value)
  return {
    host: asText(host),
    domain: domain === null ? null : asText(domain),
    otherHosts: asList(otherHosts).map(asText),
  }
}

function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw damaged()
  }
}

function isAlgorithm(value: unknown): value is Algorithm {
  return algorithms.includes(value)
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged()
  return value as Record<string, unknown>
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw damaged()
  return value
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw damaged()
  return value
}

function asInteger(value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) throw damaged()
  return value
}

function damaged(): VaultError {
  return new VaultError('damaged', 'The contents are not as they were written.')
}
