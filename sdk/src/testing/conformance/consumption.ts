import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Store } from '../../ports.ts'
import { pickReading } from '../../tables.ts'
import type { ConformanceCheck } from '../store-conformance.ts'
import {
  addUser,
  auditRow,
  challengeRow,
  factorRow,
  NOW,
  only,
  PARALLEL,
  RULES,
  readAll,
  sentCodeRow,
} from './sample-rows.ts'

/** Using up a code and its challenge: both or neither. */
export const consumptionChecks: readonly ConformanceCheck[] = [
  {
    name: 'a challenge is read with its account, its active factors of the type and the codes left',
    async run(store) {
      const { userId, challenge, factor } = await addUser(store)
      const second = factorRow(userId, { createdAt: NOW + 1 })
      const more = [
        second,
        factorRow(userId, { state: 'suspended' }),
        factorRow(userId, { state: 'pending' }),
        factorRow(userId, { type: 'another' }),
      ]
      await store.transaction((tx) => tx.insert('factors', ...more))
      assert.deepEqual(await store.readChallenge(challenge.id, 'totp'), {
        challenge: pickReading('challenges', challenge),
        account: pickReading('accounts', await only(store.find('accounts', { userId }))),
        factors: [pickReading('factors', factor), pickReading('factors', second)],
        recoveryCodesLeft: 2,
        recoveryCodes: [],
      })
      assert.equal(await store.readChallenge(randomUUID(), 'totp'), null)
    },
  },
  {
    name: 'a challenge of a user without account, factor or codes is read too',
    async run(store) {
      const challenge = challengeRow(randomUUID())
      await store.transaction((tx) => tx.insert('challenges', challenge))
      const empty = { account: null, factors: [], recoveryCodes: [], recoveryCodesLeft: 0 }
      assert.deepEqual(await store.readChallenge(challenge.id, 'totp'), {
        challenge: pickReading('challenges', challenge),
        ...empty,
      })
    },
  },
  {
    name: "for a recovery code a challenge is read with all of its user's codes, used ones included",
    async run(store) {
      const { userId, challenge } = await addUser(store)
      await addUser(store)
      await store.transaction((tx) => tx.update('recoveryCodes', { userId, codeHash: 'b' }, { usedAt: NOW }))
      const reading = await store.readChallenge(challenge.id, 'recovery_code')
      const codes = reading?.recoveryCodes.map(({ codeHash, usedAt }) => [codeHash, usedAt]).sort()
      assert.deepEqual(codes, [
        ['a', null],
        ['b', NOW],
      ])
      assert.deepEqual(reading?.factors, [])
      assert.equal(reading?.recoveryCodesLeft, 1)
    },
  },
  {
    name: 'using up a recovery code lets no computer of its user be trusted any longer, and no one else notices',
    async run(store) {
      const [one, other] = [await addUser(store), await addUser(store)]
      for (const { userId } of [one, other]) await addDevice(store, userId)
      await one.count()
      assert.equal(await one.consume({ use: { kind: 'recovery_code', codeHash: 'a' } }), true)
      const countDevices = async (userId: string) => [
        await store.count('trustedDevices', { userId }),
        await store.count('deviceTokens', { userId }),
      ]
      assert.deepEqual(await countDevices(one.userId), [0, 0])
      assert.deepEqual(await countDevices(other.userId), [1, 1])
    },
  },
  {
    name: 'a sent code is used up once, by whoever comes first, and the factor that it went to was used then',
    async run(store) {
      const { userId, factor, challenge, count, consume } = await addUser(store)
      const sent = sentCodeRow(userId, challenge.id, { factorId: factor.id })
      await store.transaction((tx) => tx.insert('sentCodes', sent))
      await count()
      const use = { kind: 'sent_code', id: sent.id, codeHash: sent.codeHash, factorId: factor.id } as const
      const all = await Promise.all(Array.from({ length: PARALLEL }, () => consume({ use })))
      assert.equal(all.filter(Boolean).length, 1)
      assert.deepEqual(await only(store.find('sentCodes', { id: sent.id })), { ...sent, usedAt: NOW })
      assert.equal((await only(store.find('factors', { userId }))).lastUsedAt, NOW)
      const { consumedAt, consumedBy } = await only(store.find('challenges', { userId }))
      assert.deepEqual([consumedAt, consumedBy], [NOW, 'the code'])
    },
  },
  {
    name: 'a sent code without a factor is used up too, and no factor changes',
    async run(store) {
      const { userId, factor, challenge, count, consume } = await addUser(store)
      const sent = sentCodeRow(userId, challenge.id)
      await store.transaction((tx) => tx.insert('sentCodes', sent))
      await count()
      const { id, codeHash, factorId } = sent
      assert.equal(await consume({ use: { kind: 'sent_code', id, codeHash, factorId } }), true)
      assert.deepEqual(await only(store.find('factors', { userId })), factor)
    },
  },
  {
    name: 'a sent code that was replaced, is used, has expired, or went to a factor that is suspended changes nothing',
    async run(store) {
      for (const [change, codeHash, state] of [
        [{}, 'earlier', 'active'],
        [{ usedAt: NOW - 1 }, 'hash', 'active'],
        [{ expiresAt: NOW }, 'hash', 'active'],
        [{}, 'hash', 'suspended'],
      ] as const) {
        const { userId, factor, challenge, count, consume } = await addUser(store)
        const sent = sentCodeRow(userId, challenge.id, { factorId: factor.id, ...change })
        await store.transaction(async (tx) => {
          await tx.insert('sentCodes', sent)
          await tx.update('factors', { id: factor.id }, { state })
        })
        await count()
        const before = await readAll(store, userId)
        const use = { kind: 'sent_code', id: sent.id, codeHash, factorId: factor.id } as const
        assert.equal(await consume({ use }), false)
        assert.deepEqual(await readAll(store, userId), before)
        assert.deepEqual(await only(store.find('sentCodes', { id: sent.id })), sent)
      }
    },
  },
  {
    name: 'a step and the challenge are used up together, the attempt is taken back, and the record is written',
    async run(store) {
      const { userId, factor, challenge, count, consume } = await addUser(store)
      const address = randomUUID()
      await count({ address })
      await count({ address })
      const audit = [auditRow(userId, { type: 'one' }), auditRow(userId, { type: 'two' })]
      assert.equal(await consume({ attempt: 2, address, audit }), true)
      const after = await readAll(store, userId)
      assert.deepEqual(after.factors, [{ ...factor, lastStep: 101, lastUsedAt: NOW }])
      assert.deepEqual(after.challenges, [
        { ...challenge, consumedAt: NOW, consumedBy: 'the code', attempts: 1 },
      ])
      const [account] = after.accounts
      assert.deepEqual([account?.counted, account?.cleared, account?.rolling], [2, 2, 1])
      assert.deepEqual(after.audit.map(({ type }) => type).sort(), ['one', 'two'])
      assert.equal((await only(store.find('addresses', { address }))).failures, 1)
      assert.equal(after.recoveryCodes.filter(({ usedAt }) => usedAt === null).length, 2)
    },
  },
  {
    name: 'failures counted after a success stay counted',
    async run(store) {
      const { userId, count, consume } = await addUser(store)
      await count()
      await count()
      assert.equal(await consume({ attempt: 1 }), true)
      const account = await only(store.find('accounts', { userId }))
      assert.deepEqual([account.counted, account.cleared], [2, 1])
      const later = challengeRow(userId)
      await store.transaction((tx) => tx.insert('challenges', later))
      // A success with a smaller number than one before it forgives nothing more.
      await store.transaction((tx) => tx.update('accounts', { userId }, { cleared: 2 }))
      const use = {
        kind: 'totp' as const,
        factorId: (await only(store.find('factors', { userId }))).id,
        step: 200,
      }
      assert.equal(await consume({ challengeId: later.id, attempt: 1, use }), true)
      assert.equal((await only(store.find('accounts', { userId }))).cleared, 2)
    },
  },
  {
    name: 'a used step, an earlier one, a factor of another user or not active, and a used code change nothing at all',
    async run(store) {
      const { userId, factor, count, consume } = await addUser(store)
      const { factor: foreign } = await addUser(store)
      const inactive = [factorRow(userId, { state: 'pending' }), factorRow(userId, { state: 'suspended' })]
      await store.transaction(async (tx) => {
        await tx.insert('factors', ...inactive)
        await tx.update('recoveryCodes', { userId, codeHash: 'a' }, { usedAt: NOW })
      })
      await count()
      const before = await readAll(store, userId)
      const uses = [
        { kind: 'totp' as const, factorId: factor.id, step: 100 },
        { kind: 'totp' as const, factorId: factor.id, step: 99 },
        ...[foreign, ...inactive].map(({ id }) => ({ kind: 'totp' as const, factorId: id, step: 500 })),
        { kind: 'recovery_code' as const, codeHash: 'a' },
        { kind: 'recovery_code' as const, codeHash: 'A' },
        { kind: 'recovery_code' as const, codeHash: 'unknown' },
      ]
      for (const use of uses) assert.equal(await consume({ use }), false, JSON.stringify(use))
      assert.deepEqual(await readAll(store, userId), before)
      assert.equal((await only(store.find('factors', { id: foreign.id }))).lastStep, 100)
    },
  },
  {
    name: 'a challenge that is consumed, expired or of another user lets no code be used up',
    async run(store) {
      const { userId, consume } = await addUser(store)
      const { challenge: foreign } = await addUser(store)
      const closed = [challengeRow(userId, { consumedAt: NOW }), challengeRow(userId, { expiresAt: NOW })]
      await store.transaction((tx) => tx.insert('challenges', ...closed))
      const before = await readAll(store, userId)
      for (const challengeId of [...closed.map(({ id }) => id), foreign.id, randomUUID()]) {
        assert.equal(await consume({ challengeId }), false)
        assert.equal(await consume({ challengeId, use: { kind: 'recovery_code', codeHash: 'a' } }), false)
      }
      assert.deepEqual(await readAll(store, userId), before)
    },
  },
  {
    name: 'a challenge beside which an entry was opened since it was read lets no code be used up, and else it does',
    async run(store) {
      const { userId, challenge, consume } = await addUser(store)
      const entryId = randomUUID()
      await store.transaction((tx) => tx.update('challenges', { id: challenge.id }, { entryId }))
      const before = await readAll(store, userId)
      for (const other of [null, randomUUID()]) {
        assert.equal(await consume({ entryId: other }), false)
        assert.equal(await consume({ entryId: other, use: { kind: 'recovery_code', codeHash: 'a' } }), false)
      }
      assert.deepEqual(await readAll(store, userId), before)
      assert.equal(await consume({ entryId }), true)
    },
  },
  {
    name: 'when the record can not be written nothing is used up',
    async run(store) {
      const { userId, consume } = await addUser(store)
      const taken = auditRow(userId)
      await store.appendAudit([taken])
      const before = await readAll(store, userId)
      await assert.rejects(consume({ audit: [auditRow(userId), taken] }))
      assert.deepEqual(await readAll(store, userId), before)
    },
  },
  {
    name: 'one step over many challenges, in parallel, is used up once, and leaves the other challenges open',
    async run(store) {
      const { userId, consume } = await addUser(store)
      const challenges = Array.from({ length: PARALLEL }, () => challengeRow(userId))
      await store.transaction((tx) => tx.insert('challenges', ...challenges))
      const used = await Promise.all(
        challenges.map(({ id }) => consume({ challengeId: id, audit: [auditRow(userId)] })),
      )
      assert.equal(used.filter(Boolean).length, 1)
      const after = await readAll(store, userId)
      assert.equal(after.challenges.filter(({ consumedAt }) => consumedAt !== null).length, 1)
      assert.equal(after.audit.length, 1)
    },
  },
  {
    name: 'many codes on one challenge, in parallel, let one be used up',
    async run(store) {
      const { userId, factor, consume } = await addUser(store)
      const steps = Array.from({ length: PARALLEL }, (_, index) => ({
        kind: 'totp' as const,
        factorId: factor.id,
        step: 101 + index,
      }))
      const codes = ['a', 'b'].map((codeHash) => ({ kind: 'recovery_code' as const, codeHash }))
      const used = await Promise.all(
        [...codes, ...steps].map((use) => consume({ use, audit: [auditRow(userId)] })),
      )
      assert.equal(used.filter(Boolean).length, 1)
      const after = await readAll(store, userId)
      const usedCodes = after.recoveryCodes.filter(({ usedAt }) => usedAt !== null).length
      const usedSteps = after.factors.filter(({ lastUsedAt }) => lastUsedAt !== null).length
      assert.equal(usedCodes + usedSteps, 1)
      assert.equal(after.audit.length, 1)
    },
  },
  {
    name: 'one recovery code over many challenges, in parallel, is used up once',
    async run(store) {
      const { userId, consume } = await addUser(store)
      const challenges = Array.from({ length: PARALLEL }, () => challengeRow(userId))
      await store.transaction((tx) => tx.insert('challenges', ...challenges))
      const use = { kind: 'recovery_code' as const, codeHash: 'a' }
      const used = await Promise.all(
        challenges.map(({ id }) => consume({ challengeId: id, use, audit: [auditRow(userId)] })),
      )
      assert.equal(used.filter(Boolean).length, 1)
      assert.equal(await store.count('recoveryCodes', { userId, usedAt: null }), 1)
    },
  },
  {
    name: 'counting and using up in parallel, over shared rows, never locks each other out',
    async run(store) {
      const address = randomUUID()
      const rules = { ...RULES, consecutive: 100, rolling: 100, address: 1000 }
      const users = await Promise.all(Array.from({ length: 4 }, () => addUser(store)))
      const work = users.flatMap((user) =>
        Array.from({ length: 10 }, (_, index) => [
          () => user.count({ address, rules }),
          () =>
            user.consume({
              address,
              use: { kind: 'totp', factorId: user.factor.id, step: 101 + index },
              audit: [auditRow(user.userId)],
            }),
        ]).flat(),
      )
      await Promise.all(work.map((run) => run()))
      for (const { userId } of users) assert.equal((await readAll(store, userId)).audit.length, 1)
    },
  },
]

async function addDevice(store: Store, userId: string): Promise<void> {
  const deviceId = randomUUID()
  const times = { createdAt: NOW, lastUsedAt: NOW, expiresAt: NOW + 1 }
  await store.transaction(async (tx) => {
    await tx.insert('trustedDevices', {
      ...{ id: deviceId, userId, label: 'Reception', generation: 1, address: null },
      ...times,
    })
    await tx.insert('deviceTokens', { id: randomUUID(), deviceId, userId, generation: 1 })
  })
}
