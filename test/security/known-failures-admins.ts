import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { addMember, HARBOUR, HILL, openClinic } from '../unit/sdk/clinic.ts'
import { openRecovery, readRequest } from '../unit/sdk/recovery.ts'
import type { World } from '../unit/sdk/world.ts'
import { count, readTrust, type StoreCases, toldTypes } from './known-failures-ground.ts'

type Act = Parameters<World['twoFactor']['admin']['reset']>[0]

/** Everything that an admin can do to a person, in one breath. */
async function actInEveryWay({ twoFactor }: World, act: Act, requestId: string): Promise<string[]> {
  const { admin, accountRecovery, policy } = twoFactor
  const { actorId, stepUp, userId, reason } = act
  const setting = { organizationId: HARBOUR, userId, setting: 'exempt', actorId, stepUp } as const
  const results: { status: string }[] = [
    await admin.reset(act),
    await admin.allowOnce(act),
    await admin.endPause(act),
    await admin.revokeDevices(act),
    await policy.setUser(setting),
  ]
  const by = { actorId, stepUp, requestId, reason }
  results.push(await accountRecovery.read(by))
  for (const decision of ['approve', 'reject'] as const)
    results.push(await accountRecovery.review({ ...by, decision }))
  return [...new Set(results.map(({ status }) => status))]
}

/** A person with a trusted computer and an open request for recovery, and what must not change of all that. */
async function openVictim(world: World) {
  const person = await world.enroll()
  await world.trust(person)
  const clinic = await openRecovery(world, { person })
  const { userId, requestId } = clinic
  const read = async () => ({
    trust: await readTrust(world, userId),
    told: toldTypes(world, userId),
    request: await world.store.find('accountRecoveries', { id: requestId }),
    policies: await world.store.find('policies', { userId }),
    acts: (await world.twoFactor.audit.list({ userId })).filter(({ type }) => type.startsWith('admin.')),
  })
  return { ...clinic, read }
}

/** Tries everything as an admin of some kind, and says what the answer to all of it is. */
const refusedAs =
  (
    status: string,
    become: (world: World, victim: Awaited<ReturnType<typeof openVictim>>) => Promise<Partial<Act>>,
  ): StoreCases[string] =>
  async ({ open }) => {
    // Admins have no trusted computers unless a rule says so; here one does.
    const world = open({ policy: { trustedDevices: true } })
    const victim = await openVictim(world)
    const { requestId, userId } = victim
    const given = await victim.act()
    const { actorId, stepUp, reason } = { ...given, ...(await become(world, victim)) }
    const before = await victim.read()
    const act = { actorId, stepUp, reason, userId }
    expect(await actInEveryWay(world, act, requestId)).toEqual([status])
    expect(await victim.read()).toEqual(before)
    const { accountRecovery } = world.twoFactor
    if (status === 'not_found') expect(await accountRecovery.list({ actorId })).toEqual([])
  }

const asMember = (roles: Readonly<Record<string, string>>) =>
  refusedAs('not_found', async (world) => {
    const other = await addMember(world, roles)
    return { actorId: other.userId, stepUp: await world.stepUp(other) }
  })

const withStepUp = (
  make: (world: World, victim: Awaited<ReturnType<typeof openVictim>>) => Promise<string | undefined>,
) => refusedAs('step_up_required', async (world, victim) => ({ stepUp: await make(world, victim) }))

/** An admin acts on somebody whom the roles put out of reach, or on oneself. */
const outOfReach =
  (adminRole: string, memberRole: string | null): StoreCases[string] =>
  async ({ open }) => {
    const world = open()
    const { admin, member, act } = await openClinic(world, {
      adminRole,
      ...(memberRole === null ? {} : { memberRoles: { [HARBOUR]: memberRole } }),
    })
    const { userId } = memberRole === null ? admin : member
    const given = await act({ userId })
    const before = [await readTrust(world, userId), toldTypes(world, userId)]
    for (const verb of ['reset', 'allowOnce', 'endPause', 'revokeDevices'] as const)
      expect(await world.twoFactor.admin[verb](given)).toEqual({ status: 'not_allowed' })
    const setting = { organizationId: HARBOUR, userId, setting: 'exempt' as const }
    const { actorId, stepUp } = given
    const set = await world.twoFactor.policy.setUser({ ...setting, actorId, stepUp })
    expect(set).toEqual({ status: 'not_allowed' })
    expect(await world.store.find('policies', { userId })).toEqual([])
    expect([await readTrust(world, userId), toldTypes(world, userId)]).toEqual(before)
  }

