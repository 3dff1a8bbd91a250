import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Store } from '../../ports.ts'
import type { ConformanceCheck } from '../store-conformance.ts'
import { addUser, challengeRow, MINUTE, NOW, only, PARALLEL, RULES, readAll } from './sample-rows.ts'

/** Counting an attempt: every counter or none. */
export const attemptChecks: readonly ConformanceCheck[] = [
  {
    name: 'an attempt is counted on the challenge, the account and the address',
    async run(store) {
      const { userId, challenge, count } = await addUser(store)
      const address = randomUUID()
      assert.equal(await count({ address }), 1)
      assert.equal(await count({ address, now: NOW + 1 }), 2)
      assert.equal((await only(store.find('challenges', { id: challenge.id }))).attempts, 2)
      const account = await only(store.find('accounts', { userId }))
      assert.deepEqual(
        [account.counted, account.cleared, account.rolling, account.lastCountedAt],
        [2, 0, 2, NOW + 1],
      )
      const row = await only(store.find('addresses', { address }))
      assert.deepEqual([row.failures, row.lastCountedAt], [2, NOW + 1])
    },
  },
  {
    name: 'a challenge that is consumed, expired, exhausted, unknown or of another user counts nothing anywhere',
    async run(store) {
      const { userId, count } = await addUser(store)
      const { challenge: foreign } = await addUser(store)
      const closed = [
        challengeRow(userId, { consumedAt: NOW }),
        challengeRow(userId, { expiresAt: NOW }),
        challengeRow(userId, { attempts: 5, attemptsAllowed: 5 }),
      ]
      await store.transaction((tx) => tx.insert('challenges', ...closed))
      const before = await readAll(store, userId)
      const address = randomUUID()
      for (const id of [...closed.map((row) => row.id), randomUUID(), foreign.id]) {
        assert.equal(await count({ challengeId: id, address }), null)
      }
      assert.deepEqual(await readAll(store, userId), before)
      assert.deepEqual(await store.find('addresses', { address }), [])
      assert.equal((await only(store.find('challenges', { id: foreign.id }))).attempts, 0)
    },
  },
  {
    name: 'the attempt that reaches the limit pauses, and each further one twice as long, up to the longest pause',
    async run(store) {
      const { userId, count } = await addUser(store)
      const before = async () => (await readAll(store, userId)).challenges
      assert.deepEqual([await count(), await count(), await count()], [1, 2, 3])
      const challenges = await before()
      let end = NOW
      for (const [number, minutes] of [
        [4, 15],
        [5, 30],
        [6, 60],
        [7, 60],
      ] as const) {
        const paused = end
        end += minutes * MINUTE
        const open = challengeRow(userId, { expiresAt: end + MINUTE })
        await store.transaction((tx) => tx.insert('challenges', open))
        assert.equal(await count({ challengeId: open.id, now: paused }), null)
        assert.equal(await count({ challengeId: open.id, now: end - 1 }), null)
        assert.equal((await only(store.find('challenges', { id: open.id }))).attempts, 0)
        assert.equal(await count({ challengeId: open.id, now: end }), number)
      }
      assert.equal(challenges.length, 1)
    },
  },
  {
    name: 'a suspended account and one at the 30-day limit count nothing but what passes the suspension',
    async run(store) {
      for (const account of [{ suspendedAt: NOW }, { rolling: RULES.rolling }]) {
        const { userId, count } = await addUser(store, account)
        const before = await readAll(store, userId)
        assert.equal(await count(), null)
        assert.deepEqual(await readAll(store, userId), before)
        assert.equal(await count({ passesSuspension: true }), 1)
      }
    },
  },
  {
    name: 'an account without counters counts nothing',
    async run(store) {
      const userId = randomUUID()
      const challenge = challengeRow(userId)
      await store.transaction((tx) => tx.insert('challenges', challenge))
      const { count } = await addUser(store)
      assert.equal(await count({ userId, challengeId: challenge.id }), null)
      assert.equal((await only(store.find('challenges', { id: challenge.id }))).attempts, 0)
    },
  },
  {
    name: 'an address at its limit counts nothing, whoever the user is',
    async run(store) {
      const address = randomUUID()
      for (let made = 0; made < RULES.address; made++) {
        const { count } = await addUser(store)
        assert.equal(await count({ address }), 1)
      }
      const { userId, count } = await addUser(store)
      const before = await readAll(store, userId)
      assert.equal(await count({ address }), null)
      assert.deepEqual(await readAll(store, userId), before)
      assert.equal((await only(store.find('addresses', { address }))).failures, RULES.address)
      assert.equal(await count({ address: randomUUID() }), 1)
    },
  },
  {
    name: 'parallel attempts on one challenge stop at its budget',
    async run(store) {
      const { userId, challenge } = await addUser(store)
      await store.transaction((tx) => tx.update('challenges', { id: challenge.id }, { attemptsAllowed: 5 }))
      assert.equal(
        await countInParallel(store, userId, { challengeIds: Array(PARALLEL).fill(challenge.id) }),
        5,
      )
      assert.equal((await only(store.find('challenges', { id: challenge.id }))).attempts, 5)
      assert.equal((await only(store.find('accounts', { userId }))).counted, 5)
    },
  },
  {
    name: 'parallel attempts over many challenges stop at the limit of the account',
    async run(store) {
      const { userId } = await addUser(store)
      const challenges = Array.from({ length: PARALLEL }, () => challengeRow(userId))
      await store.transaction((tx) => tx.insert('challenges', ...challenges))
      const challengeIds = challenges.map(({ id }) => id)
      assert.equal(await countInParallel(store, userId, { challengeIds, consecutive: 4 }), 4)
      const attempts = (await store.find('challenges', { userId })).reduce(
        (sum, row) => sum + row.attempts,
        0,
      )
      assert.equal(attempts, 4)
    },
  },
  {
    name: 'parallel attempts of many users stop at the limit of their address, whether it was known or not',
    async run(store) {
      const address = randomUUID()
      const users = await Promise.all(Array.from({ length: PARALLEL }, () => addUser(store)))
      const counted = await Promise.all(users.map(({ count }) => count({ address })))
      assert.equal(counted.filter((number) => number !== null).length, RULES.address)
      const accounts = await Promise.all(users.map(({ userId }) => only(store.find('accounts', { userId }))))
      assert.equal(
        accounts.reduce((sum, row) => sum + row.counted, 0),
        RULES.address,
      )
      const challenges = await Promise.all(
        users.map(({ challenge }) => only(store.find('challenges', { id: challenge.id }))),
      )
      assert.equal(
        challenges.reduce((sum, row) => sum + row.attempts, 0),
        RULES.address,
      )
    },
  },
]

async function countInParallel(
  store: Store,
  userId: string,
  { challengeIds, consecutive = 100 }: { challengeIds: string[]; consecutive?: number },
): Promise<number> {
  const rules = { ...RULES, consecutive, rolling: 100 }
  const counted = await Promise.all(
    challengeIds.map((challengeId) =>
      store.countAttempt({ challengeId, userId, address: null, now: NOW, rules, passesSuspension: false }),
    ),
  )
  const numbers = counted.filter((number) => number !== null)
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    numbers.map((_, index) => index + 1),
  )
  return numbers.length
}
