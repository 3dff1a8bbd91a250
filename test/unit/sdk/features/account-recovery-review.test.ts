import type { Organization } from 'countersign'
import { memoryStore } from 'countersign/memory'
import { describe, expect, test } from 'vitest'
import { addMember, HARBOUR, HILL } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { DAY, DETAILS, makeRequest, openRecovery, readRequest, toldOf } from '../recovery.ts'
import { createWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000

/** What may never follow from a refusal. */
async function expectUntouched(world: World, requestId: string) {
  const row = await readRequest(world, requestId)
  expect(row).toMatchObject({ state: 'requested', reviewedAt: null, reviewedBy: null, completableAt: null })
  expect(await world.store.count('outbox', { topic: requestId })).toBe(0)
  const types = ['account_recovery.approved', 'account_recovery.rejected', 'account_recovery.details_read']
  expect(await world.twoFactor.audit.list({ userId: row.userId, types })).toEqual([])
}

describeOnEveryStore('the review of a request', (store) => {
  test('is nothing without a fresh step-up of the reviewer', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, member, requestId, cancelToken } = await openRecovery(world)
    const admin = await addMember(world, { [HARBOUR]: 'admin' })
    const fresh = await act()
    const anothers = await world.stepUp(admin)
    const refused = { status: 'step_up_required' }
    for (const stepUp of [undefined, '', 'x'.repeat(43), anothers, cancelToken]) {
      const given = { ...fresh, stepUp }
      expect(await accountRecovery.review(given)).toEqual(refused)
      expect(await accountRecovery.read(given)).toEqual(refused)
    }
    world.clock.advanceSeconds(601)
    expect(await accountRecovery.review(fresh)).toEqual(refused)
    expect(await accountRecovery.read(fresh)).toEqual(refused)
    await expectUntouched(world, requestId)
    expect(toldOf(world, member.userId)).toEqual(['link_requested', 'requested'])
  })

  test('needs a reason and a decision', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, requestId } = await openRecovery(world)
    const given = await act()
    for (const reason of ['', '  \n\u200b'])
      expect(await accountRecovery.review({ ...given, reason })).toEqual({ status: 'reason_required' })
    for (const changes of [
      { reason: undefined },
      { reason: 'x'.repeat(501) },
      { decision: 'APPROVE' },
      { decision: ['approve'] },
    ])
      await expect(accountRecovery.review({ ...given, ...changes } as never)).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    await expectUntouched(world, requestId)
    expect(await accountRecovery.review({ ...given, ip: '203.0.113.7' })).toMatchObject({ status: 'ok' })
    const [row] = await world.twoFactor.audit.list({ types: ['account_recovery.approved'], limit: 1 })
    expect(row).toMatchObject({
      ...{ actorId: given.actorId, address: '203.0.113.7', data: { requestId, reason: given.reason } },
    })
  })

  const strangers: [string, Record<string, string>, Record<string, string>, string][] = [
    ['an admin of another organization', { [HILL]: 'owner' }, { [HARBOUR]: 'practitioner' }, 'not_found'],
    [
      'a colleague without an admin role',
      { [HARBOUR]: 'practitioner' },
      { [HARBOUR]: 'practitioner' },
      'not_found',
    ],
    [
      'an owner elsewhere who is a colleague here',
      { [HILL]: 'owner', [HARBOUR]: 'practitioner' },
      { [HARBOUR]: 'practitioner' },
      'not_found',
    ],
    ['an admin for an owner', { [HARBOUR]: 'admin' }, { [HARBOUR]: 'owner' }, 'not_allowed'],
    [
      'an owner here whom the person is above there',
      { [HARBOUR]: 'owner', [HILL]: 'admin' },
      { [HARBOUR]: 'practitioner', [HILL]: 'owner' },
      'not_allowed',
    ],
  ]
  test.each(strangers)('is not for %s', async (_name, reviewerRoles, memberRoles, status) => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, requestId } = await openRecovery(world, { memberRoles })
    const reviewer = await addMember(world, reviewerRoles)
    const given = await act({ actorId: reviewer.userId, stepUp: await world.stepUp(reviewer) })
    for (const decision of ['approve', 'reject'] as const)
      expect(await accountRecovery.review({ ...given, decision })).toEqual({ status })
    expect(await accountRecovery.read(given)).toEqual({ status })
    // The one that is not there looks the same as the one that is none of their business.
    if (status === 'not_found')
      expect(await accountRecovery.read({ ...given, requestId: 'x'.repeat(22) })).toEqual({ status })
    expect(await accountRecovery.list({ actorId: reviewer.userId })).toEqual([])
    await expectUntouched(world, requestId)
  })

  test('is not for oneself, whatever the role', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const owner = await addMember(world, { [HARBOUR]: 'owner' })
    const { requestId } = await makeRequest(world, owner.userId)
    const stepUp = await world.stepUp(owner)
    // The step-up itself has shown that not everything is lost.
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'cancelled' })
    const again = await makeRequest(world, owner.userId)
    const given = { actorId: owner.userId, stepUp, requestId: again.requestId }
    expect(await accountRecovery.review({ ...given, decision: 'approve', reason: 'It is me' })).toEqual({
      status: 'not_allowed',
    })
    expect(await accountRecovery.read(given)).toEqual({ status: 'not_allowed' })
    expect(await accountRecovery.list({ actorId: owner.userId })).toEqual([])
    await expectUntouched(world, again.requestId)
  })

  test('finds nothing under an id that is none', async () => {
    const world = createWorld(store())
    const { act, requestId } = await openRecovery(world)
    const given = await act()
    const none: unknown[] = [
      '',
      'x'.repeat(22),
      `${requestId}\0`,
      '\0'.repeat(22),
      '\ud800',
      requestId.toUpperCase(),
      [requestId],
      { not: '' },
      undefined,
    ]
    for (const id of none)
      expect(await world.twoFactor.accountRecovery.review({ ...given, requestId: id as string })).toEqual({
        status: 'not_found',
      })
    await expectUntouched(world, requestId)
  })

  test('reads what the person wrote down, and the record says who did', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, admin, userId, requestId } = await openRecovery(world)
    const read = await accountRecovery.read(await act())
    expect(read).toMatchObject({
      status: 'ok',
      details: DETAILS,
      request: { id: requestId, userId, state: 'requested' },
    })
    const [row] = await world.twoFactor.audit.list({ userId, limit: 1 })
    expect(row).toMatchObject({
      ...{ type: 'account_recovery.details_read', userId, actorId: admin.userId, data: { requestId } },
    })
    expect(JSON.stringify(await world.twoFactor.audit.list({ userId }))).not.toContain(DETAILS.phone)
  })

  test("lists the open requests of one's own people, the oldest first, without what they wrote down", async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const first = await openRecovery(world)
    const { admin } = first
    world.clock.advanceSeconds(60)
    const [other, owner, gone, stranger] = await Promise.all([
      addMember(world, { [HARBOUR]: 'practitioner', [HILL]: 'owner' }),
      addMember(world, { [HARBOUR]: 'owner' }),
      addMember(world, { [HARBOUR]: 'practitioner' }),
      addMember(world, { [HILL]: 'practitioner' }),
    ])
    const second = await makeRequest(world, other.userId)
    for (const { userId } of [owner, gone, stranger]) await makeRequest(world, userId)
    await accountRecovery.cancel({ userId: gone.userId })
    const completableAt = await first.approve()
    const list = await accountRecovery.list({ actorId: admin.userId })
    const { createdAt, expiresAt } = await readRequest(world, first.requestId)
    expect(list).toEqual([
      {
        ...{ id: first.requestId, userId: first.userId, state: 'approved', createdAt, expiresAt },
        ...{ reviewedBy: admin.userId, completableAt },
      },
      expect.objectContaining({
        id: second.requestId,
        state: 'requested',
        reviewedBy: null,
        completableAt: null,
      }),
    ])
    expect(expiresAt).toBe(completableAt + 30 * DAY * 1000)
    expect(await accountRecovery.list({ actorId: 'unknown' })).toEqual([])
  })

  test('is done once: neither a second approval nor a rejection after it changes anything', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, approve, requestId, userId } = await openRecovery(world)
    await approve()
    const approved = await readRequest(world, requestId)
    world.clock.advanceSeconds(3600)
    for (const decision of ['approve', 'reject'])
      expect(await accountRecovery.review(await act({ decision }))).toMatchObject({
        ...{ status: 'closed', outcome: 'approved' },
      })
    expect(await readRequest(world, requestId)).toEqual(approved)
    expect(await store().count('outbox', { topic: requestId })).toBe(2)
    expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', 'approved'])
    expect(await world.twoFactor.audit.list({ userId, types: ['account_recovery.approved'] })).toHaveLength(1)
  })

  test('that rejects ends the request, erases what was written down, and tells the person', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const { act, admin, requestId, userId, cancelToken } = await openRecovery(world)
    const before = await readRequest(world, requestId)
    expect(await accountRecovery.review(await act({ decision: 'reject' }))).toEqual({
      ...{ status: 'ok', completableAt: null },
    })
    const now = world.clock.now()
    const row = await readRequest(world, requestId)
    expect(row).toMatchObject({ state: 'rejected', endedAt: now, reviewedAt: now, reviewedBy: admin.userId })
    expect(row.sealedSecret.length).toBeLessThan(before.sealedSecret.length / 2)
    const closed = { status: 'closed', outcome: 'rejected', reviewedBy: admin.userId }
    for (const decision of ['approve', 'reject'])
      expect(await accountRecovery.review(await act({ decision }))).toEqual(closed)
    expect(await accountRecovery.read(await act())).toEqual(closed)
    expect(await accountRecovery.cancel({ token: cancelToken })).toEqual({ status: 'expired' })
    const rejected = world.outbox.events.filter(({ type }) => type === 'account_recovery.rejected')
    expect(rejected).toMatchObject([{ userId, data: {}, everyAddress: true }])
    expect(rejected[0]?.secret).toBeUndefined()
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'sent' })
    world.clock.advanceSeconds(10 * DAY)
    await world.twoFactor.deliverPending({ batch: 1000 })
    expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', 'rejected', 'link_requested'])
  })

  test('by two at once, one for it and one against it, has one outcome', async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    for (let round = 0; round < 6; round++) {
      const { act, requestId, userId } = await openRecovery(world)
      const given = await act()
      const decisions = ['approve', 'reject', 'approve', 'reject'] as const
      const order = round % 2 === 0 ? decisions : [...decisions].reverse()
      const results = await Promise.all(
        order.map((decision) => accountRecovery.review({ ...given, decision })),
      )
      expect(results.map(({ status }) => status).sort()).toEqual(['closed', 'closed', 'closed', 'ok'])
      const winner = order[results.findIndex(({ status }) => status === 'ok')] as string
      const { state } = await readRequest(world, requestId)
      expect(state).toBe(winner === 'approve' ? 'approved' : 'rejected')
      expect(await store().count('outbox', { topic: requestId })).toBe(winner === 'approve' ? 2 : 0)
      const types = ['account_recovery.approved', 'account_recovery.rejected']
      expect(await world.twoFactor.audit.list({ userId, types })).toHaveLength(1)
      await world.twoFactor.settle()
      expect(toldOf(world, userId)).toEqual(['link_requested', 'requested', state])
    }
  })

  test("tells the owners of the person's other organizations, and nobody of it twice", async () => {
    const world = createWorld(store())
    const memberRoles = { [HARBOUR]: 'practitioner', [HILL]: 'owner' }
    const [, hillOwner] = await Promise.all([
      addMember(world, { [HARBOUR]: 'owner' }),
      addMember(world, { [HILL]: 'owner' }),
      addMember(world, { [HILL]: 'admin' }),
    ])
    const { approve, admin, userId } = await openRecovery(world, { memberRoles })
    await approve()
    await world.twoFactor.settle()
    const told = world.outbox.events.filter(({ type }) => type === 'admin.acted_elsewhere')
    expect(told).toMatchObject([
      {
        userId: hillOwner.userId,
        data: { act: 'account_recovery', memberId: userId, actorId: admin.userId, organizationId: HILL },
      },
    ])
  })

  test('is asked of those who may do it, equals in rank and above, and never of the person or of members', async () => {
    const world = createWorld(store())
    const [owner, admin, colleague, hillOwner] = await Promise.all([
      addMember(world, { [HARBOUR]: 'owner', [HILL]: 'practitioner' }),
      addMember(world, { [HARBOUR]: 'admin' }),
      addMember(world, { [HARBOUR]: 'practitioner' }),
      addMember(world, { [HILL]: 'owner' }),
    ])
    const asked = async (userId: string) => {
      const { requestId } = await makeRequest(world, userId)
      await world.twoFactor.settle()
      const events = world.outbox.events.filter(({ data }) => data.requestId === requestId)
      expect(
        events.every(
          ({ type, data }) => type === 'account_recovery.review_requested' && data.memberId === userId,
        ),
      ).toBe(true)
      expect(events.some(({ secret }) => secret !== undefined)).toBe(false)
      return events.map((event) => event.userId).sort()
    }
    const everybody = [owner, admin].map(({ userId }) => userId).sort()
    expect(await asked(colleague.userId)).toEqual(everybody)
    expect(await asked(admin.userId)).toEqual([owner.userId])
    expect(await asked(hillOwner.userId)).toEqual([])
    const another = await addMember(world, { [HARBOUR]: 'owner' })
    expect(await asked(owner.userId)).toEqual([another.userId, hillOwner.userId].sort())
  })

  test("of a clinic's only owner is for the staff of a support organization", async () => {
    const world = createWorld(store())
    const { accountRecovery } = world.twoFactor
    const memberRoles = { [HARBOUR]: 'owner', support: 'customer' }
    const { act, admin, userId } = await openRecovery(world, { memberRoles })
    expect(await accountRecovery.review(await act())).toEqual({ status: 'not_allowed' })
    const staff = await addMember(world, { support: 'owner' })
    expect(await accountRecovery.list({ actorId: staff.userId })).toMatchObject([{ userId }])
    const reviewed = await accountRecovery.review(
      await act({ actorId: staff.userId, stepUp: await world.stepUp(staff) }),
    )
    expect(reviewed).toMatchObject({ status: 'ok' })
    // An admin below the owner was not even asked.
    expect(toldOf(world, admin.userId)).toEqual([])
  })

  test('by who is an admin no longer changes nothing', async () => {
    const world = createWorld(store())
    const { act, admin, requestId } = await openRecovery(world)
    const given = await act()
    world.people.set(admin.userId, [])
    expect(await world.twoFactor.accountRecovery.review(given)).toEqual({ status: 'not_found' })
    await expectUntouched(world, requestId)
  })
})

