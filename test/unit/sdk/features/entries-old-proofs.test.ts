import type { TwoFactor } from 'countersign'
import { decodeBase32 } from 'countersign/otp'
import { expect, test } from 'vitest'
import { openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { mailLink } from '../recovery.ts'
import { createWorld, totp, type World } from '../world.ts'

type Proof = { userId: string; stepUp: string }

/** A member with what the old phone has proven in another session, and then the admin's word that they may come in once. */
async function allowWhoHasProven(world: World) {
  const { member, act } = await openClinic(world)
  const { userId } = member
  const given = await act()
  const stepUp = await world.stepUp(member)
  const asked = await world.twoFactor.passwordReset.begin({ userId })
  if (asked.status !== 'challenge') throw new Error(asked.status)
  const { token } = asked
  const permitted = await world.twoFactor.passwordReset.verify({ token, method: 'totp', code: member.code() })
  if (permitted.status !== 'ok') throw new Error(permitted.status)
  world.clock.advanceSeconds(30)
  const begun = await world.twoFactor.enrollment.begin({ userId, stepUp })
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
  const allowed = await world.twoFactor.admin.allowOnce(given)
  if (allowed.status !== 'ok') throw new Error(allowed.status)
  return { userId, stepUp, permission: permitted.permission, begun, until: allowed.expiresAt }
}

/** What the other session tries with what the old phone has proven. */
async function tryAll(
  world: World,
  { userId, stepUp, permission, begun }: Awaited<ReturnType<typeof allowWhoHasProven>>,
) {
  const { twoFactor } = world
  const secret = decodeBase32(begun.secret) as Uint8Array
  const code = totp(secret, world.clock.now())
  return [
    await twoFactor.enrollment.confirm({ userId, enrollmentId: begun.enrollmentId, code }),
    await twoFactor.enrollment.begin({ userId, stepUp }),
    await twoFactor.enrollment.begin({ userId, stepUp, type: 'sms', number: '+46701740635' }),
    await twoFactor.recoveryCodes.regenerate({ userId, stepUp }),
    await twoFactor.factors.disable({ userId, stepUp }),
    await twoFactor.passwordReset.complete({ userId, permission }),
  ].map(({ status }) => status)
}

const refused = [
  'expired',
  ...['step_up_required', 'step_up_required', 'step_up_required', 'step_up_required'],
  'expired',
]

describeOnEveryStore('what an old factor has proven', (store) => {
  test('counts no more while its user, whom an admin let in once, sets up another', async () => {
    const world = createWorld(store())
    const before = await allowWhoHasProven(world)
    const { userId } = before
    const { confirm, enrollmentId } = await world.enter(userId)
    expect(await tryAll(world, before)).toEqual(refused)
    expect(world.sms.messages).toEqual([])
    expect(await confirm()).toMatchObject({ status: 'ok', factorId: enrollmentId })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ id: enrollmentId }])
  })

  test('counts no more once the other is there, nor is it back when there is no other after all', async () => {
    for (const isConfirmed of [true, false]) {
      const world = createWorld(store(), { limits: { bypassSeconds: 300 } })
      const before = await allowWhoHasProven(world)
      const { userId, until } = before
      const { token, confirm } = await world.enter(userId)
      if (isConfirmed) {
        const link = await mailLink(world, userId)
        expect((await confirm()).status).toBe('ok')
        expect(await world.twoFactor.accountRecovery.describe({ token: link })).toEqual({ status: 'expired' })
        expect(await world.twoFactor.login.describeEntry({ token })).toEqual({ status: 'accepted' })
      }
      world.clock.set(until)
      expect(await tryAll(world, before)).toEqual(refused)
      expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'active' }])
    }
  })

  test('goes on while the mailed code has not been shown: nothing has gone out of use', async () => {
    const world = createWorld(store())
    const { userId, stepUp } = await allowWhoHasProven(world)
    expect((await world.twoFactor.login.begin({ userId })).status).toBe('enroll')
    expect(await world.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(true)
  })

  test.each([
    ['a set-up', 'enrollment.started', ({ enrollment }: TwoFactor, proof: Proof) => enrollment.begin(proof)],
    [
      'new recovery codes',
      'recovery_codes.regenerated',
      ({ recoveryCodes }: TwoFactor, proof: Proof) => recoveryCodes.regenerate(proof),
    ],
  ])('lets nobody begin %s when it goes out of use after somebody looked', async (_name, type, act) => {
    const world = createWorld(store())
    const { userId, stepUp } = await allowWhoHasProven(world)
    const countDone = async () => (await world.auditTypes(userId)).filter((one) => one === type).length
    const before = await countDone()
    const begun = await world.twoFactor.login.begin({ userId })
    const { code } = world.readMail(userId, 'sign_in.proof_requested')
    const late = createWorld({
      ...store(),
      async transaction(work) {
        // The mailed code is shown between the look at the step-up and what is done by it.
        if ('token' in begun) await world.twoFactor.login.prove({ token: begun.token, code })
        return store().transaction(work)
      },
    })
    late.clock.set(world.clock.now())
    expect(await act(late.twoFactor, { userId, stepUp })).toEqual({ status: 'step_up_required' })
    expect(await store().count('factors', { userId, state: 'pending' })).toBe(0)
    expect(await countDone()).toBe(before)
  })
})
