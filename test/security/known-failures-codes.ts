import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { openClinic } from '../unit/sdk/clinic.ts'
import { openRecovery } from '../unit/sdk/recovery.ts'
import type { World } from '../unit/sdk/world.ts'
import vectors from '../vectors/rfc-vectors.json' with { type: 'json' }
import {
  beginApp,
  count,
  type Member,
  RAISED,
  readTrust,
  type StoreCases,
  toldTypes,
} from './known-failures-ground.ts'

type Verbs = 'login' | 'stepUp' | 'passwordReset'

/** Answers a new challenge of one purpose. */
async function answer(
  { twoFactor }: World,
  userId: string,
  { code, by = 'login', method = 'totp' }: { code: unknown; by?: Verbs; method?: 'totp' | 'recovery_code' },
): Promise<{ status: string }> {
  const begun = await twoFactor[by].begin({ userId })
  if (begun.status !== 'challenge') return begun
  return twoFactor[by].verify({ token: begun.token, method, code })
}

/** A person who has just signed in with a code, which somebody looked at over their shoulder. */
async function overlook(world: World) {
  const user = await world.enroll()
  const code = user.code()
  expect(await answer(world, user.userId, { code })).toMatchObject({ status: 'ok' })
  const before = await readTrust(world, user.userId)
  /** Says that the code is worth nothing, whatever it is offered to. */
  async function expectSpent(by: Verbs = 'login', offered: string = code) {
    expect(await answer(world, user.userId, { code: offered, by })).toMatchObject({ status: 'already_used' })
    expect(await readTrust(world, user.userId)).toEqual(before)
    expect(toldTypes(world, user.userId)).toContain('code.reused')
  }
  return { ...user, used: code, before, expectSpent }
}

const afterSignIn =
  (by: Verbs): StoreCases[string] =>
  async ({ open }) => {
    const { expectSpent } = await overlook(open())
    await expectSpent(by)
  }

