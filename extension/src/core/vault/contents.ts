import { type Algorithm, OTP_LIMITS, type OtpAccount } from 'countersign/otp'
import type { SiteBinding } from '../sites.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import type { Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'
import { contentsVersion, migrateContents } from './migrations.ts'
import { type AutoLock, autoLockDefaults, checkAutoLock } from './session.ts'
import { joinLines, splitLines, type Written } from './written.ts'

/** An account as it lies in the vault. It is never changed in place: a change is another object. */
export interface VaultAccount extends Readonly<OtpAccount> {
  readonly id: string
  /** The site that it may be filled on; null when it came from nowhere in particular. */
  readonly site: SiteBinding | null
  /** ms since 1970 */
  readonly addedAt: number
  /** When a person last changed it; ms since 1970. */
  readonly updatedAt: number
  /** Stands before the others. */
  readonly pinned: boolean
  /** What a person wrote down about it. */
  readonly note: string
}

/** An account that was removed, until it is removed for good. */
export interface TrashedAccount {
  account: VaultAccount
  /** ms since 1970 */
  trashedAt: number
}

/** A backup file that was made, and of which nobody has said yet to have it. */
export interface MadeBackup {
  /** ms since 1970 */
  readonly createdAt: number
  /** How many accounts are in it. */
  readonly accounts: number
  /** Ids of those of them that are dated later. */
  readonly ahead: readonly string[]
}

/** Choices that go wherever the vault goes. */
export interface VaultSettings {
  autoLock: AutoLock
  /** The order of the list: by name, or as the accounts lie in the vault. */
  order: 'name' | 'own'
  /** When the last backup file was made that a person is known to have; ms since 1970. */
  lastBackupAt: number | null
  /** The newest that is still to be confirmed. */
  madeBackup: MadeBackup | null
}

/** All that the vault keeps. */
export interface VaultContents {
  accounts: VaultAccount[]
  trash: TrashedAccount[]
  settings: VaultSettings
}

/** What a reader finds: the contents, and when they were written (ms; null in contents of version 1). */
export interface ReadContents {
  savedAt: number | null
  contents: VaultContents
  /** The bytes that they were read from; null where an earlier version wrote them. */
  written: Written | null
}

/** What nearly every account has. */
const usual = {
  type: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
  pinned: false,
} as const satisfies Partial<VaultAccount>
/** What opens and closes the list of accounts, which is the last thing in the contents. */
const [beforeLines, afterLines] = [',"accounts":[', ']}']
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** One for all, since nearly every account has it. */
const noHosts: readonly string[] = []
const algorithms: readonly unknown[] = ['SHA1', 'SHA256', 'SHA512'] satisfies Algorithm[]

/** The end of the year 9999, in ms since 1970: what is shown as a date has to be one, and a moment after it too. */
export const latestTime = 253_402_300_799_999

export function createContents(): VaultContents {
  return {
    accounts: [],
    trash: [],
    settings: { autoLock: autoLockDefaults, order: 'name', lastBackupAt: null, madeBackup: null },
  }
}

/**
 * Writes contents as bytes; equal contents and times are equal bytes. `known` is what was read or written before, of which
 * accounts that are still the very same objects are copied.
 */
export function encodeContents(
  { accounts, trash, settings }: VaultContents,
  savedAt: number,
  known: Written | null = null,
): Written {
  const { autoLock, order, lastBackupAt, madeBackup } = settings
  const before = JSON.stringify({
    version: contentsVersion,
    savedAt,
    settings: {
      autoLock: { minutes: autoLock.minutes, withSystem: autoLock.withSystem },
      order,
      lastBackupAt,
      ...(madeBackup === null ? {} : { madeBackup: writeMadeBackup(madeBackup) }),
    },
    trash: trash.map(({ account, trashedAt }) => ({ account: writeAccount(account), trashedAt })),
  })
  const texts = { before: `${before.slice(0, -1)}${beforeLines}`, after: afterLines }
  return joinLines(texts, accounts, (account) => JSON.stringify(writeAccount(account)), known)
}

/** Reads what `encodeContents` wrote, now or in an earlier version; throws `unsupported_format` or `damaged`. */
export function decodeContents(bytes: Bytes): ReadContents {
  const quickly = tryLines(bytes)
  const parsed = quickly?.frame ?? asRecord(parseJson(decodeText(bytes)))
  const { savedAt, accounts, trash, settings } = migrateContents(parsed)
  const read = quickly?.accounts ?? asList(accounts).map(readAccount)
  return {
    savedAt: savedAt === null ? null : asTime(savedAt),
    contents: { accounts: read, trash: asList(trash).map(readTrashed), settings: readSettings(settings) },
    written: parsed.version === contentsVersion ? { bytes, accounts: read } : null,
  }
}

interface ReadLines {
  /** All but the accounts. */
  frame: Record<string, unknown>
  accounts: VaultAccount[]
}

