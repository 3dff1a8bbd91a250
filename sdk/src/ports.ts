/**
 * What the SDK needs from outside: time, randomness, people, notices and rows. Times are milliseconds since 1970 (UTC)
 * everywhere below this line.
 */

export interface Clock {
  now(): number
}

export interface Random {
  /** `length` bytes from a cryptographically secure source. */
  bytes(length: number): Uint8Array
}

export interface Organization {
  id: string
  role: string
  /** IANA time zone, for business days. */
  timeZone: string
}

export interface DirectoryUser {
  id: string
  /** Registered address, where notices go. */
  address: string
  /** The account name that an authenticator shows beside the issuer. */
  label: string
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
}

export type EventType =
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

/** Appends a signed row in the transaction of the act that it records. */
export type AppendAudit = (tx: StoreTransaction, record: AuditRecord) => Promise<void>

/** Tells of an event after commit. Never throws. */
export type Emit = (event: Omit<TwoFactorEvent, 'at'>) => Promise<void>

/** Writes to people. A failure never undoes the act that it tells of. */
export interface Notifier {
  notify(event: TwoFactorEvent): Promise<void>
}

export type FactorState = 'pending' | 'active' | 'suspended'
export type FactorType = 'totp'
export type ChallengePurpose = 'login'

export interface FactorRow {
  id: string
  userId: string
  type: FactorType
  label: string
  state: FactorState
  sealedSecret: string
  /** The last time step that was consumed, -1 before the first. Only ever grows (RFC 6238 section 5.2). */
  lastStep: number
  /** Confirmation attempts of a pending factor. */
  attempts: number
  createdAt: number
  /** Set while pending. */
  expiresAt: number | null
  confirmedAt: number | null
  lastUsedAt: number | null
}

export interface ChallengeRow {
  /** SHA-256 of the token, hex. */
  id: string
  userId: string
  purpose: ChallengePurpose
  attempts: number
  attemptsAllowed: number
  createdAt: number
  expiresAt: number
  consumedAt: number | null
}

/**
 * The failure counters of one account. Failures in a row are `counted - cleared`: a success moves `cleared` up to its
 * own number, so that attempts counted after it stay counted.
 */
export interface AccountRow {
  userId: string
  counted: number
  cleared: number
  pauses: number
  pausedUntil: number | null
  suspendedAt: number | null
  rollingSince: number
}

export interface AuditRow {
  id: string
  at: number
  type: string
  userId: string
  actorId: string | null
  address: string | null
  /** JSON text, kept as written: the MAC is over these bytes. */
  data: string
  keyId: string
  mac: string
}

export interface PauseRule {
  /** Failures in a row from which each further attempt pauses. */
  limit: number
  baseMs: number
  maxMs: number
}

/** Reads. Outside a transaction they see what is committed. */
export interface StoreReads {
  findFactor(userId: string, factorId: string): Promise<FactorRow | null>
  /** All but pending ones, oldest first. */
  listFactors(userId: string): Promise<FactorRow[]>
  findChallenge(id: string): Promise<ChallengeRow | null>
  findAccount(userId: string): Promise<AccountRow | null>
  countUnusedRecoveryCodes(userId: string): Promise<number>
  hasRecoveryCode(userId: string, codeHash: string): Promise<boolean>
  /** When the `nth` newest attempt after `since` was made; null when there are fewer. */
  nthNewestUserAttempt(userId: string, since: number, nth: number): Promise<number | null>
  nthNewestAddressAttempt(address: string, since: number, nth: number): Promise<number | null>
  /** Newest first. */
  listAudit(filter: { userId?: string | undefined; limit: number }): Promise<AuditRow[]>
}

/**
 * Writes. Each security verb is one conditional statement that is judged by its affected rows: it returns true (or a
 * value) for the one caller that changed the row, false (or null) for everybody else. No verb reads first.
 */
export interface StoreTransaction extends StoreReads {
  /** Makes the account's row when there is none, and holds its lock until the transaction ends. */
  lockAccount(userId: string): Promise<void>
  /** Holds the address' lock until the transaction ends. */
  lockAddress(address: string, now: number): Promise<void>

  /** Puts a pending factor in the place of the user's pending one of that type, if any. */
  putPendingFactor(row: FactorRow & { state: 'pending'; expiresAt: number }): Promise<void>
  /** Counts one confirmation attempt. Null when the factor is not pending, expired, or has no attempt left. */
  takePendingAttempt(input: {
    userId: string
    factorId: string
    now: number
    limit: number
  }): Promise<number | null>
  /** Pending to active, with the confirming step consumed. One winner. */
  activateFactor(input: { userId: string; factorId: string; step: number; now: number }): Promise<boolean>
  deletePendingFactor(userId: string, factorId: string): Promise<boolean>
  /** Consumes a time step: true only when `step` is later than every step consumed before. */
  advanceStep(input: { userId: string; factorId: string; step: number; now: number }): Promise<boolean>

  insertChallenge(row: ChallengeRow): Promise<void>
  /** Counts one attempt. Null when it is consumed, expired or exhausted; otherwise the number of attempts made. */
  takeChallengeAttempt(input: { id: string; now: number }): Promise<number | null>
  giveBackChallengeAttempt(id: string): Promise<void>
  consumeChallenge(input: { id: string; now: number }): Promise<boolean>
  deleteExpiredChallenges(userId: string, before: number): Promise<void>

  /** The new list is the only one: earlier codes are gone. */
  replaceRecoveryCodes(input: { userId: string; codeHashes: readonly string[]; now: number }): Promise<void>
  consumeRecoveryCode(input: { userId: string; codeHash: string; now: number }): Promise<boolean>

  /** Counts one attempt, and pauses when it reaches the limit. Null while paused. */
  takeAccountAttempt(input: {
    userId: string
    now: number
    rule: PauseRule
  }): Promise<{ number: number; pausedUntil: number | null } | null>
  /** Forgets the failures up to and including attempt `number`, and the pause unless later failures still earn it. */
  clearAccountFailures(input: { userId: string; number: number; limit: number }): Promise<void>
  suspendAccount(userId: string, now: number): Promise<boolean>
  /** Ends a suspension, if there is one; failures up to `now` no longer count towards the next. */
  liftSuspension(userId: string, now: number): Promise<void>
  insertAttempt(row: { id: string; userId: string; address: string | null; at: number }): Promise<void>
  deleteAttempt(id: string): Promise<void>

  appendAudit(row: AuditRow): Promise<void>
}

/**
 * Where the rows live. `transaction` runs the work in one transaction on the store's own connection and commits when it
 * resolves; whatever it throws rolls back and is thrown on. The work may be run again after a serialization failure, so
 * it changes nothing but rows.
 */
export interface Store extends StoreReads {
  /** Makes the tables (prefix `countersign_`) that are not there. Safe to run in several processes at once. */
  migrate(): Promise<void>
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
