import { randomUUID } from 'node:crypto'
import { createTestClock } from 'countersign/testing'
import { expect, test } from 'vitest'
import { createPermissions } from '../../../../sdk/src/features/permissions.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { START } from '../world.ts'

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }

describeOnEveryStore('permissions', (store) => {
  const open = () => {
    const clock = createTestClock(START)
    return { clock, permissions: createPermissions({ store: store(), clock, random }) }
  }

  test('one is used up by one of many parallel callers, and only its hash is kept', async () => {
    const { permissions } = open()
    const userId = randomUUID()
    const purpose = 'password_reset' as const
    const { token } = await store().transaction((tx) =>
      permissions.grant(tx, { userId, purpose, seconds: 60 }),
    )
    expect(JSON.stringify(await store().find('permissions', { userId }))).not.toContain(token)
    const use = () => store().transaction((tx) => permissions.use(tx, { userId, purpose, token }))
    expect((await Promise.all(Array.from({ length: 20 }, use))).filter(Boolean)).toHaveLength(1)
    expect(await permissions.holds({ userId, purpose, token })).toBe(false)
  })

  test('it holds for its user and purpose and until its end', async () => {
    const { clock, permissions } = open()
    const userId = randomUUID()
    const { token, expiresAt } = await store().transaction((tx) =>
      permissions.grant(tx, { userId, purpose: 'step_up', seconds: 60 }),
    )
    expect(expiresAt).toBe(START + 60_000)
    expect(await permissions.holds({ userId, purpose: 'step_up', token })).toBe(true)
    expect(await permissions.holds({ userId, purpose: 'password_reset', token })).toBe(false)
    expect(await permissions.holds({ userId: randomUUID(), purpose: 'step_up', token })).toBe(false)
    clock.set(expiresAt)
    expect(await permissions.holds({ userId, purpose: 'step_up', token })).toBe(false)
  })

  test('all of a user are taken back at once', async () => {
    const { permissions } = open()
    const userId = randomUUID()
    const { token } = await store().transaction((tx) =>
      permissions.grant(tx, { userId, purpose: 'step_up', seconds: 60 }),
    )
    await store().transaction((tx) => permissions.revokeAll(tx, userId))
    expect(await permissions.holds({ userId, purpose: 'step_up', token })).toBe(false)
  })
})