/** Reads the accounts of the newest version a few lines at a time; null for whatever has another layout, damage included. */
function tryLines(bytes: Bytes): ReadLines | null {
  try {
    return readLines(bytes)
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}

function readLines(bytes: Bytes): ReadLines | null {
  const split = splitLines(bytes)
  if (split === null) return null
  const [before, after] = [decodeText(split.before), decodeText(split.after)]
  // What is between the two can then only be the list of accounts, and nothing else has it open.
  if (!before.endsWith(`${beforeLines}\n`) || after !== afterLines) return null
  const frame = asRecord(parseJson(`${before}${after}`))
  if (frame.version !== contentsVersion) return null
  const accounts: VaultAccount[] = []
  for (const lines of split.lines) {
    for (const line of asList(parseJson(`[${decodeText(lines)}]`))) accounts.push(readAccount(line))
  }
  return { frame, accounts }
}

/** What is as usual is left out, which halves what a large vault takes; fields are named in one order. */
function writeAccount(stored: VaultAccount): Record<string, unknown> {
  const { id, issuer, account, secret, addedAt, site, note } = stored
  const written: Record<string, unknown> = { id, issuer, account, secret: encodeBase64(secret), addedAt }
  for (const name of ['type', 'algorithm', 'digits', 'period', 'counter', 'pinned'] as const) {
    if (stored[name] !== usual[name]) written[name] = stored[name]
  }
  if (stored.updatedAt !== addedAt) written.updatedAt = stored.updatedAt
  if (note !== '') written.note = note
  if (site !== null) written.site = writeSite(site)
  return written
}

function writeMadeBackup({ createdAt, accounts, ahead }: MadeBackup): Record<string, unknown> {
  return { createdAt, accounts, ahead }
}

function writeSite({ host, domain, otherHosts }: SiteBinding): Record<string, unknown> {
  if (otherHosts.length > 0) return { host, domain, otherHosts }
  return domain === null ? { host } : { host, domain }
}

function readAccount(value: unknown): VaultAccount {
  const record = asRecord(value)
  const secret = decodeBase64(asText(record.secret))
  if (secret === null || secret.length === 0 || secret.length > OTP_LIMITS.secret.most) throw damaged()
  const { type = usual.type, algorithm = usual.algorithm, pinned = usual.pinned, note = '' } = record
  if (type !== 'totp' && type !== 'hotp') throw damaged()
  if (!isAlgorithm(algorithm)) throw damaged()
  if (typeof pinned !== 'boolean') throw damaged()
  const { digits = usual.digits, period = usual.period, counter = usual.counter } = record
  const addedAt = asTime(record.addedAt)
  return {
    id: asText(record.id),
    issuer: asText(record.issuer),
    account: asText(record.account),
    type,
    secret,
    algorithm,
    digits: asInteger(digits, OTP_LIMITS.digits.least, OTP_LIMITS.digits.most),
    period: asInteger(period, OTP_LIMITS.period.least, OTP_LIMITS.period.most),
    counter: asInteger(counter, 0, Number.MAX_SAFE_INTEGER),
    // The first to write version 2 wrote null where there is none.
    site: record.site === undefined || record.site === null ? null : readSite(record.site),
    addedAt,
    updatedAt: record.updatedAt === undefined ? addedAt : asTime(record.updatedAt),
    pinned,
    note: asText(note),
  }
}

function readTrashed(value: unknown): TrashedAccount {
  const { account, trashedAt } = asRecord(value)
  return { account: readAccount(account), trashedAt: asTime(trashedAt) }
}

function readSettings(value: unknown): VaultSettings {
  const { autoLock, order, lastBackupAt, madeBackup = null } = asRecord(value)
  const checked = checkAutoLock(autoLock)
  if (checked === null || (order !== 'name' && order !== 'own')) throw damaged()
  return {
    autoLock: checked,
    order,
    lastBackupAt: lastBackupAt === null ? null : asTime(lastBackupAt),
    madeBackup: madeBackup === null ? null : readMadeBackup(madeBackup),
  }
}

function readMadeBackup(value: unknown): MadeBackup {
  const { createdAt, accounts, ahead } = asRecord(value)
  return {
    createdAt: asTime(createdAt),
    accounts: asInteger(accounts, 0, Number.MAX_SAFE_INTEGER),
    ahead: asList(ahead).map(asText),
  }
}

function readSite(value: unknown): SiteBinding {
  const { host, domain = null, otherHosts } = asRecord(value)
  return {
    host: asText(host),
    domain: domain === null ? null : asText(domain),
    otherHosts: otherHosts === undefined ? noHosts : asList(otherHosts).map(asText),
  }
}

function decodeText(bytes: Bytes): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw damaged()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
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

/** A later one is not damage: a restored backup may have brought it, and closing the vault for it would lose the rest. */
function asTime(value: unknown): number {
  return Math.min(asInteger(value, 0, Number.MAX_SAFE_INTEGER), latestTime)
}

function asInteger(value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) throw damaged()
  return value
}

function damaged(): VaultError {
  return new VaultError('damaged', 'The contents are not as they were written.')
}
