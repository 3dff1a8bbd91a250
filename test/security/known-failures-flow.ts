import { randomBytes } from 'node:crypto'
import { encodeBase32 } from 'countersign/otp'
import { expect } from 'vitest'
import { HARBOUR, openClinic } from '../unit/sdk/clinic.ts'
import { openRecovery } from '../unit/sdk/recovery.ts'
import { makeNumber, totp, type World } from '../unit/sdk/world.ts'
import { beginApp, type Member, readTrust, type StoreCases, toldTypes } from './known-failures-ground.ts'

/** Whatever a form could carry besides what is asked for. */
const FLAGS = {
  ...{ verified: true, skip: true, status: 'ok', trusted: true, factor: 'none', methods: 'totp mailed_code' },
  ...{ purpose: 'login', attemptsAllowed: 1000, now: 0 },
}

export const flagsBelieved: StoreCases = {
  'as flags beside the code': async ({ open }) => {
    const world = open()
    const { userId, wrongCode, code } = await world.enroll()
    const token = await world.challenge(userId)
    const before = await readTrust(world, userId)
    const submit = (submitted: unknown, method = 'totp') =>
      world.twoFactor.login.verify({ ...FLAGS, token, method: method as 'totp', code: submitted })
    expect(await submit(wrongCode())).toMatchObject({ status: 'invalid', attemptsLeft: 4 })
    for (const nothing of [undefined, null, true, '', [code()], { toString: code }, Number(code())])
      expect(await submit(nothing)).toEqual({ status: 'malformed' })
    for (const method of ['mailed_code', 'sms'])
      expect((await submit(method === 'sms' ? code() : '00000000', method)).status).toBe('method_not_allowed')
    for (const method of ['none', '__proto__', 'constructor'])
      expect(await submit(code(), method)).toEqual({ status: 'malformed' })
    expect(await readTrust(world, userId)).toEqual(before)
  },

  'as another user’s id, with one’s own code': async ({ open }) => {
    const world = open()
    const [victim, attacker] = [await world.enroll(), await world.enroll()]
    const before = await readTrust(world, victim.userId)
    const input = { method: 'totp', code: attacker.code(), userId: victim.userId } as const
    const own = await world.challenge(attacker.userId)
    expect(await world.twoFactor.login.verify({ ...input, token: own })).toMatchObject({
      status: 'ok',
      userId: attacker.userId,
      factorId: attacker.factorId,
    })
    const theirs = await world.challenge(victim.userId)
    world.clock.advanceSeconds(30)
    const switched = { ...input, userId: attacker.userId, code: attacker.code(), token: theirs }
    expect((await world.twoFactor.login.verify(switched)).status).toBe('invalid')
    expect(await readTrust(world, victim.userId)).toEqual(before)
  },

  'as a permission that somebody else has earned': async ({ open }) => {
    const world = open()
    const [victim, attacker] = [await world.enroll(), await world.enroll()]
    const { userId, factorId } = victim
    const { passwordReset, factors, recoveryCodes, enrollment } = world.twoFactor
    const stepUp = await world.stepUp(attacker)
    const begun = await passwordReset.begin({ userId: attacker.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const earned = await passwordReset.verify({ token: begun.token, method: 'totp', code: attacker.code() })
    if (earned.status !== 'ok') throw new Error(earned.status)
    const before = await readTrust(world, userId)
    expect(await passwordReset.complete({ userId, permission: earned.permission })).toEqual({
      status: 'expired',
    })
    for (const refused of [
      await factors.remove({ userId, factorId, stepUp }),
      await factors.disable({ userId, stepUp }),
      await recoveryCodes.regenerate({ userId, stepUp }),
      await enrollment.begin({ userId, stepUp, replaces: factorId }),
    ])
      expect(refused).toEqual({ status: 'step_up_required' })
    // Nor does one's own step-up reach into another account by the id of a factor there.
    const own = { userId: attacker.userId, stepUp }
    expect(await factors.remove({ ...own, factorId })).toEqual({ status: 'not_found' })
    expect(await enrollment.begin({ ...own, replaces: factorId })).toEqual({ status: 'not_found' })
    expect(await readTrust(world, userId)).toEqual(before)
  },

  'as a secret of the client’s own': async ({ open }) => {
    const world = open()
    const userId = `secret-${randomBytes(8).toString('hex')}`
    const secret = randomBytes(20)
    const forged = { secret: encodeBase32(secret), state: 'active', confirmedAt: 1 }
    const app = await beginApp(world, { userId, ...forged })
    expect(app.secret).not.toBe(forged.secret)
    const { enrollmentId } = app
    const before = await readTrust(world, userId)
    const confirm = (owner: string, code: string) =>
      world.twoFactor.enrollment.confirm({ userId: owner, enrollmentId, code, ...forged })
    expect(await confirm(userId, totp(secret, world.clock.now()))).toMatchObject({ status: 'invalid' })
    const attacker = await world.enroll()
    expect(await confirm(attacker.userId, app.code())).toEqual({ status: 'expired' })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
  },
}

const present = ({ twoFactor }: World, userId: string, device: string) =>
  twoFactor.login.begin({ userId, device })

/** What a trusted computer must not outlive. Each leaves the person with a factor in use. */
const ends: Record<string, (world: World, member: Member) => Promise<unknown>> = {
  'a change of the password': (world, { userId }) => world.twoFactor.passwordChanged({ userId }),
  'turning it off and on again': async (world, member) => {
    const { userId } = member
    await world.twoFactor.factors.disable({ userId, stepUp: await world.stepUp(member) })
    await world.enroll(userId)
  },
  'a new authenticator in the place of the old one': async (world, member) => {
    const { userId, factorId } = member
    await confirmNext(world, { userId, stepUp: await world.stepUp(member), replaces: factorId })
  },
  'an authenticator beside the old one': async (world, member) => {
    await confirmNext(world, { userId: member.userId, stepUp: await world.stepUp(member) })
  },
  'the removal of one of two authenticators': async (world, member) => {
    const { userId, factorId } = member
    const stepUp = await world.stepUp(member)
    await confirmNext(world, { userId, stepUp })
    // Adding it has made the computer ask again; another one has been trusted since.
    await world.trust(member)
    const second = (await world.twoFactor.factors.list({ userId })).find(({ id }) => id !== factorId)
    const removed = { userId, factorId: second?.id as string, stepUp }
    expect(await world.twoFactor.factors.remove(removed)).toEqual({ status: 'ok' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ id: factorId }])
  },
  'a recovery code': async (world, { userId, recoveryCodes }) => {
    const token = await world.challenge(userId)
    world.clock.advanceSeconds(1)
    expect((await world.verify(token, recoveryCodes[0], 'recovery_code')).status).toBe('ok')
  },
  'the word of an admin': async (world, { userId }) => {
    const { act } = await openClinic(world)
    world.people.set(userId, [{ id: HARBOUR, role: 'practitioner', timeZone: 'UTC' }])
    expect(await world.twoFactor.admin.revokeDevices(await act({ userId }))).toEqual({
      status: 'ok',
      count: 1,
    })
  },
  'a reset by an admin': async (world, { userId }) => {
    const { act } = await openClinic(world)
    world.people.set(userId, [{ id: HARBOUR, role: 'practitioner', timeZone: 'UTC' }])
    const open = await world.challenge(userId)
    expect(await world.twoFactor.admin.reset(await act({ userId }))).toEqual({ status: 'ok' })
    expect(await world.store.count('trustedDevices', { userId })).toBe(0)
    expect(await world.verify(open, '000000')).toEqual({ status: 'expired' })
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
  },
  'being let in once by an admin': async (world, { userId }) => {
    const { act } = await openClinic(world)
    world.people.set(userId, [{ id: HARBOUR, role: 'practitioner', timeZone: 'UTC' }])
    expect(await world.twoFactor.admin.allowOnce(await act({ userId }))).toMatchObject({ status: 'ok' })
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
  },
  'thirty days on the server’s clock, however often it is renewed': async (world) => {
    world.clock.advanceSeconds(30 * 86_400 - 600)
  },
}

async function confirmNext(world: World, input: { userId: string; stepUp: string; replaces?: string }) {
  const app = await beginApp(world, input)
  expect(await app.confirm(app.code())).toMatchObject({ status: 'ok' })
}

/** Neither of a computer's tokens skips the code any more. */
async function expectForgotten(world: World, userId: string, tokens: readonly string[]): Promise<void> {
  const before = await readTrust(world, userId)
  for (const token of tokens)
    expect(await present(world, userId, token)).toMatchObject({ status: 'challenge' })
  expect(await world.twoFactor.trustedDevices.list({ userId })).toEqual([])
  expect(await readTrust(world, userId)).toEqual(before)
  expect(await world.store.count('audit', { userId, type: 'login.trusted_device' })).toBe(1)
}

const forgottenAfter =
  (end: (world: World, member: Member) => Promise<unknown>): StoreCases[string] =>
  async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    const { userId } = member
    const device = await world.trust(member)
    world.clock.advanceSeconds(600)
    const renewed = await present(world, userId, device)
    if (renewed.status !== 'complete' || renewed.reason !== 'trusted_device') throw new Error(renewed.status)
    await end(world, member)
    await expectForgotten(world, userId, [device, renewed.device.token])
  }

