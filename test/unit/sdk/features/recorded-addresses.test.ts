import type { EventType } from 'countersign'
import { expect, test } from 'vitest'
import { HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { openRecovery } from '../recovery.ts'
import { createWorld, type World } from '../world.ts'

type Act = (ip: string) => Promise<unknown>

/** Acts of people by the type that the record has them under, each ready to be done. */
const acts: Readonly<Record<string, (world: World) => Promise<Act>>> = {
  'factor.renamed': async ({ twoFactor, enroll }) => {
    const { userId, factorId } = await enroll()
    return (ip) => twoFactor.factors.rename({ userId, factorId, label: 'Work', ip })
  },
  'factor.preferred': async ({ twoFactor, enroll, store }) => {
    const { userId, factorId } = await enroll()
    await store.transaction((tx) => tx.update('factors', { userId }, { preferred: 0 }))
    return (ip) => twoFactor.factors.prefer({ userId, factorId, ip })
  },
  'factor.removed': async (world) => {
    const user = await world.enroll()
    const { userId, factorId } = user
    const stepUp = await world.stepUp(user)
    return (ip) => world.twoFactor.factors.remove({ userId, factorId, stepUp, ip })
  },
  'two_factor.disabled': async (world) => {
    const user = await world.enroll()
    const stepUp = await world.stepUp(user)
    return (ip) => world.twoFactor.factors.disable({ userId: user.userId, stepUp, ip })
  },
  'recovery_codes.regenerated': async (world) => {
    const user = await world.enroll()
    const stepUp = await world.stepUp(user)
    return (ip) => world.twoFactor.recoveryCodes.regenerate({ userId: user.userId, stepUp, ip })
  },
  'enrollment.cancelled': async ({ twoFactor }) => {
    const userId = 'nobody-yet'
    const begun = await twoFactor.enrollment.begin({ userId })
    if (begun.status !== 'pending') throw new Error(begun.status)
    return (ip) => twoFactor.enrollment.cancel({ userId, enrollmentId: begun.enrollmentId, ip })
  },
  'login.cancelled': async ({ twoFactor, enroll, challenge }) => {
    const token = await challenge((await enroll()).userId)
    return (ip) => twoFactor.login.cancel({ token, ip })
  },
  'step_up.cancelled': async ({ twoFactor, enroll }) => {
    const begun = await twoFactor.stepUp.begin({ userId: (await enroll()).userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    return (ip) => twoFactor.stepUp.cancel({ token: begun.token, ip })
  },
  'enroll.cancelled': async (world) => {
    const { member, act } = await openClinic(world)
    await world.twoFactor.admin.reset(await act())
    const begun = await world.twoFactor.login.begin({ userId: member.userId })
    if (begun.status !== 'enroll') throw new Error(begun.status)
    return (ip) => world.twoFactor.login.cancelEntry({ token: begun.token, ip })
  },
  'password_reset.permitted': async ({ twoFactor, enroll }) => {
    const user = await enroll()
    const { userId } = user
    const begun = await twoFactor.passwordReset.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const answer = { token: begun.token, method: 'totp', code: user.code() } as const
    const verified = await twoFactor.passwordReset.verify(answer)
    if (verified.status !== 'ok') throw new Error(verified.status)
    return (ip) => twoFactor.passwordReset.complete({ userId, permission: verified.permission, ip })
  },
  'authenticator.suspension_lifted': async (world) => {
    const { userId } = await world.enroll()
    await world.challenge(userId)
    const suspended = { suspendedAt: world.clock.now() }
    await world.store.transaction((tx) => tx.update('accounts', { userId }, suspended))
    return (ip) => world.twoFactor.passwordChanged({ userId, ip })
  },
  'trusted_device.revoked': async (world) => {
    const user = await world.enroll()
    const { userId } = user
    await world.trust(user)
    const [computer] = await world.twoFactor.trustedDevices.list({ userId })
    return (ip) => world.twoFactor.trustedDevices.revoke({ userId, deviceId: computer?.id ?? '', ip })
  },
  'trusted_device.all_revoked': async (world) => {
    const user = await world.enroll()
    await world.trust(user)
    return (ip) => world.twoFactor.trustedDevices.revokeAll({ userId: user.userId, ip })
  },
  'policy.organization_changed': async (world) => {
    const { act } = await openClinic(world)
    const rule = { ...(await act()), organizationId: HARBOUR, rule: { graceDays: 3 } }
    return (ip) => world.twoFactor.policy.setOrganization({ ...rule, ip })
  },
  'policy.user_changed': async (world) => {
    const { act } = await openClinic(world)
    const setting = { ...(await act()), organizationId: HARBOUR, setting: 'required' } as const
    return (ip) => world.twoFactor.policy.setUser({ ...setting, ip })
  },
  'account_recovery.details_read': async (world) => {
    const act = await (await openRecovery(world)).act()
    return (ip) => world.twoFactor.accountRecovery.read({ ...act, ip })
  },
  'account_recovery.cancelled': async (world) => {
    const { cancelToken } = await openRecovery(world)
    return (ip) => world.twoFactor.accountRecovery.cancel({ token: cancelToken, ip })
  },
}

describeOnEveryStore('the record of where from', (store) => {
  for (const [type, prepare] of Object.entries(acts)) {
    test(`has the address of ${type}, and what is no address stops the act`, async () => {
      const world = createWorld(store())
      const act = await prepare(world)
      const list = () => world.twoFactor.audit.list({ types: [type as EventType], limit: 1 })
      const before = await list()
      await expect(act('the office')).rejects.toMatchObject({ code: 'argument_invalid' })
      expect(await list()).toEqual(before)
      await act('2001:db8::7')
      expect(await list()).toMatchObject([{ type, address: '2001:db8:0:0::/64', intact: true }])
    })
  }
})
