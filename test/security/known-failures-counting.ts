import { randomBytes } from 'node:crypto'
import type { Store } from 'countersign'
import { expect } from 'vitest'
import { openClinic } from '../unit/sdk/clinic.ts'
import { createWorld, otherCode, type World } from '../unit/sdk/world.ts'
import { count, countFailures, readTrust, type StoreCases, toldTypes } from './known-failures-ground.ts'

const DAY_MS = 86_400_000

type Verbs = 'login' | 'stepUp' | 'passwordReset'

/** Sends wrong codes, in as many challenges as that takes; the answer to the last. */
async function guess(
  { twoFactor }: World,
  user: { userId: string; wrongCode(): string },
  { times, by = 'login', method = 'totp' }: { times: number; by?: Verbs; method?: 'totp' | 'recovery_code' },
) {
  let last: Awaited<ReturnType<typeof twoFactor.login.verify>> | undefined
  const code = () => (method === 'totp' ? user.wrongCode() : randomBytes(12).toString('hex').toUpperCase())
  while (times > 0) {
    const begun = await twoFactor[by].begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    for (let made = 0; made < 5 && times > 0; made++, times--)
      last = (await twoFactor[by].verify({ token: begun.token, method, code: code() })) as typeof last
  }
  return last
}

const isLocked = { status: 'locked', until: expect.any(Number) }

/** Ten failures in a row are there: nothing is judged on any path, the right code included, and nothing more is counted. */
async function expectPaused(world: World, user: { userId: string; code(): string }, open: string) {
  const { userId } = user
  expect(await countFailures(world, userId)).toBe(10)
  expect(toldTypes(world, userId)).toContain('factor_step.paused')
  const before = await readTrust(world, userId)
  expect(await world.verify(open, user.code())).toEqual(isLocked)
  const { login, stepUp, passwordReset } = world.twoFactor
  for (const { begin } of [login, stepUp, passwordReset]) expect(await begin({ userId })).toEqual(isLocked)
  expect(await readTrust(world, userId)).toEqual(before)
  expect(await countFailures(world, userId)).toBe(10)
}

const sharedWith =
  (by: Verbs, method: 'totp' | 'recovery_code'): StoreCases[string] =>
  async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    await guess(world, user, { times: 5, by, method })
    expect(await guess(world, user, { times: 5 })).toMatchObject({
      status: 'invalid',
      until: expect.any(Number),
    })
    await expectPaused(world, user, token)
  }

/** A person whom an admin lets in once: there is a mailed code to guess at, and the authenticator still. */
async function openBypass(world: World) {
  const { member, act } = await openClinic(world)
  const { userId } = member
  expect(await world.twoFactor.admin.allowOnce(await act())).toMatchObject({ status: 'ok' })
  const begin = async () => {
    const begun = await world.twoFactor.login.begin({ userId })
    if (begun.status !== 'enroll') throw new Error(begun.status)
    return begun.token
  }
  const mailed = () => world.readMail(userId, 'sign_in.proof_requested').code as string
  const prove = (token: string, code: string) => world.twoFactor.login.prove({ token, code })
  const proveWrongly = (token: string) => prove(token, mailed() === '00000000' ? '11111111' : '00000000')
  return { member, userId, begin, mailed, prove, proveWrongly }
}

