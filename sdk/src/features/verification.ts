import { timingSafeEqual } from 'node:crypto'
import { fixed, type Limits } from '../config.ts'
import { hashRecoveryCode, normalizeRecoveryCode } from '../crypto/code-hash.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret } from '../crypto/sealed-secret.ts'
import { hashToken } from '../crypto/token.ts'
import { generateTotp, timeStep } from '../otp/index.ts'
import type { ChallengePurpose, Clock, Emit, FactorRow, Store, StoreTransaction } from '../ports.ts'

export type VerificationMethod = 'totp' | 'recovery_code'

/** A code as it came from outside, for a challenge of one purpose. Nothing about its shape is believed. */
export interface CodeSubmission {
  token: unknown
  purpose: ChallengePurpose
  method: VerificationMethod
  code: unknown
  address: string | null
}

/** An attempt that has been counted, as a failure until it is settled otherwise. */
export interface CountedAttempt {
  id: string
  userId: string
  challengeId: string
  purpose: ChallengePurpose
  method: VerificationMethod
  address: string | null
  challengeAttemptsLeft: number
  /** Its place among the account's attempts: a success forgives the failures up to it. */
  number: number
  /** Failures in a row before this one. */
  failuresBefore: number
  /** Set when counting this attempt paused the factor step. */
  pausedUntil: number | null
}

export type AttemptRefusal =
  | { status: 'expired' }
  | { status: 'challenge_exhausted' }
  | { status: 'locked'; until: number }
  | { status: 'suspended' }

/** What verification needs of the attempt counters. */
export interface AttemptCounters {
  /** Counts an attempt and commits, before anything looks at the code. A refusal has counted nothing. */
  take(
    input: Omit<CodeSubmission, 'token' | 'code'> & { userId: string; challengeId: string; now: number },
  ): Promise<{ status: 'counted'; attempt: CountedAttempt } | AttemptRefusal>
  /** Records that the attempt failed. */
  fail(attempt: CountedAttempt, reason: 'invalid' | 'already_used' | 'expired'): Promise<void>
  /** Takes back this attempt, in the transaction that consumes the code. */
  succeed(tx: StoreTransaction, attempt: CountedAttempt): Promise<void>
}

export interface Verified {
  status: 'ok'
  userId: string
  method: VerificationMethod
  /** Null for a recovery code. */
  factorId: string | null
  recoveryCodesLeft: number
}

export type VerificationResult =
  | Verified
  /** `until`: this failure paused the step. */
  | { status: 'invalid'; attemptsLeft: number; until?: number }
  | { status: 'already_used'; attemptsLeft: number; until?: number }
  | { status: 'malformed' }
  | AttemptRefusal

export type ConfirmationResult =
  | { status: 'ok' }
  | { status: 'invalid'; attemptsLeft: number }
  | { status: 'malformed' }
  | { status: 'expired' }
  | { status: 'challenge_exhausted' }

interface VerificationParts {
  store: Store
  keyring: Keyring
  clock: Clock
  window: 0 | 1 | 2
  limits: Limits
  attempts: AttemptCounters
  emit: Emit
}

// Thrown inside a transaction to roll it back with an answer.
class Refused extends Error {
  readonly status: 'already_used' | 'expired'
  constructor(status: 'already_used' | 'expired') {
    super(status)
    this.status = status
  }
}

/**
 * The only place that compares a code and the only place that consumes one (security: RFC 6238 section 5.2, ASVS 5.0
 * 6.5.1 and 15.4.2). Shape, count, compare, consume, in this order; the count is committed before the comparison, and
 * consuming is one conditional statement judged by its affected rows.
 */
