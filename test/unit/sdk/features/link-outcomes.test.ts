import { expect, test } from 'vitest'
import { HARBOUR, HILL, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { openProcesses } from '../processes.ts'
import { DAY, DETAILS, mailLink, openRecovery } from '../recovery.ts'
import { createWorld } from '../world.ts'

const both = { [HARBOUR]: 'practitioner', [HILL]: 'practitioner' }
const KEPT_DAYS = 90

describeOnEveryStore('a mailed link that is used up', (store, _asHost, openAnother) => {
  test('tells in every process what came of it, from the moment that anybody is told that it is used', async () => {
    const { world, atOnce } = openProcesses(store(), openAnother)
    const cancelled = await openRecovery(world)
    const { userId } = cancelled
    const ended = { status: 'ended', userId, outcome: 'cancelled', by: 'link', at: world.clock.now() }
    // Each asks at once after its own answer, whatever that was.
    const seen = await atOnce(async ({ accountRecovery }) => {
      await accountRecovery.cancel({ token: cancelled.cancelToken })
      return accountRecovery.describe({ token: cancelled.cancelToken })
    }, 9)
    expect(seen).toEqual(Array(9).fill({ ...ended, leads: 'cancel' }))

    const completed = await openRecovery(world)
    const token = await completed.waitOut()
    const done = { status: 'ended', userId: completed.userId, outcome: 'completed', by: null }
    const both = await atOnce(async ({ accountRecovery }) => {
      await accountRecovery.complete({ token })
      return accountRecovery.describe({ token })
    }, 9)
    expect(both).toEqual(Array(9).fill({ ...done, leads: 'complete', at: world.clock.now() }))
  })

  test('tells it of the request and of its decision too, by each of its links', async () => {
    const { world, atOnce } = openProcesses(store(), openAnother)
    const { accountRecovery } = world.twoFactor
    const first = await openRecovery(world)
    await accountRecovery.cancel({ userId: first.userId })
    expect(await accountRecovery.describe({ token: first.cancelToken })).toMatchObject({ by: 'holder' })

    const link = await mailLink(world, first.userId)
    const at = world.clock.now()
    const requested = { status: 'ended', leads: 'request', outcome: 'requested', by: null, at }
    const seen = await atOnce(async (sdk) => {
      await sdk.accountRecovery.request({ token: link, details: DETAILS })
      return sdk.accountRecovery.describe({ token: link })
    }, 6)
    expect(seen).toEqual(Array(6).fill({ ...requested, userId: first.userId }))
    const [row] = await accountRecovery.list({ actorId: first.admin.userId })
    await accountRecovery.review(await first.act({ requestId: row?.id, decision: 'reject' }))
    const { cancelToken } = world.readMail(first.userId, 'account_recovery.requested')
    for (const token of [link, cancelToken as string])
      expect(await accountRecovery.describe({ token })).toMatchObject({
        ...{ status: 'ended', userId: first.userId, outcome: 'rejected', by: null },
      })
  })

  test('tells of an admin’s act in every process, and never of one that did not happen', async () => {
    const { world, atOnce } = openProcesses(store(), openAnother)
    const { admin, member, act } = await openClinic(world, { memberRoles: both })
    const { userId } = member
    await world.twoFactor.admin.reset(await act())
    const { token } = world.readMail(userId, 'admin.confirmation_requested') as { token: string }
    const done = { status: 'done', userId, actorId: admin.userId, act: 'reset', at: world.clock.now() }
    const seen = await atOnce(async (sdk) => {
      await sdk.admin.confirm({ token })
      return sdk.admin.describeRequest({ token })
    }, 9)
    expect(seen).toEqual(Array(9).fill(done))

    const other = await openClinic(world, { memberRoles: both })
    await world.twoFactor.admin.allowOnce(await other.act())
    const late = world.readMail(other.member.userId, 'admin.confirmation_requested') as { token: string }
    await world.twoFactor.factors.disable({
      ...{ userId: other.member.userId, stepUp: await world.stepUp(other.member) },
    })
    expect(await world.twoFactor.admin.confirm(late)).toEqual({ status: 'expired' })
    expect(await world.twoFactor.admin.describeRequest(late)).toEqual({ status: 'expired' })
  })

  test('tells it for ninety days, and then nothing is kept of it', async () => {
    const world = createWorld(store())
    const { accountRecovery, admin, housekeeping } = world.twoFactor
    const recovery = await openRecovery(world)
    await accountRecovery.cancel({ token: recovery.cancelToken })
    const clinic = await openClinic(world, { memberRoles: both })
    await admin.reset(await clinic.act())
    const asked = world.readMail(clinic.member.userId, 'admin.confirmation_requested') as { token: string }
    await admin.confirm(asked)
    const look = async () => [
      (await accountRecovery.describe({ token: recovery.cancelToken })).status,
      (await admin.describeRequest(asked)).status,
    ]
    world.clock.advanceSeconds(KEPT_DAYS * DAY - 3600)
    await housekeeping({ batch: 10_000 })
    expect(await look()).toEqual(['ended', 'done'])
    world.clock.advanceSeconds(3600)
    await housekeeping({ batch: 10_000 })
    expect(await look()).toEqual(['expired', 'expired'])
    expect(await store().count('accountRecoveries', { id: recovery.requestId })).toBe(0)
    expect(await store().count('adminRequests', { userId: clinic.member.userId })).toBe(0)
  })
})

describeOnEveryStore('a question of an admin whose password is changed', (store, asHost, openAnother) => {
  test('is not asked when the change comes between the look at the step-up and the question', async () => {
    const given = store()
    let between: (() => Promise<void>) | null = null
    const world = createWorld({
      ...given,
      async count(table, where) {
        if (table === 'factors' && between !== null) {
          const work = between
          between = null
          await work()
        }
        return given.count(table, where)
      },
    })
    const { admin, member, act } = await openClinic(world, { memberRoles: both })
    const input = await act()
    between = () => world.twoFactor.passwordChanged({ userId: admin.userId })
    expect(await world.twoFactor.admin.reset(input)).toEqual({ status: 'step_up_required' })
    expect(between).toBeNull()
    expect(await given.count('adminRequests', { userId: member.userId })).toBe(0)
    expect(await world.auditTypes(member.userId)).not.toContain('admin.confirmation_requested')
    await world.twoFactor.settle()
    const types = world.outbox.events.map(({ type }) => type)
    expect(types).not.toContain('admin.confirmation_requested')
  })

  test('does not outlive it, whichever process is first', async () => {
    const { world, atOnce } = openProcesses(store(), openAnother)
    for (let round = 0; round < 8; round++) {
      const { admin, member, act } = await openClinic(world, { memberRoles: both })
      const input = await act()
      const answers = await atOnce(async (sdk, hand): Promise<{ status: string }> => {
        if (hand > 0) return sdk.admin.reset(input)
        await sdk.passwordChanged({ userId: admin.userId })
        return { status: 'changed' }
      }, 3)
      for (const { status } of answers)
        expect(['changed', 'proof_required', 'step_up_required']).toContain(status)
      expect(await store().count('adminRequests', { userId: member.userId })).toBe(0)
      expect(await store().count('entries', { userId: member.userId })).toBe(0)
    }
  })

  test.each(['before', 'after'])(
    'is taken back or not asked in a transaction of the host too: %s',
    async (when) => {
      const world = createWorld(store())
      const { admin, member, act } = await openClinic(world, { memberRoles: both })
      const input = await act()
      const statuses: string[] = []
      await asHost(async (transaction) => {
        const change = () => world.twoFactor.passwordChanged({ userId: admin.userId, transaction })
        if (when === 'before') await change()
        statuses.push((await world.twoFactor.admin.reset({ ...input, transaction })).status)
        if (when === 'after') await change()
      })
      expect(statuses).toEqual([when === 'before' ? 'step_up_required' : 'proof_required'])
      expect(await store().count('adminRequests', { userId: member.userId })).toBe(0)
      expect(await store().count('permissions', { userId: admin.userId })).toBe(0)
    },
  )
})
