import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ConformanceCheck } from '../store-conformance.ts'
import { accountRow, addUser, auditRow, NOW, PARALLEL, readAll, recoveryCodeRow } from './sample-rows.ts'

/** All or nothing, and nobody sees half. */
export const transactionChecks: readonly ConformanceCheck[] = [
  {
    name: 'making the tables twice, and in parallel, changes nothing',
    async run(store) {
      const { userId } = await addUser(store)
      const before = await readAll(store, userId)
      await Promise.all([store.migrate(), store.migrate(), store.migrate()])
      assert.deepEqual(await readAll(store, userId), before)
    },
  },
  {
    name: 'a transaction that throws takes back new, changed and deleted rows and throws the same error',
    async run(store) {
      const { userId, factor } = await addUser(store)
      const before = await readAll(store, userId)
      const failure = new Error('on purpose')
      const attempt = store.transaction(async (tx) => {
        await tx.insert('recoveryCodes', recoveryCodeRow(userId, 'c'))
        await tx.insert('audit', auditRow(userId))
        await tx.update('factors', { id: factor.id }, { lastStep: 500 })
        await tx.update('accounts', { userId }, { counted: { plus: 1 } })
        await tx.delete('challenges', { userId })
        throw failure
      })
      await assert.rejects(attempt, (error) => error === failure)
      assert.deepEqual(await readAll(store, userId), before)
    },
  },
  {
    name: 'reads outside a transaction do not see what is not committed',
    async run(store) {
      const userId = randomUUID()
      let outside: Promise<number> | undefined
      const attempt = store.transaction(async (tx) => {
        await tx.insert('recoveryCodes', recoveryCodeRow(userId, 'a'))
        assert.equal(await tx.count('recoveryCodes', { userId }), 1)
        // Not awaited here: a store may let it wait for the end of the transaction.
        outside = store.count('recoveryCodes', { userId })
        throw new Error('on purpose')
      })
      await assert.rejects(attempt)
      assert.equal(await outside, 0)
    },
  },
  {
    name: 'a locked row makes parallel transactions see what the others have written',
    async run(store) {
      const userId = randomUUID()
      await store.transaction((tx) => tx.insert('accounts', accountRow(userId)))
      const addOne = () =>
        store.transaction(async (tx) => {
          await tx.find('accounts', { userId }, { lock: true })
          if ((await tx.count('recoveryCodes', { userId })) >= 3) return false
          return tx.insert('recoveryCodes', recoveryCodeRow(userId, randomUUID()))
        })
      const added = await Promise.all(Array.from({ length: PARALLEL }, addOne))
      assert.equal(added.filter(Boolean).length, 3)
    },
  },
  {
    name: 'parallel inserts of one key let one in',
    async run(store) {
      const userId = randomUUID()
      const insert = () => store.transaction((tx) => tx.insert('accounts', accountRow(userId)))
      const inserted = await Promise.all(Array.from({ length: PARALLEL }, insert))
      assert.equal(inserted.filter(Boolean).length, 1)
    },
  },
  {
    name: 'rows of the record can be appended by themselves',
    async run(store) {
      const userId = randomUUID()
      const rows = [auditRow(userId, { at: NOW }), auditRow(userId, { at: NOW + 1 })]
      await store.appendAudit(rows)
      assert.deepEqual(await store.find('audit', { userId }, { orderBy: 'at' }), rows)
    },
  },
  {
    name: 'how far off a code was is noted on its challenge with the row, or neither is there',
    async run(store) {
      const { userId, challenge } = await addUser(store)
      const row = auditRow(userId)
      await store.appendAudit([row], { challengeId: challenge.id, skew: -3, skewStep: 59_000_000 })
      assert.deepEqual(await store.find('audit', { userId }), [row])
      const noted = { ...challenge, skew: -3, skewStep: 59_000_000 }
      assert.deepEqual(await store.find('challenges', { userId }), [noted])
      const other = { challengeId: challenge.id, skew: 4, skewStep: 59_000_007 }
      await assert.rejects(store.appendAudit([auditRow(userId), row], other))
      assert.deepEqual(await store.find('challenges', { userId }), [noted])
      assert.equal(await store.count('audit', { userId }), 1)
    },
  },
]