export const guessesUncounted: StoreCases = {
  'in every new sign-in anew': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const tokens = []
    for (let made = 0; made < 6; made++) tokens.push(await world.challenge(user.userId))
    for (const token of tokens.slice(0, 5))
      for (let made = 0; made < 2; made++)
        expect((await world.verify(token, user.wrongCode())).status).toBe('invalid')
    await expectPaused(world, user, tokens[5] as string)
  },

  'after the check, so that a burst gets through': async ({ open, openBeside }) => {
    const world = open()
    const user = await world.enroll()
    const { userId } = user
    const verbs = [world.twoFactor.login, openBeside(world).login]
    const tokens: string[] = []
    for (let made = 0; made < 24; made++) tokens.push(await world.challenge(userId))
    const code = user.wrongCode()
    const results = await Promise.all(
      tokens.map((token, hand) =>
        // The process beside has raised limits: the default ones are the first one's.
        (verbs[hand % 8 === 7 ? 0 : 0] as World['twoFactor']['login']).verify({
          token,
          method: 'totp',
          code,
        }),
      ),
    )
    expect([count(results, 'invalid'), count(results, 'locked')]).toEqual([10, 14])
    expect(await world.store.count('audit', { userId, type: 'code.rejected' })).toBe(10)
    await expectPaused(world, user, (await tokens[0]) as string)
  },

  'in a transaction that the host rolls back': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const { userId } = user
    const token = await world.challenge(userId)
    const { login, stepUp, passwordReset, enrollment } = world.twoFactor
    const input = { token, method: 'totp' as const, code: user.code(), transaction: {} }
    const before = await readTrust(world, userId)
    for (const judge of [
      () => login.verify(input),
      () => stepUp.verify(input),
      () => passwordReset.verify(input),
      () => login.prove(input),
      () => enrollment.confirm({ ...input, enrollmentId: user.factorId }),
    ])
      await expect(judge()).rejects.toThrow(/joins no transaction/)
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await countFailures(world, userId)).toBe(0)
  },

  'and taken back when the failure can’t be written down': async ({ open, store }) => {
    const world = open()
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    const broken: Store = { ...store(), appendAudit: () => Promise.reject(new Error('disk full')) }
    const { login } = createWorld(broken, { clock: world.clock }).twoFactor
    for (let made = 1; made <= 3; made++) {
      await expect(login.verify({ token, method: 'totp', code: user.wrongCode() })).rejects.toThrow(
        'disk full',
      )
      expect(await countFailures(world, user.userId)).toBe(made)
    }
    expect(await world.twoFactor.login.describe({ token })).toMatchObject({ attemptsLeft: 2 })
  },

  'and forgotten when the password is shown again': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    for (let made = 1; made <= 10; made++) {
      await world.twoFactor.login.cancel({ token: await world.challenge(user.userId) })
      await guess(world, user, { times: 1 })
      expect(await countFailures(world, user.userId)).toBe(made)
    }
    await expectPaused(world, user, token)
  },

  'and forgotten when the code is sent again': async ({ open }) => {
    const world = open()
    const { userId, begin, mailed, prove, proveWrongly } = await openBypass(world)
    const token = await begin()
    for (let made = 0; made < 3; made++) await proveWrongly(token)
    world.clock.advanceSeconds(60)
    expect(await world.twoFactor.login.resendProof({ token })).toMatchObject({ status: 'sent' })
    expect(await world.twoFactor.login.describeEntry({ token })).toMatchObject({ attemptsLeft: 2 })
    for (let made = 0; made < 2; made++) await proveWrongly(token)
    const before = await readTrust(world, userId)
    expect(await prove(token, mailed())).toEqual({ status: 'challenge_exhausted' })
    expect(await world.twoFactor.login.resendProof({ token })).toEqual({ status: 'challenge_exhausted' })
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await countFailures(world, userId)).toBe(5)
  },

  'apart from the others, by recovery code': sharedWith('login', 'recovery_code'),
  'apart from the others, at step-up, and so at turning it off': sharedWith('stepUp', 'totp'),
  'apart from the others, at step-up by recovery code': sharedWith('stepUp', 'recovery_code'),
  'apart from the others, at a password reset': sharedWith('passwordReset', 'totp'),
  'apart from the others, at a password reset by recovery code': sharedWith('passwordReset', 'recovery_code'),

  'apart from the others, by mailed code': async ({ open }) => {
    const world = open()
    const { member, userId, begin, mailed, prove, proveWrongly } = await openBypass(world)
    const [first, second] = [await begin(), await begin()]
    const ownFactor = await world.twoFactor.login.begin({ userId, withFactor: true })
    if (ownFactor.status !== 'challenge') throw new Error(ownFactor.status)
    for (let made = 0; made < 5; made++) expect((await proveWrongly(first)).status).toBe('invalid')
    for (let made = 0; made < 5; made++)
      expect((await world.verify(ownFactor.token, member.wrongCode())).status).toBe('invalid')
    const before = await readTrust(world, userId)
    expect(await prove(second, mailed())).toEqual(isLocked)
    expect(await world.twoFactor.login.begin({ userId })).toEqual(isLocked)
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await countFailures(world, userId)).toBe(10)
  },

  'apart from the others, by SMS': async ({ open }) => {
    const world = open()
    const user = await world.enrollSms()
    const { userId, recoveryCodes } = user
    world.clock.advanceSeconds(3600)
    const [token, spare] = [await world.challenge(userId), await world.challenge(userId)]
    await world.twoFactor.login.sendSms({ token })
    for (let made = 0; made < 5; made++) await world.verify(token, otherCode(user.lastCode()), 'sms')
    await guess(world, { userId, wrongCode: () => '' }, { times: 5, method: 'recovery_code' })
    const before = await readTrust(world, userId)
    expect(await world.verify(spare, recoveryCodes[0], 'recovery_code')).toEqual(isLocked)
    expect(await world.twoFactor.login.sendSms({ token: spare })).toEqual(isLocked)
    expect(await readTrust(world, userId)).toEqual(before)
    expect(await countFailures(world, userId)).toBe(10)
  },

  'by an address in another spelling, or another one of the same subscriber': async ({ open }) => {
    const world = open({ limits: { addressFailures: 3 } })
    const block = randomBytes(4).toString('hex').match(/.{4}/g)?.join(':')
    const [a, b, c] = randomBytes(3)
    for (const own of [
      [
        `2001:db8:${block}::1`,
        `2001:DB8:${block}:ffff:0:0:9`,
        `2001:db8:${block}::1%eth0`,
        `2001:db8:${block}::2`,
      ],
      [`10.${a}.${b}.${c}`, `::ffff:10.${a}.${b}.${c}`, `::FFFF:10.${a}.${b}.${c}`, `10.${a}.${b}.${c}`],
    ]) {
      for (const ip of own.slice(0, 3)) {
        const user = await world.enroll()
        const failed = await world.verify(await world.challenge(user.userId), user.wrongCode(), 'totp', ip)
        expect(failed.status).toBe('invalid')
      }
      const next = await world.enroll()
      const token = await world.challenge(next.userId)
      const before = await readTrust(world, next.userId)
      expect(await world.verify(token, next.code(), 'totp', own[3])).toEqual(isLocked)
      expect(await readTrust(world, next.userId)).toEqual(before)
      expect(await countFailures(world, next.userId)).toBe(0)
      expect((await world.verify(token, next.code(), 'totp', '192.0.2.77')).status).toBe('ok')
    }
  },
}