const zone = (timeZone: string, id = HARBOUR): Organization => ({ id, role: 'practitioner', timeZone })
const [STOCKHOLM, SYDNEY, LOS_ANGELES] = ['Europe/Stockholm', 'Australia/Sydney', 'America/Los_Angeles']

const waits: [name: string, organizations: Organization[], approved: string, completable: string][] = [
  ['Monday', [zone(STOCKHOLM)], '2027-01-11T10:00+01:00', '2027-01-14T10:00+01:00'],
  ['Friday afternoon', [zone(STOCKHOLM)], '2027-01-15T16:30+01:00', '2027-01-20T16:30+01:00'],
  ['Saturday', [zone(STOCKHOLM)], '2027-01-16T09:00+01:00', '2027-01-21T00:00+01:00'],
  ['the end of Sunday', [zone(STOCKHOLM)], '2027-01-17T23:59+01:00', '2027-01-21T00:00+01:00'],
  [
    'Friday before the clock goes forward',
    [zone(STOCKHOLM)],
    '2027-03-26T16:00+01:00',
    '2027-03-31T16:00+02:00',
  ],
  [
    'Friday before the clock goes back',
    [zone(STOCKHOLM)],
    '2027-10-29T16:00+02:00',
    '2027-11-03T16:00+01:00',
  ],
  [
    'Friday before it goes forward in the south',
    [zone(SYDNEY)],
    '2027-10-01T16:00+10:00',
    '2027-10-06T16:00+11:00',
  ],
  [
    'Friday before it goes back in the south',
    [zone(SYDNEY)],
    '2027-04-02T16:00+11:00',
    '2027-04-07T16:00+10:00',
  ],
  [
    'Sunday there and Monday here: the later of two',
    [zone(STOCKHOLM), zone(LOS_ANGELES, HILL)],
    '2027-01-18T08:00+01:00',
    '2027-01-21T00:00-08:00',
  ],
  [
    'Friday here and Saturday there: the later of two',
    [zone(SYDNEY, HILL), zone(STOCKHOLM)],
    '2027-01-15T16:30+01:00',
    '2027-01-20T16:30+01:00',
  ],
  // Thursday at midnight there, an hour is missing: three days by the wall are 71 hours.
  [
    'a week with an hour less: 72 hours',
    [zone('Africa/Cairo')],
    '2027-04-27T10:00+02:00',
    '2027-04-30T11:00+03:00',
  ],
]

