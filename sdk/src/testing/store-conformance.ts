import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AccountRow, ChallengeRow, FactorRow, Store, StoreTransaction } from '../ports.ts'

/** One thing that a store must or must not do. Rejects when it does not. */
export interface ConformanceCheck {
  name: string
  run(store: Store): Promise<void>
}

const NOW = Date.UTC(2026, 0, 1)
const MINUTE = 60_000
const PARALLEL = 20
const RULE = { limit: 3, baseMs: 15 * MINUTE, maxMs: 60 * MINUTE }

/**
 * What every store must do, as checks for any test runner. Each check takes a migrated store and users of its own, so
 * that all of them can share one database.
 *
 * ```ts
 * import { test } from 'node:test'
 * import { storeConformance } from 'countersign/testing'
 * for (const { name, run } of storeConformance) test(name, () => run(store))
 * ```
 */
export const storeConformance: readonly ConformanceCheck[] = [
  {
    name: 'making the tables twice, and in parallel, changes nothing',
    async run(store) {
      const { factor } = await addActiveFactor(store)
      await Promise.all([store.migrate(), store.migrate(), store.migrate()])
      assert.equal((await store.listFactors(factor.userId)).length, 1)
    },
  },
  {
    name: 'a transaction that throws leaves nothing behind and throws the same error',
    async run(store) {
      const userId = randomUUID()
      const row = pendingFactor(userId)
      const challenge = challengeRow(userId)
      const failure = new Error('on purpose')
      const attempt = store.transaction(async (tx) => {
        await tx.putPendingFactor(row)
        await tx.insertChallenge(challenge)
        await tx.lockAccount(userId)
        await tx.replaceRecoveryCodes({ userId, codeHashes: ['a', 'b'], now: NOW })
        await tx.insertAttempt({ id: randomUUID(), userId, address: null, at: NOW })
        await tx.appendAudit(auditRow(userId, 1))
        throw failure
      })
      await assert.rejects(attempt, (error) => error === failure)
      assert.equal(await store.findFactor(userId, row.id), null)
      assert.equal(await store.findChallenge(challenge.id), null)
      assert.equal(await store.findAccount(userId), null)
      assert.equal(await store.countUnusedRecoveryCodes(userId), 0)
      assert.equal(await store.nthNewestUserAttempt(userId, 0, 1), null)
      assert.deepEqual(await store.listAudit({ userId, limit: 10 }), [])
    },
  },
  {
    name: 'a transaction that throws takes back changed and deleted rows too',
    async run(store) {
      const { factor } = await addActiveFactor(store)
      const { userId } = factor
      const pending = pendingFactor(userId)
      await store.transaction(async (tx) => {
        await tx.putPendingFactor(pending)
        await tx.replaceRecoveryCodes({ userId, codeHashes: ['a', 'b'], now: NOW })
      })
      const attempt = store.transaction(async (tx) => {
        assert.equal(await tx.advanceStep({ userId, factorId: factor.id, step: 200, now: NOW }), true)
        assert.equal(await tx.deletePendingFactor(userId, pending.id), true)
        await tx.replaceRecoveryCodes({ userId, codeHashes: ['c'], now: NOW })
        throw new Error('on purpose')
      })
      await assert.rejects(attempt)
      assert.equal((await store.findFactor(userId, factor.id))?.lastStep, 100)
      assert.equal((await store.findFactor(userId, pending.id))?.state, 'pending')
      assert.equal(await store.hasRecoveryCode(userId, 'a'), true)
      assert.equal(await store.hasRecoveryCode(userId, 'c'), false)
    },
  },
  {
    name: 'reads outside a transaction do not see what is not committed',
    async run(store) {
      const userId = randomUUID()
      let outside: Promise<number> | undefined
      const attempt = store.transaction(async (tx) => {
        await tx.replaceRecoveryCodes({ userId, codeHashes: ['a'], now: NOW })
        assert.equal(await tx.countUnusedRecoveryCodes(userId), 1)
        // Not awaited here: a store may let it wait for the end of the transaction.
        outside = store.countUnusedRecoveryCodes(userId)
        throw new Error('on purpose')
      })
      await assert.rejects(attempt)
      assert.equal(await outside, 0)
    },
  },
  {
    name: 'a pending factor is one a user and type, is not listed, and the later one takes its place',
    async run(store) {
      const userId = randomUUID()
      const [one, two] = [pendingFactor(userId), pendingFactor(userId)]
      await store.transaction((tx) => tx.putPendingFactor(one))
      await store.transaction((tx) => tx.putPendingFactor({ ...two, sealedSecret: 'two' }))
      assert.equal(await store.findFactor(userId, one.id), null)
      assert.equal((await store.findFactor(userId, two.id))?.sealedSecret, 'two')
      assert.deepEqual(await store.listFactors(userId), [])
    },
  },
  {
    name: 'pending factors put in parallel leave one',
    async run(store) {
      const userId = randomUUID()
      const rows = Array.from({ length: PARALLEL }, () => pendingFactor(userId))
      await Promise.all(rows.map((row) => store.transaction((tx) => tx.putPendingFactor(row))))
      const found = await Promise.all(rows.map((row) => store.findFactor(userId, row.id)))
      assert.equal(found.filter((row) => row !== null).length, 1)
    },
  },
  {
    name: 'a pending factor is activated once, with its step consumed, and never after it has expired',
    async run(store) {
      const userId = randomUUID()
      const row = pendingFactor(userId)
      await store.transaction((tx) => tx.putPendingFactor(row))
      const activate = (now: number) =>
        store.transaction((tx) => tx.activateFactor({ userId, factorId: row.id, step: 7, now }))
      assert.equal(await activate(row.expiresAt), false)
      const results = await Promise.all(Array.from({ length: PARALLEL }, () => activate(NOW)))
      assert.equal(results.filter(Boolean).length, 1)
      const factor = await store.findFactor(userId, row.id)
      assert.equal(factor?.state, 'active')
      assert.equal(factor?.lastStep, 7)
      assert.equal(factor?.confirmedAt, NOW)
      assert.equal(await store.transaction((tx) => tx.deletePendingFactor(userId, row.id)), false)
    },
  },
  {
    name: 'confirmation attempts stop at their limit, also in parallel, and at the expiry',
    async run(store) {
      const userId = randomUUID()
      const row = pendingFactor(userId)
      await store.transaction((tx) => tx.putPendingFactor(row))
      const take = (now: number) =>
        store.transaction((tx) => tx.takePendingAttempt({ userId, factorId: row.id, now, limit: 5 }))
      assert.equal(await take(row.expiresAt), null)
      const taken = await Promise.all(Array.from({ length: PARALLEL }, () => take(NOW)))
      assert.deepEqual(taken.filter((made) => made !== null).sort(), [1, 2, 3, 4, 5])
      assert.equal((await store.findFactor(userId, row.id))?.attempts, 5)
    },
  },
  {
    name: 'a time step is consumed once by parallel callers, and no earlier step ever again',
    async run(store) {
      const { factor } = await addActiveFactor(store)
      const advance = (step: number) =>
        store.transaction((tx) =>
          tx.advanceStep({ userId: factor.userId, factorId: factor.id, step, now: NOW }),
        )
      const results = await Promise.all(Array.from({ length: PARALLEL }, () => advance(101)))
      assert.equal(results.filter(Boolean).length, 1)
      assert.equal(await advance(101), false)
      assert.equal(await advance(100), false)
      assert.equal(await advance(102), true)
      const row = await store.findFactor(factor.userId, factor.id)
      assert.equal(row?.lastStep, 102)
      assert.equal(row?.lastUsedAt, NOW)
    },
  },
  {
    name: "no verb touches another user's factor",
    async run(store) {
      const { factor } = await addActiveFactor(store)
      const pending = pendingFactor(factor.userId)
      await store.transaction((tx) => tx.putPendingFactor(pending))
      const stranger = randomUUID()
      await store.transaction(async (tx) => {
        assert.equal(
          await tx.advanceStep({ userId: stranger, factorId: factor.id, step: 500, now: NOW }),
          false,
        )
        assert.equal(
          await tx.activateFactor({ userId: stranger, factorId: pending.id, step: 500, now: NOW }),
          false,
        )
        assert.equal(
          await tx.takePendingAttempt({ userId: stranger, factorId: pending.id, now: NOW, limit: 5 }),
          null,
        )
        assert.equal(await tx.deletePendingFactor(stranger, pending.id), false)
      })
      assert.equal(await store.findFactor(stranger, factor.id), null)
      assert.equal((await store.findFactor(factor.userId, factor.id))?.lastStep, 100)
      assert.equal((await store.findFactor(factor.userId, pending.id))?.attempts, 0)
    },
  },
  {
    name: 'identifiers are told apart by case and accent',
    async run(store) {
      const id = randomUUID()
      await store.transaction((tx) =>
        tx.replaceRecoveryCodes({ userId: `${id}-é`, codeHashes: ['abc'], now: NOW }),
      )
      assert.equal(await store.countUnusedRecoveryCodes(`${id}-É`), 0)
      assert.equal(await store.countUnusedRecoveryCodes(`${id}-e`), 0)
      assert.equal(await store.hasRecoveryCode(`${id}-é`, 'ABC'), false)
      assert.equal(await store.hasRecoveryCode(`${id}-é`, 'abc'), true)
    },
  },
  {
    name: 'challenge attempts stop at their budget, also in parallel',
    async run(store) {
      const challenge = await addChallenge(store, randomUUID())
      const take = () => store.transaction((tx) => tx.takeChallengeAttempt({ id: challenge.id, now: NOW }))
      const taken = await Promise.all(Array.from({ length: PARALLEL }, take))
      assert.deepEqual(taken.filter((made) => made !== null).sort(), [1, 2, 3, 4, 5])
      await store.transaction((tx) => tx.giveBackChallengeAttempt(challenge.id))
      assert.equal(await take(), 5)
      assert.equal(await take(), null)
    },
  },
  {
    name: 'a challenge is consumed once by parallel callers, takes no attempt afterwards, and nothing after its expiry',
    async run(store) {
      const userId = randomUUID()
      const challenge = await addChallenge(store, userId)
      const expired = await addChallenge(store, userId)
      const consume = (id: string, now: number) => store.transaction((tx) => tx.consumeChallenge({ id, now }))
      assert.equal(await consume(expired.id, expired.expiresAt), false)
      assert.equal(
        await store.transaction((tx) => tx.takeChallengeAttempt({ id: expired.id, now: expired.expiresAt })),
        null,
      )
      const results = await Promise.all(Array.from({ length: PARALLEL }, () => consume(challenge.id, NOW)))
      assert.equal(results.filter(Boolean).length, 1)
      assert.equal(
        await store.transaction((tx) => tx.takeChallengeAttempt({ id: challenge.id, now: NOW })),
        null,
      )
      await store.transaction((tx) => tx.deleteExpiredChallenges(userId, expired.expiresAt + 1))
      assert.equal(await store.findChallenge(expired.id), null)
    },
  },
  {
    name: 'a recovery code is consumed once by parallel callers and only by its user',
    async run(store) {
      const userId = randomUUID()
      await store.transaction((tx) => tx.replaceRecoveryCodes({ userId, codeHashes: ['a', 'b'], now: NOW }))
      const consume = (owner: string) =>
        store.transaction((tx) => tx.consumeRecoveryCode({ userId: owner, codeHash: 'a', now: NOW }))
      assert.equal(await consume(randomUUID()), false)
      const results = await Promise.all(Array.from({ length: PARALLEL }, () => consume(userId)))
      assert.equal(results.filter(Boolean).length, 1)
      assert.equal(await store.countUnusedRecoveryCodes(userId), 1)
      assert.equal(await store.hasRecoveryCode(userId, 'a'), true)
      await store.transaction((tx) => tx.replaceRecoveryCodes({ userId, codeHashes: ['c'], now: NOW }))
      assert.equal(await store.hasRecoveryCode(userId, 'b'), false)
      assert.equal(await store.countUnusedRecoveryCodes(userId), 1)
    },
  },
  {
    name: 'the attempt that reaches the limit pauses, further ones are refused until the pause ends, and each pause doubles up to its maximum',
    async run(store) {
      const userId = randomUUID()
      const take = (now: number) => takeAccount(store, userId, now)
      assert.deepEqual(await take(NOW), { number: 1, pausedUntil: null })
      assert.deepEqual(await take(NOW), { number: 2, pausedUntil: null })
      let until = NOW + 15 * MINUTE
      assert.deepEqual(await take(NOW), { number: 3, pausedUntil: until })
      assert.equal(await take(until - 1), null)
      for (const [number, minutes] of [
        [4, 30],
        [5, 60],
        [6, 60],
      ] as const) {
        const now = until
        until = now + minutes * MINUTE
        assert.deepEqual(await take(now), { number, pausedUntil: until })
        assert.equal(await take(now), null)
      }
    },
  },
  {
    name: 'parallel attempts on an account stop at the limit',
    async run(store) {
      const userId = randomUUID()
      const taken = await Promise.all(Array.from({ length: PARALLEL }, () => takeAccount(store, userId, NOW)))
      assert.deepEqual(taken.flatMap((one) => one?.number ?? []).sort(), [1, 2, 3])
    },
  },
  {
    name: 'a success forgives the failures before it, ends the pause, and leaves the attempts counted after it',
    async run(store) {
      const userId = randomUUID()
      await takeAccount(store, userId, NOW)
      await takeAccount(store, userId, NOW)
      await takeAccount(store, userId, NOW)
      const clear = (number: number) =>
        store.transaction((tx) => tx.clearAccountFailures({ userId, number, limit: RULE.limit }))
      await clear(1)
      assert.deepEqual(await failuresOf(store, userId), { failures: 2, paused: false, pauses: 0 })
      await clear(3)
      assert.deepEqual(await failuresOf(store, userId), { failures: 0, paused: false, pauses: 0 })
      await clear(2)
      assert.deepEqual(await failuresOf(store, userId), { failures: 0, paused: false, pauses: 0 })
      assert.deepEqual(await takeAccount(store, userId, NOW), { number: 4, pausedUntil: null })
    },
  },
  {
    name: 'an account is suspended once, and lifting counts its failures from then on',
    async run(store) {
      const userId = randomUUID()
      await store.transaction((tx) => tx.lockAccount(userId))
      const suspend = () => store.transaction((tx) => tx.suspendAccount(userId, NOW))
      const results = await Promise.all(Array.from({ length: PARALLEL }, suspend))
      assert.equal(results.filter(Boolean).length, 1)
      await store.transaction((tx) => tx.liftSuspension(userId, NOW + 1))
      const account = await store.findAccount(userId)
      assert.equal(account?.suspendedAt, null)
      assert.equal(account?.rollingSince, NOW + 1)
    },
  },
  {
    name: 'attempts are counted by user and by address within the time asked for, without those taken back',
    async run(store) {
      const userId = randomUUID()
      const address = randomUUID()
      const ids = [randomUUID(), randomUUID(), randomUUID()]
      await store.transaction(async (tx) => {
        for (const [index, id] of ids.entries())
          await tx.insertAttempt({ id, userId, address, at: NOW + index })
        await tx.insertAttempt({ id: randomUUID(), userId: randomUUID(), address: null, at: NOW })
      })
      assert.equal(await store.nthNewestUserAttempt(userId, NOW - 1, 1), NOW + 2)
      assert.equal(await store.nthNewestUserAttempt(userId, NOW - 1, 3), NOW)
      assert.equal(await store.nthNewestUserAttempt(userId, NOW, 3), null)
      assert.equal(await store.nthNewestAddressAttempt(address, NOW - 1, 3), NOW)
      await store.transaction((tx) => tx.deleteAttempt(ids[1] as string))
      assert.equal(await store.nthNewestUserAttempt(userId, NOW - 1, 3), null)
      assert.equal(await store.nthNewestAddressAttempt(address, NOW - 1, 3), null)
    },
  },
  {
    name: 'the lock of an address makes parallel counters see each other',
    async run(store) {
      const address = randomUUID()
      const countIn = () =>
        store.transaction(async (tx) => {
          await tx.lockAddress(address, NOW)
          if ((await tx.nthNewestAddressAttempt(address, 0, 5)) !== null) return false
          await tx.insertAttempt({ id: randomUUID(), userId: randomUUID(), address, at: NOW })
          return true
        })
      const results = await Promise.all(Array.from({ length: PARALLEL }, countIn))
      assert.equal(results.filter(Boolean).length, 5)
    },
  },
  {
    name: 'the lock of an account makes parallel transactions see each other, whether the row was there or not',
    async run(store) {
      const userId = randomUUID()
      const addOne = () =>
        store.transaction(async (tx) => {
          await tx.lockAccount(userId)
          const made = await tx.nthNewestUserAttempt(userId, 0, 1)
          if (made !== null) return false
          await tx.insertAttempt({ id: randomUUID(), userId, address: null, at: NOW })
          return true
        })
      const results = await Promise.all(Array.from({ length: PARALLEL }, addOne))
      assert.equal(results.filter(Boolean).length, 1)
    },
  },
  {
    name: 'audit rows come back as they were written, the newest first',
    async run(store) {
      const userId = randomUUID()
      const rows = [1, 2, 3].map((at) => auditRow(userId, at))
      for (const row of rows) await store.transaction((tx) => tx.appendAudit(row))
      assert.deepEqual(await store.listAudit({ userId, limit: 10 }), [...rows].reverse())
      assert.deepEqual(await store.listAudit({ userId, limit: 1 }), [rows[2]])
      assert.equal((await store.listAudit({ limit: 1 })).length, 1)
    },
  },
]

