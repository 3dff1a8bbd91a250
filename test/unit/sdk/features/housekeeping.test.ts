import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
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

  test('a batch that is none fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const batch of [0, 10_001, 1.5])
      await expect(twoFactor.housekeeping({ batch })).rejects.toThrow(TypeError)
  })
})
