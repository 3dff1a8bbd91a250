import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { mailLink, makeRequest, openRecovery, readRequest } from '../recovery.ts'
import { createWorld } from '../world.ts'

const DAY = 86_400

describeOnEveryStore('housekeeping', (store) => {
  test('what has expired goes in batches, and what is in use stays', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const ip = '203.0.113.7'
    const device = await world.trust(user)
    await world.stepUp(user)
    for (let made = 0; made < 5; made++) await world.twoFactor.enrollment.begin({ userId: randomUUID() })
    await world.twoFactor.login.begin({ userId: user.userId, ip })
    world.clock.advanceSeconds(31 * DAY)
    const waiting = await world.challenge(user.userId)
    const pending = await world.twoFactor.enrollment.begin({ userId: randomUUID() })
    expect(await world.twoFactor.housekeeping({ batch: 3 })).toMatchObject({ more: true })
    let calls = 0
    while ((await world.twoFactor.housekeeping({ batch: 3 })).more) calls++
    expect(calls).toBeLessThan(10)
    expect(await world.twoFactor.housekeeping()).toEqual({ deleted: 0, more: false })
    expect(await store().find('factors', { state: 'pending' })).toMatchObject([
      { id: pending.status === 'pending' ? pending.enrollmentId : '' },
    ])
    for (const table of ['permissions', 'trustedDevices', 'deviceTokens', 'addresses'] as const)
      expect(await store().count(table, {})).toBe(0)
    expect(device).not.toBe('')
    expect(await world.verify(waiting, user.code())).toMatchObject({ status: 'ok' })
    expect(await world.twoFactor.recoveryCodes.remaining({ userId: user.userId })).toBe(10)
    expect((await world.auditTypes(user.userId)).length).toBeGreaterThan(5)
  })

  test('requests for recovery go ninety days after their end, which whose time is over come to as well, and an open one stays', async () => {
    const world = createWorld(store())
    const { accountRecovery, housekeeping } = world.twoFactor
    const rejected = await openRecovery(world)
    await accountRecovery.review(await rejected.act({ decision: 'reject' }))
    const forgotten = await openRecovery(world)
    const waiting = await openRecovery(world)
    const { createdAt } = (await store().find('accountRecoveries', { id: waiting.requestId }))[0] ?? {
      createdAt: 0,
    }
    const overAt = (await readRequest(world, forgotten.requestId)).expiresAt
    // Approved on its last day: its own thirty days run from the end of the wait.
    world.clock.set(createdAt + 29 * DAY * 1000)
    const completableAt = await waiting.approve()
    await mailLink(world, rejected.userId)
    await world.twoFactor.housekeeping()
    const left = async () =>
      (await store().find('accountRecoveries', {}, { orderBy: 'createdAt' })).map(({ id }) => id)
    expect(await left()).toEqual([rejected, forgotten, waiting].map(({ requestId }) => requestId))
    expect(await store().count('permissions', { purpose: 'account_recovery' })).toBe(1)
    world.clock.set(completableAt)
    await housekeeping()
    expect(await left()).toEqual([rejected, forgotten, waiting].map(({ requestId }) => requestId))
    await world.twoFactor.settle()
    const told = world.outbox.events.filter(({ type }) => type === 'account_recovery.expired')
    expect(told).toMatchObject([
      { userId: forgotten.userId, data: { state: 'requested' }, everyAddress: true },
    ])
    expect(await readRequest(world, forgotten.requestId)).toMatchObject({
      ...{ state: 'expired', endedAt: overAt, reviewedBy: null },
    })
    expect(await accountRecovery.describe({ token: forgotten.cancelToken })).toMatchObject({
      ...{ status: 'ended', outcome: 'expired', at: overAt },
    })
    expect(await accountRecovery.review(await forgotten.act())).toEqual({
      ...{ status: 'closed', outcome: 'expired', reviewedBy: null },
    })
    expect(await world.auditTypes(forgotten.userId)).toContain('account_recovery.expired')
    expect(await store().count('permissions', { purpose: 'account_recovery' })).toBe(0)
    world.clock.set(completableAt)
    const second = await makeRequest(world, forgotten.userId)
    world.clock.set(completableAt + 30 * DAY * 1000 - 1)
    await housekeeping()
    const countTold = async () => {
      await world.twoFactor.settle()
      return world.outbox.events.filter(({ type }) => type === 'account_recovery.expired').length
    }
    expect(await countTold()).toBe(1)
    world.clock.set(completableAt + 30 * DAY * 1000)
    await housekeeping()
    // The approved one, that nobody completed, and the second one.
    expect(await countTold()).toBe(3)
    world.clock.set(createdAt + 91 * DAY * 1000)
    await housekeeping()
    expect(await left()).toEqual([forgotten, waiting, second].map(({ requestId }) => requestId))
    world.clock.set(overAt + 90 * DAY * 1000)
    await housekeeping()
    expect(await left()).toEqual([waiting, second].map(({ requestId }) => requestId))
    world.clock.set(completableAt + 120 * DAY * 1000)
    await housekeeping()
    expect(await left()).toEqual([])
    // What happened stays on the record.
    expect(await world.auditTypes(rejected.userId)).toContain('account_recovery.rejected')
  })

  test('the way in after a recovery stays open until it is used, and goes a day after that', async () => {
    const world = createWorld(store())
    const { accountRecovery, housekeeping } = world.twoFactor
    const { waitOut, userId } = await openRecovery(world)
    await accountRecovery.complete({ token: await waitOut() })
    world.clock.advanceSeconds(400 * DAY)
    await housekeeping()
    const entered = await world.enter(userId)
    expect(await entered.confirm()).toMatchObject({ status: 'ok' })
    world.clock.advanceSeconds(DAY - 1)
    await housekeeping()
    expect(await store().count('entries', { userId })).toBe(1)
    expect(await store().count('sentCodes', { userId })).toBe(1)
    world.clock.advanceSeconds(DAY)
    await housekeeping()
    expect(await store().count('entries', { userId })).toBe(0)
    expect(await store().count('sentCodes', { userId })).toBe(0)
  })

  test('a batch that is none fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const batch of [0, 10_001, 1.5])
      await expect(twoFactor.housekeeping({ batch })).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
  })
})