export const devicesTrusted: StoreCases = {
  'with the token of somebody else': async ({ open }) => {
    const world = open()
    const [victim, attacker] = [await world.enroll(), await world.enroll()]
    const device = await world.trust(attacker)
    const before = await readTrust(world, victim.userId)
    expect(await present(world, victim.userId, device)).toMatchObject({ status: 'challenge' })
    expect(await readTrust(world, victim.userId)).toEqual(before)
    expect(await present(world, attacker.userId, device)).toMatchObject({ status: 'complete' })
  },

  ...Object.fromEntries(Object.entries(ends).map(([what, end]) => [`after ${what}`, forgottenAfter(end)])),

  'after an account recovery': async ({ open }) => {
    const world = open()
    const person = await world.enroll()
    const device = await world.trust(person)
    const renewed = await present(world, person.userId, device)
    if (renewed.status !== 'complete' || renewed.reason !== 'trusted_device') throw new Error(renewed.status)
    const { userId, waitOut } = await openRecovery(world, { person })
    expect(await world.twoFactor.accountRecovery.complete({ token: await waitOut() })).toMatchObject({
      status: 'ok',
    })
    expect(await world.store.count('trustedDevices', { userId })).toBe(0)
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
    await expectForgotten(world, userId, [device, renewed.device.token])
  },

  'as proof for what changes the way in': async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    const { userId, factorId } = member
    const device = await world.trust(member)
    const renewed = await present(world, userId, device)
    if (renewed.status !== 'complete' || renewed.reason !== 'trusted_device') throw new Error(renewed.status)
    const before = await readTrust(world, userId)
    const { factors, recoveryCodes, enrollment, stepUp, passwordReset } = world.twoFactor
    for (const token of [device, renewed.device.token]) {
      expect(await stepUp.isFresh({ userId, stepUp: token })).toBe(false)
      for (const refused of [
        await factors.remove({ userId, factorId, stepUp: token }),
        await factors.disable({ userId, stepUp: token }),
        await recoveryCodes.regenerate({ userId, stepUp: token }),
        await enrollment.begin({ userId, stepUp: token }),
      ])
        expect(refused).toEqual({ status: 'step_up_required' })
      expect(await passwordReset.complete({ userId, permission: token })).toEqual({ status: 'expired' })
    }
    expect(await readTrust(world, userId)).toEqual(before)
  },
}

