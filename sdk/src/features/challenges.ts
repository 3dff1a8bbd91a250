import type { Limits } from '../config.ts'
import { hashToken, makeToken } from '../crypto/token.ts'
import type {
  AppendAudit,
  ChallengePurpose,
  Clock,
  FactorType,
  Random,
  Store,
  StoreReads,
  StoreTransaction,
} from '../ports.ts'
import type { Row } from '../tables.ts'
import type { VerificationMethod } from './verification.ts'

/** A way to answer a challenge. */
export interface ChallengeMethod {
  /** The factor's id; `recovery_code` for recovery codes. */
  id: string
  type: VerificationMethod
  /** The name that the person gave it. */
  label: string
  /** The masked phone number, for `sms`. */
  number?: string
  preferred: boolean
}

export type ChallengeBegun =
  | { status: 'challenge'; token: string; methods: ChallengeMethod[]; expiresAt: number }
  | { status: 'not_enrolled' }
  /** There are factors, but none that may be used: they were reset, or an account recovery is at its end. */
  | { status: 'no_method' }
  /** There are factors, out of use until then at the latest: an admin has let their user in without them, and that is going on. */
  | { status: 'held'; until: number }
  | { status: 'locked'; until: number }
  | { status: 'suspended' }

/** Why a factor is set up inside a sign-in though there was one. */
export type EntryCause = 'reset' | 'bypass' | 'recovery'

/** A sign-in that leads to a new factor, or why it does not go on. */
export type EntryBegun =
  | {
      status: 'enroll'
      token: string
      because: 'required' | EntryCause
      /** `mailed`: a code that was sent to the registered address comes first. */
      proof: 'none' | 'mailed'
      expiresAt: number
    }
  | { status: 'locked'; until: number }
  /** No further code is mailed before then. A factor can still be asked for where an admin let the person in without. */
  | { status: 'too_many_mails'; because: EntryCause; until: number }
  | { status: 'password_change_required' }

export type ChallengeDescribed =
  | { status: 'open'; userId: string; methods: ChallengeMethod[]; expiresAt: number; attemptsLeft: number }
  | { status: 'locked'; userId: string; methods: ChallengeMethod[]; expiresAt: number; until: number }
  | { status: 'challenge_exhausted' }
  | { status: 'expired' }

/** Which challenge ends, and from which address, where the site knows it. */
export interface CancelInput {
  token: string
  ip?: string
}

/** `expired` also for a token that is used or was never given out. */
export interface Cancelled {
  status: 'cancelled' | 'expired'
}

/** Where the account's factor step stands, as `attempts` says. */
export type ReadStanding = (
  userId: string,
  now: number,
) => Promise<{ status: 'open' } | { status: 'locked'; until: number } | { status: 'suspended' }>

interface ChallengeParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  readStanding: ReadStanding
  /** Until when a suspended account has used up its tries at a new password; null while it has some. */
  findSuspendedWait(reads: StoreReads, userId: string, now: number): Promise<number | null>
  /** The types of factor that the user's policies allow; null for all. */
  readMethods(userId: string): Promise<readonly string[] | null>
  sms: {
    canSend: boolean
    /** The number of a factor as it may be shown; nothing for a factor that has none. */
    showNumber(factor: Row<'factors'>): { number?: string }
  }
  /** Makes the counters of an address before they are needed in a hurry. */
  openAddress(tx: StoreTransaction, address: string, now: number): Promise<void>
}