export const adminsAbroad: StoreCases = {
  'on a person of another organization': asMember({ [HILL]: 'owner' }),
  'without being one': asMember({ [HARBOUR]: 'practitioner' }),
  'of a name of their own making': asMember({ [HARBOUR]: 'Admin', [`${HARBOUR} `]: 'owner' }),

  'without a step-up': withStepUp(async () => undefined),
  'with a step-up that is over': withStepUp(async (world, { admin }) => {
    const stepUp = await world.stepUp(admin)
    world.clock.advanceSeconds(601)
    return stepUp
  }),
  'with the step-up of somebody else': withStepUp(async (world) =>
    world.stepUp(await addMember(world, { [HARBOUR]: 'owner' })),
  ),
  'with a trusted computer in the place of a step-up': withStepUp(async (world, { admin }) =>
    world.trust(admin),
  ),
  'with the password alone': withStepUp(async (world, { admin }) => world.challenge(admin.userId)),

  'on oneself': outOfReach('admin', null),
  'on oneself, as the highest': outOfReach('owner', null),
  upwards: outOfReach('admin', 'owner'),

  'on a member of two organizations without a word from them': async ({ open }) => {
    const world = open()
    const { member, act } = await openClinic(world, {
      memberRoles: { [HARBOUR]: 'practitioner', [HILL]: 'practitioner' },
    })
    const { userId } = member
    const given = await act()
    const before = await readTrust(world, userId)
    const { admin } = world.twoFactor
    expect(await admin.allowOnce(given)).toMatchObject({ status: 'proof_required' })
    expect(await admin.reset(given)).toMatchObject({ status: 'proof_required' })
    expect(await readTrust(world, userId)).toEqual(before)
    // Only the token of the mail says yes, once, and only as long as the admin is one.
    expect(await admin.confirm({ token: given.stepUp })).toEqual({ status: 'expired' })
    const { token } = world.readMail(userId, 'admin.confirmation_requested') as { token: string }
    const roles = world.people.get(given.actorId) ?? []
    world.people.set(given.actorId, [])
    expect(await admin.confirm({ token })).toEqual({ status: 'expired' })
    expect(await readTrust(world, userId)).toEqual(before)
    world.people.set(given.actorId, roles)
    expect(await admin.confirm({ token })).toMatchObject({ status: 'ok', act: 'reset' })
    expect(await admin.confirm({ token })).toEqual({ status: 'expired' })
  },

  'on the policy of another organization': async ({ open }) => {
    const world = open()
    const { admin, act } = await openClinic(world)
    const { actorId, stepUp } = await act()
    const organizationId = randomUUID()
    const stranger = await addMember(world, { [organizationId]: 'practitioner' })
    const { policy } = world.twoFactor
    const rule = { default: 'optional' as const }
    expect(await policy.setOrganization({ organizationId, rule, actorId, stepUp })).toEqual({
      status: 'not_found',
    })
    const setting = { userId: stranger.userId, setting: 'exempt' as const, actorId, stepUp }
    expect(await policy.setUser({ organizationId, ...setting })).toEqual({ status: 'not_found' })
    expect(await policy.setUser({ organizationId: HARBOUR, ...setting })).toEqual({ status: 'not_found' })
    expect(await world.store.find('policies', { organizationId })).toEqual([])
    expect(await world.auditTypes(admin.userId)).not.toContain('policy.organization_changed')
  },
}

/** What takes the old factors away, and how the person would be let in afterwards. */
const openings: Record<string, (world: World) => Promise<string>> = {
  'a reset by an admin': async (world) => {
    const { member, act } = await openClinic(world)
    expect(await world.twoFactor.admin.reset(await act())).toEqual({ status: 'ok' })
    return member.userId
  },
  'being let in once': async (world) => {
    const { member, act } = await openClinic(world)
    expect(await world.twoFactor.admin.allowOnce(await act())).toMatchObject({ status: 'ok' })
    return member.userId
  },
  'an account recovery': async (world) => {
    const { userId, waitOut } = await openRecovery(world)
    expect(await world.twoFactor.accountRecovery.complete({ token: await waitOut() })).toMatchObject({
      status: 'ok',
    })
    return userId
  },
}

/** Whoever has the password but not the mailbox tries to be the first to set up a factor. */
const firstComeAfter =
  (openWay: (world: World) => Promise<string>): StoreCases[string] =>
  async ({ open }) => {
    const world = open()
    const userId = await openWay(world)
    const before = await readTrust(world, userId)
    const { login, enrollment } = world.twoFactor
    const begun = await login.begin({ userId })
    if (begun.status !== 'enroll') throw new Error(begun.status)
    expect(begun.proof).toBe('mailed')
    const { token } = begun
    expect(await enrollment.begin({ token })).toEqual({ status: 'expired' })
    // With a session that a careless host has made of the password alone.
    expect(await enrollment.begin({ userId })).toEqual({ status: 'step_up_required' })
    for (const code of [undefined, '', 'abc', '123456'])
      expect((await login.prove({ token, code })).status).toBe('malformed')
    // The owner signs in too: the code in their mail answers their own sign-in and no other.
    const own = await login.begin({ userId })
    if (own.status !== 'enroll') throw new Error(own.status)
    const { code } = world.readMail(userId, 'sign_in.proof_requested')
    expect(await login.prove({ token, code })).toMatchObject({ status: 'invalid' })
    expect(await enrollment.begin({ token })).toEqual({ status: 'expired' })
    expect(await login.verify({ token, method: 'totp', code: '000000' })).toEqual({ status: 'expired' })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await login.prove({ token: own.token, code })).toMatchObject({ status: 'ok', userId })
    expect(await enrollment.begin({ token })).toEqual({ status: 'expired' })
  }