describe('the waiting period', () => {
  test.each(waits)('from %s', async (_name, organizations, approved, completable) => {
    const world = createWorld(memoryStore())
    world.clock.set(Date.parse(approved) - 3 * HOUR_MS)
    const { act, userId, requestId } = await openRecovery(world)
    world.people.set(userId, organizations)
    // It runs from the approval, not from the request.
    world.clock.set(Date.parse(approved) - 60_000)
    const given = await act()
    expect(world.clock.now()).toBe(Date.parse(approved))
    expect(await world.twoFactor.accountRecovery.review(given)).toEqual({
      ...{ status: 'ok', completableAt: Date.parse(completable) },
    })
    expect(await readRequest(world, requestId)).toMatchObject({ completableAt: Date.parse(completable) })
    expect(Date.parse(completable) - Date.parse(approved)).toBeGreaterThanOrEqual(72 * HOUR_MS)
  })

  test('is 72 hours at least, however few business days are asked for', async () => {
    const world = createWorld(memoryStore(), { limits: { recoveryBusinessDays: 1 } })
    world.clock.set(Date.UTC(2027, 0, 11, 8))
    const { approve } = await openRecovery(world)
    const completableAt = await approve()
    expect(completableAt).toBe(world.clock.now() + 72 * HOUR_MS)
  })

  test('begins under no time zone that is none', async () => {
    const world = createWorld(memoryStore())
    const { act, userId, requestId } = await openRecovery(world)
    world.people.set(userId, [zone('Mars/Olympus')])
    await expect(world.twoFactor.accountRecovery.review(await act())).rejects.toThrow(RangeError)
    await expectUntouched(world, requestId)
  })
})
