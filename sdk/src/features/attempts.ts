import { type AttemptRules, findPauseEnd } from '../attempt-rules.ts'
import { fixed } from '../config.ts'
import { TwoFactorError } from '../errors.ts'
import type {
  AppendAudit,
  AuditRecord,
  Clock,
  Emit,
  LockAccount,
  SignAudit,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import { findRecordWait } from '../record-limit.ts'
import type { OpenScope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { AttemptCounters, AttemptRefusal } from './verification.ts'

interface AttemptParts {
  store: Store
  clock: Clock
  rules: AttemptRules
  append: AppendAudit
  sign: SignAudit
  emit: Emit
  openScope: OpenScope
  tellIn: TellIn
  forgetTrust(tx: StoreTransaction, userId: string): Promise<void>
  /** Takes back what an admin has asked other people by mail. */
  withdrawRequests(tx: StoreTransaction, actorId: string): Promise<void>
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

/** Where an account's factor step stands. */
export type Standing = { status: 'open' } | { status: 'locked'; until: number } | { status: 'suspended' }

const TRIES = 20

/**
 * The one set of counters that every factor, path and purpose shares: per challenge, per account in a row and over 30
 * days, per address (RFC 4226 section 7.3, NIST SP 800-63B-4 section 3.2.2). Only who passed the password gets here, so
 * a stranger cannot pause anybody (ASVS 5.0 6.1.1).
 */
export function createAttempts({
  store,
  clock,
  rules,
  append,
  sign,
  emit,
  openScope,
  tellIn,
  forgetTrust,
  withdrawRequests,
  readUserId,
  readAddress,
}: AttemptParts) {
  const suspended = { failures: rules.rolling }

  /**
   * Lets go of the failures that are too old and suspends the account's authenticators when the others reach the limit.
   * Whoever changes the row tells of it.
   */
  async function suspendAtLimit(userId: string): Promise<boolean> {
    return store.transaction(async (tx) => {
      const [account] = await tx.find('accounts', { userId }, { lock: true })
      if (account === undefined) return false
      if (account.suspendedAt !== null) return true
      if ((await countRolling(tx, account)) < rules.rolling) return false
      await tx.update('accounts', { userId, suspendedAt: null }, { suspendedAt: clock.now() })
      await append(tx, { type: 'authenticator.suspended', userId, data: suspended })
      await tellIn(tx, { type: 'authenticator.suspended', userId, data: suspended })
      return true
    })
  }

  /** The failures of the last 30 days. An attempt in flight counts, and so does one that died without a verdict. */
  async function countRolling(tx: StoreTransaction, account: Row<'accounts'>): Promise<number> {
    const { userId, rolling, rollingSince } = account
    if (rolling < rules.rolling) return rolling
    // The record of rejected codes says when the failures were: those that are too old by now are let go.
    const cutoff = clock.now() - rules.rollingMs
    if (cutoff <= rollingSince) return rolling
    const rejected = { userId, type: 'code.rejected' }
    const recent = await tx.count('audit', { ...rejected, at: { above: cutoff } })
    const gone = (await tx.count('audit', { ...rejected, at: { above: rollingSince } })) - recent
    const left = Math.max(0, rolling - gone)
    await tx.update('accounts', { userId }, { rolling: left, rollingSince: cutoff })
    return left
  }

  /** Why an attempt was not counted; null when what stood in its way is gone, so that it can be tried again. */
  async function findRefusal(attempt: {
    challengeId: string
    userId: string
    passesSuspension: boolean
    address: string | null
    now: number
  }) {
    const { challengeId, userId, passesSuspension, address, now } = attempt
    const [challenge] = await store.find('challenges', { id: challengeId })
    if (challenge === undefined || challenge.consumedAt !== null || challenge.expiresAt <= now)
      return { status: 'expired' as const }
    if (challenge.attempts >= challenge.attemptsAllowed) return { status: 'challenge_exhausted' as const }
    const [account] = await store.find('accounts', { userId })
    if (account === undefined) {
      await store.transaction((tx) => openAccount(tx, userId))
      return null
    }
    const until = findPauseEnd(account, rules)
    if (until > now) return { status: 'locked' as const, until }
    if (!passesSuspension && account.suspendedAt !== null) return { status: 'suspended' as const }
    if (!passesSuspension && account.rolling >= rules.rolling) {
      return (await suspendAtLimit(userId)) ? { status: 'suspended' as const } : null
    }
    return address === null ? null : findAddressRefusal(address, now)
  }

  async function findAddressRefusal(address: string, now: number): Promise<AttemptRefusal | null> {
    return store.transaction(async (tx) => {
      const [row] = await tx.find('addresses', { address }, { lock: true })
      const cutoff = now - rules.addressMs
      if (row === undefined) {
        await tx.insert('addresses', { address, failures: 0, failuresSince: cutoff, lastCountedAt: now })
        return null
      }
      if (row.failures < rules.address) return null
      const rejected = { address, type: 'code.rejected' }
      const recent = await tx.count('audit', {
        ...rejected,
        at: { above: Math.max(cutoff, row.failuresSince) },
      })
      const gone = (await tx.count('audit', { ...rejected, at: { above: row.failuresSince } })) - recent
      // After a whole window without an attempt nothing counts any more, not even what died without a verdict.
      const left = row.lastCountedAt <= cutoff ? 0 : row.failures - gone
      await tx.update(
        'addresses',
        { address },
        { failures: left, failuresSince: Math.max(cutoff, row.failuresSince) },
      )
      if (left < rules.address) return null
      const [oldest] = await tx.find('audit', rejected, {
        orderBy: 'at',
        descending: true,
        limit: 1,
        offset: rules.address - 1,
      })
      return { status: 'locked' as const, until: (oldest?.at ?? row.lastCountedAt) + rules.addressMs }
    })
  }

  async function standing(userId: string, now: number): Promise<Standing> {
    const [account] = await store.find('accounts', { userId })
    if (account === undefined) return { status: 'open' }
    if (account.suspendedAt !== null || account.rolling >= rules.rolling) {
      if (await suspendAtLimit(userId)) return { status: 'suspended' }
    } else if (account.rolling > 0 && account.lastCountedAt <= now - rules.rollingMs) {
      // After 30 days without an attempt nothing counts any more, not even what died without a verdict.
      const idle = { userId, lastCountedAt: account.lastCountedAt }
      await store.transaction((tx) =>
        tx.update('accounts', idle, { rolling: 0, rollingSince: now - rules.rollingMs }),
      )
    }
    const until = findPauseEnd(account, rules)
    return until > now ? { status: 'locked', until } : { status: 'open' }
  }

  /**
   * Counts one try of a suspended account at a new password, before anybody looks at the code. The account's lock makes
   * parallel tries see each other.
   */
  async function takeSuspendedTry(
    userId: string,
    address: string | null,
    now: number,
  ): Promise<AttemptRefusal | null> {
    return store.transaction(async (tx) => {
      await lockAccount(tx, userId)
      const until = await findSuspendedWait(tx, userId, now)
      if (until !== null) return { status: 'locked', until }
      await append(tx, { type: SUSPENDED_TRY, userId, address })
      return null
    })
  }

  const counters: AttemptCounters = {
    async take({ reading, method, address, now }) {
      const { id: challengeId, userId, purpose } = reading.challenge
      const passesSuspension = mayPassSuspension(method, purpose)
      const { attempts, attemptsAllowed } = reading.challenge
      // What the challenge itself refuses costs no try.
      const mayCount = attempts < attemptsAllowed && purpose === 'password_reset'
      const isPaused = reading.account !== null && findPauseEnd(reading.account, rules) > now
      if (mayCount && !isPaused && (await standing(userId, now)).status === 'suspended') {
        const refusal = await takeSuspendedTry(userId, address, now)
        if (refusal !== null) return refusal
      }
      for (let made = 0; made < TRIES; made++) {
        const number = await store.countAttempt({
          challengeId,
          userId,
          address,
          now,
          rules,
          passesSuspension,
        })
        if (number !== null) return { status: 'counted', attempt: { reading, method, address, number, now } }
        const refusal = await findRefusal({ challengeId, userId, passesSuspension, address, now })
        if (refusal !== null) return refusal
      }
      throw new TwoFactorError('store_failed', 'an attempt could be neither counted nor refused')
    },

    async fail({ reading, method, address, number, now }, reason, skew) {
      const { challenge, account } = reading
      const { userId, purpose } = challenge
      const pauseEnd = findPauseEnd(
        { counted: number, cleared: account?.cleared ?? 0, lastCountedAt: now },
        rules,
      )
      const until = pauseEnd > now ? pauseEnd : null
      const records: AuditRecord[] = [
        { type: 'code.rejected', userId, address, data: { purpose, method, reason } },
      ]
      if (until !== null) records.push({ type: 'factor_step.paused', userId, address, data: { until } })
      await store.appendAudit(records.map(sign), skew)
      if (until !== null) await emit({ type: 'factor_step.paused', userId, data: { until } })
      if ((account?.rolling ?? 0) + 1 >= rules.rolling) await suspendAtLimit(userId)
      return { attemptsLeft: Math.max(0, challenge.attemptsAllowed - challenge.attempts - 1), until }
    },

    async takeBack({ reading, address, number }, twin) {
      const { userId, attemptsAllowed, attempts } = reading.challenge
      await store.transaction(async (tx) => {
        const isLeft = { userId, cleared: { belowColumn: 'counted' } }
        if (twin < number) await tx.update('accounts', isLeft, { cleared: { plus: 1 } })
        await tx.update('accounts', { userId, rolling: { above: 0 } }, { rolling: { plus: -1 } })
        if (address !== null)
          await tx.update('addresses', { address, failures: { above: 0 } }, { failures: { plus: -1 } })
      })
      return { attemptsLeft: attemptsAllowed - attempts }
    },
  }

  return {
    counters,

    /** Makes the row of an address before it is needed in a hurry. */
    async openAddress(tx: StoreTransaction, address: string, now: number): Promise<void> {
      await tx.insert('addresses', {
        address,
        failures: 0,
        failuresSince: now - rules.addressMs,
        lastCountedAt: now,
      })
    },

    findSuspendedWait,
    standing,

    /** Forgives every failure and lifts a suspension, in a transaction that holds the account. */
    async forgive(tx: StoreTransaction, userId: string): Promise<void> {
      const [account] = await tx.find('accounts', { userId })
      if (account === undefined) return
      const forgiven = { cleared: account.counted, suspendedAt: null, rolling: 0, rollingSince: clock.now() }
      await tx.update('accounts', { userId }, forgiven)
    },

    /** Forgives the failures in a row, in a transaction that holds the account; false when there is no pause to end. */
    async endPause(tx: StoreTransaction, userId: string): Promise<boolean> {
      const [account] = await tx.find('accounts', { userId })
      if (account === undefined || findPauseEnd(account, rules) <= clock.now()) return false
      await tx.update('accounts', { userId }, { cleared: account.counted })
      return true
    },

    verbs: {
      /**
       * Tell the SDK that the user's password was changed, after the host has stored the new one, or in the same transaction: a suspension that a
       * leaked password caused ends with it, trusted computers ask again, and open challenges are worth nothing, nor are
       * the questions that the user, as an admin, has had mailed to others.
       */
      async passwordChanged({
        userId: given,
        ip,
        transaction,
      }: {
        userId: string
        ip?: string
        transaction?: unknown
      }): Promise<void> {
        const userId = readUserId(given)
        const address = readAddress(ip)
        const scope = openScope(transaction)
        const data = { because: 'password_changed' }
        await scope.transaction(async (tx) => {
          // Before the account, as whoever answers one of them. A way in holds the account first: where that meets an answer
          // in a deadlock, the store runs one of them again, or tells the host whose transaction it is.
          await withdrawRequests(tx, userId)
          await lockUser(tx, userId)
          const [account] = await tx.find('accounts', { userId })
          if (account === undefined) return
          const wasSuspended =
            account.suspendedAt !== null || (await countRolling(tx, account)) >= rules.rolling
          await tx.update(
            'accounts',
            { userId },
            { suspendedAt: null, rolling: 0, rollingSince: clock.now() },
          )
          await forgetTrust(tx, userId)
          // The race that this closes: a question that was asked since they were taken back, by a step-up that is gone now.
          await withdrawRequests(tx, userId)
          if (!wasSuspended) return
          await append(tx, { type: 'authenticator.suspension_lifted', userId, address, data })
          await tellIn(tx, { type: 'authenticator.suspension_lifted', userId, data })
        })
      },
    },
  }
}

const SUSPENDED_TRY = 'password_reset.tried'
const DAY_MS = 86_400_000

/** Until when a suspended account has used up its tries at a new password; null while it has some. */
function findSuspendedWait(reads: StoreReads, userId: string, now: number): Promise<number | null> {
  const limit = { type: SUSPENDED_TRY, most: fixed.suspendedTriesADay, windowMs: DAY_MS }
  return findRecordWait(reads, { userId, ...limit, now })
}

// A recovery code is the way on, a new password the way out; the pauses hold for both.
function mayPassSuspension(method: string, purpose: string): boolean {
  return method === 'recovery_code' || purpose === 'password_reset'
}

/** Makes the account's counters when there are none. */
async function openAccount(tx: StoreTransaction, userId: string): Promise<void> {
  const counters = {
    counted: 0,
    cleared: 0,
    lastCountedAt: 0,
    rolling: 0,
    rollingSince: 0,
    suspendedAt: null,
    recovering: 0,
  }
  await tx.insert('accounts', { userId, ...counters })
}

/**
 * Holds everything of a user that a code may be using up, in the order of `Store`, and then the account: for acts that end
 * it all.
 */
export const lockUser: LockAccount = async (tx, userId) => {
  await tx.find('challenges', { userId }, { lock: true })
  await tx.find('factors', { userId }, { lock: true })
  await tx.find('recoveryCodes', { userId }, { lock: true })
  await lockAccount(tx, userId)
}

export const lockAccount: LockAccount = async (tx, userId) => {
  const [account] = await tx.find('accounts', { userId }, { lock: true })
  if (account !== undefined) return
  await openAccount(tx, userId)
  // Somebody else's insert may have come first: then this waits for the end of that transaction.
  await tx.find('accounts', { userId }, { lock: true })
}
