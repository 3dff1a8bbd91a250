import type { Limits } from '../config.ts'
import { hashToken, makeToken } from '../crypto/token.ts'
import type { AppendAudit, AuditRecord, Clock, Emit, Random, Store, StoreTransaction } from '../ports.ts'
import type { Row } from '../tables.ts'
import type { Verification, VerificationMethod, VerificationResult } from './verification.ts'

export interface LoginMethod {
  /** The factor's id; `recovery_code` for recovery codes. */
  id: string
  type: VerificationMethod
  /** The name that the person gave it. */
  label: string
  preferred: boolean
}

export type LoginBegun =
  | { status: 'complete'; reason: 'not_enrolled' }
  | { status: 'challenge'; token: string; methods: LoginMethod[]; expiresAt: number }
  | { status: 'locked'; until: number }
  | { status: 'password_change_required' }

export type LoginDescribed =
  | { status: 'open'; userId: string; methods: LoginMethod[]; expiresAt: number; attemptsLeft: number }
  | { status: 'locked'; userId: string; methods: LoginMethod[]; expiresAt: number; until: number }
  | { status: 'challenge_exhausted' }
  | { status: 'expired' }

/** Where the account's factor step stands, as `attempts` says. */
export type ReadStanding = (
  userId: string,
  now: number,
) => Promise<{ status: 'open' } | { status: 'locked'; until: number } | { status: 'suspended' }>

interface LoginParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  emit: Emit
  verification: Verification
  readStanding: ReadStanding
  openAddress(tx: StoreTransaction, address: string, now: number): Promise<void>
  /** Checks and normalizes what the host handed over. */
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

export function createLogin(parts: LoginParts) {
  const {
    store,
    clock,
    random,
    limits,
    append,
    emit,
    verification,
    readStanding,
    openAddress,
    readUserId,
    readAddress,
  } = parts

  const listFactors = (userId: string) =>
    store.find('factors', { userId, state: { not: 'pending' } }, { orderBy: 'createdAt' })

  async function listMethods(userId: string, factors: Row<'factors'>[]): Promise<LoginMethod[]> {
    const methods: LoginMethod[] = factors
      .filter((factor) => factor.state === 'active')
      .map((factor, index) => ({
        id: factor.id,
        type: 'totp' as const,
        label: factor.label,
        preferred: index === 0,
      }))
    if ((await store.count('recoveryCodes', { userId, usedAt: null })) > 0) {
      methods.push({ id: 'recovery_code', type: 'recovery_code', label: '', preferred: methods.length === 0 })
    }
    return methods
  }

  return {
    /**
     * Starts the second step of a sign-in. Call it when the password has been proven, and only then.
     *
     * @param input.userId the host's id of the user who proved the password
     * @param input.ip the client's address, from the socket or a trusted proxy; without it addresses are not limited
     * @returns `complete`: nobody to ask, make the session. `challenge`: keep `token` in a `__Host-` cookie or hand it to
     * the API client, and ask for a code; it lives until `expiresAt` (ms). `locked`: too many failures, nothing is
     * judged before `until` (ms). `password_change_required`: a right password with a hundred wrong codes means that the
     * password leaked.
     */
    async begin({ userId: given, ip }: { userId: string; ip?: string }): Promise<LoginBegun> {
      const userId = readUserId(given)
      const address = readAddress(ip)
      const now = clock.now()
      const factors = await listFactors(userId)
      // A suspended factor is still a factor: suspended is never "not enrolled".
      if (factors.length === 0) return { status: 'complete', reason: 'not_enrolled' }
      const standing = await readStanding(userId, now)
      if (standing.status === 'suspended') return { status: 'password_change_required' }
      if (standing.status === 'locked') return standing

      const token = makeToken(random)
      const expiresAt = now + limits.challengeSeconds * 1000
      await store.transaction(async (tx) => {
        await tx.delete('challenges', { userId, expiresAt: { below: now } })
        await tx.insert('challenges', {
          id: hashToken(token) as string,
          userId,
          purpose: 'login',
          attempts: 0,
          attemptsAllowed: limits.challengeAttempts,
          createdAt: now,
          expiresAt,
          consumedAt: null,
        })
        if (address !== null) await openAddress(tx, address, now)
        await append(tx, { type: 'login.challenged', userId, address })
      })
      return { status: 'challenge', token, methods: await listMethods(userId, factors), expiresAt }
    },

    /** What a page that waits for the code needs to show. Changes nothing. */
    async describe({ token }: { token: string }): Promise<LoginDescribed> {
      const now = clock.now()
      const id = hashToken(token)
      const [challenge] = id === null ? [] : await store.find('challenges', { id })
      if (challenge === undefined || challenge.purpose !== 'login') return { status: 'expired' }
      if (challenge.consumedAt !== null || challenge.expiresAt <= now) return { status: 'expired' }
      const attemptsLeft = challenge.attemptsAllowed - challenge.attempts
      if (attemptsLeft <= 0) return { status: 'challenge_exhausted' }
      const { userId, expiresAt } = challenge
      const standing = await readStanding(userId, now)
      // A recovery code is what a suspended account has left.
      const factors = standing.status === 'suspended' ? [] : await listFactors(userId)
      const methods = await listMethods(userId, factors)
      if (standing.status === 'locked')
        return { status: 'locked', userId, methods, expiresAt, until: standing.until }
      return { status: 'open', userId, methods, expiresAt, attemptsLeft }
    },

    /**
     * Judges a code for a waiting sign-in. `ok` comes once for a challenge and once for a code, whatever runs in
     * parallel: make the session for its `userId`, never for an id that the client sent.
     *
     * @param input.code what the person typed, unchecked; spaces and hyphens are ignored
     * @returns `malformed` (answer 400; not counted), `invalid` and `already_used` (counted; `until` when this failure
     * paused the step), `locked`, `suspended` (use a recovery code), `challenge_exhausted` and `expired` (start again)
     */
    async verify(input: {
      token: string
      method: VerificationMethod
      code: unknown
      ip?: string
    }): Promise<VerificationResult> {
      if (input.method !== 'totp' && input.method !== 'recovery_code') return { status: 'malformed' }
      const address = readAddress(input.ip)
      const { token, method, code } = input
      const submission = { token, purpose: 'login' as const, method, code, address }
      const result = await verification.submit(submission, ({ userId, recoveryCodesLeft }) => {
        const records: AuditRecord[] = [{ type: 'login.verified', userId, address, data: { method } }]
        if (method === 'recovery_code')
          records.push({ type: 'recovery_code.used', userId, address, data: { recoveryCodesLeft } })
        return records
      })
      if (result.status === 'ok' && method === 'recovery_code') {
        const { userId, recoveryCodesLeft } = result
        await emit({ type: 'recovery_code.used', userId, data: { recoveryCodesLeft } })
      }
      return result
    },

    /** Ends a waiting sign-in; its token is worth nothing afterwards. */
    async cancel({ token }: { token: string }): Promise<{ status: 'cancelled' | 'expired' }> {
      const id = hashToken(token)
      const [challenge] = id === null ? [] : await store.find('challenges', { id })
      if (challenge === undefined || challenge.purpose !== 'login') return { status: 'expired' }
      const cancelled = await store.transaction(async (tx) => {
        const now = clock.now()
        const isOpen = { id: challenge.id, consumedAt: null, expiresAt: { above: now } }
        if ((await tx.update('challenges', isOpen, { consumedAt: now })) === 0) return false
        await append(tx, { type: 'login.cancelled', userId: challenge.userId })
        return true
      })
      return { status: cancelled ? 'cancelled' : 'expired' }
    },
  }
}
