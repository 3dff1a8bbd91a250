import { expect, test } from 'vitest'
import { addMember, HARBOUR, HILL, openClinic, readAll } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, type World } from '../world.ts'

type Verb = 'reset' | 'allowOnce' | 'endPause' | 'revokeDevices'
const VERBS: Verb[] = ['reset', 'allowOnce', 'endPause', 'revokeDevices']

const told = (world: World, type: string) => world.outbox.events.filter((event) => event.type === type)

describeOnEveryStore('an admin', (store) => {
  test('resets a member: factors out of use, codes, computers and open challenges gone, sessions ended, all told', async () => {
    const ended: string[] = []
    const world = createWorld(store(), {
      endSessions: async (userId) => {
        ended.push(userId)
      },
    })
    const { admin, member, act } = await openClinic(world)
    const { userId } = member
    const device = await world.trust(member)
    const stepUp = await world.stepUp(member)
    const open = await world.challenge(userId)
    expect(await world.twoFactor.admin.reset(await act({ ip: '203.0.113.9' }))).toEqual({ status: 'ok' })
    await world.twoFactor.settle()
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'retired' }])
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(0)
    expect(await world.twoFactor.trustedDevices.list({ userId })).toEqual([])
    expect(await world.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(false)
    expect(await world.verify(open, member.code())).toEqual({ status: 'expired' })
    expect(await world.twoFactor.login.begin({ userId, device })).toMatchObject({ because: 'reset' })
    expect(ended).toEqual([userId])
    expect(told(world, 'two_factor.reset')).toMatchObject([{ userId, data: { actorId: admin.userId } }])
    const [entry] = await world.twoFactor.audit.list({ userId, types: ['admin.reset'] })
    const data = { reason: 'Lost the phone at sea' }
    expect(entry).toMatchObject({ actorId: admin.userId, address: '203.0.113.9', data, intact: true })
  })

  test('gets nowhere without a fresh step-up of their own, a reason, or a role over the person', async () => {
    const world = createWorld(store())
    const { admin, member, act } = await openClinic(world)
    const practitioner = await addMember(world, { [HARBOUR]: 'practitioner' })
    const stranger = await addMember(world, { [HILL]: 'owner' })
    const owner = await addMember(world, { [HARBOUR]: 'owner' })
    const foreign = { stepUp: await world.stepUp(member) }
    const stale = await act()
    world.clock.advanceSeconds(600)
    const cases: [string, object][] = [
      ['step_up_required', { stepUp: undefined }],
      ['step_up_required', foreign],
      ['step_up_required', { stepUp: stale.stepUp }],
      ['reason_required', { reason: ' \u200b\n ' }],
      ['not_found', { actorId: practitioner.userId, stepUp: await world.stepUp(practitioner) }],
      ['not_found', { actorId: stranger.userId, stepUp: await world.stepUp(stranger) }],
      ['not_found', { actorId: 'unknown-actor' }],
      ['not_found', { userId: 'unknown-person' }],
      ['not_found', { userId: stranger.userId }],
      ['not_allowed', { userId: admin.userId }],
      ['not_allowed', { userId: owner.userId }],
    ]
    for (const [status, changes] of cases) {
      const given = { ...(await act()), ...changes }
      const before = await readAll(world, given.userId)
      for (const verb of VERBS)
        expect(await world.twoFactor.admin[verb](given), `${verb} ${status}`).toEqual({ status })
      // Signing in as the actor has touched the actor's own rows only.
      expect(await readAll(world, given.userId)).toEqual(before)
    }
    expect(told(world, 'two_factor.reset')).toEqual([])
    await expect(world.twoFactor.admin.reset(await act({ reason: 'x'.repeat(501) }))).rejects.toThrow(
      expect.objectContaining({ code: 'argument_invalid' }),
    )
  })

  test('acts on equals, and an owner on an admin', async () => {
    const world = createWorld(store())
    const { act } = await openClinic(world)
    const equal = await addMember(world, { [HARBOUR]: 'admin' })
    expect(await world.twoFactor.admin.reset(await act({ userId: equal.userId }))).toEqual({ status: 'ok' })
    const owner = await addMember(world, { [HARBOUR]: 'owner' })
    const other = await addMember(world, { [HARBOUR]: 'admin' })
    const asOwner = { actorId: owner.userId, stepUp: await world.stepUp(owner), userId: other.userId }
    expect(await world.twoFactor.admin.reset({ ...asOwner, reason: 'Asked in person' })).toEqual({
      status: 'ok',
    })
  })

  test('lets in once at a time, leaves the policy alone, and lets nobody in who has no factor', async () => {
    const world = createWorld(store())
    const { admin, member, act } = await openClinic(world)
    const stepUp = await world.stepUp(admin)
    const rule = { default: 'required' as const }
    await world.twoFactor.policy.setOrganization({
      ...{ organizationId: HARBOUR, rule, actorId: admin.userId, stepUp },
    })
    const given = await act()
    const before = await world.twoFactor.policy.evaluate({ userId: member.userId })
    const all = await Promise.all(Array.from({ length: 20 }, () => world.twoFactor.admin.allowOnce(given)))
    expect(all.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(all.filter(({ status }) => status === 'already_open')).toHaveLength(19)
    expect(await store().count('entries', { userId: member.userId })).toBe(1)
    expect(await world.twoFactor.policy.evaluate({ userId: member.userId })).toEqual(before)
    const bare = 'bare'
    world.people.set(bare, [{ id: HARBOUR, role: 'practitioner', timeZone: 'UTC' }])
    for (const verb of ['reset', 'allowOnce'] as const)
      expect(await world.twoFactor.admin[verb](await act({ userId: bare }))).toEqual({
        status: 'not_enrolled',
      })
  })

  test('ends a pause, and no suspension', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 3, rollingFailures: 10 } })
    const { member, act } = await openClinic(world)
    const { userId } = member
    const fail = async () => world.verify(await world.challenge(userId), member.wrongCode())
    expect(await world.twoFactor.admin.endPause(await act())).toEqual({ status: 'not_paused' })
    for (let failed = 0; failed < 3; failed++) await fail()
    expect((await world.twoFactor.login.begin({ userId })).status).toBe('locked')
    expect(await world.twoFactor.admin.endPause(await act())).toEqual({ status: 'ok' })
    const [entry] = await world.twoFactor.audit.list({ userId, types: ['admin.pause_ended'] })
    expect(entry?.data).toEqual({ reason: 'Lost the phone at sea' })
    for (let failed = 3; failed < 10; failed++) {
      await fail()
      await world.twoFactor.admin.endPause(await act())
    }
    expect(await world.twoFactor.login.begin({ userId })).toEqual({ status: 'password_change_required' })
    expect(await world.twoFactor.admin.endPause(await act())).toEqual({ status: 'not_paused' })
    expect(told(world, 'factor_step.pause_ended').every((event) => event.userId === userId)).toBe(true)
  })

  test('resets a suspended member: the way out when neither codes nor another factor are there', async () => {
    const world = createWorld(store(), { limits: { rollingFailures: 10, consecutiveFailures: 100 } })
    const { member, act } = await openClinic(world)
    const { userId } = member
    for (let failed = 0; failed < 10; failed++)
      await world.verify(await world.challenge(userId), member.wrongCode())
    expect(await world.twoFactor.login.begin({ userId })).toEqual({ status: 'password_change_required' })
    await world.twoFactor.admin.reset(await act())
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
    world.clock.advanceSeconds(30)
    expect((await world.twoFactor.login.begin({ userId })).status).toBe('challenge')
  })

  test('revokes every trusted computer of a member, and ends the sessions that it may have opened', async () => {
    const ended: string[] = []
    const world = createWorld(store(), {
      endSessions: async (userId) => {
        ended.push(userId)
      },
    })
    const { member, act } = await openClinic(world)
    const device = await world.trust(member)
    expect(await world.twoFactor.admin.revokeDevices(await act())).toEqual({ status: 'ok', count: 1 })
    expect(await world.twoFactor.login.begin({ userId: member.userId, device })).toMatchObject({
      status: 'challenge',
    })
    expect(await world.twoFactor.admin.revokeDevices(await act())).toEqual({ status: 'ok', count: 0 })
    await world.twoFactor.settle()
    const data = { actorId: expect.any(String), enrolled: true }
    expect(told(world, 'trusted_devices.revoked').map((event) => event.data)).toEqual([
      { ...data, count: 1 },
      { ...data, count: 0 },
    ])
    expect(ended).toEqual([member.userId, member.userId])
  })

  test('tells a member with no factor, or whose trust is over, of neither', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world)
    await world.trust(member)
    world.clock.advanceSeconds(400 * 86_400)
    expect(await world.twoFactor.admin.revokeDevices(await act())).toEqual({ status: 'ok', count: 0 })
    expect(await store().count('trustedDevices', { userId: member.userId })).toBe(0)
    await world.twoFactor.factors.disable({ userId: member.userId, stepUp: await world.stepUp(member) })
    await world.twoFactor.admin.revokeDevices(await act())
    await world.twoFactor.settle()
    expect(told(world, 'trusted_devices.revoked').map(({ data }) => [data.count, data.enrolled])).toEqual([
      [0, true],
      [0, false],
    ])
  })

  test('that resets while the right code is on its way lets it in before or not at all', async () => {
    const world = createWorld(store())
    for (let round = 0; round < 5; round++) {
      const { member, act } = await openClinic(world)
      const { userId } = member
      const token = await world.challenge(userId)
      const given = await act()
      const code = member.code()
      const [verified, reset] = await Promise.all([
        world.verify(token, code),
        world.twoFactor.admin.reset(given),
      ])
      expect(reset).toEqual({ status: 'ok' })
      expect(['ok', 'expired', 'already_used', 'invalid']).toContain(verified.status)
      const [factor] = await store().find('factors', { userId })
      expect(factor?.state).toBe('suspended')
      expect((await world.twoFactor.login.begin({ userId })).status).toBe('enroll')
    }
  })

  test('reset ends the sessions again and again until the host has done it', async () => {
    let isDown = true
    const ended: string[] = []
    const world = createWorld(store(), {
      endSessions: async (userId) => {
        if (isDown) throw new Error('down')
        ended.push(userId)
      },
    })
    const { member, act } = await openClinic(world)
    await world.twoFactor.admin.reset(await act())
    await world.twoFactor.settle()
    expect(ended).toEqual([])
    isDown = false
    world.clock.advanceSeconds(60)
    expect((await world.twoFactor.deliverPending()).delivered).toBeGreaterThan(0)
    expect(ended).toEqual([member.userId])
  })
})
