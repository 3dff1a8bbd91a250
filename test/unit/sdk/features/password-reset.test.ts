import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, type World } from '../world.ts'

async function permit({ twoFactor }: World, user: { userId: string; code(): string }) {
  const begun = await twoFactor.passwordReset.begin({ userId: user.userId })
  if (begun.status !== 'challenge') throw new Error(begun.status)
  const verified = await twoFactor.passwordReset.verify({
    token: begun.token,
    method: 'totp',
    code: user.code(),
  })
  if (verified.status !== 'ok') throw new Error(verified.status)
  return { begun, permission: verified.permission }
}

describeOnEveryStore('password reset', (store) => {
  test('a code leads to a permission that is used up once, among parallel callers too', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const { permission } = await permit(world, user)
    const complete = () => world.twoFactor.passwordReset.complete({ userId: user.userId, permission })
    const results = await Promise.all(Array.from({ length: 20 }, complete))
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(await complete()).toEqual({ status: 'expired' })
  })

  test('it gives no session and no step-up, and its challenge signs nobody in', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const begun = await world.twoFactor.passwordReset.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    expect(await world.verify(begun.token, user.code())).toEqual({ status: 'expired' })
    const { permission } = await permit(world, user)
    expect(await world.twoFactor.stepUp.isFresh({ userId: user.userId, stepUp: permission })).toBe(false)
    expect(await world.verify(permission, user.code(1))).toEqual({ status: 'expired' })
  })

  test('a permission expires after half an hour and works for its own user and purpose only', async () => {
    const world = createWorld(store())
    const [user, other] = [await world.enroll(), await world.enroll()]
    const { permission } = await permit(world, user)
    const stepUp = await world.stepUp(other)
    const complete = (userId: string, token: string) =>
      world.twoFactor.passwordReset.complete({ userId, permission: token })
    expect(await complete(other.userId, permission)).toEqual({ status: 'expired' })
    expect(await complete(other.userId, stepUp)).toEqual({ status: 'expired' })
    world.clock.advanceSeconds(1800)
    expect(await complete(user.userId, permission)).toEqual({ status: 'expired' })
  })

  test('failures count with those of the sign-in, and a changed password makes open challenges worthless', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 2 } })
    const user = await world.enroll()
    const begun = await world.twoFactor.passwordReset.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const open = await world.challenge(user.userId)
    const submit = () =>
      world.twoFactor.passwordReset.verify({ token: begun.token, method: 'totp', code: user.wrongCode() })
    await submit()
    expect(await submit()).toMatchObject({ status: 'invalid', until: expect.any(Number) })
    expect(await world.verify(open, user.code())).toMatchObject({ status: 'locked' })
    await world.twoFactor.passwordChanged({ userId: user.userId })
    expect(await world.verify(open, user.code())).toEqual({ status: 'expired' })
  })

  test('who has no factor needs no code', async () => {
    const { twoFactor } = createWorld(store())
    expect(await twoFactor.passwordReset.begin({ userId: 'without' })).toEqual({ status: 'not_enrolled' })
  })

  test('a suspended account gets one attempt by any factor, five times a day, and the new password ends the suspension', async () => {
    const limits = { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 }
    const world = createWorld(store(), { limits })
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    for (let made = 0; made < 10; made++) await world.verify(token, user.wrongCode())
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({
      status: 'password_change_required',
    })

    const begin = () => world.twoFactor.passwordReset.begin({ userId: user.userId })
    const submit = (reset: string, code: string) =>
      world.twoFactor.passwordReset.verify({ token: reset, method: 'totp', code })
    // Looking costs nothing.
    for (let looked = 0; looked < 8; looked++) expect(await begin()).toMatchObject({ status: 'challenge' })
    for (let made = 0; made < 4; made++) {
      const begun = await begin()
      if (begun.status !== 'challenge') throw new Error(begun.status)
      expect(await world.twoFactor.passwordReset.describe({ token: begun.token })).toMatchObject({
        attemptsLeft: 1,
      })
      expect(await submit(begun.token, user.wrongCode())).toMatchObject({
        status: 'invalid',
        attemptsLeft: 0,
      })
      expect(await submit(begun.token, user.code())).toEqual({ status: 'challenge_exhausted' })
      world.clock.advanceSeconds(60)
    }
    const fifth = await begin()
    if (fifth.status !== 'challenge') throw new Error(fifth.status)
    expect(fifth.methods.map(({ type }) => type)).toEqual(['totp', 'recovery_code'])
    const verified = await submit(fifth.token, user.code())
    if (verified.status !== 'ok') throw new Error(verified.status)
    expect(await begin()).toMatchObject({ status: 'locked', until: world.clock.now() - 240_000 + 86_400_000 })
    const { permission } = verified
    expect(await world.twoFactor.passwordReset.complete({ userId: user.userId, permission })).toEqual({
      status: 'ok',
    })
    await world.twoFactor.passwordChanged({ userId: user.userId })
    world.clock.advanceSeconds(30)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
  })

  test('sixty challenges and sixty submissions at once are judged five times, those opened before the suspension included', async () => {
    const limits = { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 }
    const world = createWorld(store(), { limits })
    const user = await world.enroll()
    const open = async () => {
      const begun = await world.twoFactor.passwordReset.begin({ userId: user.userId })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      return begun.token
    }
    const early = await Promise.all(Array.from({ length: 30 }, open))
    const token = await world.challenge(user.userId)
    for (let made = 0; made < 10; made++) await world.verify(token, user.wrongCode())
    const late = await Promise.all(Array.from({ length: 30 }, open))
    const code = user.wrongCode()
    const results = await Promise.all(
      [...early, ...late].map((reset) =>
        world.twoFactor.passwordReset.verify({ token: reset, method: 'totp', code }),
      ),
    )
    expect(results.filter(({ status }) => status === 'invalid')).toHaveLength(5)
    expect(results.filter(({ status }) => status === 'locked')).toHaveLength(55)
  })
})
