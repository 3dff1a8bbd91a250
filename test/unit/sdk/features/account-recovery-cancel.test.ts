import { decodeBase32 } from 'countersign/otp'
import { expect, test } from 'vitest'
import { addMember, HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { makeRequest, openRecovery, readRequest, toldOf } from '../recovery.ts'
import { createWorld, totp, type World } from '../world.ts'

type Person = Awaited<ReturnType<World['enroll']>>

/** Ways to use what was said to be lost. */
const uses: [name: string, use: (world: World, person: Person) => Promise<{ status: string }>][] = [
  [
    'a code at sign-in',
    async (world, person) => world.verify(await world.challenge(person.userId), person.code()),
  ],
  [
    'a recovery code at sign-in',
    async (world, person) =>
      world.verify(await world.challenge(person.userId), person.recoveryCodes[0], 'recovery_code'),
  ],
  [
    'a step-up',
    async ({ twoFactor }, person) => {
      const begun = await twoFactor.stepUp.begin({ userId: person.userId })
      if (begun.status !== 'challenge') return begun
      return twoFactor.stepUp.verify({ token: begun.token, method: 'totp', code: person.code() })
    },
  ],
  [
    'a code for a new password',
    async ({ twoFactor }, person) => {
      const begun = await twoFactor.passwordReset.begin({ userId: person.userId })
      if (begun.status !== 'challenge') return begun
      return twoFactor.passwordReset.verify({ token: begun.token, method: 'totp', code: person.code() })
    },
  ],
]

async function expectCancelled(world: World, requestId: string, by: string) {
  const row = await readRequest(world, requestId)
  expect(row).toMatchObject({ state: 'cancelled', endedAt: expect.any(Number) })
  // Nothing to read any more for who has the key.
  expect(row.sealedSecret.length).toBeLessThan(80)
  expect(await world.store.find('accounts', { userId: row.userId })).toMatchObject([{ recovering: 0 }])
  expect(await world.store.count('outbox', { topic: requestId })).toBe(0)
  const types = ['account_recovery.cancelled']
  expect(await world.twoFactor.audit.list({ userId: row.userId, types })).toMatchObject([
    { data: { requestId, by } },
  ])
  await world.twoFactor.settle()
  const told = world.outbox.events.filter(({ type, userId }) => type === types[0] && userId === row.userId)
  expect(told).toMatchObject([{ data: { by }, everyAddress: true }])
}

describeOnEveryStore('an account recovery is called off', (store) => {
  test('by the link in any notice, before and after the approval, once', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const first = await openRecovery(world)
    const second = await openRecovery(world)
    await second.approve()
    for (const { cancelToken, requestId } of [first, second]) {
      const results = await Promise.all(
        Array.from({ length: 5 }, () => accountRecovery.cancel({ token: cancelToken })),
      )
      expect(results.map(({ status }) => status).sort()).toEqual([
        'cancelled',
        ...Array<string>(4).fill('expired'),
      ])
      await expectCancelled(world, requestId, 'link')
    }
    expect(await accountRecovery.review(await first.act())).toEqual({
      ...{ status: 'closed', outcome: 'cancelled', reviewedBy: null },
    })
  })

  test('by a reset of an admin, which leads back in at once; its later notices never come', async () => {
    const world = createWorld(store())
    const { userId, admin, requestId, approve } = await openRecovery(world)
    const completableAt = await approve()
    const stepUp = await world.stepUp(admin)
    const act = { actorId: admin.userId, stepUp, userId, reason: 'Came to the desk' }
    expect(await world.twoFactor.admin.reset(act)).toEqual({ status: 'ok' })
    await world.twoFactor.deliverPending()
    await expectCancelled(world, requestId, 'reset')
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
    world.clock.set(completableAt)
    await world.twoFactor.deliverPending({ batch: 1000 })
    expect(toldOf(world, userId)).not.toContain('ready')
  })

  test("by the holder in a session, and nobody else's with it", async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const own = await openRecovery(world)
    const others = await openRecovery(world)
    expect(await accountRecovery.cancel({ userId: own.userId })).toEqual({ status: 'cancelled' })
    await expectCancelled(world, own.requestId, 'holder')
    expect(await accountRecovery.cancel({ userId: own.userId })).toEqual({ status: 'expired' })
    expect(await readRequest(world, others.requestId)).toMatchObject({ state: 'requested' })
    for (const token of ['', 'x'.repeat(43), others.requestId, [others.cancelToken]])
      expect(await accountRecovery.cancel({ token: token as string })).toEqual({ status: 'expired' })
    expect(await readRequest(world, others.requestId)).toMatchObject({ state: 'requested' })
    await expect(accountRecovery.cancel({} as never)).rejects.toThrow(
      expect.objectContaining({ code: 'argument_invalid' }),
    )
  })

  test.each(uses)('by %s, before the approval, during the wait and after it', async (_name, use) => {
    for (const moment of ['before', 'during', 'after'] as const) {
      const world = createWorld(store())
      const recovery = await openRecovery(world)
      if (moment !== 'before') {
        const completableAt = await recovery.approve()
        world.clock.set(moment === 'after' ? completableAt + 60_000 : completableAt - 60_000)
      }
      if (moment === 'after') await world.twoFactor.deliverPending({ batch: 1000 })
      expect(await use(world, recovery.member)).toMatchObject({ status: 'ok' })
      await expectCancelled(world, recovery.requestId, 'factor')
      if (moment !== 'after') continue
      const token = world.readMail(recovery.userId, 'account_recovery.ready').completeToken as string
      expect(await world.twoFactor.accountRecovery.complete({ token })).toEqual({ status: 'expired' })
      expect(await world.twoFactor.login.begin({ userId: recovery.userId })).toMatchObject({
        status: 'challenge',
      })
    }
  })

  test('by the new factor of somebody whom an admin let in once meanwhile, at once', async () => {
    const world = createWorld(store())
    const { accountRecovery, admin } = world.twoFactor
    const { userId, requestId, act, approve } = await openRecovery(world)
    const completableAt = await approve()
    expect(await admin.allowOnce({ ...(await act()), userId })).toMatchObject({ status: 'ok' })
    const { confirm } = await world.enter(userId)
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'approved' })
    expect(await confirm()).toMatchObject({ status: 'ok' })
    await expectCancelled(world, requestId, 'factor')
    expect(await accountRecovery.find({ userId })).toBeNull()
    world.clock.set(completableAt)
    await world.twoFactor.deliverPending({ batch: 1000 })
    expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', 'approved', 'cancelled'])
  })

  test.each([false, true])(
    'by a factor that came by a step-up from before; let in once: %s',
    async (isLetIn) => {
      const world = createWorld(store())
      const { enrollment, admin } = world.twoFactor
      const { member, act } = await openClinic(world)
      const { userId } = member
      const given = await act()
      const stepUp = await world.stepUp(member)
      const { requestId } = await makeRequest(world, userId)
      if (isLetIn) expect(await admin.allowOnce(given)).toMatchObject({ status: 'ok' })
      const begun = await enrollment.begin({ userId, stepUp })
      if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
      const code = totp(decodeBase32(begun.secret) as Uint8Array, world.clock.now())
      const { enrollmentId } = begun
      expect(await enrollment.confirm({ userId, enrollmentId, code })).toMatchObject({ status: 'ok' })
      expect(await readRequest(world, requestId)).toMatchObject({ state: 'cancelled', endedBy: 'factor' })
      // The way in that is still open ends by a use as ever, for which the account keeps its mark.
      expect(await store().find('accounts', { userId })).toMatchObject([{ recovering: isLetIn ? 1 : 0 }])
    },
  )

  test("by no wrong code, no trusted computer and nobody else's factor", async () => {
    const world = createWorld(store())
    const person = await world.enroll()
    const device = await world.trust(person)
    const { requestId, approve, admin } = await openRecovery(world, { person })
    await approve()
    const token = await world.challenge(person.userId)
    expect(await world.verify(token, person.wrongCode())).toMatchObject({ status: 'invalid' })
    expect(await world.verify(token, admin.code())).toMatchObject({ status: 'invalid' })
    expect(await world.twoFactor.login.begin({ userId: person.userId, device })).toMatchObject({
      reason: 'trusted_device',
    })
    await world.stepUp(admin)
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'approved' })
  })

  test('by a use that began before the request was there', async () => {
    const world = createWorld(store())
    const member = await addMember(world, { [HARBOUR]: 'practitioner' })
    const token = await world.challenge(member.userId)
    const { requestId } = await makeRequest(world, member.userId)
    expect(await world.verify(token, member.code())).toMatchObject({ status: 'ok' })
    await expectCancelled(world, requestId, 'factor')
  })

  test('by a use after an older one has run out, and the mark on the account goes with that', async () => {
    const world = createWorld(store())
    const { member, requestId, userId } = await openRecovery(world)
    world.clock.advanceSeconds(31 * 86_400)
    expect(await world.verify(await world.challenge(userId), member.code())).toMatchObject({ status: 'ok' })
    expect(await store().find('accounts', { userId })).toMatchObject([{ recovering: 0 }])
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'requested' })
    expect(toldOf(world, userId)).not.toContain('cancelled')
  })

  test.each(['totp', 'recovery_code', 'link'] as const)('or completed, never both: %s', async (by) => {
    for (let round = 0; round < 10; round++) {
      const world = createWorld(store())
      const { accountRecovery } = world.twoFactor
      const { waitOut, member, userId, requestId, cancelToken } = await openRecovery(world)
      const token = await waitOut()
      const waiting = await world.challenge(userId)
      const stop = async () => {
        if (by === 'link')
          return (await accountRecovery.cancel({ token: cancelToken })).status === 'cancelled'
        const code = by === 'totp' ? member.code() : member.recoveryCodes[0]
        return (await world.verify(waiting, code, by)).status === 'ok'
      }
      const complete = async () => (await accountRecovery.complete({ token })).status === 'ok'
      const [stopped, completed] =
        round % 2 === 0
          ? await Promise.all([stop(), complete()])
          : (await Promise.all([complete(), stop()])).reverse()
      expect([stopped, completed].filter(Boolean)).toHaveLength(1)
      expect(await store().find('factors', { userId })).toMatchObject([
        { state: completed ? 'suspended' : 'active' },
      ])
      expect(await store().count('entries', { userId })).toBe(completed ? 1 : 0)
      if (completed) expect(await readRequest(world, requestId)).toMatchObject({ state: 'completed' })
      else await expectCancelled(world, requestId, by === 'link' ? 'link' : 'factor')
      expect(await world.twoFactor.login.begin({ userId })).toMatchObject({
        status: completed ? 'enroll' : 'challenge',
      })
    }
  })
})