export const codesTwice: StoreCases = {
  'in the same step, in a second challenge': afterSignIn('login'),
  'at another purpose: step-up': afterSignIn('stepUp'),
  'at another purpose: a new password': afterSignIn('passwordReset'),

  'in the trailing step': async ({ open }) => {
    const world = open()
    const { expectSpent } = await overlook(world)
    world.clock.advanceSeconds(30)
    await expectSpent()
  },

  'in the challenge that it has answered': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    expect((await world.verify(token, user.code())).status).toBe('ok')
    const before = await readTrust(world, user.userId)
    expect(await world.verify(token, user.code())).toEqual({ status: 'expired' })
    expect(await world.verify(token, user.code(1))).toEqual({ status: 'expired' })
    expect(await readTrust(world, user.userId)).toEqual(before)
  },

  'in parallel, in one challenge and in many, from two processes': async ({ open, openBeside }) => {
    const world = open({ limits: RAISED })
    const sdks = [world.twoFactor, openBeside(world, RAISED)]
    const user = await world.enroll()
    const { userId } = user
    const code = user.code()
    const shared = await world.challenge(userId)
    const tokens: string[] = []
    for (let made = 0; made < 12; made++) tokens.push(made % 3 === 0 ? shared : await world.challenge(userId))
    const before = await readTrust(world, userId)
    const submit = (token: string, hand: number, typed: string) =>
      (sdks[hand % 2] as World['twoFactor']).login.verify({ token, method: 'totp', code: typed })
    const results = await Promise.all(tokens.map((token, hand) => submit(token, hand, code)))
    expect(count(results, 'ok')).toBe(1)
    expect((await readTrust(world, userId)).verified).toBe(before.verified + 1)
    // Nor do two codes that are both right, in one challenge.
    world.clock.advanceSeconds(60)
    const one = await world.challenge(userId)
    const both = await Promise.all([submit(one, 0, user.code()), submit(one, 1, user.code(1))])
    expect(count(both, 'ok')).toBe(1)
    expect((await readTrust(world, userId)).verified).toBe(before.verified + 2)
  },

  'at another purpose: a sign-in, after step-up': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const code = user.code()
    expect(await answer(world, user.userId, { code, by: 'stepUp' })).toMatchObject({ status: 'ok' })
    const before = await readTrust(world, user.userId)
    expect(await answer(world, user.userId, { code })).toMatchObject({ status: 'already_used' })
    expect(await readTrust(world, user.userId)).toEqual(before)
  },

  'at another purpose: turning everything off': async ({ open }) => {
    const world = open()
    const { userId, factorId, used, before } = await overlook(world)
    const { stepUp, factors } = world.twoFactor
    const begun = await stepUp.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const verified = await stepUp.verify({ token: begun.token, method: 'totp', code: used })
    expect(verified).toEqual({ status: 'already_used', attemptsLeft: 4 })
    for (const worthless of [undefined, begun.token, used]) {
      expect(await factors.disable({ userId, stepUp: worthless })).toEqual({ status: 'step_up_required' })
      expect(await factors.remove({ userId, factorId, stepUp: worthless })).toEqual({
        status: 'step_up_required',
      })
    }
    expect(await readTrust(world, userId)).toEqual(before)
  },

  'after it has confirmed the enrollment': async ({ open }) => {
    const world = open()
    const userId = randomUUID()
    const app = await beginApp(world, { userId })
    const code = app.code()
    const confirm = () => app.confirm(code)
    expect(await confirm()).toMatchObject({ status: 'ok' })
    const before = await readTrust(world, userId)
    for (const by of ['login', 'stepUp', 'passwordReset'] as const)
      expect(await answer(world, userId, { code, by })).toMatchObject({ status: 'already_used' })
    expect(await confirm()).toEqual({ status: 'expired' })
    expect(await readTrust(world, userId)).toEqual(before)
  },

  'with spaces or hyphens in it': async ({ open }) => {
    const { used, expectSpent } = await overlook(open())
    const [a, b] = [used.slice(0, 3), used.slice(3)]
    for (const spelling of [` ${used}`, `${used} `, `${a} ${b}`, `${a}-${b}`])
      await expectSpent('login', spelling)
  },

  'because the next step has the same code': async ({ open }) => {
    for (const { counterA, otp } of vectors.computedExtras.adjacentStepCollisions) {
      const secret = Buffer.from('12345678901234567890')
      const bytes = (length: number) =>
        new Uint8Array(length === 20 ? secret : crypto.getRandomValues(Buffer.alloc(length)))
      const world = open({ random: { bytes } })
      world.clock.set((counterA - 1) * 30_000)
      const { userId, code } = await world.enroll()
      expect([code(), code(1), code(2) === otp]).toEqual([otp, otp, false])
      expect(await answer(world, userId, { code: otp })).toMatchObject({ status: 'ok' })
      const before = await readTrust(world, userId)
      // In its own step, in the next one, whose code it is as well, and in that one's trailing step.
      for (let step = 0; step < 3; step++) {
        expect(await answer(world, userId, { code: otp })).toMatchObject({ status: 'already_used' })
        world.clock.advanceSeconds(30)
      }
      expect(await readTrust(world, userId)).toEqual(before)
      // The guard is the step: the code of a later one is as good as ever.
      expect(await answer(world, userId, { code: code() })).toMatchObject({ status: 'ok' })
    }
  },

  'when it came by mail': async ({ open, openBeside }) => {
    const world = open()
    const { member, act } = await openClinic(world)
    await world.twoFactor.admin.reset(await act())
    const begun = await world.twoFactor.login.begin({ userId: member.userId })
    if (begun.status !== 'enroll') throw new Error(begun.status)
    const { code } = world.readMail(member.userId, 'sign_in.proof_requested')
    const sdks = [world.twoFactor, openBeside(world)]
    const prove = (hand: number) =>
      (sdks[hand % 2] as World['twoFactor']).login.prove({ token: begun.token, code })
    const results = await Promise.all([0, 1, 2, 3].map(prove))
    expect(count(results, 'ok')).toBe(1)
    expect(await prove(0)).toEqual({ status: 'expired' })
    expect(await readTrust(world, member.userId)).toMatchObject({ permissions: 1, verified: 1 })
  },
}

const byRecoveryCode = (world: World, userId: string, code: unknown, by: Verbs = 'login') =>
  answer(world, userId, { code, by, method: 'recovery_code' })

/** Signs in with the mailed code and a new authenticator, which ends a reset and a recovery. */
async function comeBack(world: World, userId: string): Promise<void> {
  const { confirm } = await world.enter(userId)
  expect(await confirm()).toMatchObject({ status: 'ok', userId })
  world.clock.advanceSeconds(30)
}

/** What ends a list of recovery codes, with a new list at the end of it. */
const endings: Record<string, (world: World, member: Member) => Promise<void>> = {
  'a new list was made': async (world, member) => {
    const stepUp = await world.stepUp(member)
    const { status } = await world.twoFactor.recoveryCodes.regenerate({ userId: member.userId, stepUp })
    expect(status).toBe('ok')
  },
  'it was turned off and on again': async (world, member) => {
    const { userId } = member
    const stepUp = await world.stepUp(member)
    expect(await world.twoFactor.factors.disable({ userId, stepUp })).toEqual({ status: 'ok' })
    expect(await world.store.count('recoveryCodes', { userId })).toBe(0)
    await world.enroll(userId)
  },
  'an admin’s reset': async (world, member) => {
    const { act } = await openClinic(world)
    world.people.set(member.userId, [{ id: 'harbour', role: 'practitioner', timeZone: 'UTC' }])
    const { userId } = member
    expect(await world.twoFactor.admin.reset(await act({ userId }))).toEqual({ status: 'ok' })
    expect(await world.store.count('recoveryCodes', { userId })).toBe(0)
    await comeBack(world, userId)
  },
}

