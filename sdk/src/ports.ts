/**
 * What the SDK needs from outside: time, randomness, people, notices and rows. Times are milliseconds since 1970 (UTC)
 * everywhere below this line.
 */

import type { AttemptRules } from './attempt-rules.ts'
import type { Changes, ReadingRow, Row, TableName, Where } from './tables.ts'

export interface Clock {
  now(): number
}

export interface Random {
  /** `length` bytes from a cryptographically secure source. */
  bytes(length: number): Uint8Array
}

export interface Organization {
  id: string
  /** The one that gives authority over others. */
  role: string
  /** What else the person is there: policies by role bind them for it too. It gives no authority. */
  otherRoles?: readonly string[]
  /** IANA time zone, for business days. */
  timeZone: string
  /**
   * When the person came to it, milliseconds since 1970: grace of what it requires runs from then at the earliest. Left out, it
   * may be over when somebody comes who was met by a requirement elsewhere long ago.
   */
  joinedAt?: number
}

export interface DirectoryUser {
  id: string
  /** Registered address, where notices go. */
  address: string
  /** The account name that an authenticator shows beside the issuer. */
  label: string
  /** What people call them, for reports; the label when left out. */
  name?: string
  /** BCP 47, such as `en` or `sv`. */
  locale: string
  organizations: Organization[]
}

/** The host's answer to who people are. The SDK stores ids only. */
export interface Directory {
  getUser(userId: string): Promise<DirectoryUser | null>
  listMembers(organizationId: string): Promise<string[]>
}

/** Something that happened and that the person may need to hear of. Told after commit. */
export interface TwoFactorEvent {
  type: EventType
  userId: string
  at: number
  data: EventData
  /** What belongs into the mail and nowhere else: a code or the token of a link. Never log it. */
  secret?: Readonly<Record<string, string>>
  /** Write to every address that is registered, not only to the first. */
  everyAddress?: boolean
}

export type EventType =
  | 'sign_in.proof_requested'
  | 'two_factor.reset'
  | 'bypass.allowed'
  | 'factor_step.pause_ended'
  | 'trusted_devices.revoked'
  | 'admin.confirmation_requested'
  | 'admin.acted_elsewhere'
  | 'account_recovery.link_requested'
  | 'account_recovery.requested'
  | 'account_recovery.review_requested'
  | 'account_recovery.approved'
  | 'account_recovery.reminded'
  | 'account_recovery.ready'
  | 'account_recovery.rejected'
  | 'account_recovery.cancelled'
  | 'account_recovery.completed'
  | 'account_recovery.expired'
  | 'challenge.exhausted'
  | 'code.accepted_after_failures'
  | 'two_factor.disabled'
  | 'factor.added'
  | 'factor.removed'
  | 'factor.replaced'
  | 'recovery_codes.regenerated'
  | 'recovery_codes.low'
  | 'trusted_device.added'
  | 'trusted_device.reused'
  | 'two_factor.enabled'
  | 'recovery_code.used'
  | 'code.reused'
  | 'factor_step.paused'
  | 'authenticator.suspended'
  | 'authenticator.suspension_lifted'

/** Facts of an act: never a secret, a code, a token or a whole phone number. */
export type EventData = Readonly<Record<string, string | number | boolean | null>>

/** What an act leaves in the record: never a secret, a code, a token or a whole phone number. */
export interface AuditRecord {
  type: string
  userId: string
  /** Who acted, when it was not the user. */
  actorId?: string
  address?: string | null
  data?: EventData
}

/** Appends signed rows in the transaction of the act that they record. */
export type AppendAudit = (tx: StoreTransaction, ...records: AuditRecord[]) => Promise<void>

/** Completes a record to the signed row that is stored. */
export type SignAudit = (record: AuditRecord) => Row<'audit'>

/** Holds the user's account until the transaction ends: transactions that take it run one after the other. */
export type LockAccount = (tx: StoreTransaction, userId: string) => Promise<void>

/** Tells of an event after commit. Never throws. `expiresAt`: worth nothing after that. */
export type Emit = (event: Omit<TwoFactorEvent, 'at'>, options?: { expiresAt?: number }) => Promise<void>

/**
 * Writes an event down in the transaction of the act and delivers it when that is committed: neither a crash nor a
 * notifier that fails loses it.
 */
export type TellIn = (
  tx: StoreTransaction,
  event: Omit<TwoFactorEvent, 'at'>,
  options?: { expiresAt?: number },
) => Promise<void>

/** Puts a notice into the outbox, in the transaction of what it tells of, to be delivered at `at` or soon after. */
export type Schedule = (
  tx: StoreTransaction,
  event: TwoFactorEvent,
  options?: { topic?: string; expiresAt?: number },
) => Promise<void>

/** Ends the user's sessions with the host. */
export type EndSessions = (userId: string) => Promise<void>

/** Writes to people. A failure never undoes the act that it tells of. */
export interface Notifier {
  notify(event: TwoFactorEvent): Promise<void>
}

export type FactorType = 'totp' | 'sms'
/** `enroll`: the mailed proof inside a sign-in, before a factor is set up. */
export type ChallengePurpose = 'login' | 'step_up' | 'password_reset' | 'enroll'

