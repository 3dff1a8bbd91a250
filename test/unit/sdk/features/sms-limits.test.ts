import { randomInt, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, makeNumber, type World } from '../world.ts'

const HOUR = 3600

function makeAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
}

describeOnEveryStore('SMS limits', (store) => {
  const begin = (world: World, userId: string, number = makeNumber(), ip?: string) =>
    world.twoFactor.enrollment.begin({ userId, type: 'sms', number, ...(ip === undefined ? {} : { ip }) })

  async function sendTo(world: World, userId: string) {
    return world.twoFactor.login.sendSms({ token: await world.challenge(userId) })
  }

  const refusals = async (world: World, userId: string) =>
    (await world.twoFactor.audit.list({ userId, types: ['sms.refused'] })).map(({ data }) => data.because)

  test('a user gets five an hour, over all sign-ins, purposes and enrollments', async () => {
    const world = createWorld(store())
    const start = world.clock.now()
    const user = await world.enrollSms()
    world.clock.advanceSeconds(60)
    for (let sent = 0; sent < 3; sent++)
      expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sent' })
    const reset = await world.twoFactor.passwordReset.begin({ userId: user.userId })
    if (reset.status !== 'challenge') throw new Error(reset.status)
    expect(await world.twoFactor.passwordReset.sendSms({ token: reset.token })).toMatchObject({
      status: 'sent',
    })
    const before = world.sms.messages.length
    expect(await sendTo(world, user.userId)).toEqual({ status: 'sms_limited', until: start + HOUR * 1000 })
    expect(world.sms.messages).toHaveLength(before)
    expect(await refusals(world, user.userId)).toEqual(['user_hour'])
    world.clock.set(start + HOUR * 1000 - 1)
    expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sms_limited' })
    world.clock.set(start + HOUR * 1000)
    expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sent' })
    expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sms_limited' })
  })

  test('a user gets ten a day', async () => {
    const world = createWorld(store())
    const start = world.clock.now()
    const user = await world.enrollSms()
    for (let sent = 1; sent < 10; sent++) {
      world.clock.advanceSeconds(HOUR)
      expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sent' })
    }
    world.clock.advanceSeconds(HOUR)
    expect(await sendTo(world, user.userId)).toEqual({
      status: 'sms_limited',
      until: start + 24 * HOUR * 1000,
    })
    expect(await refusals(world, user.userId)).toEqual(['user_day'])
  })

  test('parallel sends over many challenges never pass five an hour', async () => {
    const world = createWorld(store())
    const user = await world.enrollSms()
    world.clock.advanceSeconds(HOUR)
    world.sms.messages.length = 0
    const tokens = await Promise.all(Array.from({ length: 20 }, () => world.challenge(user.userId)))
    const results = await Promise.all(tokens.map((token) => world.twoFactor.login.sendSms({ token })))
    expect(results.filter(({ status }) => status === 'sent')).toHaveLength(5)
    expect(results.filter(({ status }) => status === 'sms_limited')).toHaveLength(15)
    expect(world.sms.messages).toHaveLength(5)
  })

  test('a number gets five an hour, whoever asks for it, in parallel too', async () => {
    const world = createWorld(store())
    const number = makeNumber()
    const begun = await Promise.all(Array.from({ length: 20 }, () => begin(world, randomUUID(), number)))
    expect(begun.filter(({ status }) => status === 'pending')).toHaveLength(5)
    expect(begun.filter(({ status }) => status === 'sms_limited')).toHaveLength(15)
    expect(world.sms.messages.filter((message) => message.number === number)).toHaveLength(5)
    const userId = randomUUID()
    expect(await begin(world, userId, number)).toMatchObject({ status: 'sms_limited' })
    expect(await refusals(world, userId)).toEqual(['number_hour'])
    expect(await store().count('factors', { userId })).toBe(0)
    expect(await store().count('sentCodes', { userId })).toBe(0)
    expect(await begin(world, userId)).toMatchObject({ status: 'pending' })
  })

  test('beginning again with other numbers resets nothing', async () => {
    const world = createWorld(store())
    const userId = randomUUID()
    for (let begun = 0; begun < 5; begun++)
      expect(await begin(world, userId)).toMatchObject({ status: 'pending' })
    expect(await begin(world, userId)).toMatchObject({ status: 'sms_limited' })
    expect(world.sms.messages).toHaveLength(5)
  })

  test('an address is limited over all users, IPv6 by its /64, and others are not', async () => {
    const world = createWorld(store(), { limits: { smsPerAddress: 3 } })
    const ip = makeAddress()
    for (let begun = 0; begun < 3; begun++)
      expect(await begin(world, randomUUID(), makeNumber(), ip)).toMatchObject({ status: 'pending' })
    const userId = randomUUID()
    expect(await begin(world, userId, makeNumber(), ip)).toMatchObject({ status: 'sms_limited' })
    expect(await refusals(world, userId)).toEqual(['address_hour'])
    expect(await begin(world, userId, makeNumber(), makeAddress())).toMatchObject({ status: 'pending' })
    const net = `2001:db8:${randomInt(0xffff).toString(16)}:1`
    for (const host of [1, 2, 3]) await begin(world, randomUUID(), makeNumber(), `${net}::${host}`)
    expect(await begin(world, randomUUID(), makeNumber(), `${net}::4`)).toMatchObject({
      status: 'sms_limited',
    })
  })

  test('what the sender failed to send counts too', async () => {
    const world = createWorld(store())
    const user = await world.enrollSms()
    world.sms.fail(4)
    for (let sent = 0; sent < 4; sent++)
      expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sms_failed' })
    expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sms_limited' })
  })

  test('when the budget of the day is spent nobody gets any more, and the record says so once a day', async () => {
    const day = 30 * 86_400_000
    const world = createWorld(store(), { limits: { smsBudget: 3 } })
    world.clock.set(world.clock.now() + day)
    const budgetRows = async () =>
      (
        await world.twoFactor.audit.list({
          types: ['sms.budget_spent'],
          since: world.clock.now() - 3_600_000,
        })
      ).length
    const user = await world.enrollSms()
    const begun = await Promise.all(Array.from({ length: 10 }, () => begin(world, randomUUID())))
    expect(begun.filter(({ status }) => status === 'pending')).toHaveLength(2)
    expect(begun.filter(({ status }) => status === 'sms_unavailable')).toHaveLength(8)
    expect(await sendTo(world, user.userId)).toEqual({ status: 'sms_unavailable' })
    expect(world.sms.messages).toHaveLength(3)
    expect(await refusals(world, user.userId)).toEqual(['budget'])
    expect(await budgetRows()).toBe(1)
    world.clock.advanceSeconds(24 * HOUR)
    for (let sent = 0; sent < 3; sent++)
      expect(await sendTo(world, user.userId)).toMatchObject({ status: 'sent' })
    expect(await begin(world, randomUUID())).toEqual({ status: 'sms_unavailable' })
    expect(await budgetRows()).toBe(1)
  })

  test('a new key resets no limit of a number', async () => {
    const world = createWorld(store())
    const number = makeNumber()
    for (let begun = 0; begun < 5; begun++) await begin(world, randomUUID(), number)
    const keys = [
      { id: '2027-01', secret: Buffer.alloc(32, 5).toString('base64') },
      { id: '2026-11', secret: Buffer.alloc(32, 7).toString('base64') },
    ]
    const rotated = createWorld(store(), { keys })
    expect(await begin(rotated, randomUUID(), number)).toMatchObject({ status: 'sms_limited' })
    expect(rotated.sms.messages).toEqual([])
  })

  test('what is too old to be counted goes, and what still counts stays', async () => {
    const world = createWorld(store())
    const user = await world.enrollSms()
    world.clock.advanceSeconds(47 * HOUR)
    await sendTo(world, user.userId)
    world.clock.advanceSeconds(HOUR)
    while ((await world.twoFactor.housekeeping()).more);
    expect(await store().count('smsSends', { userId: user.userId })).toBe(1)
    expect(await store().count('sentCodes', { userId: user.userId })).toBe(1)
    world.clock.advanceSeconds(24 * HOUR)
    while ((await world.twoFactor.housekeeping()).more);
    expect(await store().count('sentCodes', { userId: user.userId })).toBe(0)
    expect(await store().count('smsSends', { userId: user.userId })).toBe(1)
  })
})
