import { expect, test } from 'vitest'
import { openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { makeRequest, openRecovery, readRequest, toldOf } from '../recovery.ts'
import { createWorld, type World } from '../world.ts'

type Turned = { userId: string; factorId: string; stepUp: string }

const ways: [name: string, turnOff: (world: World, person: Turned) => Promise<{ status: string }>][] = [
  ['as a whole', ({ twoFactor }, { userId, stepUp }) => twoFactor.factors.disable({ userId, stepUp })],
  ['with the last factor', ({ twoFactor }, person) => twoFactor.factors.remove(person)],
]

describeOnEveryStore('turning two-factor authentication off by a step-up from before', (store) => {
  test.each(ways)('calls off the account recovery that was asked for since, %s', async (_name, turnOff) => {
    const world = createWorld(store())
    const { member, admin } = await openClinic(world)
    const { userId, factorId } = member
    const stepUp = await world.stepUp(member)
    const { requestId } = await makeRequest(world, userId)
    expect(await turnOff(world, { userId, factorId, stepUp })).toEqual({ status: 'ok' })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'cancelled', endedBy: 'factor' })
    expect(await store().find('accounts', { userId })).toMatchObject([{ recovering: 0 }])
    expect(await world.auditTypes(userId)).toContain('account_recovery.cancelled')
    await world.twoFactor.settle()
    expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', 'cancelled'])
    const review = { actorId: admin.userId, stepUp: await world.stepUp(admin), requestId }
    expect(
      await world.twoFactor.accountRecovery.review({ ...review, decision: 'approve', reason: 'Seen' }),
    ).toMatchObject({ status: 'closed', outcome: 'cancelled' })
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ reason: 'not_enrolled' })
  })

  test.each(ways)('ends the permission to sign in without one, %s', async (_name, turnOff) => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world)
    const { userId, factorId } = member
    const given = await act()
    const stepUp = await world.stepUp(member)
    expect(await world.twoFactor.admin.allowOnce(given)).toMatchObject({ status: 'ok' })
    expect(await turnOff(world, { userId, factorId, stepUp })).toEqual({ status: 'ok' })
    expect(await store().count('entries', { userId, usedAt: null })).toBe(0)
    expect(await store().find('accounts', { userId })).toMatchObject([{ recovering: 0 }])
    expect(await world.auditTypes(userId)).toContain('bypass.ended')
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ reason: 'not_enrolled' })
  })

  test('leaves both as they are when it is refused', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world)
    const { userId } = member
    const given = await act()
    const { requestId } = await makeRequest(world, userId)
    expect(await world.twoFactor.admin.allowOnce(given)).toMatchObject({ status: 'ok' })
    expect(await world.twoFactor.factors.disable({ userId, stepUp: 'x'.repeat(43) })).toEqual({
      status: 'step_up_required',
    })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'requested' })
    expect(await store().count('entries', { userId, usedAt: null })).toBe(1)
  })

  test('leaves no recovery of an account without factors to complete, were one still open', async () => {
    const world = createWorld(store())
    const { userId, requestId, waitOut } = await openRecovery(world)
    const token = await waitOut()
    // As it is where two-factor authentication was turned off before the SDK called a recovery off with it.
    await store().transaction((tx) => tx.delete('factors', { userId }))
    expect(await world.twoFactor.accountRecovery.complete({ token })).toEqual({ status: 'cancelled' })
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'cancelled' })
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ reason: 'not_enrolled' })
  })
})