async function takeAccount(store: Store, userId: string, now: number) {
  return store.transaction(async (tx: StoreTransaction) => {
    await tx.lockAccount(userId)
    return tx.takeAccountAttempt({ userId, now, rule: RULE })
  })
}

async function failuresOf(store: Store, userId: string) {
  const { counted, cleared, pausedUntil, pauses } = (await store.findAccount(userId)) as AccountRow
  return { failures: counted - cleared, paused: pausedUntil !== null, pauses }
}

async function addActiveFactor(store: Store): Promise<{ factor: FactorRow }> {
  const userId = randomUUID()
  const row = pendingFactor(userId)
  await store.transaction(async (tx) => {
    await tx.putPendingFactor(row)
    await tx.activateFactor({ userId, factorId: row.id, step: 100, now: NOW })
  })
  return { factor: (await store.findFactor(userId, row.id)) as FactorRow }
}

async function addChallenge(store: Store, userId: string): Promise<ChallengeRow> {
  const row = challengeRow(userId)
  await store.transaction((tx) => tx.insertChallenge(row))
  return row
}

function pendingFactor(userId: string): FactorRow & { state: 'pending'; expiresAt: number } {
  return {
    id: randomUUID(),
    userId,
    type: 'totp',
    label: 'Telefon på köksbordet ☎',
    state: 'pending',
    sealedSecret: 'sealed',
    lastStep: -1,
    attempts: 0,
    createdAt: NOW,
    expiresAt: NOW + 10 * MINUTE,
    confirmedAt: null,
    lastUsedAt: null,
  }
}

function challengeRow(userId: string): ChallengeRow {
  return {
    id: randomUUID(),
    userId,
    purpose: 'login',
    attempts: 0,
    attemptsAllowed: 5,
    createdAt: NOW,
    expiresAt: NOW + 5 * MINUTE,
    consumedAt: null,
  }
}

function auditRow(userId: string, at: number) {
  const text = { data: '{"naïve":"å ä ö ☎"}', keyId: 'k', mac: 'm' }
  return { id: randomUUID(), at, type: 'conformance', userId, actorId: null, address: '203.0.113.7', ...text }
}
