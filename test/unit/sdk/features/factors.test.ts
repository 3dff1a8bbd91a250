import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('factors', (store) => {
  test('the list shows what may be shown and nothing of the secret', async () => {
    const { twoFactor, enroll, challenge, verify, clock } = createWorld(store())
    const createdAt = clock.now()
    const { userId, factorId, code } = await enroll()
    const factor = { id: factorId, type: 'totp', label: '', state: 'active', createdAt, lastUsedAt: null }
    expect(await twoFactor.factors.list({ userId })).toEqual([factor])
    await verify(await challenge(userId), code())
    expect(await twoFactor.factors.list({ userId })).toEqual([{ ...factor, lastUsedAt: clock.now() }])
  })

  test('a pending factor and those of others are not in it', async () => {
    const { twoFactor, enroll } = createWorld(store())
    await enroll()
    const userId = randomUUID()
    await twoFactor.enrollment.begin({ userId })
    expect(await twoFactor.factors.list({ userId })).toEqual([])
  })
})