export const passwordsReset: StoreCases = {
  'before the factor was shown': async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    const { userId } = member
    const { passwordReset } = world.twoFactor
    const login = await world.challenge(userId)
    const reset = await passwordReset.begin({ userId })
    if (reset.status !== 'challenge') throw new Error(reset.status)
    const stepUp = await world.stepUp(member)
    const before = await readTrust(world, userId)
    for (const permission of ['', login, reset.token, stepUp, randomBytes(32).toString('base64url')])
      expect(await passwordReset.complete({ userId, permission })).toEqual({ status: 'expired' })
    expect(await passwordReset.verify({ token: login, method: 'totp', code: member.code() })).toEqual({
      status: 'expired',
    })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await world.auditTypes(userId)).not.toContain('password_reset.permitted')
  },

  'and signs in, or vouches for more than the one new password': async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    const { userId, factorId } = member
    const { passwordReset, login, factors, recoveryCodes, stepUp, enrollment } = world.twoFactor
    const begun = await passwordReset.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    // The challenge of a reset is none of a sign-in.
    expect((await login.verify({ token: begun.token, method: 'totp', code: member.code() })).status).toBe(
      'expired',
    )
    const earned = await passwordReset.verify({ token: begun.token, method: 'totp', code: member.code() })
    if (earned.status !== 'ok') throw new Error(earned.status)
    const { permission } = earned
    const before = await readTrust(world, userId)
    expect(await stepUp.isFresh({ userId, stepUp: permission })).toBe(false)
    expect((await enrollment.begin({ token: permission })).status).toBe('expired')
    for (const refused of [
      await factors.remove({ userId, factorId, stepUp: permission }),
      await recoveryCodes.regenerate({ userId, stepUp: permission }),
    ])
      expect(refused.status).toBe('step_up_required')
    expect(await present(world, userId, permission)).toMatchObject({ status: 'challenge' })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await passwordReset.complete({ userId, permission })).toEqual({ status: 'ok' })
    expect(await passwordReset.complete({ userId, permission })).toEqual({ status: 'expired' })
    await world.twoFactor.passwordChanged({ userId })
    // The new password leads to the second step, as the old one did.
    expect(await login.begin({ userId })).toMatchObject({ status: 'challenge' })
    expect(await world.auditTypes(userId)).not.toContain('login.verified')
    expect(await world.store.count('audit', { userId, type: 'password_reset.permitted' })).toBe(1)
  },
}

