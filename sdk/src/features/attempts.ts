import { fixed, type Limits } from '../config.ts'
import { makeId } from '../crypto/token.ts'
import type { AccountRow, AppendAudit, Clock, Emit, Random, Store, StoreReads } from '../ports.ts'
import type { AttemptCounters, AttemptRefusal, CountedAttempt } from './verification.ts'

interface AttemptParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  emit: Emit
  readUserId(userId: unknown): string
}

// Thrown inside the counting transaction so that a refused attempt leaves no count behind.
class Uncounted extends Error {
  readonly refusal: AttemptRefusal
  constructor(refusal: AttemptRefusal) {
    super(refusal.status)
    this.refusal = refusal
  }
}

/** Where an account's factor step stands. */
export type Standing = { status: 'open' } | { status: 'locked'; until: number } | { status: 'suspended' }

/**
 * The one set of counters that every factor, path and purpose shares: per challenge, per account in a row and over 30
 * days, per address (RFC 4226 section 7.3, NIST SP 800-63B-4 section 3.2.2). Only who passed the password gets here, so
 * a stranger cannot pause anybody (ASVS 5.0 6.1.1).
 */
export function createAttempts({ store, clock, random, limits, append, emit, readUserId }: AttemptParts) {
  const pauseRule = {
    limit: limits.consecutiveFailures,
    baseMs: limits.pauseSeconds * 1000,
    maxMs: limits.maxPauseSeconds * 1000,
  }

  async function isRollingLimitReached(
    reads: StoreReads,
    account: AccountRow,
    now: number,
  ): Promise<boolean> {
    const since = Math.max(now - fixed.rollingMs, account.rollingSince)
    return (await reads.nthNewestUserAttempt(account.userId, since, limits.rollingFailures)) !== null
  }

  /** Suspends the account's authenticators when the rolling limit is reached; whoever changes the row tells of it. */
  async function suspendAtLimit(userId: string, now: number): Promise<void> {
    const suspended = await store.transaction(async (tx) => {
      await tx.lockAccount(userId)
      const account = await tx.findAccount(userId)
      if (account === null || !(await isRollingLimitReached(tx, account, now))) return false
      if (!(await tx.suspendAccount(userId, now))) return false
      await append(tx, {
        type: 'authenticator.suspended',
        userId,
        data: { failures: limits.rollingFailures },
      })
      return true
    })
    if (suspended)
      await emit({ type: 'authenticator.suspended', userId, data: { failures: limits.rollingFailures } })
  }

  const counters: AttemptCounters = {
    async take({ userId, challengeId, purpose, method, address, now }) {
      const id = makeId(random)
      try {
        const attempt = await store.transaction(async (tx): Promise<CountedAttempt> => {
          const made = await tx.takeChallengeAttempt({ id: challengeId, now })
          const challenge = await tx.findChallenge(challengeId)
          if (challenge === null || made === null) {
            const exhausted = challenge?.consumedAt === null && challenge.expiresAt > now
            throw new Uncounted({ status: exhausted ? 'challenge_exhausted' : 'expired' })
          }
          await tx.lockAccount(userId)
          const account = await tx.findAccount(userId)
          if (account === null) throw new Uncounted({ status: 'expired' })
          const counted = await tx.takeAccountAttempt({ userId, now, rule: pauseRule })
          if (counted === null) throw new Uncounted({ status: 'locked', until: account.pausedUntil ?? now })
          // A recovery code is the way out of a suspension: the pause holds for it, the suspension does not.
          if (
            method !== 'recovery_code' &&
            (account.suspendedAt !== null || (await isRollingLimitReached(tx, account, now)))
          ) {
            throw new Uncounted({ status: 'suspended' })
          }
          if (address !== null) {
            await tx.lockAddress(address, now)
            const oldest = await tx.nthNewestAddressAttempt(
              address,
              now - fixed.addressMs,
              limits.addressFailures,
            )
            if (oldest !== null) throw new Uncounted({ status: 'locked', until: oldest + fixed.addressMs })
          }
          await tx.insertAttempt({ id, userId, address, at: now })
          return {
            id,
            userId,
            challengeId,
            purpose,
            method,
            address,
            challengeAttemptsLeft: challenge.attemptsAllowed - made,
            number: counted.number,
            failuresBefore: account.counted - account.cleared,
            pausedUntil: counted.pausedUntil,
          }
        })
        return { status: 'counted', attempt }
      } catch (error) {
        if (!(error instanceof Uncounted)) throw error
        // Attempts that died between count and verdict count too: the limit may be reached without a recorded failure.
        if (error.refusal.status === 'suspended') await suspendAtLimit(userId, now)
        return error.refusal
      }
    },

    async fail(attempt, reason) {
      const { userId, purpose, method, address, pausedUntil } = attempt
      await store.transaction(async (tx) => {
        await append(tx, { type: 'code.rejected', userId, address, data: { purpose, method, reason } })
        if (pausedUntil !== null) {
          await append(tx, { type: 'factor_step.paused', userId, address, data: { until: pausedUntil } })
        }
      })
      if (pausedUntil !== null)
        await emit({ type: 'factor_step.paused', userId, data: { until: pausedUntil } })
      await suspendAtLimit(userId, clock.now())
    },

    async succeed(tx, attempt) {
      await tx.giveBackChallengeAttempt(attempt.challengeId)
      await tx.clearAccountFailures({
        userId: attempt.userId,
        number: attempt.number,
        limit: limits.consecutiveFailures,
      })
      await tx.deleteAttempt(attempt.id)
    },
  }

  return {
    counters,

    async standing(userId: string, now: number): Promise<Standing> {
      const account = await store.findAccount(userId)
      if (account === null) return { status: 'open' }
      if (account.suspendedAt !== null || (await isRollingLimitReached(store, account, now)))
        return { status: 'suspended' }
      if (account.pausedUntil !== null && account.pausedUntil > now)
        return { status: 'locked', until: account.pausedUntil }
      return { status: 'open' }
    },

    verbs: {
      /**
       * Tell the SDK that the user's password was changed: a suspension that a leaked password caused ends with it. Call
       * it after the host has stored the new password.
       */
      async passwordChanged({ userId: given }: { userId: string }): Promise<void> {
        const userId = readUserId(given)
        const now = clock.now()
        const lifted = await store.transaction(async (tx) => {
          await tx.lockAccount(userId)
          const account = await tx.findAccount(userId)
          if (account === null) return false
          const wasSuspended = account.suspendedAt !== null || (await isRollingLimitReached(tx, account, now))
          await tx.liftSuspension(userId, now)
          if (wasSuspended) {
            await append(tx, {
              type: 'authenticator.suspension_lifted',
              userId,
              data: { because: 'password_changed' },
            })
          }
          return wasSuspended
        })
        if (lifted)
          await emit({
            type: 'authenticator.suspension_lifted',
            userId,
            data: { because: 'password_changed' },
          })
      },
    },
  }
}
