import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ConformanceCheck } from '../store-conformance.ts'
import {
  accountRow,
  addUser,
  auditRow,
  challengeRow,
  factorRow,
  NOW,
  readAll,
  recoveryCodeRow,
} from './sample-rows.ts'

/** Writing, finding, changing and deleting rows by condition. */
export const rowChecks: readonly ConformanceCheck[] = [
  {
    name: 'rows come back as they were written, nulls, large numbers and every script included',
    async run(store) {
      const userId = randomUUID()
      const rows = {
        factors: factorRow(userId, { label: 'Örjans „mobil” 📱 ‏שלום', expiresAt: null, lastStep: 2 ** 40 }),
        challenges: challengeRow(userId, { consumedAt: NOW }),
        accounts: accountRow(userId, { suspendedAt: NOW }),
        recoveryCodes: recoveryCodeRow(userId, 'hash'),
        audit: auditRow(userId, { actorId: null, address: null }),
      }
      await store.transaction(async (tx) => {
        assert.equal(await tx.insert('factors', rows.factors), true)
        await tx.insert('challenges', rows.challenges)
        await tx.insert('accounts', rows.accounts)
        await tx.insert('recoveryCodes', rows.recoveryCodes)
        await tx.insert('audit', rows.audit)
      })
      for (const table of ['factors', 'challenges', 'accounts', 'recoveryCodes', 'audit'] as const) {
        assert.deepEqual(await store.find(table, { userId }), [rows[table]])
      }
    },
  },
  {
    name: 'a key that is taken lets nothing in and breaks no transaction',
    async run(store) {
      const userId = randomUUID()
      const [one, two] = [factorRow(userId), factorRow(userId)]
      await store.transaction(async (tx) => {
        assert.equal(await tx.insert('factors', one), true)
        assert.equal(await tx.insert('factors', { ...one, label: 'other' }), false)
        assert.equal(await tx.insert('factors', two), true)
      })
      const rows = await store.find('factors', { userId })
      assert.equal(rows.length, 2)
      assert.equal(rows.find(({ id }) => id === one.id)?.label, one.label)
    },
  },
  {
    name: 'every kind of condition picks its rows',
    async run(store) {
      const userId = randomUUID()
      const rows = [10, 20, 30].map((lastStep) =>
        factorRow(userId, { lastStep, attempts: 20, lastUsedAt: lastStep === 20 ? NOW : null }),
      )
      await store.transaction((tx) => tx.insert('factors', ...rows))
      const steps = async (where: object) =>
        (await store.find('factors', { userId, ...where }, { orderBy: 'lastStep' })).map(
          ({ lastStep }) => lastStep,
        )
      assert.deepEqual(await steps({ lastStep: 20 }), [20])
      assert.deepEqual(await steps({ lastStep: { not: 20 } }), [10, 30])
      assert.deepEqual(await steps({ lastStep: { below: 20 } }), [10])
      assert.deepEqual(await steps({ lastStep: { atMost: 20 } }), [10, 20])
      assert.deepEqual(await steps({ lastStep: { above: 20 } }), [30])
      assert.deepEqual(await steps({ lastStep: { oneOf: [10, 30, 50] } }), [10, 30])
      assert.deepEqual(await steps({ lastStep: { oneOf: [] } }), [])
      assert.deepEqual(await steps({ lastStep: { belowColumn: 'attempts' } }), [10])
      assert.deepEqual(await steps({ lastUsedAt: null }), [10, 30])
      assert.deepEqual(await steps({ lastUsedAt: { not: null } }), [20])
      assert.deepEqual(await steps({ lastUsedAt: { below: NOW + 1 } }), [20])
      assert.equal(await store.count('factors', { userId, lastStep: { above: 10 } }), 2)
    },
  },
  {
    name: 'a condition or a change that is none throws and touches no row',
    async run(store) {
      const { userId } = await addUser(store)
      const before = await readAll(store, userId)
      const wrong = [
        { userId: undefined },
        { nothing: 1 },
        { userId: {} },
        { userId: { above: null } },
        { userId: { like: 'x' } },
      ]
      const two = { lastStep: { above: 1, below: 500 } }
      for (const where of [...wrong, two] as never[]) {
        await assert.rejects(async () => store.find('factors', where), { code: 'argument_invalid' })
        await assert.rejects(
          store.transaction((tx) => tx.delete('factors', where)),
          { code: 'argument_invalid' },
        )
        await assert.rejects(
          store.transaction((tx) => tx.update('factors', where, { attempts: 9 })),
          { code: 'argument_invalid' },
        )
      }
      await assert.rejects(
        store.transaction((tx) => tx.update('factors', { userId }, { nothing: 1 } as never)),
        { code: 'argument_invalid' },
      )
      assert.deepEqual(await readAll(store, userId), before)
    },
  },
  {
    name: 'rows of which some are taken or one comes twice throw and let nothing in',
    async run(store) {
      const userId = randomUUID()
      const [one, two] = [factorRow(userId), factorRow(userId)]
      await store.transaction((tx) => tx.insert('factors', one))
      await assert.rejects(store.transaction((tx) => tx.insert('factors', one, two)))
      await assert.rejects(store.transaction((tx) => tx.insert('factors', two, two)))
      assert.deepEqual(await store.find('factors', { userId }), [one])
    },
  },
  {
    name: 'order, limit and offset page through rows without missing or repeating one',
    async run(store) {
      const userId = randomUUID()
      const rows = Array.from({ length: 7 }, (_, index) =>
        auditRow(userId, { at: NOW + Math.floor(index / 3) }),
      )
      await store.transaction((tx) => tx.insert('audit', ...rows))
      const pages = [0, 3, 6].map((offset) =>
        store.find('audit', { userId }, { orderBy: 'at', descending: true, limit: 3, offset }),
      )
      const seen = (await Promise.all(pages)).flat()
      assert.deepEqual(
        seen.map(({ at }) => at - NOW),
        [2, 1, 1, 1, 0, 0, 0],
      )
      assert.equal(new Set(seen.map(({ id }) => id)).size, 7)
    },
  },
  {
    name: 'changes and deletions say how many rows they met, and leave the others alone',
    async run(store) {
      const [userId, stranger] = [randomUUID(), randomUUID()]
      const rows = [factorRow(userId), factorRow(userId), factorRow(stranger)]
      await store.transaction((tx) => tx.insert('factors', ...rows))
      await store.transaction(async (tx) => {
        assert.equal(
          await tx.update('factors', { userId }, { attempts: { plus: 2 }, label: 'new', lastUsedAt: NOW }),
          2,
        )
        assert.equal(await tx.update('factors', { userId, attempts: 0 }, { label: 'never' }), 0)
        assert.equal(await tx.delete('factors', { userId, id: rows[0]?.id as string }), 1)
      })
      const [left] = await store.find('factors', { userId })
      assert.deepEqual(left, { ...rows[1], attempts: 2, label: 'new', lastUsedAt: NOW })
      assert.deepEqual(await store.find('factors', { userId: stranger }), [rows[2]])
    },
  },
  {
    name: 'identifiers are told apart by case, accent and trailing space',
    async run(store) {
      const id = randomUUID()
      await store.transaction((tx) => tx.insert('recoveryCodes', recoveryCodeRow(`${id}-é`, 'abc')))
      for (const userId of [`${id}-É`, `${id}-e`, `${id}-é `])
        assert.equal(await store.count('recoveryCodes', { userId }), 0)
      assert.equal(await store.count('recoveryCodes', { userId: `${id}-é`, codeHash: 'ABC' }), 0)
      assert.equal(await store.count('recoveryCodes', { userId: `${id}-é`, codeHash: 'abc' }), 1)
    },
  },
  {
    name: 'a conditional change has one winner among parallel callers',
    async run(store) {
      const userId = randomUUID()
      await store.transaction((tx) => tx.insert('recoveryCodes', recoveryCodeRow(userId, 'a')))
      const use = () =>
        store.transaction((tx) =>
          tx.update('recoveryCodes', { userId, codeHash: 'a', usedAt: null }, { usedAt: NOW }),
        )
      const changed = await Promise.all(Array.from({ length: 20 }, use))
      assert.equal(changed.filter((rows) => rows === 1).length, 1)
    },
  },
]