export const factorsReplaced: StoreCases = {
  'before the new one was confirmed': async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    const { userId, factorId } = member
    const { enrollment, factors } = world.twoFactor
    expect(await enrollment.begin({ userId, replaces: factorId })).toEqual({ status: 'step_up_required' })
    const stepUp = await world.stepUp(member)
    const app = await beginApp(world, { userId, stepUp, replaces: factorId })
    const { enrollmentId, code: newCode, confirm } = app
    const wrong = newCode() === '000000' ? '111111' : '000000'
    expect((await confirm(wrong)).status).toBe('invalid')
    expect((await world.verify(await world.challenge(userId), newCode())).status).toBe('invalid')
    expect((await world.verify(await world.challenge(userId), member.code())).status).toBe('ok')
    expect(await factors.list({ userId })).toMatchObject([{ id: factorId, state: 'active' }])
    world.clock.advanceSeconds(30)
    expect((await confirm(newCode())).status).toBe('ok')
    world.clock.advanceSeconds(30)
    expect((await world.verify(await world.challenge(userId), member.code())).status).toBe('invalid')
    expect((await world.verify(await world.challenge(userId), newCode())).status).toBe('ok')
    expect(await factors.list({ userId })).toMatchObject([{ id: enrollmentId, state: 'active' }])
    expect(toldTypes(world, userId)).toContain('factor.replaced')
  },

  'by one that was begun before there was any': async ({ open }) => {
    const world = open()
    const first = await world.enroll()
    const { userId } = first
    const { enrollment, factors } = world.twoFactor
    await factors.disable({ userId, stepUp: await world.stepUp(first) })
    // Somebody with a session of the password alone begins, and waits until the person has set up theirs.
    const early = await beginApp(world, { userId })
    const number = makeNumber()
    const earlyNumber = await enrollment.begin({ userId, type: 'sms', number })
    if (earlyNumber.status !== 'pending') throw new Error(earlyNumber.status)
    const own = await world.enroll(userId)
    const before = (await readTrust(world, userId)).factors.filter(([, state]) => state === 'active')
    expect((await early.confirm(early.code())).status).toBe('expired')
    const { enrollmentId } = earlyNumber
    const sent = world.sms.messages.at(-1)?.code
    expect(await enrollment.confirm({ userId, enrollmentId, code: sent })).toEqual({ status: 'expired' })
    expect((await readTrust(world, userId)).factors.filter(([, state]) => state === 'active')).toEqual(before)
    expect(await factors.list({ userId })).toMatchObject([{ id: own.factorId }])
  },

  'with a secret that can be read once it is confirmed': async ({ open }) => {
    const world = open()
    const { userId, factorId, secret } = await world.enroll()
    const { enrollment, factors } = world.twoFactor
    expect(await enrollment.describe({ userId, enrollmentId: factorId })).toEqual({ status: 'expired' })
    const rows = await world.store.find('factors', { userId })
    const shown = JSON.stringify([
      await factors.list({ userId }),
      await world.twoFactor.audit.list({ userId }),
    ])
    const told = JSON.stringify([rows, world.outbox.events, await world.store.find('audit', { userId })])
    const bytes = Buffer.from(secret)
    for (const form of [encodeBase32(secret), bytes.toString('hex'), bytes.toString('base64')])
      expect([shown.includes(form), told.includes(form)]).toEqual([false, false])
    expect(shown).not.toContain(rows[0]?.sealedSecret)
  },
}
