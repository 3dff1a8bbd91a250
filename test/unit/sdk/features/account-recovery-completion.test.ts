import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { openSecret } from '../../../../sdk/src/crypto/sealed-secret.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { DAY, makeRequest, openRecovery, readRequest, toldOf } from '../recovery.ts'
import { createWorld, KEY, totp, type World } from '../world.ts'

/** The token before any mail has it. */
async function openCompleteToken(world: World, id: string): Promise<string> {
  const { sealedSecret, userId } = await readRequest(world, id)
  const place = { table: 'accountRecoveries', userId, rowId: id }
  const opened = openSecret(sealedSecret, place, createKeyring([{ id: '2026-11', secret: KEY }]))
  return (JSON.parse(Buffer.from(opened).toString()) as { complete: string }).complete
}

describeOnEveryStore('the completion of an account recovery', (store) => {
  test('does not come a millisecond before the end, and nothing shortens the wait', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { approve, act, userId, member, admin, requestId } = await openRecovery(world)
    const completableAt = await approve()
    // Even who had the token early, from a process that reads the store and has the key.
    const token = await openCompleteToken(world, requestId)
    const tooSoon = { status: 'too_soon', until: completableAt }
    expect(await accountRecovery.complete({ token })).toEqual(tooSoon)
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'already_open' })
    expect(await accountRecovery.review(await act())).toEqual({
      ...{ status: 'closed', outcome: 'approved', reviewedBy: admin.userId },
    })
    world.clock.set(completableAt - 1)
    expect(await accountRecovery.complete({ token })).toEqual(tooSoon)
    expect(await readRequest(world, requestId)).toMatchObject({
      state: 'approved',
      completableAt,
      endedAt: null,
    })
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
    expect(await store().count('entries', { userId })).toBe(0)
    world.clock.set(completableAt)
    expect(await accountRecovery.complete({ token })).toEqual({ status: 'ok', userId })
    expect(await store().find('factors', { id: member.factorId })).toMatchObject([{ state: 'suspended' }])
  })

  test('does not come without an approval, nor by any other token', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { requestId, cancelToken } = await openRecovery(world)
    const token = await openCompleteToken(world, requestId)
    world.clock.advanceSeconds(20 * DAY)
    for (const given of [token, cancelToken, requestId, '', undefined, [token]])
      expect(await accountRecovery.complete({ token: given as string })).toEqual({ status: 'expired' })
    // The token of the last notice says yes, not no.
    expect(await accountRecovery.cancel({ token })).toEqual({ status: 'expired' })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'requested' })
  })

  test('comes once of twenty', async () => {
    const ended: string[] = []
    const world = createWorld(store(), { endSessions: async (userId) => void ended.push(userId) })
    const { waitOut, userId, requestId } = await openRecovery(world)
    const token = await waitOut()
    const results = await Promise.all(
      Array.from({ length: 20 }, () => world.twoFactor.accountRecovery.complete({ token })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual([...Array<string>(19).fill('expired'), 'ok'])
    expect(await world.twoFactor.accountRecovery.complete({ token })).toEqual({ status: 'expired' })
    expect(await store().count('entries', { userId })).toBe(1)
    const types = ['account_recovery.completed']
    expect(await world.twoFactor.audit.list({ userId, types })).toMatchObject([{ data: { requestId } }])
    await world.twoFactor.settle()
    expect(ended).toEqual([userId])
    expect(toldOf(world, userId).filter((type) => type === 'completed')).toHaveLength(1)
  })

  test('takes away whatever rested on the old factors, and erases what was written down', async () => {
    const ended: string[] = []
    const world = createWorld(store(), { endSessions: async (userId) => void ended.push(userId) })
    const { accountRecovery, login, stepUp, passwordReset } = world.twoFactor
    const user = await world.enroll()
    const device = await world.trust(user)
    const { userId } = user
    const { waitOut, requestId } = await openRecovery(world, { person: user })
    const token = await waitOut()
    const before = await readRequest(world, requestId)
    const waiting = await world.challenge(userId)
    const reset = await passwordReset.begin({ userId })
    expect(reset.status).toBe('challenge')
    expect(await accountRecovery.complete({ token, ip: '203.0.113.7' })).toEqual({ status: 'ok', userId })

    const row = await readRequest(world, requestId)
    expect(row).toMatchObject({ state: 'completed', endedAt: world.clock.now() })
    expect(row.sealedSecret.length).toBeLessThan(before.sealedSecret.length / 2)
    expect(await store().find('factors', { userId })).toMatchObject([{ state: 'suspended', heldUntil: null }])
    for (const table of [
      'recoveryCodes',
      'trustedDevices',
      'deviceTokens',
      'challenges',
      'permissions',
    ] as const)
      expect(await store().count(table, { userId })).toBe(0)
    expect(await store().count('outbox', { topic: requestId })).toBe(0)
    await world.twoFactor.settle()
    expect(ended).toEqual([userId])
    const told = world.outbox.events.filter(({ type }) => type === 'account_recovery.completed')
    expect(told).toEqual([
      { type: 'account_recovery.completed', userId, at: world.clock.now(), data: {}, everyAddress: true },
    ])
    const [recorded] = await world.twoFactor.audit.list({ userId, types: ['account_recovery.completed'] })
    expect(recorded).toMatchObject({ address: '203.0.113.7', actorId: null, data: { requestId } })

    // Nothing that was begun goes on, and nothing of the old begins anything.
    expect(await world.verify(waiting, user.code())).toEqual({ status: 'expired' })
    expect(await world.verify(waiting, user.recoveryCodes[0], 'recovery_code')).toEqual({ status: 'expired' })
    expect(await stepUp.begin({ userId })).toEqual({ status: 'no_method' })
    expect(await passwordReset.begin({ userId })).toEqual({ status: 'no_method' })
    for (const input of [{ userId }, { userId, device }, { userId, withFactor: true }])
      expect(await login.begin(input)).toMatchObject({
        status: 'enroll',
        because: 'recovery',
        proof: 'mailed',
      })
    expect(await world.twoFactor.enrollment.begin({ userId })).toEqual({ status: 'step_up_required' })
  })

  test('leads over the mailed code and a new authenticator into the session', async () => {
    const world = createWorld(store())
    const { waitOut, userId, member } = await openRecovery(world)
    await world.twoFactor.accountRecovery.complete({ token: await waitOut() })
    const entered = await world.enter(userId)
    expect(entered.begun).toMatchObject({ because: 'recovery', proof: 'mailed' })
    const confirmed = await entered.confirm()
    expect(confirmed).toMatchObject({ status: 'ok', userId })
    if (confirmed.status !== 'ok') return
    expect(confirmed.recoveryCodes).toHaveLength(10)
    // What led here is completed, and not called off by the factor that it leads to.
    await world.twoFactor.settle()
    expect(toldOf(world, userId)).toContain('completed')
    expect(toldOf(world, userId)).not.toContain('cancelled')
    expect((await store().find('factors', { userId })).map(({ id }) => id)).toEqual([confirmed.factorId])
    world.clock.advanceSeconds(30)
    const token = await world.challenge(userId)
    expect(await world.verify(token, totp(member.secret, world.clock.now()))).toMatchObject({
      status: 'invalid',
    })
    expect(await world.verify(token, member.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'invalid',
    })
    expect(await world.verify(token, entered.code())).toMatchObject({ status: 'ok', userId })
  })

  test('stays possible for thirty days after the end of the wait, and no longer', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { waitOut, requestId, userId } = await openRecovery(world)
    const token = await waitOut()
    const end = world.clock.now() + 30 * DAY * 1000
    world.clock.set(end - 1)
    await world.twoFactor.housekeeping()
    expect(await accountRecovery.describe({ token })).toMatchObject({ status: 'open', leads: 'complete' })
    world.clock.set(end)
    expect(await accountRecovery.complete({ token })).toEqual({ status: 'expired' })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'approved', endedAt: null })
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
  })

  test('that is recorded ends the sessions even when the host can not do it at once', async () => {
    const ended: string[] = []
    let fails = 2
    const world = createWorld(store(), {
      async endSessions(userId) {
        if (fails-- > 0) throw new Error('the session store is down')
        ended.push(userId)
      },
    })
    const { waitOut, userId } = await openRecovery(world)
    expect(await world.twoFactor.accountRecovery.complete({ token: await waitOut() })).toMatchObject({
      status: 'ok',
    })
    await world.twoFactor.settle()
    expect(ended).toEqual([])
    for (const seconds of [60, 120]) {
      world.clock.advanceSeconds(seconds)
      await world.twoFactor.deliverPending({ batch: 1000 })
    }
    expect(ended).toEqual([userId])
    expect(await store().count('outbox', { userId })).toBe(0)
    // What the host is told to do is no notice for people.
    expect(world.outbox.events.some(({ type }) => String(type) === 'sessions.end')).toBe(false)
  })

  test('does not come when a new factor came to the account meanwhile', async () => {
    const world = createWorld(store())
    const { accountRecovery, admin } = world.twoFactor
    const { waitOut, act, userId, requestId } = await openRecovery(world)
    const token = await waitOut()
    expect(await admin.allowOnce({ ...(await act()), userId })).toMatchObject({ status: 'ok' })
    const entered = await world.enter(userId)
    expect(await entered.confirm()).toMatchObject({ status: 'ok' })
    expect(await accountRecovery.complete({ token })).toEqual({ status: 'expired' })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'cancelled' })
    world.clock.advanceSeconds(30)
    expect(await world.verify(await world.challenge(userId), entered.code())).toMatchObject({ status: 'ok' })
  })

  test('lifts a suspension and a pause, which belong to the factors that are gone', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 3 } })
    const { waitOut, userId, member } = await openRecovery(world)
    const completeToken = await waitOut()
    const token = await world.challenge(userId)
    for (let tries = 0; tries < 3; tries++) await world.verify(token, member.wrongCode())
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'locked' })
    expect(await world.twoFactor.accountRecovery.complete({ token: completeToken })).toMatchObject({
      status: 'ok',
    })
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({
      status: 'enroll',
      because: 'recovery',
    })
  })

  test('makes room for the next request only', async () => {
    const world = createWorld(store())
    const { waitOut, userId, cancelToken } = await openRecovery(world)
    await world.twoFactor.accountRecovery.complete({ token: await waitOut() })
    expect(await world.twoFactor.accountRecovery.cancel({ token: cancelToken })).toEqual({
      status: 'expired',
    })
    expect(await world.twoFactor.accountRecovery.cancel({ userId })).toEqual({ status: 'expired' })
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'enroll' })
    const again = await makeRequest(world, userId)
    expect(await readRequest(world, again.requestId)).toMatchObject({ state: 'requested' })
  })
})
