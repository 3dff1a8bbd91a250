import { randomInt, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { makeNumber, otherCode, type World } from '../unit/sdk/world.ts'
import { count, readTrust, type StoreCases } from './known-failures-ground.ts'

type Verbs = 'login' | 'stepUp' | 'passwordReset'

/** A challenge of one purpose to which a code was sent. */
async function ask({ twoFactor }: World, user: { userId: string; lastCode(): string }, by: Verbs = 'login') {
  const begun = await twoFactor[by].begin({ userId: user.userId })
  if (begun.status !== 'challenge') throw new Error(begun.status)
  const { token } = begun
  const sent = await twoFactor[by].sendSms({ token })
  return { token, sent, code: user.lastCode() }
}

/** A person with a number that was proven long enough ago to be in nobody's way. */
async function addNumber(world: World) {
  const user = await world.enrollSms()
  world.clock.advanceSeconds(3600)
  return user
}

const begin = ({ twoFactor }: World, input: { userId?: string; number?: string; ip?: string } = {}) =>
  twoFactor.enrollment.begin({ userId: randomUUID(), type: 'sms', number: makeNumber(), ...input })

/** Says that nothing was sent or counted by an attempt. */
async function expectUnsent(world: World, work: () => Promise<unknown>, status: string): Promise<void> {
  const before = [world.sms.messages.length, await world.store.count('smsSends', {})]
  expect(await work()).toMatchObject({ status })
  expect([world.sms.messages.length, await world.store.count('smsSends', {})]).toEqual(before)
}

const anAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

export const smsMisused: StoreCases = {
  'sent to one person without end, whatever for': async ({ open }) => {
    const world = open()
    const user = await addNumber(world)
    const purposes: Verbs[] = ['login', 'stepUp', 'passwordReset', 'login', 'stepUp']
    for (const by of purposes) expect((await ask(world, user, by)).sent).toMatchObject({ status: 'sent' })
    for (const by of purposes)
      await expectUnsent(world, async () => (await ask(world, user, by)).sent, 'sms_limited')
    expect(await world.store.count('audit', { userId: user.userId, type: 'sms.refused' })).toBe(5)
  },

  'sent to one person without end, at once from two processes': async ({ open, openBeside }) => {
    const world = open()
    const user = await addNumber(world)
    const tokens: string[] = []
    for (let made = 0; made < 12; made++) tokens.push(await world.challenge(user.userId))
    const before = world.sms.messages.length
    const verbs = [world.twoFactor.login, openBeside(world).login]
    const send = (token: string, hand: number) =>
      (verbs[hand % 2] as World['twoFactor']['login']).sendSms({ token })
    const results = await Promise.all(tokens.map(send))
    expect([count(results, 'sent'), count(results, 'sms_limited')]).toEqual([5, 7])
    expect(world.sms.messages).toHaveLength(before + 5)
  },

  'sent again and again without a wait': async ({ open }) => {
    const world = open()
    const user = await addNumber(world)
    const { token } = await ask(world, user)
    const resend = () => world.twoFactor.login.sendSms({ token })
    for (const wait of [30, 60, 120]) {
      world.clock.advanceSeconds(wait - 1)
      await expectUnsent(world, resend, 'too_soon')
      world.clock.advanceSeconds(1)
      expect(await resend()).toMatchObject({ status: 'sent' })
    }
    world.clock.advanceSeconds(60)
    await expectUnsent(world, resend, 'challenge_exhausted')
  },

  'sent to one number without end, by many people': async ({ open }) => {
    const world = open()
    const number = makeNumber()
    const spellings = [number, number.replace('+', '00'), `${number.slice(0, 3)} ${number.slice(3)}`]
    for (let made = 0; made < 5; made++)
      expect(await begin(world, { number })).toMatchObject({ status: 'pending' })
    for (const spelling of spellings)
      await expectUnsent(world, () => begin(world, { number: spelling }), 'sms_limited')
  },

  'sent from one address without end, to many numbers': async ({ open }) => {
    const world = open({ limits: { smsPerAddress: 3 } })
    const ip = anAddress()
    for (let made = 0; made < 3; made++)
      expect(await begin(world, { ip })).toMatchObject({ status: 'pending' })
    await expectUnsent(world, () => begin(world, { ip }), 'sms_limited')
    await expectUnsent(world, () => begin(world, { ip: `::ffff:${ip}` }), 'sms_limited')
    expect(await begin(world, { ip: anAddress() })).toMatchObject({ status: 'pending' })
  },

  'sent by everybody together without end': async ({ open }) => {
    const world = open({ limits: { smsBudget: 3 } })
    // Years on, so that nothing of today counts.
    world.clock.advanceSeconds(randomInt(1000, 20_000) * 86_400)
    for (let made = 0; made < 3; made++) expect(await begin(world)).toMatchObject({ status: 'pending' })
    await expectUnsent(world, () => begin(world), 'sms_unavailable')
  },

  'sent to countries and lines that only cost money': async ({ open }) => {
    const world = open()
    for (const number of ['+8835100123456', '+23222123456', '+447012345678', '+46900123456', '112', '']) {
      const userId = randomUUID()
      const before = world.sms.messages.length
      const { status } = await begin(world, { userId, number })
      expect(['number_not_allowed', 'number_invalid'], number).toContain(status)
      expect(world.sms.messages).toHaveLength(before)
      expect(await world.store.count('factors', { userId })).toBe(0)
    }
  },

  'answered by a code that was replaced': async ({ open }) => {
    const world = open()
    const user = await addNumber(world)
    const { token, code: old } = await ask(world, user)
    world.clock.advanceSeconds(30)
    expect(await world.twoFactor.login.sendSms({ token })).toMatchObject({ status: 'sent' })
    const before = await readTrust(world, user.userId)
    expect(await world.verify(token, old, 'sms')).toEqual({ status: 'invalid', attemptsLeft: 4 })
    expect(await readTrust(world, user.userId)).toEqual(before)
    expect(await world.verify(token, user.lastCode(), 'sms')).toMatchObject({ status: 'ok' })
  },

  'answered with more tries after another code': async ({ open }) => {
    const world = open()
    const user = await addNumber(world)
    const { token, code } = await ask(world, user)
    for (let made = 0; made < 3; made++) await world.verify(token, otherCode(code), 'sms')
    world.clock.advanceSeconds(30)
    await world.twoFactor.login.sendSms({ token })
    expect(await world.twoFactor.login.describe({ token })).toMatchObject({ attemptsLeft: 2 })
    const wrong = otherCode(user.lastCode())
    for (const attemptsLeft of [1, 0])
      expect(await world.verify(token, wrong, 'sms')).toMatchObject({ status: 'invalid', attemptsLeft })
    const before = await readTrust(world, user.userId)
    expect(await world.verify(token, user.lastCode(), 'sms')).toEqual({ status: 'challenge_exhausted' })
    expect(await readTrust(world, user.userId)).toEqual(before)
  },

  'answered in another challenge, at another purpose, by another person': async ({ open }) => {
    const world = open()
    const [user, other] = [await addNumber(world), await addNumber(world)]
    const { token, code } = await ask(world, user)
    const before = [await readTrust(world, user.userId), await readTrust(world, other.userId)]
    for (const by of ['login', 'stepUp', 'passwordReset'] as const) {
      for (const { userId } of [user, other]) {
        const begun = await world.twoFactor[by].begin({ userId })
        if (begun.status !== 'challenge') throw new Error(begun.status)
        const verified = await world.twoFactor[by].verify({ token: begun.token, method: 'sms', code })
        expect(verified).toMatchObject({ status: 'invalid' })
      }
    }
    const userId = randomUUID()
    const pending = await begin(world, { userId })
    if (pending.status !== 'pending') throw new Error(pending.status)
    const { enrollmentId } = pending
    const confirmed = await world.twoFactor.enrollment.confirm({ userId, enrollmentId, code })
    expect(confirmed).toMatchObject({ status: 'invalid' })
    expect([await readTrust(world, user.userId), await readTrust(world, other.userId)]).toEqual(before)
    expect(await world.verify(token, code, 'sms')).toMatchObject({ status: 'ok', userId: user.userId })
    expect(await world.verify(token, code, 'sms')).toEqual({ status: 'expired' })
  },

  'answered too late': async ({ open }) => {
    const world = open({ limits: { challengeSeconds: 900 } })
    const user = await addNumber(world)
    const { token, code } = await ask(world, user)
    world.clock.advanceSeconds(300)
    const before = await readTrust(world, user.userId)
    expect(await world.verify(token, code, 'sms')).toMatchObject({ status: 'invalid' })
    expect(await readTrust(world, user.userId)).toEqual(before)
  },
}
