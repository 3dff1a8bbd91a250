import { fixed, type Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import { hashSentCode, makeDigits } from '../crypto/sent-code.ts'
import { hashToken, makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import { formatNumber, maskNumber, type PhoneNumber, type PhoneNumbers } from '../phone-numbers.ts'
import type {
  AppendAudit,
  ChallengePurpose,
  Clock,
  Directory,
  Random,
  SmsMessage,
  SmsSender,
  Store,
  StoreTransaction,
} from '../ports.ts'
import type { Row } from '../tables.ts'
import type { ReadStanding } from './challenges.ts'
import type { SmsLimitRefusal, SmsLimits } from './sms-limits.ts'

/** Why no SMS was sent. Times are milliseconds since 1970. */
export type SmsRefusal =
  /** The wait since the last one is not over. */
  | { status: 'too_soon'; until: number }
  /** A limit, or there is no sender, or SMS no longer go to the country of the number. */
  | SmsLimitRefusal
  /** As many were sent as one challenge or pending factor may have: begin again. */
  | { status: 'challenge_exhausted' }

export type SmsDelivery =
  /** `number` is masked; `resendAt` is null when there is no further one. */
  | { status: 'sent'; number: string; expiresAt: number; resendAt: number | null }
  /** The sender failed. It counts all the same; `resendAt` says from when on it can be tried again. */
  | { status: 'sms_failed'; resendAt: number | null }

export type SmsSent =
  | SmsDelivery
  | SmsRefusal
  | { status: 'expired' }
  | { status: 'locked'; until: number }
  | { status: 'suspended' }
  /** SMS is not one of the challenge's methods. */
  | { status: 'method_not_allowed' }
  /** No such factor of the user. */
  | { status: 'not_found' }

/** A phone number that a code is on its way to. */
export interface PendingSms {
  status: 'pending'
  type: 'sms'
  enrollmentId: string
  /** Masked. */
  number: string
  /** Milliseconds since 1970. */
  expiresAt: number
  /** When another code can be asked for; null when there is no further one. */
  resendAt: number | null
}

export type PendingSmsBegun =
  | PendingSms
  | { status: 'number_invalid' }
  | { status: 'number_not_allowed'; because: 'country' | 'type' }
  /** It is the number of a factor that the user has. */
  | { status: 'already_added' }
  /** Nothing has begun. */
  | SmsRefusal
  /** It has begun all the same: try again by `sendSms`. */
  | { status: 'sms_failed'; enrollmentId: string; resendAt: number | null }

/** What the host says of a code that a person wants sent. */
export interface SendSmsInput {
  token: string
  factorId?: string
  ip?: string
}

/** A code to be made and sent. */
interface SmsOrder {
  /** The challenge or the pending factor that the code answers. */
  id: string
  userId: string
  factorId: string
  number: PhoneNumber
  purpose: SmsMessage['purpose']
  address: string | null
  /** When the challenge or the pending factor ends. */
  endsAt: number
}

interface SmsCodeParts {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  limits: Limits
  directory: Directory
  append: AppendAudit
  readStanding: ReadStanding
  smsLimits: SmsLimits
  /** Null where no SMS are sent. */
  sms: { send: SmsSender; numbers: PhoneNumbers } | null
}

const SECOND_MS = 1000

/**
 * Codes that go to a phone (NIST SP 800-63B, out-of-band over the telephone network; ASVS 5.0 6.6.2 and 6.6.3). Who may
 * have one is decided, counted and committed before anything is sent. Judging them is `verification`'s.
 */
export function createSmsCodes(parts: SmsCodeParts) {
  const { store, keyring, clock, random, limits, directory, append, readStanding, smsLimits, sms } = parts

  const placeOf = ({ id, userId }: Pick<Row<'factors'>, 'id' | 'userId'>) => ({
    table: 'factors',
    userId,
    rowId: id,
  })

  function openNumber(factor: Pick<Row<'factors'>, 'id' | 'userId' | 'sealedSecret'>): PhoneNumber {
    return Buffer.from(openSecret(factor.sealedSecret, placeOf(factor), keyring)).toString()
  }

  /** When the code after this many can be asked for; null when that was the last one, or comes too late to be of use. */
  function findResendAt({ sends, sentAt }: Pick<Row<'sentCodes'>, 'sends' | 'sentAt'>, endsAt: number) {
    const wait = fixed.smsWaitsMs[sends - 1]
    return wait === undefined || sentAt + wait >= endsAt ? null : sentAt + wait
  }

  async function refuse<R extends SmsRefusal>(
    tx: StoreTransaction,
    { userId, address, purpose }: SmsOrder,
    because: string,
    refusal: R,
  ): Promise<R> {
    await append(tx, { type: 'sms.refused', userId, address, data: { purpose, because } })
    return refusal
  }

  /** Counts the send and puts the new code in the place of the last one, which is worth nothing from then on. */
  async function reserve(
    tx: StoreTransaction,
    order: SmsOrder,
    code: string,
  ): Promise<Row<'sentCodes'> | SmsRefusal> {
    const { id, userId, factorId, number, purpose, address, endsAt } = order
    const now = clock.now()
    const [last] = await tx.find('sentCodes', { id })
    if (last !== undefined) {
      const wait = fixed.smsWaitsMs[last.sends - 1]
      if (wait === undefined) return refuse(tx, order, 'sends', { status: 'challenge_exhausted' })
      // A second click is nothing to remember.
      if (last.sentAt + wait > now) return { status: 'too_soon', until: last.sentAt + wait }
    }
    const limit = await smsLimits.count(tx, order, now)
    if (limit !== null) return refuse(tx, order, limit.because, limit.refusal)
    const { current } = keyring
    const fresh = {
      factorId,
      codeHash: hashSentCode({ id, factorId }, code, keyring, current.id),
      keyId: current.id,
      sends: (last?.sends ?? 0) + 1,
      sentAt: now,
      expiresAt: Math.min(now + limits.smsSeconds * SECOND_MS, endsAt),
      usedAt: null,
    }
    if (last === undefined) await tx.insert('sentCodes', { id, userId, ...fresh })
    else await tx.update('sentCodes', { id }, fresh)
    const data = { purpose, number: maskNumber(number) }
    await append(tx, { type: 'sms.sent', userId, address, data })
    return { id, userId, ...fresh }
  }

  async function deliver(
    sender: SmsSender,
    order: SmsOrder,
    code: string,
    sent: Row<'sentCodes'>,
    locale: string,
  ): Promise<SmsDelivery> {
    const { id, userId, purpose, address, endsAt } = order
    const { expiresAt, codeHash } = sent
    const number = maskNumber(order.number)
    const resendAt = findResendAt(sent, endsAt)
    const message = { number: formatNumber(order.number), code, userId, purpose, locale, expiresAt }
    try {
      await sender(message)
    } catch {
      await store.transaction(async (tx) => {
        // What did not go out can't be typed in. A code that was sent after it is another one.
        await tx.update('sentCodes', { id, codeHash }, { expiresAt: clock.now() })
        await append(tx, { type: 'sms.failed', userId, address, data: { purpose, number } })
      })
      return { status: 'sms_failed', resendAt }
    }
    return { status: 'sent', number, expiresAt, resendAt }
  }

  /**
   * Makes a code and sends it. `check` runs first in the transaction that counts it, with everybody else's sends held
   * off, and may refuse; `write` adds to it what is true only if the code may be sent.
   */
  async function dispatch<R>(
    order: SmsOrder,
    check: (tx: StoreTransaction) => Promise<R | null>,
    write: (tx: StoreTransaction) => Promise<void> = async () => undefined,
  ): Promise<R | SmsRefusal | SmsDelivery> {
    if (sms === null) return { status: 'sms_unavailable' }
    const user = await directory.getUser(order.userId)
    if (user === null) throw new TwoFactorError('user_unknown', 'directory.getUser knows no such user')
    const code = makeDigits(random, fixed.smsDigits)
    const isReachable = sms.numbers.read(formatNumber(order.number)).status === 'ok'
    const reserved = await store.transaction(async (tx) => {
      await smsLimits.hold(tx)
      const refusal = await check(tx)
      if (refusal !== null) return { refusal }
      if (!isReachable)
        return { refusal: await refuse(tx, order, 'country', { status: 'sms_unavailable' as const }) }
      const sent = await reserve(tx, order, code)
      if ('status' in sent) return { refusal: sent }
      await write(tx)
      return { sent }
    })
    if (reserved.sent === undefined) return reserved.refusal
    return deliver(sms.send, order, code, reserved.sent, user.locale)
  }

  /** The factor that was asked for; else the one that the last code went to, the preferred one, the oldest. */
  async function chooseFactor(challenge: Row<'challenges'>, factorId: unknown) {
    const where = { userId: challenge.userId, type: 'sms', state: 'active' }
    const factors = await store.find('factors', where, { orderBy: 'createdAt' })
    if (factorId !== undefined) return factors.find(({ id }) => id === factorId)
    const [last] = await store.find('sentCodes', { id: challenge.id })
    return (
      factors.find(({ id }) => id === last?.factorId) ??
      factors.find(({ preferred }) => preferred === 1) ??
      factors[0]
    )
  }

  return {
    canSend: sms !== null,

    /** The number of a factor as it may be shown; nothing for a factor that has none. */
    showNumber: (factor: Row<'factors'>): { number?: string } =>
      factor.type === 'sms' ? { number: maskNumber(openNumber(factor)) } : {},

    /**
     * Starts proving a number: sends a code to it. `findOthers` holds the account and gives the factors that stay beside
     * it; `write` puts the pending factor into the same transaction.
     */
    async begin(
      {
        userId,
        text,
        address,
        endsAt,
      }: { userId: string; text: unknown; address: string | null; endsAt: number },
      findOthers: (tx: StoreTransaction) => Promise<Row<'factors'>[]>,
      write: (tx: StoreTransaction, factor: { id: string; sealedSecret: string }) => Promise<void>,
    ): Promise<PendingSmsBegun> {
      const read = sms === null ? ({ status: 'sms_unavailable' } as const) : sms.numbers.read(text)
      if (read.status !== 'ok') return read
      const { number } = read
      const id = makeId(random)
      const sealedSecret = sealSecret(Buffer.from(number), placeOf({ id, userId }), keyring, random)
      const order: SmsOrder = { id, userId, factorId: id, number, purpose: 'enrollment', address, endsAt }
      const isKnown = async (tx: StoreTransaction) =>
        (await findOthers(tx)).some((row) => row.type === 'sms' && openNumber(row) === number)
      const sent = await dispatch(
        order,
        async (tx) => ((await isKnown(tx)) ? { status: 'already_added' as const } : null),
        (tx) => write(tx, { id, sealedSecret }),
      )
      if (sent.status === 'sms_failed') return { ...sent, enrollmentId: id }
      if (sent.status !== 'sent') return sent
      return { ...sent, status: 'pending', type: 'sms', enrollmentId: id, expiresAt: endsAt }
    },

    /** A pending factor again, for a page that is shown a second time. */
    async describe(factor: Row<'factors'>, endsAt: number): Promise<PendingSms> {
      const { id } = factor
      const [sent] = await store.find('sentCodes', { id })
      const resendAt = sent === undefined ? clock.now() : findResendAt(sent, endsAt)
      const number = maskNumber(openNumber(factor))
      return { status: 'pending', type: 'sms', enrollmentId: id, number, expiresAt: endsAt, resendAt }
    },

    /** Sends another code to a number that waits to be proven. */
    resend(factor: Row<'factors'>, endsAt: number, address: string | null): Promise<SmsSent> {
      const { id, userId } = factor
      const number = openNumber(factor)
      const order: SmsOrder = { id, userId, factorId: id, number, purpose: 'enrollment', address, endsAt }
      return dispatch(order, async (tx) =>
        (await tx.count('factors', { id, state: 'pending' })) === 1 ? null : { status: 'expired' as const },
      )
    },

    /** Sends a code for a challenge that waits for one, to one of its user's numbers. */
    async send(input: {
      token: unknown
      purpose: ChallengePurpose
      factorId: unknown
      address: string | null
    }): Promise<SmsSent> {
      const { token, purpose, factorId, address } = input
      const tokenHash = hashToken(token)
      const now = clock.now()
      const [challenge] = tokenHash === null ? [] : await store.find('challenges', { id: tokenHash, purpose })
      if (challenge === undefined || challenge.consumedAt !== null || challenge.expiresAt <= now)
        return { status: 'expired' }
      const { id, userId, attempts, attemptsAllowed, methods, expiresAt: endsAt } = challenge
      if (attempts >= attemptsAllowed) return { status: 'challenge_exhausted' }
      const standing = await readStanding(userId, now)
      if (standing.status === 'locked') return standing
      // The way to a new password is open to a suspended account, by any factor.
      if (standing.status === 'suspended' && purpose !== 'password_reset') return standing
      if (!methods.split(' ').includes('sms')) return { status: 'method_not_allowed' }
      const factor = await chooseFactor(challenge, factorId)
      if (factor === undefined) return { status: 'not_found' }
      const order = { id, userId, factorId: factor.id, number: openNumber(factor), purpose, address, endsAt }
      const isOpen = { id, consumedAt: null, attempts: { belowColumn: 'attemptsAllowed' } }
      return dispatch(order, async (tx) =>
        (await tx.count('challenges', isOpen)) === 1 ? null : { status: 'expired' as const },
      )
    },
  }
}

export type SmsCodes = ReturnType<typeof createSmsCodes>
