import { findSkew } from '../clock-skew.ts'
import { fixed, type Limits } from '../config.ts'
import { hashRecoveryCode, normalizeDigits, normalizeRecoveryCode } from '../crypto/code-hash.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { isSentCode } from '../crypto/sent-code.ts'
import { hashToken } from '../crypto/token.ts'
import { createFindStep } from '../find-step.ts'
import type {
  AuditRecord,
  ChallengePurpose,
  ChallengeReading,
  Clock,
  CodeUse,
  Consumption,
  Emit,
  LockAccount,
  SignAudit,
  SkewNote,
  Store,
  StoreTransaction,
} from '../ports.ts'
import type { ReadingRow, Row } from '../tables.ts'

/** What answers a challenge; `mailed_code` answers one of purpose `enroll` only. */
export type VerificationMethod = 'totp' | 'sms' | 'recovery_code' | 'mailed_code'

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
  /** As it was before the attempt. */
  reading: ChallengeReading
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
    reading: ChallengeReading
    method: VerificationMethod
    address: string | null
    now: number
  }): Promise<{ status: 'counted'; attempt: CountedAttempt } | AttemptRefusal>
  /** Records that the attempt failed; what is left of the challenge, and until when the step is paused, if it is. */
  fail(
    attempt: CountedAttempt,
    reason: 'invalid' | 'already_used',
    skew?: SkewNote,
  ): Promise<{ attemptsLeft: number; until: number | null }>
  /** Takes back this one, which came twice. `twin`: the number of the other, a success, by which it may be forgiven. */
  takeBack(attempt: CountedAttempt, twin: number): Promise<{ attemptsLeft: number }>
}

export interface Verified {
  status: 'ok'
  userId: string
  method: VerificationMethod
  /** Null for a recovery code and a mailed one. */
  factorId: string | null
  recoveryCodesLeft: number
}

export type VerificationResult =
  | Verified
  /** `until`: this failure paused the step. */
  | { status: 'invalid'; attemptsLeft: number; until?: number }
  | { status: 'already_used'; attemptsLeft: number; until?: number }
  /** Two codes in a row fit the same wrong time: the authenticator's clock is ahead or behind. Neither was accepted. */
  | { status: 'clock_skew'; direction: 'ahead' | 'behind'; attemptsLeft: number; until?: number }
  | { status: 'malformed' }
  /** Not one of the challenge's methods; not counted. */
  | { status: 'method_not_allowed' }
  | AttemptRefusal

export type ConfirmationResult =
  | { status: 'ok' }
  | { status: 'invalid'; attemptsLeft: number }
  /** Two codes in a row fit the same wrong time: the phone's clock is ahead or behind. */
  | { status: 'clock_skew'; direction: 'ahead' | 'behind'; attemptsLeft: number }
  | { status: 'malformed' | 'expired' | 'challenge_exhausted' }

/** What the code is right for, and what of that is unused yet; nothing for a wrong one. */
interface Judgement {
  fits: CodeUse[]
  unused: CodeUse[]
}

interface VerificationParts {
  store: Store
  keyring: Keyring
  clock: Clock
  window: 0 | 1 | 2
  limits: Limits
  attempts: AttemptCounters
  sign: SignAudit
  emit: Emit
  lockUser: LockAccount
  /** A factor was used though it was said to be lost: ends the account recovery and the bypass. The user is locked. */
  endRecovery(tx: StoreTransaction, userId: string): Promise<void>
  /** Seals a secret that has just been used under the current key. */
  resealFactor(factor: ReadingRow<'factors'>): Promise<unknown>
}

/**
 * The only place that judges a code and the only place that consumes one (security: RFC 6238 section 5.2, ASVS 5.0
 * 6.5.1 and 15.4.2). Shape, count, compare, consume, in this order; the count is committed before the comparison, and
 * consuming is one conditional statement judged by its affected rows.
 */