const voidAfter =
  (end: (world: World, member: Member) => Promise<void>): StoreCases[string] =>
  async ({ open }) => {
    const world = open()
    const member = await world.enroll()
    await end(world, member)
    await expectVoid(world, member)
  }

/** None of an old list lets anybody in, and the new one is whole afterwards. */
async function expectVoid(world: World, { userId, recoveryCodes }: Member): Promise<void> {
  const before = await readTrust(world, userId)
  expect(before.recoveryCodes).toBe(10)
  for (const code of recoveryCodes.slice(0, 3))
    expect(await byRecoveryCode(world, userId, code)).toMatchObject({ status: 'invalid' })
  expect(await byRecoveryCode(world, userId, recoveryCodes[3], 'stepUp')).toMatchObject({ status: 'invalid' })
  expect(await readTrust(world, userId)).toEqual(before)
}

export const recoveryCodesTwice: StoreCases = {
  'by many hands at once': async ({ open, openBeside }) => {
    const world = open({ limits: RAISED })
    const { userId, recoveryCodes } = await world.enroll()
    const sdks = [world.twoFactor, openBeside(world, RAISED)]
    const submit = (token: string, hand: number, code: unknown) =>
      (sdks[hand % 2] as World['twoFactor']).login.verify({ token, method: 'recovery_code', code })
    const tokens: string[] = []
    for (let made = 0; made < 12; made++) tokens.push(await world.challenge(userId))
    const same = await Promise.all(tokens.map((token, hand) => submit(token, hand, recoveryCodes[0])))
    expect(count(same, 'ok')).toBe(1)
    expect(await readTrust(world, userId)).toMatchObject({ recoveryCodes: 9, verified: 1 })
    // In one challenge one is used up, though all of them are right.
    const shared = await world.challenge(userId)
    const others = recoveryCodes.slice(1)
    const different = await Promise.all(others.map((code, hand) => submit(shared, hand, code)))
    expect(count(different, 'ok')).toBe(1)
    expect(await readTrust(world, userId)).toMatchObject({ recoveryCodes: 8, verified: 2 })
    expect(await world.store.count('audit', { userId, type: 'recovery_code.used' })).toBe(2)
  },

  'a second time, in another spelling or at another purpose': async ({ open }) => {
    const world = open()
    const { userId, recoveryCodes } = await world.enroll()
    const code = recoveryCodes[0] as string
    expect(await byRecoveryCode(world, userId, code)).toMatchObject({ status: 'ok', recoveryCodesLeft: 9 })
    const before = await readTrust(world, userId)
    const spellings = [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' ')]
    for (const spelling of spellings)
      expect(await byRecoveryCode(world, userId, spelling)).toMatchObject({ status: 'already_used' })
    for (const by of ['stepUp', 'passwordReset'] as const)
      expect(await byRecoveryCode(world, userId, code, by)).toMatchObject({ status: 'already_used' })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(toldTypes(world, userId)).toContain('code.reused')
  },

  'by somebody else': async ({ open }) => {
    const world = open()
    const [owner, other] = [await world.enroll(), await world.enroll()]
    const before = [await readTrust(world, owner.userId), await readTrust(world, other.userId)]
    for (const by of ['login', 'stepUp', 'passwordReset'] as const)
      expect(await byRecoveryCode(world, other.userId, owner.recoveryCodes[0], by)).toMatchObject({
        status: 'invalid',
      })
    expect([await readTrust(world, owner.userId), await readTrust(world, other.userId)]).toEqual(before)
    expect(await byRecoveryCode(world, owner.userId, owner.recoveryCodes[0])).toMatchObject({ status: 'ok' })
  },

  ...Object.fromEntries(Object.entries(endings).map(([what, end]) => [`after ${what}`, voidAfter(end)])),

  'after an account recovery': async ({ open }) => {
    const world = open()
    const { member, userId, waitOut } = await openRecovery(world)
    expect(await world.twoFactor.accountRecovery.complete({ token: await waitOut() })).toMatchObject({
      status: 'ok',
    })
    expect(await world.store.count('recoveryCodes', { userId })).toBe(0)
    await comeBack(world, userId)
    await expectVoid(world, member)
  },
}
