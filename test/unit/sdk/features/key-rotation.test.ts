import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { DETAILS, openRecovery } from '../recovery.ts'
import { createWorld, KEY } from '../world.ts'

const fresh = { id: '2027-01', secret: Buffer.alloc(32, 5).toString('base64') }
const old = { id: '2026-11', secret: KEY }

describeOnEveryStore('key rotation', (store) => {
  test('a new key in front seals, the old one still opens, and a secret that is used moves over', async () => {
    const before = createWorld(store())
    const user = await before.enroll()
    const world = createWorld(store(), { keys: [fresh, old] })
    world.clock.set(before.clock.now())
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    expect(await store().find('factors', { id: user.factorId })).toMatchObject([{ keyId: '2027-01' }])
    const without = createWorld(store(), { keys: [fresh] })
    without.clock.set(before.clock.now() + 30_000)
    before.clock.advanceSeconds(30)
    expect(await without.verify(await without.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('the rest is sealed anew with progress, once, and then the old key may go', async () => {
    const before = createWorld(store())
    const users = await Promise.all(Array.from({ length: 5 }, () => before.enroll()))
    const pending = await before.twoFactor.enrollment.begin({ userId: 'pending' })
    const world = createWorld(store(), { keys: [fresh, old] })
    world.clock.set(before.clock.now())
    const [one, two] = await Promise.all([world.twoFactor.rotateKeys(), world.twoFactor.rotateKeys()])
    expect(one.resealed + two.resealed).toBeGreaterThanOrEqual(6)
    users.push(await before.enroll())
    const heard: { done: number; left: number }[] = []
    await world.twoFactor.rotateKeys({ onProgress: (progress) => heard.push(progress) })
    expect(heard).toEqual([{ done: 1, left: 0 }])
    expect(await store().count('factors', { keyId: { not: '2027-01' } })).toBe(0)
    expect(await world.twoFactor.rotateKeys()).toEqual({ resealed: 0 })
    const without = createWorld(store(), { keys: [fresh] })
    without.clock.set(before.clock.now() + 30_000)
    before.clock.advanceSeconds(30)
    for (const user of users)
      expect(await without.verify(await without.challenge(user.userId), user.code())).toMatchObject({
        status: 'ok',
      })
    if (pending.status !== 'pending' || pending.type !== 'totp') throw new Error(pending.status)
    const { enrollmentId } = pending
    expect(await without.twoFactor.enrollment.describe({ userId: 'pending', enrollmentId })).toMatchObject({
      secret: pending.secret,
    })
  })

  test('requests for recovery and notices that wait are sealed anew too, and go on without the old key', async () => {
    const before = createWorld(store())
    const { userId, requestId, admin, approve } = await openRecovery(before)
    const completableAt = await approve()
    const world = createWorld(store(), { keys: [fresh, old] })
    world.clock.set(before.clock.now())
    let left = -1
    const { resealed } = await world.twoFactor.rotateKeys({
      onProgress: (progress) => (left = progress.left),
    })
    // The request, its two notices and the authenticators.
    expect(resealed).toBeGreaterThanOrEqual(5)
    expect(left).toBe(0)
    for (const table of ['factors', 'accountRecoveries', 'outbox'] as const)
      expect(await store().count(table, { keyId: { not: '2027-01' } })).toBe(0)
    const without = createWorld(store(), { keys: [fresh] })
    without.people.set(admin.userId, before.people.get(admin.userId) ?? [])
    without.people.set(userId, before.people.get(userId) ?? [])
    without.clock.set(before.clock.now())
    const code = () => {
      before.clock.set(without.clock.now())
      return admin.code()
    }
    const stepUp = await without.stepUp({ userId: admin.userId, code })
    const { accountRecovery } = without.twoFactor
    expect(await accountRecovery.read({ actorId: admin.userId, stepUp, requestId })).toMatchObject({
      details: DETAILS,
    })
    without.clock.set(completableAt)
    await without.twoFactor.deliverPending()
    const token = without.readMail(userId, 'account_recovery.ready').completeToken as string
    expect(await accountRecovery.complete({ token })).toEqual({ status: 'ok', userId })
    // What is erased at the end is sealed under the key of today.
    expect(await world.twoFactor.rotateKeys()).toEqual({ resealed: 0 })
  })

  test('a notice without a secret has nothing to be sealed anew, and stops nothing', async () => {
    const notify = { notify: async () => Promise.reject(new Error('the mail server is down')) }
    const before = createWorld(store(), { notify })
    const { userId } = await before.enroll()
    await before.twoFactor.settle()
    expect(await store().find('outbox', { userId })).toMatchObject([{ sealedSecret: null, keyId: null }])
    const world = createWorld(store(), { keys: [fresh, old] })
    expect(await world.twoFactor.rotateKeys()).toEqual({ resealed: 1 })
    expect(await store().count('outbox', { userId })).toBe(1)
  })

  test('a secret whose key is gone fails closed and stops the rotation by code', async () => {
    const before = createWorld(store())
    await before.enroll()
    const without = createWorld(store(), { keys: [{ id: 'stranger', secret: fresh.secret }] })
    await expect(without.twoFactor.rotateKeys()).rejects.toMatchObject({ code: 'key_unknown' })
  })
})