/** A code on its way to a phone. The host writes the text, in the person's language. */
export interface SmsMessage {
  /** E.164, such as `+46701740605`. */
  number: string
  /** Six digits. Never log it. */
  code: string
  userId: string
  /** What the code is good for; say it in the text. */
  purpose: ChallengePurpose | 'enrollment'
  /** The person's, from the directory: BCP 47. */
  locale: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** Hands one SMS to a gateway. Throwing means not sent: the code is void then. Give it a timeout of its own. */
export type SmsSender = (message: SmsMessage) => Promise<void>

export interface FindOptions<T extends TableName> {
  orderBy?: keyof Row<T> & string
  descending?: boolean
  limit?: number
  offset?: number
  /** Holds the rows until the transaction ends. */
  lock?: boolean
}

/** Reads. Outside a transaction they see what is committed. */
export interface StoreReads {
  find<T extends TableName>(table: T, where: Where<T>, options?: FindOptions<T>): Promise<Row<T>[]>
  count<T extends TableName>(table: T, where: Where<T>): Promise<number>
}

/**
 * Writes. Each is one conditional statement, judged by the number of rows that it changed: whoever changed the row has
 * won, everybody else changed nothing. Code that decides by what it has read must hold a lock on it.
 */
export interface StoreTransaction extends StoreReads {
  /** False when the row's key is there already. Several rows come in together or throw `store_failed`. */
  insert<T extends TableName>(table: T, ...rows: Row<T>[]): Promise<boolean>
  update<T extends TableName>(table: T, where: Where<T>, changes: Changes<T>): Promise<number>
  delete<T extends TableName>(table: T, where: Where<T>): Promise<number>
  /** `Store.consume` as a part of this transaction; false means that it must be rolled back. */
  consume(consumption: Consumption): Promise<boolean>
}

/** An attempt to be counted before anybody looks at the code. */
export interface AttemptCount {
  challengeId: string
  userId: string
  /** Normalized; null where addresses are not limited. */
  address: string | null
  now: number
  rules: AttemptRules
  /** A recovery code is the way out of a suspension: neither it nor the 30-day count holds one back. */
  passesSuspension: boolean
}

export interface ChallengeReading {
  challenge: ReadingRow<'challenges'>
  account: ReadingRow<'accounts'> | null
  /** The user's active ones of the type that the method names, the oldest first. */
  factors: ReadingRow<'factors'>[]
  /** All of the user's, for the method `recovery_code` only. */
  recoveryCodes: ReadingRow<'recoveryCodes'>[]
  recoveryCodesLeft: number
}

/** How many steps off a failed code was, and of which step it is. */
export interface SkewNote {
  challengeId: string
  skew: number
  skewStep: number
}

/** What uses a code up: the row that must change for it. */
export type CodeUse =
  | { kind: 'totp'; factorId: string; step: number }
  | { kind: 'recovery_code'; codeHash: string }
  /** `id` as in the table; `factorId` is null for mail. */
  | { kind: 'sent_code'; id: string; codeHash: string; factorId: string | null }

/** A right code to be used up, with everything that is true only if it was. */
export interface Consumption {
  challengeId: string
  /** As it was read: what has been opened beside the challenge since has to be ended with it. */
  entryId: string | null
  userId: string
  address: string | null
  now: number
  /** The number that counting the attempt gave. */
  attempt: number
  use: CodeUse
  /** What the challenge keeps of it. */
  usedBy: string
  audit: Row<'audit'>[]
}

/**
 * Where the rows live. `transaction` runs the work in one transaction on the store's own connection and commits when it
 * resolves; whatever it throws rolls back and is thrown on. The work may be run again after a serialization failure, so
 * it changes nothing but rows.
 *
 * The other verbs are what a verification takes, each all or nothing by itself, so that an engine can do it in as few
 * round trips as it knows how. Rows are locked in one order everywhere: challenge, factor or recovery code, account,
 * address.
 */
export interface Store extends StoreReads {
  /** Makes the tables (prefix `countersign_`) that are not there. Safe to run in several processes at once. */
  migrate(): Promise<void>
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>
  /**
   * The same inside a transaction that the caller has open: `reads` sees it, and what a work writes is committed with
   * it. A work that throws takes back its own writes only, whatever runs in parallel on the same one. Throws
   * `argument_invalid` for what is no such transaction.
   */
  join(transaction: unknown): { reads: StoreReads; transaction: Store['transaction'] }
  /** A challenge with all that judging a code for it takes. */
  readChallenge(id: string, method: string): Promise<ChallengeReading | null>
  /** The attempt's number within the account; null when any counter refuses it, and then nothing was counted. */
  countAttempt(attempt: AttemptCount): Promise<number | null>
  /**
   * Uses up code and challenge together and takes the attempt back; false when either was used up meanwhile or the
   * challenge has another entry, and then nothing changed.
   */
  consume(consumption: Consumption): Promise<boolean>
  /** Appends rows by themselves, and notes on the challenge how far off the code was, when that is given. */
  appendAudit(rows: Row<'audit'>[], skew?: SkewNote): Promise<void>
  close(): Promise<void>
}
