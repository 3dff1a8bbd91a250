import { createHash, randomUUID } from 'node:crypto'
import { decodeBase32 } from 'countersign/otp'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, makeNumber, totp, type World } from '../world.ts'

const MINUTE = 60_000

async function failTimes(
  { challenge, verify, twoFactor }: World,
  user: { userId: string; wrongCode(): string },
  times: number,
) {
  let token = await challenge(user.userId)
  for (let made = 0; made < times; made++) {
    const described = await twoFactor.login.describe({ token })
    if (described.status === 'challenge_exhausted') token = await challenge(user.userId)
    const result = await verify(token, user.wrongCode())
    if (result.status !== 'invalid') throw new Error(`failure ${made + 1} was ${result.status}`)
  }
  return token
}

describeOnEveryStore('attempts', (store) => {
  test('ten failures over several challenges pause the step; during the pause nothing is judged, by any factor', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const open = await world.challenge(user.userId)
    await failTimes(world, user, 10)
    const until = world.clock.now() + 15 * MINUTE
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({ status: 'locked', until })
    expect(await world.twoFactor.login.describe({ token: open })).toMatchObject({ status: 'locked', until })
    expect(await world.verify(open, user.code())).toEqual({ status: 'locked', until })
    expect(await world.verify(open, user.recoveryCodes[0], 'recovery_code')).toEqual({
      status: 'locked',
      until,
    })
    expect(await world.twoFactor.recoveryCodes.remaining({ userId: user.userId })).toBe(10)
    expect(world.outbox.events.filter((event) => event.type === 'factor_step.paused')).toHaveLength(1)
    expect(await world.auditTypes(user.userId)).toContain('factor_step.paused')

    world.clock.advanceSeconds(15 * 60)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('the tenth failure says until when; after the pause one attempt is judged before a pause twice as long, up to 24 hours', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    await failTimes(world, user, 9)
    for (const minutes of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
      const until = world.clock.now() + minutes * MINUTE
      const token = await world.challenge(user.userId)
      expect(await world.verify(token, user.wrongCode())).toEqual({
        status: 'invalid',
        attemptsLeft: 4,
        until,
      })
      expect(await world.verify(token, user.code())).toEqual({ status: 'locked', until })
      world.clock.set(until)
    }
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    world.clock.advanceSeconds(30)
    await failTimes(world, user, 9)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('a used code counts as a failure', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 3 } })
    const { userId, code } = await world.enroll()
    const used = code()
    await world.verify(await world.challenge(userId), used)
    const token = await world.challenge(userId)
    await world.verify(token, used)
    await world.verify(token, used)
    expect(await world.verify(token, used)).toMatchObject({
      status: 'already_used',
      until: expect.any(Number),
    })
    expect(await world.verify(token, used)).toMatchObject({ status: 'locked' })
  })

  test('a new challenge gives no new guesses to a burst: of 40 parallel wrong codes ten are judged', async () => {
    const world = createWorld(store())
    const { userId, wrongCode } = await world.enroll()
    const tokens = await Promise.all(Array.from({ length: 40 }, () => world.challenge(userId)))
    const code = wrongCode()
    const results = await Promise.all(tokens.map((token) => world.verify(token, code)))
    expect(results.filter((result) => result.status === 'invalid')).toHaveLength(10)
    expect(results.filter((result) => result.status === 'locked')).toHaveLength(30)
  })

  test('a burst of wrong codes on one challenge is judged five times at most', async () => {
    const world = createWorld(store())
    const { userId, wrongCode } = await world.enroll()
    const token = await world.challenge(userId)
    const code = wrongCode()
    const results = await Promise.all(Array.from({ length: 40 }, () => world.verify(token, code)))
    expect(results.filter((result) => result.status === 'invalid')).toHaveLength(5)
    expect(results.filter((result) => result.status === 'challenge_exhausted')).toHaveLength(35)
  })

  test('a success takes back its own attempt and ends the row of failures, but not the 30-day count', async () => {
    const world = createWorld(store(), { limits: { rollingFailures: 12 } })
    const user = await world.enroll()
    await failTimes(world, user, 9)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    world.clock.advanceSeconds(30)
    expect(await store().find('accounts', { userId: user.userId })).toMatchObject([
      { counted: 10, cleared: 10, rolling: 9 },
    ])

    await failTimes(world, user, 3)
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({
      status: 'password_change_required',
    })
  })

  test('a suspended authenticator is refused without judging, a recovery code still works, and a changed password ends it', async () => {
    const world = createWorld(store(), {
      limits: { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 },
    })
    const user = await world.enroll()
    const token = await failTimes(world, user, 10)
    expect(await world.verify(token, user.code())).toEqual({ status: 'suspended' })
    expect(await world.twoFactor.factors.list({ userId: user.userId })).toMatchObject([
      { state: 'suspended' },
    ])
    expect(await world.twoFactor.login.describe({ token })).toMatchObject({
      methods: [{ type: 'recovery_code' }],
    })
    expect(world.outbox.events.map((event) => event.type)).toContain('authenticator.suspended')
    expect(
      (await world.auditTypes(user.userId)).filter((type) => type === 'authenticator.suspended'),
    ).toHaveLength(1)
    expect(await world.verify(token, user.recoveryCodes[0], 'recovery_code')).toMatchObject({ status: 'ok' })
    // Suspended is never "not enrolled".
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({
      status: 'password_change_required',
    })

    await world.twoFactor.passwordChanged({ userId: user.userId })
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    expect(world.outbox.events.map((event) => event.type)).toContain('authenticator.suspension_lifted')
  })

  test('a changed password ends no pause and tells nobody when nothing was suspended', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    await failTimes(world, user, 10)
    await world.twoFactor.passwordChanged({ userId: user.userId })
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toMatchObject({ status: 'locked' })
    expect(world.outbox.events.map((event) => event.type)).not.toContain('authenticator.suspension_lifted')
  })

  test('a changed password ends every enrollment that was begun before it', async () => {
    const world = createWorld(store())
    const { enrollment, factors, passwordChanged } = world.twoFactor
    const user = await world.enroll()
    const stepUp = await world.stepUp(user)
    for (const owner of [{ userId: user.userId, stepUp }, { userId: randomUUID() }]) {
      const { userId } = owner
      const before = await factors.list({ userId })
      const app = await enrollment.begin(owner)
      const sms = await enrollment.begin({ ...owner, type: 'sms', number: makeNumber() })
      if (app.status !== 'pending' || app.type !== 'totp' || sms.status !== 'pending')
        throw new Error(app.status)
      const appCode = totp(decodeBase32(app.secret) as Uint8Array, world.clock.now())
      await passwordChanged({ userId })
      for (const [pending, code] of [
        [app, appCode],
        [sms, world.sms.messages.at(-1)?.code],
      ] as const) {
        const { enrollmentId } = pending
        expect(await enrollment.describe({ userId, enrollmentId })).toEqual({ status: 'expired' })
        expect(await enrollment.confirm({ userId, enrollmentId, code })).toEqual({ status: 'expired' })
      }
      expect(await factors.list({ userId })).toEqual(before)
      expect(await store().count('factors', { userId, state: 'pending' })).toBe(0)
    }
  })

  test('failures older than 30 days no longer count towards suspension', async () => {
    const world = createWorld(store(), {
      limits: { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 },
    })
    const user = await world.enroll()
    await failTimes(world, user, 9)
    world.clock.advanceSeconds(30 * 86_400 + 1)
    await failTimes(world, user, 9)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('an attempt that died between count and verdict stays counted', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 2 } })
    const user = await world.enroll()
    const [row] = await store().find('factors', { userId: user.userId })
    const token = await world.challenge(user.userId)
    // Another key ring cannot open the secret: the judging throws after the count was committed.
    const other = createWorld(store(), {
      keys: [{ id: 'other', secret: Buffer.alloc(32, 9).toString('base64') }],
    })
    other.clock.set(world.clock.now())
    expect(row?.sealedSecret).toContain('2026-11')
    await expect(other.verify(token, user.code())).rejects.toMatchObject({ code: 'key_unknown' })
    expect(await store().find('accounts', { userId: user.userId })).toMatchObject([
      { counted: 1, cleared: 0 },
    ])
    expect(await store().find('challenges', { id: challengeId(token) })).toMatchObject([
      { attempts: 1, consumedAt: null },
    ])
    expect(await world.verify(token, user.wrongCode())).toMatchObject({
      status: 'invalid',
      until: expect.any(Number),
    })
  })

  test('attempts that died without a verdict leave the 30-day count too, once 30 days have passed without one', async () => {
    const limits = { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 }
    const world = createWorld(store(), { limits })
    const user = await world.enroll()
    const broken = createWorld(
      { ...store(), appendAudit: () => Promise.reject(new Error('disk full')) },
      { limits },
    )
    broken.clock.set(world.clock.now())
    const token = await world.challenge(user.userId)
    for (let made = 0; made < 9; made++)
      await expect(broken.verify(token, user.wrongCode())).rejects.toThrow('disk full')
    expect(await store().find('accounts', { userId: user.userId })).toMatchObject([{ rolling: 9 }])
    world.clock.advanceSeconds(30 * 86_400)
    await failTimes(world, user, 9)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('after a changed password the failures before it no longer count towards the next suspension', async () => {
    const limits = { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 }
    const world = createWorld(store(), { limits })
    const user = await world.enroll()
    await failTimes(world, user, 10)
    world.clock.advanceSeconds(60)
    await world.twoFactor.passwordChanged({ userId: user.userId })
    world.clock.advanceSeconds(1)
    await failTimes(world, user, 9)
    world.clock.advanceSeconds(30 * 86_400)
    // Only what came after the change is let go: nine, and not nineteen.
    await failTimes(world, user, 9)
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toMatchObject({ status: 'challenge' })
    await failTimes(world, user, 1)
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({
      status: 'password_change_required',
    })
  })

  test('thirty failures from one address stop it for all accounts, other addresses and their users go on', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 100, challengeAttempts: 50 } })
    const [attacked, bystander] = [await world.enroll(), await world.enroll()]
    const [evil, good] = ['2001:db8:1:2::1', '2001:db8:1:3::1']
    const token = await world.challenge(attacked.userId)
    for (let made = 0; made < 30; made++) {
      // Another address of the same /64 every time.
      const ip = `2001:db8:1:2::${(made + 1).toString(16)}`
      expect(await world.verify(token, attacked.wrongCode(), 'totp', ip)).toMatchObject({ status: 'invalid' })
    }
    const until = world.clock.now() + 10 * MINUTE
    const other = await world.challenge(bystander.userId)
    expect(await world.verify(other, bystander.code(), 'totp', evil)).toEqual({ status: 'locked', until })
    expect(await store().find('accounts', { userId: bystander.userId })).toMatchObject([{ counted: 0 }])
    expect(await world.verify(other, bystander.code(), 'totp', good)).toMatchObject({ status: 'ok' })
    world.clock.set(until)
    const later = await world.challenge(attacked.userId)
    expect(await world.verify(later, attacked.code(), 'totp', evil)).toMatchObject({ status: 'ok' })
  })

  test('successes from one address are never limited', async () => {
    const world = createWorld(store())
    const { userId, code } = await world.enroll()
    for (let made = 0; made < 40; made++) {
      const token = await world.challenge(userId)
      expect(await world.verify(token, code(), 'totp', '203.0.113.7')).toMatchObject({ status: 'ok' })
      world.clock.advanceSeconds(30)
    }
  })
})

function challengeId(token: string): string {
  return createHash('sha256').update('countersign/token/v1\0').update(token).digest('hex')
}
