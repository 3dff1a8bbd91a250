import { randomUUID } from 'node:crypto'
import type { PolicyRule, PolicySetting } from 'countersign'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, makeNumber } from '../world.ts'

const timeZone = 'Europe/Stockholm'

async function openClinic(world: ReturnType<typeof createWorld>) {
  const id = randomUUID()
  const owner = await world.enroll()
  world.people.set(owner.userId, [{ id, role: 'owner', timeZone }])
  const member = randomUUID()
  world.people.set(member, [{ id, role: 'practitioner', timeZone }])
  const stepUp = await world.stepUp(owner)
  const set = (rule: PolicyRule, changes: object = {}) =>
    world.twoFactor.policy.setOrganization({
      organizationId: id,
      rule,
      actorId: owner.userId,
      stepUp,
      ...changes,
    })
  return { id, owner, member, stepUp, set }
}

describeOnEveryStore('policy', (store, asHost, openAnother) => {
  test('an admin of the organization with a fresh factor sets its rule, on the record, and it holds at once', async () => {
    const world = createWorld(store())
    const { id, owner, member, set } = await openClinic(world)
    expect((await world.twoFactor.policy.evaluate({ userId: member })).status).toBe('optional')
    expect(await set({ default: 'required', graceDays: 7 })).toEqual({ status: 'ok', changed: true })
    expect(await world.twoFactor.policy.evaluate({ userId: member })).toMatchObject({
      status: 'required',
      because: [{ level: 'organization', organizationId: id, by: owner.userId, since: world.clock.now() }],
      deadline: world.clock.now() + 7 * 86_400_000,
      isDue: false,
    })
    expect(await set({ default: 'required', graceDays: 0 })).toEqual({ status: 'ok', changed: true })
    expect((await world.twoFactor.policy.evaluate({ userId: member })).isDue).toBe(true)
    expect(await world.twoFactor.policy.getOrganization({ organizationId: id })).toEqual({
      default: 'required',
      graceDays: 0,
    })
    const [entry] = await world.twoFactor.audit.list({
      types: ['policy.organization_changed'],
      userId: owner.userId,
    })
    expect(entry).toMatchObject({ actorId: owner.userId, data: { organizationId: id } })
  })

  test('a rule for a role binds who has it beside another one: in the preview, at the sign-in and in the report', async () => {
    const world = createWorld(store())
    const { id, member, set } = await openClinic(world)
    world.people.set(member, [{ id, role: 'admin', otherRoles: ['practitioner'], timeZone }])
    const rule: PolicyRule = { roles: { practitioner: 'required' }, graceDays: 0 }
    const concerned = await world.twoFactor.policy.preview({ organizationId: id, rule })
    expect(concerned).toMatchObject([{ userId: member, after: { status: 'required', isDue: true } }])
    await set(rule)
    expect((await world.twoFactor.login.begin({ userId: member })).status).toBe('enroll')
    for await (const report of world.twoFactor.report.members({ organizationId: id, userId: member }))
      expect(report).toMatchObject({ role: 'admin', policy: 'required' })
    expect.assertions(3)
  })

  test('nobody else can: not without a fresh factor, not a practitioner, not an admin of another clinic', async () => {
    const world = createWorld(store())
    const clinic = await openClinic(world)
    const other = await openClinic(world)
    const rule: PolicyRule = { default: 'required' }
    expect(await clinic.set(rule, { stepUp: undefined })).toEqual({ status: 'step_up_required' })
    expect(await clinic.set(rule, { stepUp: other.stepUp })).toEqual({ status: 'step_up_required' })
    expect(await clinic.set(rule, { actorId: clinic.member })).toEqual({ status: 'not_found' })
    expect(await clinic.set(rule, { actorId: other.owner.userId, stepUp: other.stepUp })).toEqual({
      status: 'not_found',
    })
    expect(await world.twoFactor.policy.getOrganization({ organizationId: clinic.id })).toBeNull()
    const target = { organizationId: clinic.id, userId: other.member, setting: 'exempt' as const }
    const actor = { actorId: clinic.owner.userId, stepUp: clinic.stepUp }
    expect(await world.twoFactor.policy.setUser({ ...target, ...actor })).toEqual({ status: 'not_found' })
  })

  test('one member is exempted or required, whatever the clinic says; exempt is not required, never not asked', async () => {
    const world = createWorld(store())
    const { id, owner, member, stepUp, set } = await openClinic(world)
    await set({ default: 'required' })
    const setUser = (userId: string, setting: 'default' | 'required' | 'exempt') =>
      world.twoFactor.policy.setUser({ organizationId: id, userId, setting, actorId: owner.userId, stepUp })
    expect(await setUser(member, 'exempt')).toEqual({ status: 'ok', changed: true })
    expect((await world.twoFactor.policy.evaluate({ userId: member })).status).toBe('exempt')
    expect(await setUser(member, 'default')).toEqual({ status: 'ok', changed: true })
    expect((await world.twoFactor.policy.evaluate({ userId: member })).status).toBe('required')
    const enrolled = await world.enroll()
    world.people.set(enrolled.userId, [{ id, role: 'practitioner', timeZone }])
    expect(await setUser(enrolled.userId, 'exempt')).toEqual({ status: 'ok', changed: true })
    expect((await world.twoFactor.login.begin({ userId: enrolled.userId })).status).toBe('challenge')
  })

  test('nobody exempts themselves, nor an admin the owner; what they are elsewhere does not matter here', async () => {
    const world = createWorld(store())
    const { id, owner, stepUp } = await openClinic(world)
    const elsewhere = randomUUID()
    const admin = await world.enroll()
    world.people.set(admin.userId, [
      { id, role: 'admin', timeZone },
      { id: elsewhere, role: 'owner', timeZone },
    ])
    const setting = { organizationId: id, setting: 'exempt' as const }
    const asOwner = { ...setting, actorId: owner.userId, stepUp }
    const asAdmin = { ...setting, actorId: admin.userId, stepUp: await world.stepUp(admin) }
    const { setUser } = world.twoFactor.policy
    expect(await setUser({ ...asOwner, userId: owner.userId })).toEqual({ status: 'not_allowed' })
    expect(await setUser({ ...asAdmin, userId: admin.userId })).toEqual({ status: 'not_allowed' })
    expect(await setUser({ ...asAdmin, userId: owner.userId })).toEqual({ status: 'not_allowed' })
    expect(await setUser({ ...asOwner, userId: admin.userId })).toEqual({ status: 'ok', changed: true })
    expect((await world.twoFactor.policy.evaluate({ userId: owner.userId })).status).toBe('optional')
  })

  /** A member with an app and a number, and what a challenge offers them. */
  async function enrollBoth(world: ReturnType<typeof createWorld>, userId: string) {
    const user = await world.enroll(userId)
    const stepUp = await world.stepUp(user)
    const begun = await world.twoFactor.enrollment.begin({
      userId,
      type: 'sms',
      number: makeNumber(),
      stepUp,
    })
    if (begun.status !== 'pending') throw new Error(begun.status)
    const code = world.sms.messages.at(-1)?.code
    await world.twoFactor.enrollment.confirm({ userId, enrollmentId: begun.enrollmentId, code })
    const offered = async (purpose: 'login' | 'stepUp' | 'passwordReset') => {
      const asked = await world.twoFactor[purpose].begin({ userId })
      if (asked.status !== 'challenge') throw new Error(asked.status)
      return { token: asked.token, types: asked.methods.map(({ type }) => type) }
    }
    return { user, stepUp, offered }
  }

  test('where a policy allows apps only, no SMS answers a sign-in, a step-up or a password reset', async () => {
    const world = createWorld(store())
    const { member, set } = await openClinic(world)
    const { offered } = await enrollBoth(world, member)
    const waiting = await offered('login')
    expect(waiting.types).toEqual(['totp', 'sms', 'recovery_code'])
    await set({ methods: ['totp'] })
    for (const purpose of ['login', 'stepUp', 'passwordReset'] as const) {
      const { token, types } = await offered(purpose)
      expect(types).toEqual(['totp', 'recovery_code'])
      expect(await world.twoFactor[purpose].sendSms({ token })).toEqual({ status: 'method_not_allowed' })
      expect(await world.twoFactor[purpose].verify({ token, method: 'sms', code: '123456' })).toEqual({
        status: 'method_not_allowed',
      })
      const described = await world.twoFactor[purpose].describe({ token })
      expect(described.status === 'open' && described.methods.map(({ type }) => type)).toEqual(types)
    }
    expect(await world.twoFactor.login.sendSms({ token: waiting.token })).toMatchObject({ status: 'sent' })
    await set({ methods: ['sms'] })
    expect((await offered('login')).types).toEqual(['sms', 'recovery_code'])
    await set({ methods: ['totp', 'sms'] })
    expect((await offered('login')).types).toEqual(['totp', 'sms', 'recovery_code'])
  })

  test('who has no factor of an allowed type is asked by those that are there', async () => {
    const world = createWorld(store())
    const { member, set } = await openClinic(world)
    const user = await world.enrollSms(member)
    await set({ methods: ['totp'] })
    world.clock.advanceSeconds(30)
    const begun = await world.twoFactor.login.begin({ userId: member })
    expect(begun).toMatchObject({
      status: 'challenge',
      methods: [{ type: 'sms' }, { type: 'recovery_code' }],
    })
    if (begun.status !== 'challenge') return
    await world.twoFactor.login.sendSms({ token: begun.token })
    expect(await world.verify(begun.token, user.lastCode(), 'sms')).toMatchObject({ status: 'ok' })
  })

  test('a type that is not allowed can not be set up, and where clinics leave nothing in common it is the app', async () => {
    const world = createWorld(store())
    const { id, member, set } = await openClinic(world)
    const other = await openClinic(world)
    const begin = (type: 'totp' | 'sms') =>
      world.twoFactor.enrollment.begin({ userId: member, type, number: makeNumber() })
    await set({ methods: ['totp'] })
    expect(await begin('sms')).toEqual({ status: 'method_not_allowed' })
    expect(world.sms.messages).toEqual([])
    expect(await store().count('factors', { userId: member })).toBe(0)
    await set({ methods: ['sms'] })
    expect(await begin('totp')).toEqual({ status: 'method_not_allowed' })
    expect(await begin('sms')).toMatchObject({ status: 'pending' })
    await other.set({ methods: ['totp'] })
    world.people.set(member, [
      { id, role: 'practitioner', timeZone },
      { id: other.id, role: 'practitioner', timeZone },
    ])
    expect((await world.twoFactor.policy.evaluate({ userId: member })).methods).toEqual(['totp'])
    expect(await begin('sms')).toEqual({ status: 'method_not_allowed' })
    expect(await begin('totp')).toMatchObject({ status: 'pending' })
  })

  test('saving a rule again never lengthens grace: a requirement runs from when it began, whatever else changes', async () => {
    const world = createWorld(store())
    const { id, owner, member, stepUp: first, set } = await openClinic(world)
    const days = (count: number) => count * 86_400_000
    const began = world.clock.now()
    const save = async (rule: PolicyRule) => set(rule, { stepUp: await world.stepUp(owner) })
    await set({ default: 'required', graceDays: 30 }, { stepUp: first })
    await world.twoFactor.login.begin({ userId: member })
    world.clock.set(began + days(20))
    const shorter = { default: 'required', graceDays: 14 } as const
    const effects = await world.twoFactor.policy.preview({ organizationId: id, rule: shorter })
    expect(effects.find(({ userId }) => userId === member)?.after).toMatchObject({
      deadline: began + days(14),
      isDue: true,
    })
    await save(shorter)
    await save({ ...shorter, trustedDevices: false })
    expect(await world.twoFactor.policy.evaluate({ userId: member })).toMatchObject({
      deadline: began + days(14),
      isDue: true,
    })
    // Taken back and set again, it begins anew.
    await save({ default: 'optional' })
    await world.twoFactor.login.begin({ userId: member })
    await save(shorter)
    expect((await world.twoFactor.policy.evaluate({ userId: member })).isDue).toBe(false)
  })

  test('a setting of one member is read back and previewed', async () => {
    const world = createWorld(store())
    const { id, owner, member, stepUp } = await openClinic(world)
    const place = { organizationId: id, userId: member }
    expect(await world.twoFactor.policy.getUser(place)).toBe('default')
    const [effect, ...others] = await world.twoFactor.policy.preview({ ...place, setting: 'required' })
    expect(effect).toMatchObject({ userId: member, after: { status: 'required', isDue: true } })
    expect(others).toEqual([])
    expect(await world.twoFactor.policy.preview({ ...place, setting: 'default' })).toEqual([])
    await world.twoFactor.policy.setUser({ ...place, setting: 'exempt', actorId: owner.userId, stepUp })
    expect(await world.twoFactor.policy.getUser(place)).toBe('exempt')
  })

  test('a preview names those whom a rule would concern and changes nothing', async () => {
    const world = createWorld(store())
    const { id, owner, member, stepUp } = await openClinic(world)
    const exempt = randomUUID()
    world.people.set(exempt, [{ id, role: 'practitioner', timeZone }])
    await world.twoFactor.policy.setUser({
      organizationId: id,
      userId: exempt,
      setting: 'exempt',
      actorId: owner.userId,
      stepUp,
    })
    const effects = await world.twoFactor.policy.preview({
      organizationId: id,
      rule: { default: 'required', graceDays: 14 },
    })
    expect(effects).toMatchObject([
      { userId: owner.userId, before: { status: 'optional' }, after: { status: 'required' } },
      { userId: member, before: { status: 'optional' }, after: { status: 'required' } },
    ])
    expect((await world.twoFactor.policy.evaluate({ userId: member })).status).toBe('optional')
    expect(await world.twoFactor.policy.getOrganization({ organizationId: id })).toBeNull()
  })

  test('where trust is forbidden no computer is trusted, and one that was is asked from then on', async () => {
    const world = createWorld(store())
    const { id, member, set } = await openClinic(world)
    const user = await world.enroll(member)
    const device = await world.trust(user)
    await set({ trustedDevices: false })
    expect(await world.twoFactor.login.begin({ userId: member, device })).toMatchObject({
      status: 'challenge',
    })
    const token = await world.challenge(member)
    const verified = await world.twoFactor.login.verify({
      token,
      method: 'totp',
      code: user.code(),
      trust: { label: 'x' },
    })
    expect(verified).toMatchObject({ status: 'ok' })
    expect(verified).not.toHaveProperty('device')
    expect(world.people.get(member)).toMatchObject([{ id }])
  })

  test('a sign-in without a factor tells the deadline, which runs from the first one and moves with the rule', async () => {
    const world = createWorld(store())
    const { member, set } = await openClinic(world)
    const begin = () => world.twoFactor.login.begin({ userId: member })
    expect(await begin()).toEqual({ status: 'complete', reason: 'not_enrolled' })
    await set({ default: 'required', graceDays: 7 })
    const first = world.clock.now()
    const deadline = first + 7 * 86_400_000
    expect(await begin()).toEqual({ status: 'complete', reason: 'not_enrolled', deadline })
    world.clock.advanceSeconds(86_400)
    expect(await begin()).toEqual({ status: 'complete', reason: 'not_enrolled', deadline })
    const clinic = world.people.get(member)
    world.people.set(member, [])
    expect(await begin()).toEqual({ status: 'complete', reason: 'not_enrolled' })
    world.people.set(member, clinic ?? [])
    expect(await begin()).toMatchObject({ deadline: world.clock.now() + 7 * 86_400_000 })
  })

  test('who joins a second organization has its grace from then, where the directory says when that was', async () => {
    const day = 86_400_000
    const world = createWorld(store())
    const [first, second] = [await openClinic(world), await openClinic(world)]
    const { member: userId } = first
    await first.set({ default: 'required', graceDays: 60 })
    await second.set({ default: 'required', graceDays: 14 })
    const begin = () => world.twoFactor.login.begin({ userId })
    const metAt = world.clock.now()
    expect(await begin()).toMatchObject({ status: 'complete', deadline: metAt + 60 * day })
    world.clock.advanceSeconds(35 * 86_400)
    const joinedAt = world.clock.now()
    const own = { id: first.id, role: 'practitioner', timeZone }
    const other = { ...own, id: second.id }
    world.people.set(userId, [own, { ...other, joinedAt }])
    expect(await begin()).toMatchObject({ status: 'complete', deadline: joinedAt + 14 * day })
    world.people.set(userId, [own, other])
    expect(await begin()).toMatchObject({ status: 'enroll', because: 'required' })
  })

  test('a rule that is none is refused, at start-up too', async () => {
    const world = createWorld(store())
    const { set } = await openClinic(world)
    const wrong = [
      null,
      [],
      7,
      { default: 'maybe' },
      { roles: { admin: 'x' } },
      { graceDays: -1 },
      { graceDays: 366 },
      { methods: [] },
      { methods: ['x'] },
      { methods: ['totp', 'recovery_code'] },
      { trustedDevices: 'no' },
      { graceDay: 3 },
    ]
    for (const rule of wrong as never[])
      await expect(set(rule), JSON.stringify(rule)).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    expect(() => createWorld(store(), { policy: { default: 'maybe' } as never })).toThrow(
      expect.objectContaining({ code: 'configuration_invalid' }),
    )
  })

  test('equal changes at once, from two processes, are one: one entry, and one answer that says so', async () => {
    const worlds = [createWorld(store()), createWorld(openAnother())] as const
    const [world, other] = worlds
    const { id, owner, member, stepUp } = await openClinic(world)
    for (const [userId, organizations] of world.people) other.people.set(userId, organizations)
    const place = { organizationId: id, actorId: owner.userId, stepUp }
    const changes: [string, (policy: typeof world.twoFactor.policy) => Promise<{ status: string }>][] = [
      [
        'policy.organization_changed',
        (policy) => policy.setOrganization({ ...place, rule: { graceDays: 7 } }),
      ],
      [
        'policy.organization_changed',
        (policy) => policy.setOrganization({ ...place, rule: { graceDays: 3 } }),
      ],
      ['policy.user_changed', (policy) => policy.setUser({ ...place, userId: member, setting: 'required' })],
      ['policy.user_changed', (policy) => policy.setUser({ ...place, userId: member, setting: 'exempt' })],
    ]
    for (const [type, change] of changes) {
      const types = [type]
      const before = (await world.twoFactor.audit.list({ types })).length
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, i) => change(worlds[i % 2 === 0 ? 0 : 1].twoFactor.policy)),
      )
      expect(all.filter((result) => 'changed' in result && result.changed)).toHaveLength(1)
      expect(all.filter(({ status }) => status === 'ok')).toHaveLength(8)
      expect(await world.twoFactor.audit.list({ types })).toHaveLength(before + 1)
    }
  })

  test('what held already is no change, and different rules at once are each one', async () => {
    const world = createWorld(store())
    const { id, owner, member, stepUp, set } = await openClinic(world)
    const place = { organizationId: id, userId: member, actorId: owner.userId, stepUp }
    const { setUser } = world.twoFactor.policy
    expect(await setUser({ ...place, setting: 'default' })).toEqual({ status: 'ok', changed: false })
    expect(await store().count('policies', { organizationId: id })).toBe(0)
    await set({ default: 'required' })
    const since = world.clock.now()
    world.clock.advanceSeconds(60)
    expect(await set({ default: 'required' })).toEqual({ status: 'ok', changed: false })
    expect((await world.twoFactor.policy.evaluate({ userId: member })).because).toMatchObject([{ since }])
    const all = await Promise.all([1, 2, 3, 4].map((graceDays) => set({ default: 'required', graceDays })))
    expect(all).toEqual(Array(4).fill({ status: 'ok', changed: true }))
    expect(await store().find('policies', { organizationId: id })).toMatchObject([{ requiredSince: since }])
  })

  test('of different rules or settings that were made from one edition, in two processes at once, one is saved', async () => {
    const [world, other] = [createWorld(store()), createWorld(openAnother())]
    const { id, owner, member, stepUp } = await openClinic(world)
    const second = await world.enroll()
    world.people.set(second.userId, [{ id, role: 'owner', timeZone }])
    for (const [userId, organizations] of world.people) other.people.set(userId, organizations)
    const admins = [
      { policy: world.twoFactor.policy, actorId: owner.userId, stepUp },
      { policy: other.twoFactor.policy, actorId: second.userId, stepUp: await world.stepUp(second) },
    ] as const
    const rules = (first: number) => (hand: 0 | 1, expected: string) => {
      const { policy, ...acting } = admins[hand]
      return policy.setOrganization({
        ...{ ...acting, expected, organizationId: id },
        rule: { graceDays: first + hand },
      })
    }
    const settings = (both: readonly PolicySetting[]) => (hand: 0 | 1, expected: string) => {
      const { policy, ...acting } = admins[hand]
      const setting = both[hand] ?? 'default'
      return policy.setUser({ ...acting, expected, organizationId: id, userId: member, setting })
    }
    const ofMember = { userId: member }
    // With nothing there yet, and over something.
    for (const [place, save] of [
      [{}, rules(1)],
      [{}, rules(7)],
      [ofMember, settings(['required', 'exempt'])],
    ] as const) {
      const count = async () =>
        (await world.twoFactor.audit.list({ userId: [owner.userId, second.userId, member] })).length
      const entries = await count()
      const edition = () => world.twoFactor.policy.edition({ organizationId: id, ...place })
      const expected = await edition()
      const all = await Promise.all(([0, 1, 0, 1, 0, 1] as const).map((hand) => save(hand, expected)))
      const winner = all[0]?.status === 'ok' ? 0 : 1
      expect(all.filter((result) => 'changed' in result && result.changed)).toHaveLength(1)
      expect(all.filter(({ status }) => status === 'changed_meanwhile')).toHaveLength(3)
      // Sent again, what was saved is no other change.
      expect(await save(winner, expected)).toEqual({ status: 'ok', changed: false })
      expect(await count()).toBe(entries + 1)
      expect(await edition()).not.toBe(expected)
    }
  })

  test('an earlier rule that came back is another edition, because grace has begun anew with it', async () => {
    const world = createWorld(store())
    const { id, owner, set } = await openClinic(world)
    const edition = () => world.twoFactor.policy.edition({ organizationId: id })
    const nothing = await edition()
    expect(await set({ default: 'required' }, { expected: 'of another page' })).toEqual({
      status: 'changed_meanwhile',
    })
    expect(await world.twoFactor.policy.getOrganization({ organizationId: id })).toBeNull()
    expect(await set({ default: 'required' }, { expected: nothing })).toEqual({ status: 'ok', changed: true })
    const first = await edition()
    world.clock.advanceSeconds(60)
    await set({ default: 'optional' }, { expected: first })
    await set({ default: 'required' })
    expect(await set({ default: 'required', graceDays: 3 }, { expected: first })).toEqual({
      status: 'changed_meanwhile',
    })
    expect(await world.twoFactor.policy.getOrganization({ organizationId: id })).toEqual({
      default: 'required',
    })
    const all = await world.twoFactor.audit.list({
      types: ['policy.organization_changed'],
      userId: owner.userId,
    })
    expect(all).toHaveLength(3)
  })

  test('in a transaction of the host it is judged there, and what the host takes back is no other edition', async () => {
    const world = createWorld(store())
    const { id, set } = await openClinic(world)
    const edition = () => world.twoFactor.policy.edition({ organizationId: id })
    const expected = await edition()
    await expect(
      asHost(async (transaction) => {
        expect(await set({ graceDays: 1 }, { expected, transaction })).toEqual({
          status: 'ok',
          changed: true,
        })
        expect(await set({ graceDays: 2 }, { expected, transaction })).toEqual({
          status: 'changed_meanwhile',
        })
        throw new Error('the host changed its mind')
      }),
    ).rejects.toThrow('the host changed its mind')
    expect(await edition()).toBe(expected)
    await asHost(async (transaction) => {
      expect(await set({ graceDays: 2 }, { expected, transaction })).toEqual({ status: 'ok', changed: true })
    })
    expect(await set({ graceDays: 3 }, { expected })).toEqual({ status: 'changed_meanwhile' })
    expect(await world.twoFactor.policy.getOrganization({ organizationId: id })).toEqual({ graceDays: 2 })
  })
})
