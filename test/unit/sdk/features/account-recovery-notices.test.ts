import type { Store, TwoFactorEvent } from 'countersign'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { DAY, openRecovery, toldOf } from '../recovery.ts'
import { createWorld, type World } from '../world.ts'

const eventsOf = (world: World, userId: string): TwoFactorEvent[] =>
  world.outbox.events.filter((event) => event.userId === userId && event.type.startsWith('account_recovery.'))

const deliver = (world: World) => world.twoFactor.deliverPending({ batch: 1000 })

/** A world whose mail server can be switched off; `arrived` is what came through, `outbox` what was tried. */
function createWorldWithPost(store: Store) {
  const post = { isUp: true, arrived: [] as TwoFactorEvent[] }
  const world: World = createWorld(store, {
    notify: {
      async notify(event) {
        world.outbox.events.push(event)
        if (!post.isUp) throw new Error('the mail server is down')
        post.arrived.push(event)
      },
    },
  })
  return { world, post }
}

describeOnEveryStore('the notices of an account recovery', (store) => {
  test('come at the approval, at half time and at the end, to every address, and not before', async () => {
    const world = createWorld(store())
    const { approve, userId, cancelToken } = await openRecovery(world)
    const completableAt = await approve()
    const approvedAt = world.clock.now()
    const half = approvedAt + Math.floor((completableAt - approvedAt) / 2)
    const earlier = ['link_requested', 'requested', 'approved']
    const steps: [at: number, told: string[]][] = [
      [approvedAt, earlier],
      [half - 1, earlier],
      [half, [...earlier, 'reminded']],
      [completableAt - 1, [...earlier, 'reminded']],
      [completableAt, [...earlier, 'reminded', 'ready']],
      [completableAt + 20 * DAY * 1000, [...earlier, 'reminded', 'ready']],
    ]
    for (const [at, told] of steps) {
      world.clock.set(at)
      await deliver(world)
      expect(toldOf(world, userId)).toEqual(told)
    }
    const [, , approved, reminded, ready] = eventsOf(world, userId)
    const rest = { userId, data: { completableAt }, everyAddress: true }
    const completeToken = ready?.secret?.completeToken as string
    expect(approved).toEqual({
      type: 'account_recovery.approved',
      at: approvedAt,
      secret: { cancelToken },
      ...rest,
    })
    expect(reminded).toEqual({
      type: 'account_recovery.reminded',
      at: half,
      secret: { cancelToken },
      ...rest,
    })
    expect(ready).toEqual({
      ...{ type: 'account_recovery.ready', at: completableAt, ...rest },
      secret: { cancelToken, completeToken },
    })
    expect(completeToken).toMatch(/^[\w-]{43}$/)
    expect(await world.twoFactor.accountRecovery.complete({ token: completeToken })).toMatchObject({
      status: 'ok',
    })
  })

  test('are delivered once, however many processes deliver', async () => {
    const world = createWorld(store())
    const { approve, userId } = await openRecovery(world)
    world.clock.set(await approve())
    await Promise.all(Array.from({ length: 6 }, () => deliver(world)))
    expect(toldOf(world, userId).sort()).toEqual([
      'approved',
      'link_requested',
      'ready',
      'reminded',
      'requested',
    ])
  })

  test('do not come after it was called off, and nothing is left of them', async () => {
    for (const moment of ['at once', 'after the reminder'] as const) {
      const world = createWorld(store())
      const { approve, userId, cancelToken, requestId } = await openRecovery(world)
      const completableAt = await approve()
      if (moment === 'after the reminder') {
        world.clock.set(completableAt - 1)
        await deliver(world)
      }
      expect(await world.twoFactor.accountRecovery.cancel({ token: cancelToken })).toEqual({
        status: 'cancelled',
      })
      expect(await store().count('outbox', { topic: requestId })).toBe(0)
      world.clock.set(completableAt + DAY * 1000)
      await deliver(world)
      expect(toldOf(world, userId).slice(3)).toEqual(
        moment === 'at once' ? ['cancelled'] : ['reminded', 'cancelled'],
      )
      const { secret, everyAddress, data } = eventsOf(world, userId).at(-1) as TwoFactorEvent
      expect({ secret, everyAddress, data }).toEqual({
        secret: undefined,
        everyAddress: true,
        data: { by: 'link' },
      })
    }
  })

  test('wait, sealed, for a mail server that is down, and come with their secrets when it is back', async () => {
    const { world, post } = createWorldWithPost(store())
    const { approve, userId, requestId } = await openRecovery(world)
    const completableAt = await approve()
    post.isUp = false
    world.clock.set(completableAt)
    await deliver(world)
    const kept = await store().find('outbox', { topic: requestId })
    expect(kept.map(({ type, tries }) => [type, tries]).sort()).toEqual([
      ['account_recovery.ready', 1],
      ['account_recovery.reminded', 1],
    ])
    const { completeToken, cancelToken } = world.readMail(userId, 'account_recovery.ready')
    expect(JSON.stringify(kept)).not.toContain(completeToken)
    expect(JSON.stringify(kept)).not.toContain(cancelToken)
    post.isUp = true
    world.clock.advanceSeconds(3600)
    await deliver(world)
    const [last] = post.arrived.filter(
      ({ type, userId: id }) => type === 'account_recovery.ready' && id === userId,
    )
    expect(last).toMatchObject({
      at: completableAt,
      secret: { completeToken, cancelToken },
      everyAddress: true,
    })
    expect(await store().count('outbox', { topic: requestId })).toBe(0)
    expect(await world.twoFactor.accountRecovery.complete({ token: completeToken as string })).toMatchObject({
      status: 'ok',
    })
  })

  test('are not sent again when the request came to its end while the mail server was down', async () => {
    const { world, post } = createWorldWithPost(store())
    const { approve, userId } = await openRecovery(world)
    post.isUp = false
    world.clock.set(await approve())
    await deliver(world)
    await world.twoFactor.accountRecovery.cancel({ userId })
    await world.twoFactor.settle()
    post.isUp = true
    world.clock.advanceSeconds(7200)
    await deliver(world)
    const told = post.arrived.filter(({ userId: id }) => id === userId).map(({ type }) => type)
    expect(told).not.toContain('account_recovery.ready')
    expect(told).not.toContain('account_recovery.reminded')
    expect(told).toContain('account_recovery.cancelled')
  })

  test('that nobody could be told of for thirty days after the wait are let go', async () => {
    const world = createWorld(store())
    const { approve, userId, requestId } = await openRecovery(world)
    world.clock.set((await approve()) + 30 * DAY * 1000)
    await deliver(world)
    expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', 'approved'])
    expect(await store().count('outbox', { topic: requestId })).toBe(0)
  })
})