/** A question that is open for a while: opened for one user and one purpose, answered once through `verification`. */
export function createChallenges(parts: ChallengeParts) {
  const { store, clock, random, limits, append, readStanding, findSuspendedWait, openAddress } = parts
  const { readMethods, sms } = parts

  const listFactors = (userId: string) =>
    store.find('factors', { userId, state: { not: 'pending' } }, { orderBy: 'createdAt' })

  /** A way in that was opened for a while and not used has taken nothing away: the factors are active again. */
  async function restoreFactors(factors: Row<'factors'>[], now: number): Promise<Row<'factors'>[]> {
    const isBack = ({ state, heldUntil }: Row<'factors'>) =>
      state === 'suspended' && heldUntil !== null && heldUntil <= now
    const back = factors.filter(isBack)
    for (const { id, heldUntil } of back) {
      const held = { id, state: 'suspended', heldUntil }
      await store.transaction((tx) => tx.update('factors', held, { state: 'active', heldUntil: null }))
    }
    return factors.map((factor) =>
      back.includes(factor) ? { ...factor, state: 'active', heldUntil: null } : factor,
    )
  }

  /** What to say where nothing can be asked for: a factor that comes back is none that is gone. */
  function findAbsence(
    factors: Row<'factors'>[],
  ): { status: 'no_method' } | { status: 'held'; until: number } {
    const ends = factors.flatMap(({ heldUntil }) => heldUntil ?? [])
    return ends.length === 0 ? { status: 'no_method' } : { status: 'held', until: Math.max(...ends) }
  }

  const countRecoveryCodes = (userId: string) => store.count('recoveryCodes', { userId, usedAt: null })

  /**
   * The factors that a challenge is opened with. A policy narrows them down while one of them is allowed: who has none
   * that is allowed is asked all the same (enrolled means challenged), and so is who has nothing but a phone number
   * where no SMS are sent any more.
   */
  async function chooseFactors(
    userId: string,
    factors: Row<'factors'>[],
    recoveryCodesLeft: number,
  ): Promise<Row<'factors'>[]> {
    const active = factors.filter(({ state }) => state === 'active')
    const answerable = sms.canSend ? active : active.filter(({ type }) => type !== 'sms')
    const usable = answerable.length > 0 || recoveryCodesLeft > 0 ? answerable : active
    // With factors of one type there is nothing to choose, and nobody to ask.
    if (new Set(usable.map(({ type }) => type)).size < 2) return usable
    const types = await readMethods(userId)
    const allowed = usable.filter(({ type }) => types === null || types.includes(type))
    return allowed.length > 0 ? allowed : usable
  }

  function listMethods(factors: Row<'factors'>[], recoveryCodesLeft: number): ChallengeMethod[] {
    const first = factors.find(({ preferred }) => preferred === 1) ?? factors[0]
    const methods: ChallengeMethod[] = factors.map((factor) => ({
      id: factor.id,
      type: factor.type as FactorType,
      label: factor.label,
      ...sms.showNumber(factor),
      preferred: factor === first,
    }))
    if (recoveryCodesLeft > 0) {
      methods.push({ id: 'recovery_code', type: 'recovery_code', label: '', preferred: methods.length === 0 })
    }
    return methods
  }

  async function find(token: unknown, purpose: ChallengePurpose): Promise<Row<'challenges'> | null> {
    const id = hashToken(token)
    const [challenge] = id === null ? [] : await store.find('challenges', { id, purpose })
    return challenge ?? null
  }

  return {
    async begin(input: {
      userId: string
      purpose: ChallengePurpose
      address: string | null
    }): Promise<ChallengeBegun> {
      const { userId, purpose, address } = input
      const now = clock.now()
      const factors = await listFactors(userId)
      // A suspended factor is still a factor: suspended is never "not enrolled".
      if (factors.length === 0) return { status: 'not_enrolled' }
      const standing = await readStanding(userId, now)
      if (standing.status === 'locked') return standing
      let attemptsAllowed = limits.challengeAttempts
      if (standing.status === 'suspended') {
        // The way out of a suspension is a new password, behind one attempt by any factor, five times a day.
        if (purpose !== 'password_reset') return standing
        const until = await findSuspendedWait(store, userId, now)
        if (until !== null) return { status: 'locked', until }
        attemptsAllowed = 1
      }

      const recoveryCodesLeft = await countRecoveryCodes(userId)
      const present = await restoreFactors(factors, now)
      const methods = listMethods(await chooseFactors(userId, present, recoveryCodesLeft), recoveryCodesLeft)
      if (methods.length === 0) return findAbsence(present)
      const token = makeToken(random)
      const expiresAt = now + limits.challengeSeconds * 1000
      await store.transaction(async (tx) => {
        await tx.delete('challenges', { userId, expiresAt: { below: now } })
        await tx.insert('challenges', {
          id: hashToken(token) as string,
          userId,
          purpose,
          attempts: 0,
          attemptsAllowed,
          createdAt: now,
          expiresAt,
          consumedAt: null,
          consumedBy: null,
          skew: null,
          skewStep: null,
          methods: [...new Set(methods.map(({ type }) => type))].join(' '),
          entryId: null,
        })
        if (address !== null) await openAddress(tx, address, now)
        await append(tx, { type: `${purpose}.challenged`, userId, address })
      })
      return { status: 'challenge', token, methods, expiresAt }
    },

    /** What a page that waits for the code needs to show. Changes nothing. */
    async describe({
      token,
      purpose,
    }: {
      token: unknown
      purpose: ChallengePurpose
    }): Promise<ChallengeDescribed> {
      const now = clock.now()
      const challenge = await find(token, purpose)
      if (challenge === null || challenge.consumedAt !== null || challenge.expiresAt <= now)
        return { status: 'expired' }
      const attemptsLeft = challenge.attemptsAllowed - challenge.attempts
      if (attemptsLeft <= 0) return { status: 'challenge_exhausted' }
      const { userId, expiresAt } = challenge
      const standing = await readStanding(userId, now)
      // A recovery code is what a suspended account has left, but for the way to a new password.
      const isHeld = standing.status === 'suspended' && purpose !== 'password_reset'
      const types = challenge.methods.split(' ')
      const factors = (isHeld ? [] : await listFactors(userId)).filter(
        ({ state, type }) => state === 'active' && types.includes(type),
      )
      const methods = listMethods(factors, await countRecoveryCodes(userId))
      if (standing.status === 'locked')
        return { status: 'locked', userId, methods, expiresAt, until: standing.until }
      return { status: 'open', userId, methods, expiresAt, attemptsLeft }
    },

    /** Ends a challenge; its token is worth nothing afterwards. */
    async cancel({
      token,
      purpose,
      address,
    }: {
      token: unknown
      purpose: ChallengePurpose
      address: string | null
    }): Promise<Cancelled> {
      const challenge = await find(token, purpose)
      if (challenge === null) return { status: 'expired' }
      const cancelled = await store.transaction(async (tx) => {
        const now = clock.now()
        const isOpen = { id: challenge.id, consumedAt: null, expiresAt: { above: now } }
        if ((await tx.update('challenges', isOpen, { consumedAt: now })) === 0) return false
        await append(tx, { type: `${purpose}.cancelled`, userId: challenge.userId, address })
        return true
      })
      return { status: cancelled ? 'cancelled' : 'expired' }
    },
  }
}

export type Challenges = ReturnType<typeof createChallenges>
