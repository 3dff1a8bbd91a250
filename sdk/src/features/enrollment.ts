import { fixed, type Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import { isId, makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import { describePendingApp, type FreshApp, type PendingApp } from '../pending-app.ts'
import type {
  AppendAudit,
  Clock,
  Directory,
  EventType,
  FactorType,
  LockAccount,
  Random,
  SignAudit,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import { refuseTransaction } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { Permissions } from './permissions.ts'
import type { PendingSms, PendingSmsBegun, SmsCodes, SmsSent } from './sms-codes.ts'
import type { ConfirmationResult, Verification } from './verification.ts'

export type PendingEnrollment = PendingApp | PendingSms

/** A pending enrollment, with the id of the factor that goes when it is confirmed; null when it is one more. */
export type EnrollmentDescribed = (PendingEnrollment & { replaces: string | null }) | { status: 'expired' }

export type EnrollmentBegun =
  | PendingEnrollment
  | { status: 'step_up_required' | 'too_many_factors' | 'not_found' }
  /** The token of a sign-in that is worth nothing any more. */
  | { status: 'expired' }
  /** A policy does not allow this type of factor. */
  | { status: 'method_not_allowed' }
  | PendingSmsBegun

export type EnrollmentConfirmed =
  /** The user of the session or of the sign-in that ends here. */
  | { status: 'ok'; userId: string; factorId: string; recoveryCodes: string[] }
  | Exclude<ConfirmationResult, { status: 'ok' }>

/** Whose enrollment it is: the user of a session, or the token of a sign-in that asked for it. */
export type EnrollmentOwner = { userId: string; token?: never } | { token: string; userId?: never }

interface EnrollmentParts {
  issuer: string
  store: Store
  keyring: Keyring
  directory: Directory
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  sign: SignAudit
  tellIn: TellIn
  verification: Verification
  smsCodes: SmsCodes
  /** The types of factor that the user's policies allow; null for all. */
  readMethods(userId: string): Promise<readonly string[] | null>
  issueRecoveryCodes(tx: StoreTransaction, userId: string, now: number): Promise<string[]>
  permissions: Permissions
  /** Ways in without an old factor. */
  entries: {
    find(reads: StoreReads, userId: string): Promise<{ id: string } | null>
    use(tx: StoreTransaction, entry: { id: string; userId: string }): Promise<boolean>
  }
  /** Calls an open account recovery off: not all is lost. */
  endRecovery(tx: StoreTransaction, userId: string): Promise<void>
  lockAccount: LockAccount
  /** A new way in makes every trusted computer ask again. */
  forgetDevices(tx: StoreTransaction, userId: string): Promise<unknown>
  drawQr(text: string): string
  readUserId(userId: unknown): string
  cleanName(name: string): string
  cleanAccount(label: string): string
  readAddress(ip: string | undefined): string | null
}

interface Owner {
  userId: string
  signIn: { token: string; entryId: string | null } | null
}

// Thrown inside a transaction to roll it back.
class NotFresh extends Error {}

export function createEnrollment(parts: EnrollmentParts) {
  const { issuer, store, keyring, directory, clock, random, limits, append, sign, tellIn, verification } =
    parts
  const {
    smsCodes,
    readMethods,
    permissions,
    entries,
    endRecovery,
    issueRecoveryCodes,
    lockAccount,
    forgetDevices,
    cleanName,
    cleanAccount,
    drawQr,
    readUserId,
    readAddress,
  } = parts

  const isFresh = (userId: string, stepUp: string | undefined, reads: StoreReads) =>
    permissions.holds({ userId, purpose: 'step_up', token: stepUp }, reads)

  /** The user, and the sign-in that lets in who has no old factor; null when its token is worth nothing. */
  async function findOwner(reads: StoreReads, owner: EnrollmentOwner): Promise<Owner | null> {
    if (owner.token === undefined) return { userId: readUserId(owner.userId), signIn: null }
    const { token } = owner
    const permission = await permissions.find(reads, { purpose: 'enroll', token })
    if (permission === null) return null
    const { userId, entryId } = permission
    if (entryId !== null && (await entries.find(reads, userId))?.id !== entryId) return null
    return { userId, signIn: { token, entryId } }
  }

  /** Uses up what let a sign-in set up a factor, and drops the factors that the new one replaces. */
  async function endSignIn(
    tx: StoreTransaction,
    { userId, factorId, signIn }: { userId: string; factorId: string; signIn: Owner['signIn'] },
  ): Promise<boolean> {
    if (signIn === null) return false
    const { token, entryId } = signIn
    if (!(await permissions.use(tx, { userId, purpose: 'enroll', token }))) return false
    if (entryId === null) return true
    if (!(await entries.use(tx, { id: entryId, userId }))) return false
    await tx.delete('factors', { userId, id: { not: factorId } })
    await tx.delete('sentCodes', { userId, factorId: { not: factorId } })
    await permissions.revokeAll(tx, userId, token)
    return true
  }

  async function present(userId: string, shown: FreshApp): Promise<PendingApp> {
    const user = await directory.getUser(userId)
    if (user === null) throw new TwoFactorError('user_unknown', 'directory.getUser knows no such user')
    const account = cleanAccount(user.label) || cleanAccount(user.address) || userId
    return describePendingApp(shown, { issuer, account, drawQr })
  }

  type Begun = Pick<Row<'factors'>, 'userId' | 'label' | 'authority' | 'replaces'> & {
    address: string | null
    stepUp: string | undefined
  }
  type Fresh = Pick<Row<'factors'>, 'id' | 'type' | 'sealedSecret' | 'createdAt'> & { expiresAt: number }

  /** One pending enrollment a user and type: the lock keeps a second begin from slipping in between. */
  async function insertPending(tx: StoreTransaction, { address, stepUp, ...begun }: Begun, fresh: Fresh) {
    const { userId } = begun
    const former = { userId, type: fresh.type, state: 'pending' }
    await lockAccount(tx, userId)
    // The race that this closes: the factor that gave the step-up has gone out of use since somebody looked.
    if (begun.authority === 'step_up' && !(await isFresh(userId, stepUp, tx))) throw new NotFresh()
    for (const { id } of await tx.find('factors', former)) await tx.delete('sentCodes', { id })
    await tx.delete('factors', former)
    await tx.insert('factors', {
      ...begun,
      ...fresh,
      state: 'pending',
      keyId: keyring.current.id,
      lastStep: -1,
      attempts: 0,
      confirmedAt: null,
      lastUsedAt: null,
      preferred: 0,
      heldUntil: null,
      skew: null,
      skewStep: null,
    })
    await append(tx, { type: 'enrollment.started', userId, address, data: { type: fresh.type } })
  }

  async function beginApp(begun: Begun): Promise<PendingApp> {
    const { userId } = begun
    const now = clock.now()
    const id = makeId(random)
    const secret = random.bytes(fixed.secretBytes)
    const expiresAt = now + limits.enrollmentSeconds * 1000
    const shown = await present(userId, { enrollmentId: id, secret, expiresAt })
    const sealedSecret = sealSecret(secret, { table: 'factors', userId, rowId: id }, keyring, random)
    secret.fill(0)
    const fresh = { id, type: 'totp', sealedSecret, createdAt: now, expiresAt }
    await store.transaction((tx) => insertPending(tx, begun, fresh))
    return shown
  }

  async function beginSms(begun: Begun, text: unknown): Promise<PendingSmsBegun> {
    const { userId, authority, replaces, address } = begun
    const now = clock.now()
    const expiresAt = now + limits.enrollmentSeconds * 1000
    return smsCodes.begin(
      { userId, text, address, endsAt: expiresAt },
      async (tx) => {
        // The lock first: a confirmation of the same number that runs beside this is seen, or comes after it.
        await lockAccount(tx, userId)
        const confirmed = await tx.find('factors', { userId, state: { not: 'pending' } })
        return authority === 'step_up' ? confirmed.filter(({ id }) => id !== replaces) : []
      },
      (tx, factor) => insertPending(tx, begun, { ...factor, type: 'sms', createdAt: now, expiresAt }),
    )
  }

  async function findPending(userId: string, enrollmentId: string): Promise<Row<'factors'> | null> {
    if (!isId(enrollmentId)) return null
    const pending = { id: enrollmentId, userId, state: 'pending', expiresAt: { above: clock.now() } }
    const [row] = await store.find('factors', pending)
    return row ?? null
  }

  return {
    /**
     * Starts setting up an authenticator: a new secret, or a phone number that a code is sent to, sealed, that works for
     * nothing until a code confirms it. A user has one pending enrollment of a kind; a second begin replaces the first.
     *
     * @param input.token in the place of `userId`: the token of a sign-in that asked for a new factor
     * @param input.type `totp`, an authenticator app, when left out
     * @param input.number for `sms`, what the person typed, unchecked
     * @param input.label the name that the person gives the authenticator, 64 characters at most
     * @param input.stepUp the token of a fresh step-up, for who has a factor already
     * @param input.replaces the id of a factor that works until this one is confirmed, and goes then
     * @returns `pending` with what to show; `step_up_required` for a user who has a factor already; `too_many_factors`;
     * `not_found` when there is no factor to replace; `method_not_allowed` by a policy; `expired` for a token that is worth
     * nothing any more. For a number besides: `number_invalid`, `number_not_allowed`, `already_added`, and why no code was
     * sent
     * @throws TwoFactorError `user_unknown`
     */
    async begin(
      input: EnrollmentOwner & {
        type?: FactorType
        number?: unknown
        label?: string
        stepUp?: string | undefined
        replaces?: string
        ip?: string
      },
    ): Promise<EnrollmentBegun> {
      refuseTransaction(input, 'enrollment.begin')
      const owner = await findOwner(store, input)
      if (owner === null) return { status: 'expired' }
      const { userId, signIn } = owner
      const address = readAddress(input.ip)
      const label = cleanName(input.label ?? '')
      const replaces = input.replaces ?? null
      const confirmed = await store.find('factors', { userId, state: { not: 'pending' } })
      // A sign-in that was asked for a first factor is over when there is one.
      if (signIn !== null && signIn.entryId === null && confirmed.length > 0) return { status: 'expired' }
      const authority = signIn !== null ? 'entry' : confirmed.length === 0 ? 'first' : 'step_up'
      const { stepUp } = input
      if (authority === 'step_up' && !(await isFresh(userId, stepUp, store)))
        return { status: 'step_up_required' }
      if (replaces !== null && !confirmed.some(({ id }) => id === replaces)) return { status: 'not_found' }
      if (authority === 'step_up' && replaces === null && confirmed.length >= limits.factors)
        return { status: 'too_many_factors' }

      const type = input.type ?? 'totp'
      if (type !== 'totp' && type !== 'sms')
        throw new TwoFactorError('argument_invalid', 'enrollment.begin: type must be totp or sms')
      const methods = await readMethods(userId)
      if (methods !== null && !methods.includes(type)) return { status: 'method_not_allowed' }
      const begun = { userId, label, authority, replaces, address, stepUp }
      try {
        return await (type === 'sms' ? beginSms(begun, input.number) : beginApp(begun))
      } catch (error) {
        if (error instanceof NotFresh) return { status: 'step_up_required' }
        throw error
      }
    },

    /** The pending enrollment again, for a page that is shown a second time. Confirmed or expired ones are never shown. */
    async describe(input: EnrollmentOwner & { enrollmentId: string }): Promise<EnrollmentDescribed> {
      const owner = await findOwner(store, input)
      if (owner === null) return { status: 'expired' }
      const { userId } = owner
      const row = await findPending(userId, input.enrollmentId)
      if (row === null || row.expiresAt === null) return { status: 'expired' }
      const { replaces } = row
      if (row.type === 'sms') return { ...(await smsCodes.describe(row, row.expiresAt)), replaces }
      const secret = openSecret(row.sealedSecret, { table: 'factors', userId, rowId: row.id }, keyring)
      const shown = await present(userId, { enrollmentId: row.id, secret, expiresAt: row.expiresAt })
      secret.fill(0)
      return { ...shown, replaces }
    },

    /** Sends another code to the number of a pending enrollment; the one before it is worth nothing from then on. */
    async sendSms(input: EnrollmentOwner & { enrollmentId: string; ip?: string }): Promise<SmsSent> {
      const owner = await findOwner(store, input)
      const address = readAddress(input.ip)
      const row = owner === null ? null : await findPending(owner.userId, input.enrollmentId)
      if (row === null || row.expiresAt === null || row.type !== 'sms') return { status: 'expired' }
      if (row.attempts >= limits.challengeAttempts) return { status: 'challenge_exhausted' }
      return smsCodes.resend(row, row.expiresAt, address)
    },

    /**
     * Turns the authenticator on with a code from it, and issues recovery codes with the first one. The code is used up
     * by it; trusted computers ask again.
     *
     * @param input.code what the person typed, unchecked
     * @returns `ok` with the recovery codes, which are shown now and never again; `invalid` with the attempts left;
     * `clock_skew` when two codes in a row fit the same wrong time; `malformed` (not counted); `expired` or
     * `challenge_exhausted`: begin again. `expired`, too, for the second of two forms with one code: `factors.list` has the
     * factor then, and for a sign-in `login.describeEntry` says `accepted`
     */
    async confirm(
      input: EnrollmentOwner & { enrollmentId: string; code: unknown; ip?: string },
    ): Promise<EnrollmentConfirmed> {
      refuseTransaction(input, 'enrollment.confirm')
      const owner = await findOwner(store, input)
      const address = readAddress(input.ip)
      const factorId = input.enrollmentId
      if (owner === null || !isId(factorId)) return { status: 'expired' }
      const { userId, signIn } = owner
      let recoveryCodes: string[] = []
      let event: EventType = 'two_factor.enabled'
      const isOther = { userId, state: { not: 'pending' }, id: { not: factorId } }
      let type = 'totp'
      const result = await verification.confirm(
        { userId, factorId, code: input.code },
        async (tx, { authority, replaces, type: confirmedType }) => {
          type = confirmedType
          // Two pending enrollments confirmed at once: the account's lock lets the second see the first.
          await lockAccount(tx, userId)
          // What began in a sign-in is confirmed in it, and nothing else is.
          if ((authority === 'entry') !== (signIn !== null)) return false
          const before = await tx.count('factors', isOther)
          if (authority === 'entry' && !(await endSignIn(tx, { userId, factorId, signIn }))) return false
          const others = await tx.count('factors', isOther)
          if (others > 0 && authority !== 'step_up') return false
          const [old] = replaces === null ? [] : await tx.find('factors', { id: replaces, userId })
          const replaced = replaces === null ? 0 : await tx.delete('factors', { id: replaces, userId })
          if (old?.preferred === 1) await tx.update('factors', { id: factorId }, { preferred: 1 })
          if (replaced > 0) {
            // What the old one has proven, or let begin, counts no more.
            await permissions.revokeAll(tx, userId)
            await tx.delete('challenges', { userId })
            await tx.delete('factors', { userId, state: 'pending' })
          }
          if (others - replaced >= limits.factors) return false
          if (replaces !== null) await tx.delete('sentCodes', { userId, factorId: replaces })
          const isReplacement = replaced > 0 || before > others
          event = isReplacement ? 'factor.replaced' : others === 0 ? 'two_factor.enabled' : 'factor.added'
          await endRecovery(tx, userId)
          await forgetDevices(tx, userId)
          await append(tx, { type: event, userId, address, data: { type } })
          await tellIn(tx, { type: event, userId, data: { type } })
          if (others > 0) return true
          recoveryCodes = await issueRecoveryCodes(tx, userId, clock.now())
          const data = { count: recoveryCodes.length }
          await append(tx, { type: 'recovery_codes.issued', userId, address, data })
          return true
        },
      )
      if (result.status === 'invalid' || result.status === 'clock_skew') {
        const data = { attemptsLeft: result.attemptsLeft }
        await store.appendAudit([sign({ type: 'enrollment.rejected', userId, address, data })])
      }
      if (result.status !== 'ok') return result
      return { status: 'ok', userId, factorId, recoveryCodes }
    },

    /** Drops a pending enrollment with its secret. */
    async cancel(
      input: EnrollmentOwner & { enrollmentId: string; ip?: string },
    ): Promise<{ status: 'cancelled' | 'expired' }> {
      const address = readAddress(input.ip)
      const owner = await findOwner(store, input)
      if (owner === null || !isId(input.enrollmentId)) return { status: 'expired' }
      const { userId } = owner
      const cancelled = await store.transaction(async (tx) => {
        if ((await tx.delete('factors', { id: input.enrollmentId, userId, state: 'pending' })) === 0)
          return false
        await tx.delete('sentCodes', { id: input.enrollmentId })
        await append(tx, { type: 'enrollment.cancelled', userId, address })
        return true
      })
      return { status: cancelled ? 'cancelled' : 'expired' }
    },
  }
}
