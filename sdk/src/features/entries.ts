import { fixed, type Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { hashSentCode, makeDigits } from '../crypto/sent-code.ts'
import { hashToken, makeId, makeToken } from '../crypto/token.ts'
import type {
  AppendAudit,
  Clock,
  LockAccount,
  Random,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import { findRecordWait } from '../record-limit.ts'
import { refuseTransaction } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { EntryBegun, EntryCause } from './challenges.ts'
import type { Permissions } from './permissions.ts'
import type { Verification, VerificationResult } from './verification.ts'

export type EntryDescribed =
  | {
      status: 'open'
      userId: string
      because: 'required' | EntryCause
      /** What is still to be proven before `enrollment.begin`. */
      proof: 'none' | 'mailed'
      expiresAt: number
      /** For `mailed`. From when on another mail may be sent; null when none may. */
      resendAt: number | null
      attemptsLeft: number | null
      /** Too many failures: nothing is judged before then. */
      lockedUntil: number | null
    }
  | { status: 'challenge_exhausted' }
  /** A right code has answered it: what that has earned is in the answer to the code, and this token is worth nothing. */
  | { status: 'accepted' }
  | { status: 'expired' }

export type ProofSent =
  | { status: 'sent'; resendAt: number | null; expiresAt: number }
  | { status: 'too_soon'; until: number }
  | { status: 'locked'; until: number }
  | { status: 'no_more' | 'challenge_exhausted' | 'expired' }

export type ProofVerified =
  | { status: 'ok'; userId: string; token: string; expiresAt: number }
  | Exclude<VerificationResult, { status: 'ok' }>

interface EntryParts {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  tellIn: TellIn
  permissions: Permissions
  verification: Verification
  lockAccount: LockAccount
  lockUser: LockAccount
  readStanding(
    userId: string,
    now: number,
  ): Promise<{ status: 'open' } | { status: 'locked'; until: number } | { status: 'suspended' }>
  /** Ends whatever rests on the user's factors: devices, permissions, open challenges. */
  forgetTrust(tx: StoreTransaction, userId: string): Promise<void>
  /** Ends an account recovery that is open. */
  endRecovery(tx: StoreTransaction, userId: string): Promise<void>
  /** Takes back what the user has asked of others as an admin. */
  withdrawRequests(tx: StoreTransaction, actorId: string): Promise<void>
  /** Forgives every failure and lifts a suspension. */
  forgiveAttempts(tx: StoreTransaction, userId: string): Promise<void>
  readAddress(ip: string | undefined): string | null
}

const HOUR_MS = 3_600_000
const SENT = 'proof.sent'

/**
 * Ways into a new factor without an old one: opened by an admin (`reset`, `bypass`) or at the end of an account recovery.
 * The sign-in then asks for a code from the registered address, since after a reset whoever has the password would
 * otherwise be the first to set up a factor; then for the new factor; then it is done.
 */
export function createEntries(parts: EntryParts) {
  const { store, keyring, clock, random, limits, append, tellIn, permissions, verification } = parts
  const { lockAccount, lockUser, readStanding, forgetTrust, endRecovery, forgiveAttempts, readAddress } =
    parts
  const { withdrawRequests } = parts

  async function find(reads: StoreReads, userId: string): Promise<Row<'entries'> | null> {
    const rows = await reads.find('entries', { userId, usedAt: null }, { orderBy: 'createdAt' })
    const open = rows.filter(({ expiresAt }) => expiresAt === null || expiresAt > clock.now())
    // One that stays open has taken the factors away: it comes before one that only lets somebody in once.
    return open.find(({ expiresAt }) => expiresAt === null) ?? open[0] ?? null
  }

  async function findChallenge(reads: StoreReads, token: unknown): Promise<Row<'challenges'> | null> {
    const id = hashToken(token)
    const isOpen = { purpose: 'enroll', consumedAt: null, expiresAt: { above: clock.now() } }
    const [challenge] = id === null ? [] : await reads.find('challenges', { id, ...isOpen })
    return challenge ?? null
  }

  /** Whether a code has used the token up: a mailed one the first token, one of the new factor the second. */
  async function isAccepted(token: unknown): Promise<boolean> {
    const id = hashToken(token)
    if (id === null) return false
    const used = { id, purpose: 'enroll', expiresAt: { above: clock.now() } }
    return (
      (await store.count('challenges', { ...used, consumedBy: { not: null } })) > 0 ||
      (await store.count('permissions', { ...used, usedAt: { not: null } })) > 0
    )
  }

  /** Until when no mail may be sent to the user; null when one may. The account is locked by the caller. */
  function findMailWait(reads: StoreReads, userId: string): Promise<number | null> {
    const limit = { type: SENT, most: fixed.mailsAnHour, windowMs: HOUR_MS }
    return findRecordWait(reads, { userId, ...limit, now: clock.now() })
  }

  const findResend = (sent: { sends: number; sentAt: number }) =>
    sent.sends < limits.proofSends ? sent.sentAt + fixed.mailWaitMs : null

  /** A new code for a challenge, in the place of the one before it. */
  async function writeCode(tx: StoreTransaction, challenge: Row<'challenges'>, because: string) {
    const { id, userId, expiresAt } = challenge
    const code = makeDigits(random, fixed.mailDigits)
    const keyId = keyring.current.id
    const codeHash = hashSentCode({ id, factorId: null }, code, keyring, keyId)
    const now = clock.now()
    const isNew = await tx.insert('sentCodes', {
      ...{ id, userId, factorId: null, codeHash, keyId },
      ...{ sends: 1, sentAt: now, expiresAt, usedAt: null },
    })
    if (!isNew) {
      const changes = { codeHash, keyId, sends: { plus: 1 }, sentAt: now }
      await tx.update('sentCodes', { id, usedAt: null }, changes)
    }
    await append(tx, { type: SENT, userId, data: { because } })
    const event = { type: 'sign_in.proof_requested', userId, data: { because, expiresAt } } as const
    await tellIn(tx, { ...event, secret: { code } }, { expiresAt })
  }

  /** Ends what the mailed code has begun: what it had put out of use is back. The user is locked by the caller. */
  async function giveBack(tx: StoreTransaction, userId: string): Promise<void> {
    await tx.delete('factors', { userId, state: 'pending', authority: 'entry' })
    const held = { userId, state: 'suspended', heldUntil: { above: 0 } }
    await tx.update('factors', held, { state: 'active', heldUntil: null })
  }

  return {
    find,

    /** Opens a way in. `reset` and `recovery` take the old factors out of use, for good once the new one is there. */
    async open(
      tx: StoreTransaction,
      input: { userId: string; cause: EntryCause; actorId: string | null },
    ): Promise<Row<'entries'>> {
      const { userId, cause, actorId } = input
      const now = clock.now()
      await lockAccount(tx, userId)
      await tx.delete('entries', { userId, usedAt: null })
      if (cause === 'reset') await endRecovery(tx, userId)
      if (cause !== 'bypass') {
        await tx.delete('factors', { userId, state: 'pending' })
        await tx.update('factors', { userId }, { state: 'suspended', heldUntil: null })
        await tx.delete('recoveryCodes', { userId })
        await forgetTrust(tx, userId)
        // Whoever had the factors may have asked; after the step-up is gone, without which no question is asked any more.
        await withdrawRequests(tx, userId)
        await forgiveAttempts(tx, userId)
      }
      const expiresAt = cause === 'bypass' ? now + limits.bypassSeconds * 1000 : null
      const entry = { id: makeId(random), userId, cause, createdAt: now, expiresAt, usedAt: null, actorId }
      await tx.insert('entries', entry)
      if (cause === 'bypass') {
        await tx.update('accounts', { userId }, { recovering: 1 })
        // A code that is being judged was read before there was anything to end: what uses it up looks again.
        const asking = { userId, purpose: { not: 'enroll' }, consumedAt: null }
        await tx.update('challenges', asking, { entryId: entry.id })
      }
      return entry
    },

    /** Closes a bypass whose user has used a factor after all, in a transaction that holds the user. */
    async endByUse(tx: StoreTransaction, userId: string): Promise<void> {
      const unused = { userId, cause: 'bypass', usedAt: null }
      const running = await tx.delete('entries', { ...unused, expiresAt: { above: clock.now() } })
      // One that ran out by itself was ended by nobody, and has left as much to tidy up.
      if (running + (await tx.delete('entries', unused)) === 0) return
      await giveBack(tx, userId)
      if (running > 0) await append(tx, { type: 'bypass.ended', userId })
    },

    /** Uses an entry up; false when somebody was first, or when it has expired. */
    async use(tx: StoreTransaction, { id, userId }: { id: string; userId: string }): Promise<boolean> {
      const [entry] = await tx.find('entries', { id, userId, usedAt: null })
      const now = clock.now()
      if (entry === undefined || (entry.expiresAt !== null && entry.expiresAt <= now)) return false
      if ((await tx.update('entries', { id, userId, usedAt: null }, { usedAt: now })) !== 1) return false
      await withdrawRequests(tx, userId)
      return true
    },

    /** Starts the sign-in of somebody for whom a way in is open, and sends the code; null when none is. */
    async begin({ userId, address }: { userId: string; address: string | null }): Promise<EntryBegun | null> {
      const entry = await find(store, userId)
      if (entry === null) return null
      const now = clock.now()
      const standing = await readStanding(userId, now)
      if (standing.status === 'suspended') return { status: 'password_change_required' }
      if (standing.status === 'locked') return standing
      const token = makeToken(random)
      const expiresAt = Math.min(
        now + limits.proofSeconds * 1000,
        entry.expiresAt ?? Number.POSITIVE_INFINITY,
      )
      const because = entry.cause as EntryCause
      const wait = await store.transaction(async (tx) => {
        await lockAccount(tx, userId)
        const until = await findMailWait(tx, userId)
        if (until !== null) return until
        const challenge = {
          ...{ id: hashToken(token) as string, userId, purpose: 'enroll', methods: 'mailed_code' },
          ...{ attempts: 0, attemptsAllowed: limits.challengeAttempts, createdAt: now, expiresAt },
          ...{ consumedAt: null, consumedBy: null, skew: null, skewStep: null, entryId: entry.id },
        }
        await tx.insert('challenges', challenge)
        await append(tx, { type: 'enroll.challenged', userId, address, data: { because } })
        await writeCode(tx, challenge, because)
        return null
      })
      if (wait !== null) return { status: 'too_many_mails', because, until: wait }
      return { status: 'enroll', token, because, proof: 'mailed', expiresAt }
    },

    /** Starts the sign-in of somebody who has no factor and must have one by now. */
    async require({ userId, address }: { userId: string; address: string | null }): Promise<EntryBegun> {
      const { token, expiresAt } = await store.transaction(async (tx) => {
        await append(tx, { type: 'enroll.challenged', userId, address, data: { because: 'required' } })
        const seconds = limits.proofSeconds
        return permissions.grant(tx, { userId, purpose: 'enroll', seconds })
      })
      return { status: 'enroll', token, because: 'required', proof: 'none', expiresAt }
    },

    verbs: {
      /** What a page that waits for the mailed code, or for the new factor, needs to show. Changes nothing. */
      async describeEntry({ token }: { token: string }): Promise<EntryDescribed> {
        const challenge = await findChallenge(store, token)
        const permission =
          challenge === null ? await permissions.find(store, { purpose: 'enroll', token }) : null
        const waiting = challenge ?? permission
        if (waiting === null) return { status: (await isAccepted(token)) ? 'accepted' : 'expired' }
        const { userId, entryId, expiresAt } = waiting
        const entry = entryId === null ? null : await find(store, userId)
        if (entryId !== (entry?.id ?? null)) return { status: 'expired' }
        const because = (entry?.cause ?? 'required') as EntryCause | 'required'
        const rest = { userId, because, expiresAt }
        if (challenge === null)
          return {
            status: 'open',
            proof: 'none',
            resendAt: null,
            attemptsLeft: null,
            lockedUntil: null,
            ...rest,
          }
        const attemptsLeft = challenge.attemptsAllowed - challenge.attempts
        if (attemptsLeft <= 0) return { status: 'challenge_exhausted' }
        const standing = await readStanding(userId, clock.now())
        const lockedUntil = standing.status === 'locked' ? standing.until : null
        const [sent] = await store.find('sentCodes', { id: challenge.id })
        const resendAt = sent === undefined ? null : findResend(sent)
        return { status: 'open', proof: 'mailed', resendAt, attemptsLeft, lockedUntil, ...rest }
      },

      /**
       * Calls such a sign-in off, with either token. The way in stays open for another one; factors that the mailed code had
       * put out of use are back.
       */
      async cancelEntry(input: { token: string; ip?: string }): Promise<{ status: 'cancelled' | 'expired' }> {
        const { token } = input
        const address = readAddress(input.ip)
        const id = hashToken(token)
        if (id === null) return { status: 'expired' }
        const cancelled = await store.transaction(async (tx) => {
          const challenge = await findChallenge(tx, token)
          const permission =
            challenge === null ? await permissions.find(tx, { purpose: 'enroll', token }) : null
          const userId = (challenge ?? permission)?.userId
          if (userId === undefined) return false
          await lockUser(tx, userId)
          if (challenge !== null) {
            const isOpen = { id, consumedAt: null }
            if ((await tx.update('challenges', isOpen, { consumedAt: clock.now() })) === 0) return false
          } else {
            if (!(await permissions.revoke(tx, { userId, purpose: 'enroll', token }))) return false
            // Only who has shown the mailed code gives back what that had put out of use: one of `require` has shown nothing.
            if (permission?.entryId !== null) await giveBack(tx, userId)
          }
          await append(tx, { type: 'enroll.cancelled', userId, address })
          return true
        })
        return { status: cancelled ? 'cancelled' : 'expired' }
      },

      /** Sends the code anew; the one before it is worth nothing then, and the tries that are left stay as they are. */
      async resendProof({ token }: { token: string }): Promise<ProofSent> {
        const waiting = await findChallenge(store, token)
        if (waiting === null) return { status: 'expired' }
        const { id, userId, expiresAt } = waiting
        const now = clock.now()
        const standing = await readStanding(userId, now)
        if (standing.status === 'locked') return standing
        if (standing.status === 'suspended') return { status: 'expired' }
        return store.transaction(async (tx) => {
          const challenge = await findChallenge(tx, token)
          await lockAccount(tx, userId)
          const entry = await find(tx, userId)
          const [sent] = await tx.find('sentCodes', { id }, { lock: true })
          if (challenge === null || entry?.id !== challenge.entryId || sent === undefined)
            return { status: 'expired' as const }
          if (challenge.attempts >= challenge.attemptsAllowed)
            return { status: 'challenge_exhausted' as const }
          const resendAt = findResend(sent)
          if (resendAt === null) return { status: 'no_more' as const }
          const until = Math.max(resendAt, (await findMailWait(tx, userId)) ?? 0)
          if (until > now) return { status: 'too_soon' as const, until }
          await writeCode(tx, challenge, entry.cause)
          const next = findResend({ sends: sent.sends + 1, sentAt: now })
          return { status: 'sent' as const, resendAt: next, expiresAt }
        })
      },

      /**
       * Judges the code from the mail. `ok` carries a new token, for `enrollment.begin` and `enrollment.confirm`: keep it in
       * the place of the one before. Failures count with all the others of the account.
       */
      async prove(input: { token: string; code: unknown; ip?: string }): Promise<ProofVerified> {
        refuseTransaction(input, 'login.prove')
        const { token, code } = input
        let permission: { token: string; expiresAt: number } | undefined
        const result = await verification.submit(
          { token, purpose: 'enroll', method: 'mailed_code', code, address: readAddress(input.ip) },
          async (tx, { userId }) => {
            const id = hashToken(token) as string
            const [challenge] = await tx.find('challenges', { id })
            const entry = await find(tx, userId)
            const now = clock.now()
            // Let in once: until the new factor is there, or the hour is over, the old ones are out of use.
            if (entry !== null && entry.expiresAt !== null) {
              const held = { state: 'suspended', heldUntil: entry.expiresAt }
              await tx.update('factors', { userId, state: 'active' }, held)
              // Those of an hour before this one too, which nothing may have looked at since it ended.
              await tx.update('factors', { userId, state: 'suspended', heldUntil: { above: 0 } }, held)
              await tx.delete('challenges', { userId, id: { not: id } })
              // So is what they have proven, or let begin, in whichever session.
              await permissions.revokeProven(tx, userId)
              await tx.delete('factors', { userId, state: 'pending', authority: { not: 'entry' } })
            }
            const end = Math.min(
              limits.proofSeconds * 1000,
              (entry?.expiresAt ?? Number.POSITIVE_INFINITY) - now,
            )
            const entryId = challenge?.entryId ?? null
            permission = await permissions.grant(tx, {
              userId,
              purpose: 'enroll',
              seconds: end / 1000,
              entryId,
            })
          },
        )
        if (result.status !== 'ok' || permission === undefined)
          return result as Exclude<VerificationResult, { status: 'ok' }>
        return { status: 'ok', userId: result.userId, ...permission }
      },
    },
  }
}