export const resetsOvertaken: StoreCases = Object.fromEntries(
  Object.entries(openings).map(([what, openWay]) => [`after ${what}`, firstComeAfter(openWay)]),
)

export const waitingCutShort: StoreCases = {
  'by two sign-ins at once, with one bypass': async ({ open, openBeside }) => {
    const world = open()
    const { member, act } = await openClinic(world)
    const { userId } = member
    await world.twoFactor.admin.allowOnce(await act())
    const [first, second] = [await world.enter(userId), await world.enter(userId)]
    const beside = openBeside(world).enrollment
    const { token, enrollmentId } = second
    const results = await Promise.all([
      first.confirm(),
      second.confirm(),
      beside.confirm({ token, enrollmentId, code: second.code() }),
    ])
    expect(count(results, 'ok')).toBe(1)
    expect(await world.store.count('factors', { userId })).toBe(1)
    expect(await world.store.count('entries', { userId, usedAt: null })).toBe(0)
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'challenge' })
  },

  'by a bypass that was used, or is over': async ({ open }) => {
    const world = open()
    const { member, act } = await openClinic(world)
    const { userId } = member
    const { admin, login } = world.twoFactor
    await admin.allowOnce(await act())
    const entered = await world.enter(userId)
    expect(await admin.allowOnce(await act())).toMatchObject({ status: 'already_open' })
    world.clock.advanceSeconds(3600)
    expect(await entered.confirm()).toEqual({ status: 'expired' })
    expect(await login.begin({ userId })).toMatchObject({ status: 'challenge' })
    expect((await world.verify(await world.challenge(userId), member.code())).status).toBe('ok')
    await admin.allowOnce(await act())
    const again = await world.enter(userId)
    expect(await again.confirm()).toMatchObject({ status: 'ok' })
    expect(await again.confirm()).toEqual({ status: 'expired' })
    expect(await world.store.count('factors', { userId })).toBe(1)
  },

  'by a second request for recovery': async ({ open }) => {
    const world = open()
    const { userId, requestId, approve, act } = await openRecovery(world)
    const { accountRecovery } = world.twoFactor
    const end = await approve()
    const before = await readRequest(world, requestId)
    world.clock.advanceSeconds(2 * 86_400)
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'already_open' })
    for (const decision of ['approve', 'reject'])
      expect((await accountRecovery.review(await act({ decision }))).status).toBe('closed')
    expect(await readRequest(world, requestId)).toEqual(before)
    // One that takes the place of a cancelled one waits as long as the first would have.
    await accountRecovery.cancel({ userId })
    await accountRecovery.begin({ userId })
    const { token } = world.readMail(userId, 'account_recovery.link_requested') as { token: string }
    const next = await accountRecovery.request({ token, details: { card: '4242' } })
    if (next.status !== 'ok') throw new Error(next.status)
    const reviewed = await accountRecovery.review(await act({ requestId: next.requestId }))
    if (reviewed.status !== 'ok') throw new Error(reviewed.status)
    expect(reviewed.completableAt).toBeGreaterThan(end)
    expect((reviewed.completableAt ?? 0) - world.clock.now()).toBeGreaterThanOrEqual(72 * 3_600_000)
  },

  'by the clock of the client': async ({ open }) => {
    const world = open()
    const { userId, requestId, waitOut } = await openRecovery(world)
    const before = await readTrust(world, userId)
    const token = await waitOut()
    const end = world.clock.now()
    const { accountRecovery } = world.twoFactor
    const claims = { now: end + 1, at: end + 1, completableAt: 0, state: 'approved' }
    for (const early of [end - 1, end - 3_600_000]) {
      world.clock.set(early)
      expect(await accountRecovery.complete({ token, ...claims })).toEqual({ status: 'too_soon', until: end })
    }
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'approved', completableAt: end })
    expect(await readTrust(world, userId)).toEqual(before)
    world.clock.set(end)
    expect(await accountRecovery.complete({ token })).toMatchObject({ status: 'ok' })
    expect(await accountRecovery.complete({ token })).toEqual({ status: 'expired' })
    expect(await world.store.count('entries', { userId })).toBe(1)
  },
}