export function createVerification({
  store,
  keyring,
  clock,
  window,
  limits,
  attempts,
  emit,
}: VerificationParts) {
  /** The steps whose code this is, the latest first: a code that fits two consumes the later. */
  function matchSteps(factor: FactorRow, code: string, now: number): number[] {
    const secret = openSecret(
      factor.sealedSecret,
      { table: 'factors', userId: factor.userId, rowId: factor.id },
      keyring,
    )
    const parameters = {
      type: 'totp' as const,
      secret,
      algorithm: fixed.algorithm,
      digits: fixed.digits,
      period: fixed.period,
      counter: 0,
    }
    const current = timeStep(fixed.period, now)
    const matches: number[] = []
    for (let step = current + window; step >= Math.max(0, current - window); step--) {
      // Every step is compared, whatever the earlier ones said: the time taken tells nothing.
      if (isSameCode(generateTotp(parameters, step * fixed.period * 1000), code)) matches.push(step)
    }
    secret.fill(0)
    return matches
  }

  type Consume = (tx: StoreTransaction) => Promise<{ factorId: string | null } | null>

  /** Compares; the answer is how to consume what fits, or null when nothing does. */
  async function judge(
    userId: string,
    method: VerificationMethod,
    code: string,
    now: number,
  ): Promise<Consume | null> {
    if (method === 'recovery_code') {
      const codeHash = hashRecoveryCode(userId, code)
      if (!(await store.hasRecoveryCode(userId, codeHash))) return null
      return async (tx) =>
        (await tx.consumeRecoveryCode({ userId, codeHash, now })) ? { factorId: null } : null
    }
    const factors = (await store.listFactors(userId)).filter(
      (factor) => factor.type === 'totp' && factor.state === 'active',
    )
    const fits = factors.flatMap((factor) =>
      matchSteps(factor, code, now)
        .slice(0, 1)
        .map((step) => ({ factorId: factor.id, step })),
    )
    if (fits.length === 0) return null
    return async (tx) => {
      for (const { factorId, step } of fits) {
        if (await tx.advanceStep({ userId, factorId, step, now })) return { factorId }
      }
      return null
    }
  }

  return {
    /**
     * Judges a submitted code against the user of the challenge and consumes code and challenge together. `onVerified`
     * writes what follows from it in the same transaction.
     */
    async submit(
      submission: CodeSubmission,
      onVerified: (tx: StoreTransaction, verified: Verified) => Promise<void>,
    ): Promise<VerificationResult> {
      const { purpose, method, address } = submission
      const challengeId = hashToken(submission.token)
      if (challengeId === null) return { status: 'expired' }
      const code =
        method === 'totp' ? normalizeTotpCode(submission.code) : normalizeRecoveryCode(submission.code)
      if (code === null) return { status: 'malformed' }

      const now = clock.now()
      const challenge = await store.findChallenge(challengeId)
      if (challenge === null || challenge.purpose !== purpose) return { status: 'expired' }
      const { userId } = challenge

      const taken = await attempts.take({ userId, challengeId, purpose, method, address, now })
      if (taken.status !== 'counted') return taken
      const { attempt } = taken

      const consume = await judge(userId, method, code, now)
      if (consume === null) {
        await attempts.fail(attempt, 'invalid')
        return failed('invalid', attempt)
      }
      try {
        return await store.transaction(async (tx) => {
          // Rows are locked in one order everywhere (factor or recovery code, challenge, account, address): no deadlock.
          const consumed = await consume(tx)
          if (consumed === null) throw new Refused('already_used')
          if (!(await tx.consumeChallenge({ id: challengeId, now }))) throw new Refused('expired')
          await attempts.succeed(tx, attempt)
          const recoveryCodesLeft = await tx.countUnusedRecoveryCodes(userId)
          const verified: Verified = {
            status: 'ok',
            userId,
            method,
            factorId: consumed.factorId,
            recoveryCodesLeft,
          }
          await onVerified(tx, verified)
          return verified
        })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        await attempts.fail(attempt, error.status)
        if (error.status === 'expired') return { status: 'expired' }
        await emit({ type: 'code.reused', userId, data: { method } })
        return failed('already_used', attempt)
      }
    },

    /**
     * Judges the code that confirms a pending factor, and activates the factor with that step consumed. Has a budget of
     * its own and never pauses anything. `onConfirmed` writes what follows in the same transaction; false takes it all
     * back.
     */
    async confirm(
      { userId, factorId, code }: { userId: string; factorId: string; code: unknown },
      onConfirmed: (tx: StoreTransaction) => Promise<boolean>,
    ): Promise<ConfirmationResult> {
      const normalized = normalizeTotpCode(code)
      if (normalized === null) return { status: 'malformed' }
      const now = clock.now()
      const limit = limits.enrollmentAttempts
      const made = await store.transaction((tx) => tx.takePendingAttempt({ userId, factorId, now, limit }))
      const factor = await store.findFactor(userId, factorId)
      if (made === null || factor === null) {
        const exhausted =
          factor?.state === 'pending' && factor.attempts >= limit && (factor.expiresAt ?? 0) > now
        return { status: exhausted ? 'challenge_exhausted' : 'expired' }
      }
      const [step] = matchSteps(factor, normalized, now)
      if (step === undefined) return { status: 'invalid', attemptsLeft: limit - made }
      try {
        await store.transaction(async (tx) => {
          if (!(await tx.activateFactor({ userId, factorId, step, now }))) throw new Refused('expired')
          if (!(await onConfirmed(tx))) throw new Refused('expired')
        })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        return { status: 'expired' }
      }
      return { status: 'ok' }
    },
  }
}

export type Verification = ReturnType<typeof createVerification>

function failed(status: 'invalid' | 'already_used', attempt: CountedAttempt) {
  const attemptsLeft = attempt.challengeAttemptsLeft
  return attempt.pausedUntil === null
    ? { status, attemptsLeft }
    : { status, attemptsLeft, until: attempt.pausedUntil }
}

/** Six ASCII digits as a string, spaces and hyphens aside. A number is not a code: it has lost its leading zeros. */
function normalizeTotpCode(code: unknown): string | null {
  if (typeof code !== 'string' || code.length > 64) return null
  const digits = code.replace(/[ -]/g, '')
  return /^[0-9]{6}$/.test(digits) && digits.length === fixed.digits ? digits : null
}

function isSameCode(expected: string, submitted: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(submitted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
