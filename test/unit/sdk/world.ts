import { randomInt, randomUUID } from 'node:crypto'
import {
  createTwoFactor,
  type Limits,
  type Organization,
  type Store,
  type TwoFactorOptions,
  type VerificationMethod,
} from 'countersign'
import { decodeBase32, generateTotp, timeStep } from 'countersign/otp'
import { createEventOutbox, createSmsOutbox, createTestClock } from 'countersign/testing'

export const KEY = Buffer.alloc(32, 7).toString('base64')
export const START = Date.UTC(2026, 10, 21, 12)

/** The SDK around a store, with a clock that the test moves and an outbox that it reads. */
export function createWorld(
  store: Store,
  options: Partial<TwoFactorOptions> & { limits?: Partial<Limits> } = {},
) {
  const clock = createTestClock(START)
  const outbox = createEventOutbox()
  const sms = createSmsOutbox()
  /** Who belongs where: user id to organizations. */
  const people = new Map<string, Organization[]>()
  const twoFactor = createTwoFactor({
    issuer: 'Harbour Practice',
    store,
    keys: [{ id: '2026-11', secret: KEY }],
    directory: {
      async getUser(id) {
        if (id.startsWith('unknown')) return null
        return {
          id,
          address: `${id}@example.test`,
          label: `${id}@example.test`,
          locale: 'en',
          organizations: people.get(id) ?? [],
        }
      },
      async listMembers(organizationId) {
        return [...people]
          .filter(([, list]) => list.some(({ id }) => id === organizationId))
          .map(([id]) => id)
      },
    },
    notify: outbox,
    sendSms: sms,
    smsCountries: ['SE', 'GB'],
    clock,
    ...options,
  })

  /** A user with a confirmed authenticator; `code(offset)` is its code that many time steps from now. */
  async function enroll(userId: string = randomUUID()) {
    const begun = await twoFactor.enrollment.begin({ userId })
    if (begun.status !== 'pending' || begun.type !== 'totp')
      throw new Error(`enrollment did not begin: ${begun.status}`)
    const secret = decodeBase32(begun.secret) as Uint8Array
    const code = (offset = 0) => totp(secret, clock.now() + offset * 30_000)
    const confirmed = await twoFactor.enrollment.confirm({
      userId,
      enrollmentId: begun.enrollmentId,
      code: code(),
    })
    if (confirmed.status !== 'ok') throw new Error(`enrollment was not confirmed: ${confirmed.status}`)
    // The confirmation has used up the current step.
    clock.advanceSeconds(30)
    const { factorId, recoveryCodes } = confirmed
    return { userId, secret, factorId, recoveryCodes, code, wrongCode: () => wrongCode(secret, clock.now()) }
  }

  /** A user with a confirmed phone number; `lastCode()` is the code that was sent to it last. */
  async function enrollSms(userId: string = randomUUID(), number = makeNumber()) {
    const begun = await twoFactor.enrollment.begin({ userId, type: 'sms', number })
    if (begun.status !== 'pending' || begun.type !== 'sms')
      throw new Error(`enrollment did not begin: ${begun.status}`)
    const lastCode = () => sms.messages.findLast((message) => message.number === number)?.code ?? ''
    const { enrollmentId } = begun
    const confirmed = await twoFactor.enrollment.confirm({ userId, enrollmentId, code: lastCode() })
    if (confirmed.status !== 'ok') throw new Error(`enrollment was not confirmed: ${confirmed.status}`)
    const { factorId, recoveryCodes } = confirmed
    return { userId, number, factorId, recoveryCodes, lastCode }
  }

  /** The token of a new challenge. */
  async function challenge(userId: string): Promise<string> {
    const begun = await twoFactor.login.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(`no challenge: ${begun.status}`)
    return begun.token
  }

  const verify = (token: string, code: unknown, method: VerificationMethod = 'totp', ip?: string) =>
    twoFactor.login.verify({ token, method, code, ...(ip === undefined ? {} : { ip }) })

  /** The token of a fresh step-up; uses up the code of the next step, and the clock goes there. */
  async function stepUp(user: { userId: string; code(): string }): Promise<string> {
    clock.advanceSeconds(30)
    const begun = await twoFactor.stepUp.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(`no step-up: ${begun.status}`)
    const verified = await twoFactor.stepUp.verify({ token: begun.token, method: 'totp', code: user.code() })
    if (verified.status !== 'ok') throw new Error(`no step-up: ${verified.status}`)
    clock.advanceSeconds(30)
    return verified.stepUp
  }

  /** Signs in with a code and has the computer trusted; the token that it keeps. */
  async function trust(user: { userId: string; code(): string }, label = 'Reception'): Promise<string> {
    const token = await challenge(user.userId)
    const verified = await twoFactor.login.verify({
      token,
      method: 'totp',
      code: user.code(),
      trust: { label },
    })
    if (verified.status !== 'ok' || verified.device === undefined)
      throw new Error(`not trusted: ${verified.status}`)
    clock.advanceSeconds(30)
    return verified.device.token
  }

  /** The newest code or link that was mailed to a user under this type. */
  function readMail(userId: string, type: string): Readonly<Record<string, string>> {
    const mail = outbox.events.findLast((event) => event.userId === userId && event.type === type)
    if (mail?.secret === undefined) throw new Error(`no ${type} was mailed`)
    return mail.secret
  }

  /** Signs in with the mailed code and a new authenticator; what the confirmation said, and the new codes. */
  async function enter(userId: string) {
    const begun = await twoFactor.login.begin({ userId })
    if (begun.status !== 'enroll') throw new Error(`no enroll: ${begun.status}`)
    const proven = await twoFactor.login.prove({
      token: begun.token,
      code: readMail(userId, 'sign_in.proof_requested').code,
    })
    if (proven.status !== 'ok') throw new Error(`not proven: ${proven.status}`)
    const { token } = proven
    const pending = await twoFactor.enrollment.begin({ token })
    if (pending.status !== 'pending' || pending.type !== 'totp')
      throw new Error(`no enrollment: ${pending.status}`)
    const secret = decodeBase32(pending.secret) as Uint8Array
    const { enrollmentId } = pending
    const confirm = () =>
      twoFactor.enrollment.confirm({ token, enrollmentId, code: totp(secret, clock.now()) })
    return { begun, token, enrollmentId, confirm, code: () => totp(secret, clock.now()) }
  }

  const auditTypes = async (userId: string) => (await twoFactor.audit.list({ userId })).map((row) => row.type)

  return {
    ...{ store, clock, outbox, sms, people, twoFactor },
    ...{ enroll, enrollSms, challenge, verify, stepUp, trust, readMail, enter, auditTypes },
  }
}

export type World = ReturnType<typeof createWorld>

/** A Swedish mobile number that nothing is ever sent to. */
export function makeNumber(): string {
  return `+4670${randomInt(10_000_000).toString().padStart(7, '0')}`
}

/** Another code of as many digits. */
export function otherCode(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0')
}

export function totp(secret: Uint8Array, at: number): string {
  return generateTotp({ type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 }, at)
}

/** A right-shaped code that fits none of the steps around `at`. */
function wrongCode(secret: Uint8Array, at: number): string {
  const near = new Set(Array.from({ length: 41 }, (_, index) => totp(secret, at + (index - 20) * 30_000)))
  for (let candidate = timeStep(30, at) % 1_000_000; ; candidate = (candidate + 1) % 1_000_000) {
    const code = String(candidate).padStart(6, '0')
    if (!near.has(code)) return code
  }
}
