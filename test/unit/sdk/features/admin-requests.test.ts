import { expect, test } from 'vitest'
import { addMember, HARBOUR, HILL, openClinic, readAll } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, type World } from '../world.ts'

const both = { [HARBOUR]: 'practitioner', [HILL]: 'practitioner' }
const HOUR = 3600

const told = (world: World, type: string) => world.outbox.events.filter((event) => event.type === type)
const readToken = (world: World, userId: string) =>
  (world.readMail(userId, 'admin.confirmation_requested') as { token: string }).token

/** A member of two clinics whom an admin of one of them has asked for an act, and the token of the mailed link. */
async function ask(world: World, verb: 'reset' | 'allowOnce' = 'reset') {
  const { admin, member, act } = await openClinic(world, { memberRoles: both })
  await world.twoFactor.admin[verb](await act())
  return { admin, act, userId: member.userId, token: readToken(world, member.userId) }
}

describeOnEveryStore('an admin who needs the person’s word', (store) => {
  test('asks the person by mail where others have a say, and the person’s word does it, once', async () => {
    const world = createWorld(store())
    const { admin, member, act } = await openClinic(world, { memberRoles: both })
    const { userId } = member
    const [hillOwner, hillAdmin] = [
      await addMember(world, { [HILL]: 'owner' }),
      await addMember(world, { [HILL]: 'admin' }),
    ]
    const before = await readAll(world, userId)
    const expiresAt = expect.any(Number)
    expect(await world.twoFactor.admin.reset(await act())).toEqual({ status: 'proof_required', expiresAt })
    expect(await readAll(world, userId)).toEqual(before)
    const token = readToken(world, userId)
    expect(await world.twoFactor.admin.describeRequest({ token })).toMatchObject({
      ...{ status: 'open', userId, actorId: admin.userId, act: 'reset', reason: 'Lost the phone at sea' },
    })
    const all = await Promise.all(Array.from({ length: 20 }, () => world.twoFactor.admin.confirm({ token })))
    expect(all.filter(({ status }) => status === 'ok')).toEqual([{ status: 'ok', act: 'reset', userId }])
    await world.twoFactor.settle()
    expect(await world.twoFactor.audit.list({ userId, types: ['admin.reset'] })).toHaveLength(1)
    expect(told(world, 'admin.acted_elsewhere')).toMatchObject([
      { userId: hillOwner.userId, data: { act: 'reset', memberId: userId, organizationId: HILL } },
    ])
    expect(told(world, 'admin.acted_elsewhere').map((event) => event.userId)).not.toContain(hillAdmin.userId)
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
  })

  test('asks three times an hour, whoever asks and whatever for, and the last link goes on working', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world, { memberRoles: both })
    const { userId } = member
    const other = await addMember(world, { [HARBOUR]: 'admin' })
    const byOther = { actorId: other.userId, stepUp: await world.stepUp(other) }
    const { reset, allowOnce, confirm } = world.twoFactor.admin
    const given = await act()
    const first = world.clock.now()
    expect((await reset(given)).status).toBe('proof_required')
    world.clock.advanceSeconds(60)
    const parallel = await Promise.all(Array.from({ length: 10 }, () => allowOnce({ ...given, ...byOther })))
    expect(parallel.filter(({ status }) => status === 'proof_required')).toHaveLength(2)
    const tooMany = { status: 'too_many', until: first + 3_600_000 }
    expect(parallel.filter(({ status }) => status === 'too_many')).toEqual(Array(8).fill(tooMany))
    expect(await reset(given)).toEqual(tooMany)
    const asked = () => told(world, 'admin.confirmation_requested')
    expect(asked()).toHaveLength(3)
    world.clock.set(tooMany.until - 1)
    expect(await reset(await act({ stepUp: given.stepUp }))).toMatchObject({ status: 'step_up_required' })
    expect(await store().count('entries', { userId })).toBe(0)
    // Of two asked at once, either may be the newer one, whichever mail went out first.
    const answers = []
    for (const { secret } of asked().slice(1)) answers.push(await confirm({ token: secret?.token ?? '' }))
    const expected = [{ status: 'ok', act: 'allow_once', userId }, { status: 'expired' }]
    expect(answers).toHaveLength(2)
    expect(answers).toEqual(expect.arrayContaining(expected))
    world.clock.set(tooMany.until)
    expect((await reset(await act())).status).toBe('proof_required')
    expect(asked()).toHaveLength(4)
  })

  test('that is none any more when the person says yes has asked for nothing', async () => {
    const world = createWorld(store())
    const { admin, member, act } = await openClinic(world, { memberRoles: both })
    await world.twoFactor.admin.allowOnce(await act())
    const token = readToken(world, member.userId)
    world.people.set(admin.userId, [])
    expect(await world.twoFactor.admin.confirm({ token })).toEqual({ status: 'expired' })
    expect(await store().count('entries', { userId: member.userId })).toBe(0)
  })

  test('has one question open at a time; the older link and a late answer are worth nothing', async () => {
    const world = createWorld(store())
    const { member, act } = await openClinic(world, { memberRoles: both })
    const { userId } = member
    await world.twoFactor.admin.reset(await act())
    const older = readToken(world, userId)
    await world.twoFactor.admin.allowOnce(await act())
    const newer = readToken(world, userId)
    expect(await world.twoFactor.admin.confirm({ token: older })).toEqual({ status: 'expired' })
    world.clock.advanceSeconds(3600)
    expect(await world.twoFactor.admin.describeRequest({ token: newer })).toMatchObject({ status: 'lapsed' })
    expect(await world.twoFactor.admin.confirm({ token: newer })).toEqual({ status: 'expired' })
    expect(await store().count('entries', { userId })).toBe(0)
  })

  test('whose question nobody answered in time: the person gets a new link, once, and the old one is worth nothing', async () => {
    const world = createWorld(store())
    const { admin, userId, token } = await ask(world)
    const { describeRequest, renewRequest, confirm } = world.twoFactor.admin
    expect(await renewRequest({ token })).toEqual({ status: 'expired' })
    world.clock.advanceSeconds(HOUR)
    const lapsed = { status: 'lapsed', userId, actorId: admin.userId, act: 'reset' }
    expect(await describeRequest({ token })).toEqual(lapsed)
    const all = await Promise.all(
      Array.from({ length: 10 }, () => renewRequest({ token, ip: '203.0.113.9' })),
    )
    const expiresAt = world.clock.now() + HOUR * 1000
    expect(all.filter(({ status }) => status === 'sent')).toEqual([{ status: 'sent', userId, expiresAt }])
    expect(all.filter(({ status }) => status === 'expired')).toHaveLength(9)
    const asked = told(world, 'admin.confirmation_requested')
    expect(asked.map((event) => [event.userId, event.data.actorId])).toEqual(
      Array(2).fill([userId, admin.userId]),
    )
    const [entry] = await world.twoFactor.audit.list({ userId, types: ['admin.confirmation_requested'] })
    const data = { act: 'reset', reason: 'Lost the phone at sea' }
    expect(entry).toMatchObject({ actorId: null, address: '203.0.113.9', data, intact: true })
    expect(await describeRequest({ token })).toEqual({ status: 'expired' })
    expect(await confirm({ token })).toEqual({ status: 'expired' })
    const renewed = readToken(world, userId)
    expect(await describeRequest({ token: renewed })).toMatchObject({ status: 'open', ...data, expiresAt })
    expect(await confirm({ token: renewed })).toEqual({ status: 'ok', act: 'reset', userId })
    expect(await renewRequest({ token: renewed })).toEqual({ status: 'expired' })
  })

  test('is not asked for again by a link that was used, replaced or made up, nor by one of an admin who is none any more', async () => {
    const world = createWorld(store())
    const { describeRequest, renewRequest, confirm } = world.twoFactor.admin
    const used = await ask(world, 'allowOnce')
    await confirm({ token: used.token })
    const replaced = await ask(world)
    await world.twoFactor.admin.allowOnce(await replaced.act())
    const left = await ask(world)
    world.people.set(left.admin.userId, [])
    world.clock.advanceSeconds(HOUR)
    for (const token of [used.token, replaced.token, left.token, 'A'.repeat(43), '']) {
      expect((await describeRequest({ token })).status).toBe(token === used.token ? 'done' : 'expired')
      expect(await renewRequest({ token })).toEqual({ status: 'expired' })
    }
    for (const [{ userId }, mails] of [
      [used, 1],
      [replaced, 2],
      [left, 1],
    ] as const)
      expect(
        told(world, 'admin.confirmation_requested').filter((event) => event.userId === userId),
      ).toHaveLength(mails)
  })

  test('is taken back by a new password of the admin, and by nobody else’s', async () => {
    const world = createWorld(store())
    const { describeRequest, renewRequest, confirm } = world.twoFactor.admin
    const [asked, lapsed, other] = [await ask(world), await ask(world, 'allowOnce'), await ask(world)]
    await world.twoFactor.passwordChanged({ userId: asked.userId })
    const before = await readAll(world, asked.userId)
    expect(await describeRequest({ token: asked.token })).toMatchObject({ status: 'open' })
    await world.twoFactor.passwordChanged({ userId: asked.admin.userId })
    expect(await describeRequest({ token: asked.token })).toEqual({ status: 'expired' })
    expect(await confirm({ token: asked.token })).toEqual({ status: 'expired' })
    expect(await readAll(world, asked.userId)).toEqual(before)
    expect(await confirm({ token: other.token })).toMatchObject({ status: 'ok' })

    world.clock.advanceSeconds(HOUR)
    await world.twoFactor.passwordChanged({ userId: lapsed.admin.userId })
    expect(await renewRequest({ token: lapsed.token })).toEqual({ status: 'expired' })
    const left = { actorId: { oneOf: [asked.admin.userId, lapsed.admin.userId] } }
    expect(await store().count('adminRequests', left)).toBe(0)
  })

  test.each([
    ['a reset of the admin', 'reset'],
    ['the new factor of an admin who was let in once', 'bypass'],
  ])('is taken back by %s, and the person has still said yes to nothing', async (_name, cause) => {
    const world = createWorld(store())
    const { describeRequest, renewRequest, confirm, reset, allowOnce } = world.twoFactor.admin
    const { admin, userId, token } = await ask(world)
    const before = await readAll(world, userId)
    const owner = await addMember(world, { [HARBOUR]: 'owner' })
    const act = async () => ({
      ...{ actorId: owner.userId, stepUp: await world.stepUp(owner) },
      ...{ userId: admin.userId, reason: 'The phone was stolen' },
    })
    if (cause === 'reset') expect(await reset(await act())).toEqual({ status: 'ok' })
    if (cause === 'bypass') {
      expect(await allowOnce(await act())).toMatchObject({ status: 'ok' })
      expect(await describeRequest({ token })).toMatchObject({ status: 'open' })
      expect((await (await world.enter(admin.userId)).confirm()).status).toBe('ok')
    }
    expect(await describeRequest({ token })).toEqual({ status: 'expired' })
    expect(await confirm({ token })).toEqual({ status: 'expired' })
    world.clock.advanceSeconds(HOUR)
    expect(await renewRequest({ token })).toEqual({ status: 'expired' })
    expect(await readAll(world, userId)).toEqual(before)
    expect(await store().count('adminRequests', { actorId: admin.userId })).toBe(0)
  })

  test('has shown a factor and a reason within the day, however often the person asks again', async () => {
    const world = createWorld(store())
    const { userId, token } = await ask(world)
    const { describeRequest, renewRequest } = world.twoFactor.admin
    world.clock.advanceSeconds(23 * HOUR)
    await world.twoFactor.housekeeping()
    expect(await renewRequest({ token })).toMatchObject({ status: 'sent' })
    world.clock.advanceSeconds(HOUR)
    const renewed = readToken(world, userId)
    expect(await describeRequest({ token: renewed })).toEqual({ status: 'expired' })
    expect(await renewRequest({ token: renewed })).toEqual({ status: 'expired' })
    await world.twoFactor.housekeeping()
    expect(await store().count('adminRequests', { userId })).toBe(0)
  })

  test('and another have the same three mails an hour, with those that the person asks for', async () => {
    const world = createWorld(store())
    const { act, userId, token } = await ask(world)
    world.clock.advanceSeconds(HOUR)
    const other = await addMember(world, { [HARBOUR]: 'admin' })
    for (let i = 0; i < 3; i++) {
      const given = { ...(await act()), actorId: other.userId, stepUp: await world.stepUp(other) }
      expect((await world.twoFactor.admin.reset(given)).status).toBe('proof_required')
    }
    const before = world.clock.now()
    const held = await world.twoFactor.admin.renewRequest({ token })
    expect(held).toMatchObject({ status: 'too_many' })
    expect(told(world, 'admin.confirmation_requested')).toHaveLength(4)
    world.clock.set(before + HOUR * 1000)
    expect(await world.twoFactor.admin.renewRequest({ token })).toMatchObject({ status: 'sent', userId })
  })

  test('and finds that another has let the person in already has their word too, and no second hour begins', async () => {
    const world = createWorld(store())
    const { userId, token } = await ask(world, 'allowOnce')
    const hillAdmin = await addMember(world, { [HILL]: 'admin' })
    const owner = await addMember(world, { [HARBOUR]: 'owner' })
    const { allowOnce, describeRequest, confirm } = world.twoFactor.admin
    const actorId = hillAdmin.userId
    const reason = 'Called from the shop'
    expect(await allowOnce({ actorId, stepUp: await world.stepUp(hillAdmin), userId, reason })).toMatchObject(
      { status: 'proof_required' },
    )
    const second = readToken(world, userId)
    expect(await confirm({ token })).toMatchObject({ status: 'ok' })
    const entries = await store().find('entries', { userId })
    world.clock.advanceSeconds(60)
    const all = await Promise.all(Array.from({ length: 5 }, () => confirm({ token: second })))
    expect(all.filter(({ status }) => status === 'ok')).toEqual([{ status: 'ok', act: 'allow_once', userId }])
    expect(await describeRequest({ token: second })).toEqual({
      ...{ status: 'done', userId, actorId, act: 'allow_once', at: world.clock.now() },
    })
    expect(await store().find('entries', { userId })).toEqual(entries)
    await world.twoFactor.settle()
    expect(told(world, 'bypass.allowed').filter((event) => event.userId === userId)).toHaveLength(1)
    expect(told(world, 'admin.acted_elsewhere').map((event) => event.userId)).not.toContain(owner.userId)
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
  })

  test('finds the questions of others settled by a reset', async () => {
    const world = createWorld(store())
    const { act, userId, token } = await ask(world)
    const other = await addMember(world, { [HARBOUR]: 'admin' })
    await world.twoFactor.admin.allowOnce({
      ...(await act()),
      ...{ actorId: other.userId, stepUp: await world.stepUp(other) },
    })
    const second = readToken(world, userId)
    expect(await world.twoFactor.admin.confirm({ token })).toMatchObject({ status: 'ok', act: 'reset' })
    world.clock.advanceSeconds(HOUR)
    expect(await world.twoFactor.admin.describeRequest({ token: second })).toEqual({ status: 'expired' })
    expect(await store().count('adminRequests', { userId, usedAt: null })).toBe(0)
  })
})
