import { readdirSync, readFileSync } from 'node:fs'
import type { TwoFactorEvent } from 'countersign'
import { expect, test, vi } from 'vitest'
import { addMember, HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { makeRequest } from '../recovery.ts'
import { createWorld } from '../world.ts'

const MINUTE = 60

/** A notifier that fails so many times before it delivers. */
function createFlaky(failures: number) {
  const delivered: TwoFactorEvent[] = []
  let left = failures
  return {
    delivered,
    async notify(event: TwoFactorEvent) {
      if (left-- > 0) throw new Error('the mail server is down')
      delivered.push(event)
    },
  }
}

/** A mail server that can be switched off. */
function createPost() {
  const post = {
    isUp: true,
    tried: [] as TwoFactorEvent[],
    async notify(event: TwoFactorEvent) {
      post.tried.push(event)
      if (!post.isUp) throw new Error('the mail server is down')
    },
  }
  return post
}

describeOnEveryStore('notifications', (store) => {
  test('what can not be delivered breaks nothing, is kept, and is delivered once when it can be', async () => {
    const notify = createFlaky(2)
    const world = createWorld(store(), { notify })
    const { userId } = await world.enroll()
    await world.twoFactor.settle()
    const [kept] = await store().find('outbox', { userId })
    expect(kept).toMatchObject({ type: 'two_factor.enabled', tries: 1 })
    expect(await world.twoFactor.deliverPending()).toEqual({ delivered: 0, kept: 0, givenUp: 0 })
    world.clock.advanceSeconds(MINUTE)
    expect(await world.twoFactor.deliverPending()).toEqual({ delivered: 0, kept: 1, givenUp: 0 })
    world.clock.advanceSeconds(MINUTE)
    expect(await world.twoFactor.deliverPending()).toEqual({ delivered: 0, kept: 0, givenUp: 0 })
    world.clock.advanceSeconds(MINUTE)
    expect(await world.twoFactor.deliverPending()).toEqual({ delivered: 1, kept: 0, givenUp: 0 })
    expect(notify.delivered).toEqual([
      { type: 'two_factor.enabled', userId, at: kept?.at, data: { type: 'totp' } },
    ])
    expect(await store().count('outbox', { userId })).toBe(0)
  })

  test('processes that deliver at once tell it once', async () => {
    const notify = createFlaky(5)
    const world = createWorld(store(), { notify })
    for (let made = 0; made < 5; made++) await world.enroll()
    await world.twoFactor.settle()
    world.clock.advanceSeconds(MINUTE)
    const results = await Promise.all(Array.from({ length: 4 }, () => world.twoFactor.deliverPending()))
    expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(5)
    expect(new Set(notify.delivered.map(({ userId }) => userId)).size).toBe(5)
    expect(notify.delivered).toHaveLength(5)
  })

  test('what fails for weeks is given up, and the record says so', async () => {
    const world = createWorld(store(), { notify: createFlaky(Number.POSITIVE_INFINITY) })
    const { userId } = await world.enroll()
    await world.twoFactor.settle()
    let tries = 1
    for (; (await store().count('outbox', { userId })) > 0; tries++) {
      world.clock.advanceSeconds(24 * 60 * MINUTE)
      await world.twoFactor.deliverPending()
    }
    expect(tries).toBe(24)
    expect(await world.auditTypes(userId)).toContain('notification.failed')
  })

  test('a notice that is never answered, or fails while the store does, holds nothing up', async () => {
    const silent = createWorld(store(), { notify: { notify: () => new Promise(() => undefined) } })
    const user = await silent.enroll()
    expect(user.recoveryCodes).toHaveLength(10)
    const real = store()
    const failing = createWorld(
      {
        ...real,
        transaction: (work) =>
          real.transaction((tx) =>
            work({
              ...tx,
              insert: async (table, ...rows) =>
                table === 'outbox' ? Promise.reject(new Error('disk full')) : tx.insert(table, ...rows),
            }),
          ),
      },
      { notify: createFlaky(1) },
    )
    failing.clock.set(silent.clock.now())
    const token = await failing.challenge(user.userId)
    expect(await failing.verify(token, user.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'ok',
    })
    await failing.twoFactor.settle()
  })

  test('a link that can not be mailed is kept sealed, comes as it was, and is dropped when it is worth nothing', async () => {
    const post = createPost()
    const world = createWorld(store(), { notify: post })
    const { userId } = await world.enroll()
    // What other tests have left in the store.
    world.clock.advanceSeconds(600)
    await world.twoFactor.deliverPending({ batch: 1000 })
    const link = { userId, type: 'account_recovery.link_requested' }
    for (const isBackInTime of [true, false]) {
      post.isUp = false
      await world.twoFactor.accountRecovery.begin({ userId })
      await world.twoFactor.settle()
      const token = post.tried.at(-1)?.secret?.token as string
      expect(token).toMatch(/^[\w-]{43}$/)
      const [kept] = await store().find('outbox', link)
      expect(kept).toMatchObject({ tries: 1, expiresAt: world.clock.now() + 3_600_000 })
      expect(JSON.stringify(kept)).not.toContain(token)
      post.isUp = true
      world.clock.advanceSeconds(isBackInTime ? 3599 : 3600)
      post.tried = []
      expect(await world.twoFactor.deliverPending()).toEqual({
        ...{ delivered: isBackInTime ? 1 : 0, kept: 0, givenUp: 0 },
      })
      expect(post.tried).toMatchObject(isBackInTime ? [{ ...link, secret: { token } }] : [])
      expect(await store().count('outbox', { userId })).toBe(0)
    }
  })

  test('what a process that died had to tell is told by another one, and the sessions are ended', async () => {
    const never = () => new Promise<never>(() => undefined)
    const dying = createWorld(store(), { notify: { notify: never }, endSessions: never })
    const { member, act } = await openClinic(dying)
    const { userId } = member
    expect(await dying.twoFactor.admin.reset(await act())).toEqual({ status: 'ok' })
    const ended: string[] = []
    const other = createWorld(store(), {
      clock: dying.clock,
      endSessions: async (id) => {
        ended.push(id)
      },
    })
    const own = () => other.outbox.events.filter((event) => event.userId === userId).map(({ type }) => type)
    // Not at once: the first may still be at it.
    await other.twoFactor.deliverPending({ batch: 1000 })
    expect([own(), ended]).toEqual([[], []])
    dying.clock.advanceSeconds(300)
    await other.twoFactor.deliverPending({ batch: 1000 })
    expect(own().sort()).toEqual(['two_factor.enabled', 'two_factor.reset'])
    expect(ended).toEqual([userId])
    expect(await store().count('outbox', { userId })).toBe(0)
  })

  test('a notifier that never answers counts as failed after a while and holds up no other notice', async () => {
    const heard: string[] = []
    const tried: string[] = []
    let [stuck, isDown] = ['', false]
    const world = createWorld(store(), {
      notify: {
        async notify({ userId }) {
          tried.push(userId)
          if (userId === stuck) await new Promise(() => undefined)
          if (isDown) throw new Error('down')
          heard.push(userId)
        },
      },
    })
    const [one, other] = [await world.enroll(), await world.enroll()]
    await world.twoFactor.settle()
    ;[stuck, isDown] = [one.userId, true]
    const people = [one, other]
    const isKept = async ({ userId }: { userId: string }) => {
      const [row] = await store().find('outbox', { userId })
      return row?.nextAt === world.clock.now() + 60_000
    }
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      for (const { userId } of people) await world.twoFactor.accountRecovery.begin({ userId })
      await vi.advanceTimersByTimeAsync(30_000)
      while (!(await isKept(one)) || !(await isKept(other))) await turn()
      isDown = false
      tried.length = 0
      world.clock.advanceSeconds(60)
      const delivering = world.twoFactor.deliverPending({ batch: 1000 })
      while (!people.every(({ userId }) => tried.includes(userId))) await turn()
      await vi.advanceTimersByTimeAsync(30_000)
      expect((await delivering).kept).toBeGreaterThan(0)
      expect(heard).toContain(other.userId)
    } finally {
      vi.useRealTimers()
    }
    const [kept] = await store().find('outbox', { userId: one.userId })
    expect(kept).toMatchObject({ tries: 2 })
    expect(kept?.nextAt).toBeGreaterThan(world.clock.now())
  })

  test('settling waits for notices whose receivers are still being found', async () => {
    const real = store()
    const told: string[] = []
    const world = createWorld(real, {
      notify: {
        async notify(event) {
          if (event.type !== 'account_recovery.review_requested') return world.outbox.notify(event)
          // Slower than finding the next receiver.
          for (let reads = 0; reads < 5; reads++) await real.count('audit', { userId: event.userId })
          told.push(event.userId)
        },
      },
    })
    const admins = [
      await addMember(world, { [HARBOUR]: 'admin' }),
      await addMember(world, { [HARBOUR]: 'owner' }),
    ]
    const { userId } = await addMember(world, { [HARBOUR]: 'practitioner' })
    await makeRequest(world, userId)
    await world.twoFactor.settle()
    expect(told.sort()).toEqual(admins.map((admin) => admin.userId).sort())
  })

  test('a batch that is none fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const batch of [0, 1001, 1.5])
      await expect(twoFactor.deliverPending({ batch })).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
  })
})

test('no event and no row of the record has a type that no page describes', () => {
  const sdk = new URL('../../../../sdk/', import.meta.url)
  const read = (path: string) => readFileSync(new URL(path, sdk), 'utf8')
  const page = (name: string) => new Set(read(`docs/${name}.md`).match(/(?<=`)[a-z_]+\.[a-z_]+(?=`)/g))
  const [notices, record] = [page('notifications'), page('audit')]
  const union = /export type EventType =([^/]*)/.exec(read('src/ports.ts'))?.[1] ?? ''
  const events = union.match(/(?<=')[a-z_]+\.[a-z_]+(?=')/g) ?? []
  expect(events.length).toBeGreaterThan(20)
  expect(events.filter((type) => !notices.has(type))).toEqual([])
  const sources = readdirSync(new URL('src/features/', sdk)).map((name) => read(`src/features/${name}`))
  const written = sources.flatMap((source) => source.match(/(?<=[?:=] ')[a-z_]+\.[a-z_]+(?=')/g) ?? [])
  expect(written.length).toBeGreaterThan(40)
  const hostOnly = ['sessions.end']
  const undescribed = written.filter((type) => ![...hostOnly, ...notices, ...record].includes(type))
  expect(undescribed).toEqual([])
})
