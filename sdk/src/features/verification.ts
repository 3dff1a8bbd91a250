import { timingSafeEqual } from 'node:crypto'
import { fixed, type Limits } from '../config.ts'
import { hashRecoveryCode, normalizeRecoveryCode } from '../crypto/code-hash.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret } from '../crypto/sealed-secret.ts'
import { hashToken } from '../crypto/token.ts'
import { generateTotp, timeStep } from '../otp/index.ts'
import type {
  AuditRecord,
  ChallengePurpose,
  Clock,
  CodeUse,
  Emit,
  SignAudit,
  Store,
  StoreTransaction,
} from '../ports.ts'
import type { Row } from '../tables.ts'

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
  userId: string
  challengeId: string
  purpose: string
  method: VerificationMethod
  address: string | null
  /** Its place among the account's attempts: a success forgives the failures up to it. */
  number: number
  now: number
}

export type AttemptRefusal =
  | { status: 'expired' }
  | { status: 'challenge_exhausted' }
  | { status: 'locked'; until: number }
  | { status: 'suspended' }

/** What verification needs of the attempt counters. */
export interface AttemptCounters {
  /** Counts an attempt and commits, before anything looks at the code. A refusal has counted nothing. */
  take(input: {
    userId: string
    challenge: Row<'challenges'>
    method: VerificationMethod
    address: string | null
    now: number
  }): Promise<{ status: 'counted'; attempt: CountedAttempt } | AttemptRefusal>
  /** Records that the attempt failed; what is left of the challenge, and until when the step is paused, if it is. */
  fail(
    attempt: CountedAttempt,
    reason: 'invalid' | 'already_used' | 'expired',
  ): Promise<{ attemptsLeft: number; until: number | null }>
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
  sign: SignAudit
  emit: Emit
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
  sign,
  emit,
}: VerificationParts) {
  /** The latest step whose code this is: a code that fits two consumes the later. */
  function findStep(factor: Row<'factors'>, code: string, now: number): number | null {
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
    let found: number | null = null
    for (let step = Math.max(0, current - window); step <= current + window; step++) {
      // Every step is compared, whatever the earlier ones said: the time taken tells nothing.
      if (isSameCode(generateTotp(parameters, step * fixed.period * 1000), code)) found = step
    }
    secret.fill(0)
    return found
  }

  /** What the code would use up, one after the other until one of them is still to be used. */
  function judge(
    userId: string,
    method: VerificationMethod,
    code: string,
    factors: Row<'factors'>[],
    now: number,
  ): CodeUse[] {
    if (method === 'recovery_code')
      return [{ kind: 'recovery_code', codeHash: hashRecoveryCode(userId, code) }]
    return factors.flatMap((factor) => {
      const step = findStep(factor, code, now)
      return step === null ? [] : [{ kind: 'totp' as const, factorId: factor.id, step }]
    })
  }

  /** Why a code that was judged right could not be used up. */
  async function findFailure(challengeId: string, userId: string, uses: CodeUse[], now: number) {
    const [challenge] = await store.find('challenges', { id: challengeId })
    if (challenge === undefined || challenge.consumedAt !== null || challenge.expiresAt <= now)
      return 'expired'
    const [use] = uses
    // A recovery code is judged by its hash alone: whether there is such a code shows only now.
    if (use?.kind !== 'recovery_code') return 'already_used'
    return (await store.count('recoveryCodes', { userId, codeHash: use.codeHash })) === 0
      ? 'invalid'
      : 'already_used'
  }

  return {
    /**
     * Judges a submitted code against the user of the challenge and consumes code and challenge together. `describe`
     * says what follows from it for the record, which is written in the same transaction.
     */
    async submit(
      submission: CodeSubmission,
      describe: (verified: Verified) => AuditRecord[],
    ): Promise<VerificationResult> {
      const { purpose, method, address } = submission
      const challengeId = hashToken(submission.token)
      if (challengeId === null) return { status: 'expired' }
      const code =
        method === 'totp' ? normalizeTotpCode(submission.code) : normalizeRecoveryCode(submission.code)
      if (code === null) return { status: 'malformed' }

      const now = clock.now()
      const read = await store.readChallenge(challengeId, 'totp')
      if (read === null || read.challenge.purpose !== purpose) return { status: 'expired' }
      const { challenge, factors } = read
      const { userId } = challenge

      const taken = await attempts.take({ userId, challenge, method, address, now })
      if (taken.status !== 'counted') return taken
      const { attempt } = taken

      const uses = judge(userId, method, code, factors, now)
      for (const use of uses) {
        const factorId = use.kind === 'totp' ? use.factorId : null
        const recoveryCodesLeft = read.recoveryCodesLeft - (use.kind === 'recovery_code' ? 1 : 0)
        const verified: Verified = { status: 'ok', userId, method, factorId, recoveryCodesLeft }
        const audit = describe(verified).map(sign)
        if (await store.consume({ challengeId, userId, address, now, attempt: attempt.number, use, audit }))
          return verified
      }
      const status = uses.length === 0 ? 'invalid' : await findFailure(challengeId, userId, uses, now)
      const { attemptsLeft, until } = await attempts.fail(attempt, status)
      if (status === 'expired') return { status }
      if (status === 'already_used') await emit({ type: 'code.reused', userId, data: { method } })
      return until === null ? { status, attemptsLeft } : { status, attemptsLeft, until }
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
      const pending = { id: factorId, userId, state: 'pending', expiresAt: { above: now } }
      const counted = await store.transaction((tx) =>
        tx.update('factors', { ...pending, attempts: { below: limit } }, { attempts: { plus: 1 } }),
      )
      const [factor] = await store.find('factors', pending)
      if (factor === undefined) return { status: 'expired' }
      if (counted === 0) return { status: 'challenge_exhausted' }
      const step = findStep(factor, normalized, now)
      if (step === null) return { status: 'invalid', attemptsLeft: Math.max(0, limit - factor.attempts) }
      const active = { state: 'active', expiresAt: null, confirmedAt: now, lastStep: step }
      try {
        await store.transaction(async (tx) => {
          if ((await tx.update('factors', pending, active)) === 0) throw new TakenBack()
          if (!(await onConfirmed(tx))) throw new TakenBack()
        })
      } catch (error) {
        if (!(error instanceof TakenBack)) throw error
        return { status: 'expired' }
      }
      return { status: 'ok' }
    },
  }
}

// Thrown inside a transaction to roll it back.
class TakenBack extends Error {}

export type Verification = ReturnType<typeof createVerification>

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