export const accountsLocked: StoreCases = {
  'by somebody who never showed the password': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const { login, stepUp, passwordReset } = world.twoFactor
    for (let made = 0; made < 30; made++) {
      const token = [randomBytes(32).toString('base64url'), user.userId, ''][made % 3] as string
      const verbs = [login, stepUp, passwordReset][made % 3] as typeof login
      expect(await verbs.verify({ token, method: 'totp', code: user.wrongCode() })).toEqual({
        status: 'expired',
      })
    }
    expect(await countFailures(world, user.userId)).toBe(0)
    expect(toldTypes(world, user.userId)).not.toContain('factor_step.paused')
    expect((await world.verify(await world.challenge(user.userId), user.code())).status).toBe('ok')
  },

  'where only the factor step is paused: trusted computers and a fresh step-up go on': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    const { userId } = user
    const device = await world.trust(user)
    const stepUp = await world.stepUp(user)
    expect(await guess(world, user, { times: 10 })).toMatchObject({ until: expect.any(Number) })
    expect(await world.twoFactor.login.begin({ userId })).toEqual(isLocked)
    expect(await world.twoFactor.login.begin({ userId, device })).toMatchObject({ status: 'complete' })
    expect(await world.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(true)
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'active' }])
  },

  'for longer than a day, however long somebody goes on': async ({ open }) => {
    const world = open()
    const user = await world.enroll()
    await guess(world, user, { times: 10 })
    for (let pause = 0; pause < 12; pause++) {
      const begun = await world.twoFactor.login.begin({ userId: user.userId })
      if (begun.status !== 'locked') throw new Error(begun.status)
      expect(begun.until - world.clock.now()).toBeLessThanOrEqual(DAY_MS)
      world.clock.set(begun.until)
      if (pause < 11) await guess(world, user, { times: 1 })
    }
    expect((await world.verify(await world.challenge(user.userId), user.code())).status).toBe('ok')
    expect(await countFailures(world, user.userId)).toBe(0)
  },

  'for good, when a leaked password has suspended the authenticator': async ({ open }) => {
    const world = open({ limits: { rollingFailures: 10, consecutiveFailures: 100 } })
    const user = await world.enroll()
    const { userId } = user
    const [open1, open2] = [await world.challenge(userId), await world.challenge(userId)]
    await guess(world, user, { times: 10 })
    expect(toldTypes(world, userId)).toContain('authenticator.suspended')
    expect(await world.verify(open1, user.code())).toEqual({ status: 'suspended' })
    expect(await world.twoFactor.login.begin({ userId })).toEqual({ status: 'password_change_required' })
    expect((await world.verify(open2, user.recoveryCodes[0], 'recovery_code')).status).toBe('ok')
    const begun = await world.twoFactor.passwordReset.begin({ userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const earned = await world.twoFactor.passwordReset.verify({
      token: begun.token,
      method: 'totp',
      code: user.code(),
    })
    if (earned.status !== 'ok') throw new Error(earned.status)
    const { permission } = earned
    expect(await world.twoFactor.passwordReset.complete({ userId, permission })).toEqual({ status: 'ok' })
    await world.twoFactor.passwordChanged({ userId })
    world.clock.advanceSeconds(30)
    expect((await world.verify(await world.challenge(userId), user.code())).status).toBe('ok')
    expect(toldTypes(world, userId)).toContain('authenticator.suspension_lifted')
  },
}
