import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('a question whose code earns a permission', (store) => {
  test.each([
    ['stepUp', 'passwordReset'],
    ['passwordReset', 'stepUp'],
  ] as const)(
    'of %s earns one permission among parallel answers, and answers none of %s',
    async (own, other) => {
      const world = createWorld(store())
      const { userId, code, wrongCode } = await world.enroll()
      const { [own]: asked, [other]: unasked } = world.twoFactor
      const begun = await asked.begin({ userId })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      const { token } = begun
      const answer = { token, method: 'totp', code: code() } as const
      expect(await unasked.describe({ token })).toEqual({ status: 'expired' })
      expect(await unasked.verify(answer)).toEqual({ status: 'expired' })
      expect(await unasked.cancel({ token })).toEqual({ status: 'expired' })
      expect(await asked.verify({ ...answer, code: wrongCode() })).toMatchObject({ status: 'invalid' })
      expect(await store().find('permissions', { userId })).toEqual([])
      const results = await Promise.all(Array.from({ length: 8 }, () => asked.verify(answer)))
      const earned = results.filter(({ status }) => status === 'ok')
      expect(earned).toMatchObject([{ userId, method: 'totp', expiresAt: expect.any(Number) }])
      const purpose = own === 'stepUp' ? 'step_up' : 'password_reset'
      expect(await store().find('permissions', { userId })).toMatchObject([{ purpose }])
      expect(await asked.describe({ token })).toEqual({ status: 'expired' })
    },
  )
})
