import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('step-up', (store) => {
  test('a code from an existing factor makes it fresh for ten minutes', async () => {
    const { twoFactor, enroll, stepUp, clock, auditTypes } = createWorld(store())
    const user = await enroll()
    const token = await stepUp(user)
    const isFresh = () => twoFactor.stepUp.isFresh({ userId: user.userId, stepUp: token })
    expect(await isFresh()).toBe(true)
    expect((await auditTypes(user.userId)).slice(0, 2)).toEqual(['step_up.verified', 'step_up.challenged'])
    clock.advanceSeconds(600 - 30)
    expect(await isFresh()).toBe(false)
  })

  test('it is bound to its user, and what is no token is not fresh', async () => {
    const { twoFactor, enroll, stepUp } = createWorld(store())
    const [user, other] = [await enroll(), await enroll()]
    const token = await stepUp(user)
    expect(await twoFactor.stepUp.isFresh({ userId: other.userId, stepUp: token })).toBe(false)
    for (const forged of ['', 'x', undefined, token.slice(1), {}, [token]] as never[]) {
      expect(await twoFactor.stepUp.isFresh({ userId: user.userId, stepUp: forged })).toBe(false)
    }
  })

  test('the code that signed in does not step up, and one that stepped up does not sign in', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const user = await enroll()
    await verify(await challenge(user.userId), user.code())
    const begun = await twoFactor.stepUp.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const submit = (code: string) => twoFactor.stepUp.verify({ token: begun.token, method: 'totp', code })
    expect(await submit(user.code())).toMatchObject({ status: 'already_used' })
    expect(await submit(user.code(1))).toMatchObject({ status: 'ok' })
    expect(await verify(await challenge(user.userId), user.code(1))).toMatchObject({ status: 'already_used' })
  })

  test('the challenge of a sign-in does not step up, and that of a step-up does not sign in', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const user = await enroll()
    const login = await challenge(user.userId)
    const begun = await twoFactor.stepUp.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    expect(await twoFactor.stepUp.verify({ token: login, method: 'totp', code: user.code() })).toEqual({
      status: 'expired',
    })
    expect(await verify(begun.token, user.code())).toEqual({ status: 'expired' })
    expect(await verify(login, user.code())).toMatchObject({ status: 'ok' })
  })

  test('its failures pause the sign-in too', async () => {
    const { twoFactor, enroll } = createWorld(store(), { limits: { consecutiveFailures: 2 } })
    const user = await enroll()
    const begun = await twoFactor.stepUp.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    const fail = () => twoFactor.stepUp.verify({ token: begun.token, method: 'totp', code: user.wrongCode() })
    await fail()
    expect(await fail()).toMatchObject({ status: 'invalid', until: expect.any(Number) })
    expect(await twoFactor.login.begin({ userId: user.userId })).toMatchObject({ status: 'locked' })
  })

  test('a trusted device, a password and an enrollment never count as one', async () => {
    const { twoFactor, enroll, trust } = createWorld(store())
    const user = await enroll()
    const device = await trust(user)
    expect(await twoFactor.stepUp.isFresh({ userId: user.userId, stepUp: device })).toBe(false)
    expect(await twoFactor.factors.disable({ userId: user.userId, stepUp: device })).toEqual({
      status: 'step_up_required',
    })
    expect(await twoFactor.factors.disable({ userId: user.userId, stepUp: undefined })).toEqual({
      status: 'step_up_required',
    })
    expect(await twoFactor.stepUp.begin({ userId: 'without-factor' })).toEqual({ status: 'not_enrolled' })
  })
})