export function createVerification(parts: VerificationParts) {
  const { store, keyring, clock, limits, attempts } = parts
  const { sign, emit, lockUser, endRecovery, resealFactor } = parts
  const findStep = createFindStep(parts)

  /** What the code would use up. */
  async function judge(
    reading: ChallengeReading,
    method: VerificationMethod,
    code: string,
    now: number,
  ): Promise<Judgement> {
    if (method === 'recovery_code') {
      const codeHash = hashRecoveryCode(reading.challenge.userId, code)
      const row = reading.recoveryCodes.find((one) => one.codeHash === codeHash)
      const fits: CodeUse[] = row === undefined ? [] : [{ kind: 'recovery_code', codeHash }]
      return { fits, unused: row?.usedAt === null ? fits : [] }
    }
    if (method === 'sms' || method === 'mailed_code') return judgeSentCode(reading.challenge.id, code, now)
    const found = reading.factors.flatMap((factor) => {
      const step = findStep(factor, code, now)
      return step === null ? [] : [{ factor, step }]
    })
    const toUses = (some: typeof found) =>
      some.map(({ factor, step }) => ({ kind: 'totp', factorId: factor.id, step }) as const)
    return { fits: toUses(found), unused: toUses(found.filter(({ factor, step }) => factor.lastStep < step)) }
  }

  /** Of the codes that were sent for a challenge only the last one counts. */
  async function judgeSentCode(id: string, code: string, now: number): Promise<Judgement> {
    const [sent] = await store.find('sentCodes', { id })
    if (sent === undefined || sent.expiresAt <= now || !isSentCode(sent, code, keyring))
      return { fits: [], unused: [] }
    const { codeHash, factorId } = sent
    const fits: CodeUse[] = [{ kind: 'sent_code', id, codeHash, factorId }]
    return { fits, unused: sent.usedAt === null ? fits : [] }
  }

  /**
   * The number of the attempt by which this very code has just answered the challenge: one form that two processes have
   * judged at once. Nothing is accepted for the second, but nobody has guessed, and no code has come to light.
   */
  async function findTwin(id: string, fits: readonly CodeUse[]): Promise<number | null> {
    const [challenge] = fits.length === 0 ? [] : await store.find('challenges', { id })
    const [number, ...use] = (challenge?.consumedBy ?? '').split(' ')
    return fits.some((one) => nameUse(one) === use.join(' ')) ? Number(number) : null
  }

  /** What the code that confirms a pending factor would use up; null for a wrong one. */
  async function judgeConfirmation(factor: Row<'factors'>, code: string, now: number) {
    if (factor.type !== 'sms') {
      const step = findStep(factor, code, now)
      return step === null ? null : ({ kind: 'totp', step } as const)
    }
    const [use] = (await judgeSentCode(factor.id, code, now)).unused
    return use?.kind === 'sent_code' ? use : null
  }

  /** A clock that is wrong shows first when the app is set up. */
  async function noteSkew(factor: Row<'factors'>, code: string, now: number, attemptsLeft: number) {
    const found = factor.type === 'totp' ? findSkew([factor], factor, now, findFarStep(code, now)) : null
    if (found === null) return null
    const { skew, skewStep, direction } = found
    await store.transaction((tx) =>
      tx.update('factors', { id: factor.id, state: 'pending' }, { skew, skewStep }),
    )
    return direction === null ? null : ({ status: 'clock_skew', direction, attemptsLeft } as const)
  }

  async function consume(
    consumption: Consumption,
    holdsUser: boolean,
    also?: (tx: StoreTransaction) => Promise<void>,
  ): Promise<boolean> {
    if (also === undefined) return store.consume(consumption)
    try {
      await store.transaction(async (tx) => {
        // Before the code's own row: whoever changes all of a user's rows takes them in one order.
        if (holdsUser) await lockUser(tx, consumption.userId)
        if (!(await tx.consume(consumption))) throw new TakenBack()
        await also(tx)
      })
      return true
    } catch (error) {
      if (error instanceof TakenBack) return false
      throw error
    }
  }

  /**
   * Uses up what answers a challenge of the purpose, and ends with it whatever a used factor ends: also what was opened since
   * the challenge was read, which the store sees by the challenge's entry.
   */
  async function settle(
    consumption: Consumption,
    purpose: ChallengePurpose,
    isRecovering: boolean,
    onVerified?: (tx: StoreTransaction) => Promise<void>,
  ): Promise<boolean> {
    const { challengeId: id, userId, entryId } = consumption
    const isEnroll = purpose === 'enroll'
    const endsRecovery = isRecovering && !isEnroll
    const also = async (tx: StoreTransaction) => {
      if (endsRecovery) await endRecovery(tx, userId)
      await onVerified?.(tx)
    }
    const needsMore = endsRecovery || onVerified !== undefined
    if (await consume(consumption, endsRecovery || isEnroll, needsMore ? also : undefined)) return true
    const [challenge] = await store.find('challenges', { id, consumedAt: null })
    if (challenge === undefined || challenge.entryId === entryId) return false
    return settle({ ...consumption, entryId: challenge.entryId }, purpose, true, onVerified)
  }

  const findFarStep = (code: string, now: number) => (factor: ReadingRow<'factors'>) =>
    findStep(factor, code, now, fixed.skewSteps)

  async function tellOfRecoveryCode(userId: string, recoveryCodesLeft: number): Promise<void> {
    const data = { recoveryCodesLeft }
    await emit({ type: 'recovery_code.used', userId, data })
    if (recoveryCodesLeft < fixed.fewRecoveryCodes) await emit({ type: 'recovery_codes.low', userId, data })
  }

  return {
    /**
     * Judges a submitted code against the user of the challenge and consumes code and challenge together, with the
     * record. `onVerified` writes what follows from it in the same transaction, at the price of a few more statements.
     */
    async submit(
      submission: CodeSubmission,
      onVerified?: (tx: StoreTransaction, verified: Verified) => Promise<void>,
    ): Promise<VerificationResult> {
      const { purpose, method, address } = submission
      const challengeId = hashToken(submission.token)
      if (challengeId === null) return { status: 'expired' }
      const code = normalizeCode(method, submission.code)
      if (code === null) return { status: 'malformed' }

      const now = clock.now()
      const reading = await store.readChallenge(challengeId, method)
      if (reading === null || reading.challenge.purpose !== purpose) return { status: 'expired' }
      if (!reading.challenge.methods.split(' ').includes(method)) return { status: 'method_not_allowed' }
      const { userId } = reading.challenge

      const taken = await attempts.take({ reading, method, address, now })
      if (taken.status !== 'counted') return taken
      const { attempt } = taken
      const { entryId } = reading.challenge
      const isRecovering = reading.account?.recovering === 1
      const judged = await judge(reading, method, code, now)
      for (const use of judged.unused) {
        const factorId = use.kind === 'recovery_code' ? null : use.factorId
        const recoveryCodesLeft = reading.recoveryCodesLeft - (use.kind === 'recovery_code' ? 1 : 0)
        const verified: Verified = { status: 'ok', userId, method, factorId, recoveryCodesLeft }
        const audit = describeVerified(verified, purpose, address).map(sign)
        const used = { use, usedBy: `${attempt.number} ${nameUse(use)}`, audit }
        const consumption = { challengeId, entryId, userId, address, now, attempt: attempt.number, ...used }
        const also = onVerified && ((tx: StoreTransaction) => onVerified(tx, verified))
        if (!(await settle(consumption, purpose, isRecovering, also))) continue
        if (method === 'recovery_code') await tellOfRecoveryCode(userId, recoveryCodesLeft)
        const failures = (reading.account?.counted ?? 0) - (reading.account?.cleared ?? 0)
        if (failures >= fixed.manyFailures)
          await emit({ type: 'code.accepted_after_failures', userId, data: { purpose, method, failures } })
        const factor = reading.factors.find(({ id }) => id === factorId)
        if (factor !== undefined && factor.keyId !== keyring.current.id) await resealFactor(factor)
        return verified
      }
      // What was unused a moment ago has been used up beside us, or another code was sent in its place: the store
      // decides, not what was read before.
      const isBeaten = judged.unused.length > 0
      const { fits } = isBeaten ? await judge(reading, method, code, now) : judged
      const failure = fits.length > 0 ? 'already_used' : 'invalid'
      // A code that was sent for this challenge is read after the count: its twin may have come first by then.
      const mayBeTwin = isBeaten || method === 'sms' || method === 'mailed_code'
      const twin = mayBeTwin ? await findTwin(challengeId, fits) : null
      if (twin !== null) return { status: 'already_used', ...(await attempts.takeBack(attempt, twin)) }
      const maySkew = failure === 'invalid' && method === 'totp'
      const skew = maySkew ? findSkew(reading.factors, reading.challenge, now, findFarStep(code, now)) : null
      const note = skew === null ? undefined : { challengeId, skew: skew.skew, skewStep: skew.skewStep }
      const { attemptsLeft, until } = await attempts.fail(attempt, failure, note)
      if (failure === 'already_used') await emit({ type: 'code.reused', userId, data: { method } })
      if (attemptsLeft === 0) await emit({ type: 'challenge.exhausted', userId, data: { purpose, method } })
      const rest = until === null ? { attemptsLeft } : { attemptsLeft, until }
      const direction = skew?.direction ?? null
      return direction === null ? { status: failure, ...rest } : { status: 'clock_skew', direction, ...rest }
    },

    /**
     * Judges the code that confirms a pending factor, and activates the factor with the code used up. Has a budget of
     * its own and never pauses anything. `onConfirmed` writes what follows in the same transaction; false takes it all
     * back.
     */
    async confirm(
      { userId, factorId, code }: { userId: string; factorId: string; code: unknown },
      onConfirmed: (tx: StoreTransaction, factor: Row<'factors'>) => Promise<boolean>,
    ): Promise<ConfirmationResult> {
      const normalized = normalizeDigits(code, fixed.digits)
      if (normalized === null) return { status: 'malformed' }
      const now = clock.now()
      const pending = { id: factorId, userId, state: 'pending', expiresAt: { above: now } }
      const [factor] = await store.find('factors', pending)
      if (factor === undefined) return { status: 'expired' }
      const limit = factor.type === 'sms' ? limits.challengeAttempts : limits.enrollmentAttempts
      const counted = await store.transaction((tx) =>
        tx.update('factors', { ...pending, attempts: { below: limit } }, { attempts: { plus: 1 } }),
      )
      // One form that two processes judge at once: for the second nothing waits any more, and no code was wrong.
      const refuse = async (refusal: ConfirmationResult): Promise<ConfirmationResult> =>
        (await store.find('factors', pending)).length > 0 ? refusal : { status: 'expired' }
      if (counted === 0) return refuse({ status: 'challenge_exhausted' })
      const attemptsLeft = Math.max(0, limit - factor.attempts - 1)
      const invalid = { status: 'invalid', attemptsLeft } as const
      const use = await judgeConfirmation(factor, normalized, now)
      if (use === null) return refuse((await noteSkew(factor, normalized, now, attemptsLeft)) ?? invalid)
      const active = { state: 'active', expiresAt: null, confirmedAt: now }
      try {
        const isCurrent = await store.transaction(async (tx) => {
          const changes = use.kind === 'totp' ? { ...active, lastStep: use.step } : active
          if (use.kind === 'sent_code') {
            const isUnused = { id: use.id, codeHash: use.codeHash, usedAt: null, expiresAt: { above: now } }
            // The race that this closes: another code is sent while this one is judged.
            if ((await tx.update('sentCodes', isUnused, { usedAt: now })) === 0) return false
          }
          if ((await tx.update('factors', pending, changes)) === 0) throw new TakenBack()
          if (!(await onConfirmed(tx, factor))) throw new TakenBack()
          return true
        })
        if (!isCurrent) return refuse(invalid)
      } catch (error) {
        if (!(error instanceof TakenBack)) throw error
        return { status: 'expired' }
      }
      return { status: 'ok' }
    },
  }
}

/** What a challenge keeps, after the attempt's number, of the code that it was answered with: no code, and no more than the other tables have. */
function nameUse(use: CodeUse): string {
  return use.kind === 'totp' ? `totp ${use.factorId} ${use.step}` : `${use.kind} ${use.codeHash}`
}

// Thrown inside a transaction to roll it back.
class TakenBack extends Error {}

export type Verification = ReturnType<typeof createVerification>

function normalizeCode(method: VerificationMethod, code: unknown): string | null {
  if (method === 'recovery_code') return normalizeRecoveryCode(code)
  const lengths = { totp: fixed.digits, sms: fixed.smsDigits, mailed_code: fixed.mailDigits }
  return Object.hasOwn(lengths, method) ? normalizeDigits(code, lengths[method]) : null
}

function describeVerified(
  verified: Verified,
  purpose: ChallengePurpose,
  address: string | null,
): AuditRecord[] {
  const { userId, method, recoveryCodesLeft } = verified
  const used = { type: 'recovery_code.used', userId, address, data: { recoveryCodesLeft } }
  const verifiedBy = { type: `${purpose}.verified`, userId, address, data: { method } }
  return method === 'recovery_code' ? [verifiedBy, used] : [verifiedBy]
}
