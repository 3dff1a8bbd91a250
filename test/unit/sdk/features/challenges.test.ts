import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

const purposes = ['login', 'stepUp', 'passwordReset'] as const

describeOnEveryStore('challenges', (store) => {
  for (const purpose of purposes) {
    test(`that of ${purpose} is described, answered, cancelled and ended for that purpose only`, async () => {
      const world = createWorld(store())
      const user = await world.enroll()
      const begun = await world.twoFactor[purpose].begin({ userId: user.userId })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      const { token, methods } = begun
      expect(methods).toMatchObject([{ type: 'totp' }, { type: 'recovery_code' }])
      for (const other of purposes.filter((one) => one !== purpose)) {
        expect(await world.twoFactor[other].describe({ token })).toEqual({ status: 'expired' })
        expect(await world.twoFactor[other].verify({ token, method: 'totp', code: user.code() })).toEqual({
          status: 'expired',
        })
        expect(await world.twoFactor[other].cancel({ token })).toEqual({ status: 'expired' })
      }
      expect(await world.twoFactor[purpose].describe({ token })).toMatchObject({
        status: 'open',
        attemptsLeft: 5,
      })
      expect(await world.twoFactor[purpose].cancel({ token })).toEqual({ status: 'cancelled' })
      expect(await world.twoFactor[purpose].describe({ token })).toEqual({ status: 'expired' })
    })
  }

  test('expired ones of the user go when the next is opened', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    await world.challenge(user.userId)
    world.clock.advanceSeconds(301)
    await world.challenge(user.userId)
    expect(await store().count('challenges', { userId: user.userId })).toBe(1)
  })
})
