import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { storesUnderTest } from '../stores/stores-under-test.ts'
import { createWorld, KEY } from '../world.ts'

// The chain is one for the whole store: each test needs a store of its own.
for (const under of storesUnderTest) {
  const withStore = (name: string, run: (world: ReturnType<typeof createWorld>) => Promise<void>) =>
    test(`${name}, on ${under.name}`, async () => {
      const { store, dispose } = await under.open()
      try {
        await run(createWorld(store))
      } finally {
        await dispose()
      }
    })

  withStore(
    'an untouched record is intact, and the unsealed tail is told',
    async ({ twoFactor, enroll, clock }) => {
      expect(await twoFactor.audit.verify()).toEqual({
        status: 'intact',
        problems: [],
        head: null,
        unsealed: { rows: 0, oldestAt: null },
      })
      const startedAt = clock.now()
      await enroll()
      expect(await twoFactor.audit.verify()).toMatchObject({
        status: 'intact',
        unsealed: { rows: 3, oldestAt: startedAt },
      })
      const { sealed, head } = await twoFactor.audit.seal()
      expect(sealed).toBe(3)
      expect(head).toEqual({ number: 1, mac: expect.stringMatching(/^[\w-]{43}$/) })
      await enroll()
      if (head === null) throw new Error('no head')
      expect(await twoFactor.audit.verify({ expectedHead: head })).toMatchObject({
        status: 'intact',
        head,
        unsealed: { rows: 3 },
      })
      expect(await twoFactor.audit.seal()).toMatchObject({ sealed: 3, head: { number: 2 } })
      expect(await twoFactor.audit.seal()).toMatchObject({ sealed: 0, head: { number: 2 } })
    },
  )

  test(`each new head is handed over to be kept, and again when that failed, on ${under.name}`, async () => {
    const { store, dispose } = await under.open()
    try {
      const kept: number[] = []
      let isDown = false
      const { twoFactor, enroll } = createWorld(store, {
        async keepAuditHead({ number, mac }) {
          expect(mac).toMatch(/^[\w-]{43}$/)
          if (isDown) throw new Error('down')
          kept.push(number)
        },
      })
      await twoFactor.audit.seal()
      expect(kept).toEqual([])
      await enroll()
      await twoFactor.audit.seal()
      await twoFactor.audit.seal()
      expect(kept).toEqual([1])
      isDown = true
      await enroll()
      await expect(twoFactor.audit.seal()).rejects.toThrow('down')
      isDown = false
      expect(await twoFactor.audit.seal()).toMatchObject({ sealed: 0 })
      expect(kept).toEqual([1, 2])
    } finally {
      await dispose()
    }
  })

  withStore(
    'edited, removed and added rows are found, and so is a row taken out of its checkpoint',
    async ({ twoFactor, enroll, store }) => {
      await enroll()
      await twoFactor.audit.seal()
      await enroll()
      await twoFactor.audit.seal()
      const rows = await store.find('audit', {}, { orderBy: 'id' })
      const [one, , , four] = rows
      if (one === undefined || four === undefined) throw new Error('no rows')
      const verifyWith = async (tamper: () => Promise<unknown>, repair: () => Promise<unknown>) => {
        await tamper()
        const { problems } = await twoFactor.audit.verify()
        await repair()
        expect((await twoFactor.audit.verify()).status).toBe('intact')
        return problems
      }
      const change = (id: string, changes: object) =>
        store.transaction((tx) => tx.update('audit', { id }, changes))
      expect(
        await verifyWith(
          () => change(one.id, { data: '{"count":1}' }),
          () => change(one.id, { data: one.data }),
        ),
      ).toEqual([{ kind: 'edited', checkpoint: 1, rowId: one.id }])
      const insert = (row: typeof one) => store.transaction((tx) => tx.insert('audit', row))
      const remove = (id: string) => store.transaction((tx) => tx.delete('audit', { id }))
      expect(
        await verifyWith(
          () => remove(four.id),
          () => insert(four),
        ),
      ).toEqual([{ kind: 'rows_changed', checkpoint: 2 }])
      expect(
        await verifyWith(
          () => change(four.id, { checkpoint: null }),
          () => change(four.id, { checkpoint: 2 }),
        ),
      ).toEqual([{ kind: 'rows_changed', checkpoint: 2 }])
      const added = { ...one, id: `${one.id}x` }
      expect(
        await verifyWith(
          () => insert(added),
          () => remove(added.id),
        ),
      ).toEqual([
        { kind: 'edited', checkpoint: 1, rowId: added.id },
        { kind: 'rows_changed', checkpoint: 1 },
      ])
    },
  )

  withStore(
    'an edited or missing checkpoint and a record that was cut off are found',
    async ({ twoFactor, enroll, store }) => {
      for (let made = 0; made < 3; made++) {
        await enroll()
        await twoFactor.audit.seal()
      }
      const { head } = await twoFactor.audit.seal()
      if (head === null) throw new Error('no head')
      const [second] = await store.find('checkpoints', { number: 2 })
      if (second === undefined) throw new Error('no checkpoint')
      await store.transaction((tx) => tx.update('checkpoints', { number: 2 }, { size: 1 }))
      expect((await twoFactor.audit.verify()).problems).toEqual([
        { kind: 'checkpoint_edited', checkpoint: 2 },
      ])
      await store.transaction((tx) => tx.delete('checkpoints', { number: 2 }))
      expect((await twoFactor.audit.verify()).problems).toEqual([
        { kind: 'checkpoint_missing', checkpoint: 2 },
      ])
      await store.transaction((tx) => tx.insert('checkpoints', second))
      expect((await twoFactor.audit.verify({ expectedHead: head })).status).toBe('intact')
      // Everything from the second on is cut off, rows and chain: only who knows the head can tell.
      await store.transaction(async (tx) => {
        await tx.delete('audit', { checkpoint: { above: 1 } })
        await tx.delete('checkpoints', { number: { above: 1 } })
      })
      expect((await twoFactor.audit.verify()).status).toBe('intact')
      expect((await twoFactor.audit.verify({ expectedHead: head })).problems).toEqual([
        { kind: 'truncated', checkpoint: 3 },
      ])
    },
  )

  withStore('processes that seal at once make one chain that covers every row once', async (world) => {
    await Promise.all(Array.from({ length: 5 }, () => world.enroll()))
    const others = Array.from({ length: 4 }, () => createWorld(world.store))
    const sealed = await Promise.all(others.map(({ twoFactor }) => twoFactor.audit.seal()))
    expect(sealed.reduce((sum, one) => sum + one.sealed, 0)).toBe(15)
    expect(await world.twoFactor.audit.verify()).toMatchObject({ status: 'intact', unsealed: { rows: 0 } })
  })

  withStore('an older key still verifies, and a key that is gone shows as damage', async (world) => {
    await world.enroll()
    await world.twoFactor.audit.seal()
    const fresh = { id: 'new', secret: Buffer.alloc(32, 5).toString('base64') }
    const rotated = createWorld(world.store, { keys: [fresh, { id: '2026-11', secret: KEY }] })
    await rotated.enroll()
    expect(await rotated.twoFactor.audit.seal()).toMatchObject({ sealed: 3 })
    expect((await rotated.twoFactor.audit.verify()).status).toBe('intact')
    const without = createWorld(world.store, { keys: [fresh] })
    expect((await without.twoFactor.audit.verify()).problems).toContainEqual({
      kind: 'checkpoint_edited',
      checkpoint: 1,
    })
  })
}

describeOnEveryStore('the list of the record', (store) => {
  test('pages through everything once, and filters by type and time', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    for (let made = 0; made < 5; made++) {
      await world.challenge(user.userId)
      world.clock.advanceSeconds(60)
    }
    const all = await world.twoFactor.audit.list({ userId: user.userId })
    const paged = []
    for (let before: string | undefined; ; ) {
      const page = await world.twoFactor.audit.list({
        userId: user.userId,
        limit: 3,
        ...(before === undefined ? {} : { before }),
      })
      if (page.length === 0) break
      paged.push(...page)
      before = page.at(-1)?.id
    }
    expect(paged).toEqual(all)
    expect(all).toHaveLength(8)
    const since = world.clock.now() - 120_000
    const recent = await world.twoFactor.audit.list({
      userId: user.userId,
      types: ['login.challenged'],
      since,
    })
    expect(recent).toHaveLength(2)
    expect(await world.twoFactor.audit.list({ userId: user.userId, types: [] })).toEqual([])
  })
})
