import { randomUUID } from 'node:crypto'
import { decodeBase32 } from 'countersign/otp'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, totp, type World } from '../world.ts'

type Enrolled = Awaited<ReturnType<World['enroll']>>

describeOnEveryStore('factors', (store) => {
  test('the list shows what may be shown and nothing of the secret', async () => {
    const { twoFactor, enroll, challenge, verify, clock } = createWorld(store())
    const createdAt = clock.now()
    const { userId, factorId, code } = await enroll()
    const factor = {
      id: factorId,
      type: 'totp',
      label: '',
      state: 'active',
      heldUntil: null,
      preferred: true,
      createdAt,
      lastUsedAt: null,
    }
    expect(await twoFactor.factors.list({ userId })).toEqual([factor])
    await verify(await challenge(userId), code())
    expect(await twoFactor.factors.list({ userId })).toEqual([{ ...factor, lastUsedAt: clock.now() }])
  })

  test('a pending factor and those of others are not in it', async () => {
    const { twoFactor, enroll } = createWorld(store())
    await enroll()
    const userId = randomUUID()
    await twoFactor.enrollment.begin({ userId })
    expect(await twoFactor.factors.list({ userId })).toEqual([])
  })

  /** Adds another authenticator to a user, in the place of `replaces` when that is given. */
  async function addFactor(world: World, user: Enrolled, label: string, replaces?: string) {
    const stepUp = await world.stepUp(user)
    const begun = await world.twoFactor.enrollment.begin({
      userId: user.userId,
      label,
      stepUp,
      ...(replaces ? { replaces } : {}),
    })
    if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
    const secret = decodeBase32(begun.secret) as Uint8Array
    const code = () => totp(secret, world.clock.now())
    const confirm = () =>
      world.twoFactor.enrollment.confirm({
        userId: user.userId,
        enrollmentId: begun.enrollmentId,
        code: code(),
      })
    return { ...user, factorId: begun.enrollmentId, secret, code, confirm }
  }

  test('a second authenticator needs a fresh step-up, keeps the recovery codes, and both work', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    for (const stepUp of [undefined, '', 'x'.repeat(43)]) {
      expect(await world.twoFactor.enrollment.begin({ userId: user.userId, stepUp })).toEqual({
        status: 'step_up_required',
      })
    }
    const second = await addFactor(world, user, 'Tablet')
    const { userId } = user
    expect(await second.confirm()).toEqual({
      status: 'ok',
      userId,
      factorId: second.factorId,
      recoveryCodes: [],
    })
    world.clock.advanceSeconds(30)
    expect((await world.twoFactor.factors.list({ userId: user.userId })).map(({ label }) => label)).toEqual([
      '',
      'Tablet',
    ])
    expect(world.outbox.events.at(-1)).toMatchObject({ type: 'factor.added' })
    for (const one of [user, second])
      expect(await world.verify(await world.challenge(user.userId), one.code())).toMatchObject({
        status: 'ok',
        factorId: one.factorId,
      })
    expect(
      await world.verify(await world.challenge(user.userId), user.recoveryCodes[0], 'recovery_code'),
    ).toMatchObject({ status: 'ok' })
  })

  test('a new phone: the old authenticator works until the new one is confirmed, and not a moment longer', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const fresh = await addFactor(world, user, 'New phone', user.factorId)
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'ok',
    })
    expect(await fresh.confirm()).toMatchObject({ status: 'ok', recoveryCodes: [] })
    world.clock.advanceSeconds(30)
    expect(await world.twoFactor.factors.list({ userId: user.userId })).toMatchObject([
      { id: fresh.factorId },
    ])
    expect(await world.verify(await world.challenge(user.userId), user.code())).toMatchObject({
      status: 'invalid',
    })
    expect(await world.verify(await world.challenge(user.userId), fresh.code())).toMatchObject({
      status: 'ok',
    })
    expect(world.outbox.events.map(({ type }) => type)).toContain('factor.replaced')
  })

  test('a new phone is asked for first when the old one was, and only then', async () => {
    const world = createWorld(store())
    const { factors, login } = world.twoFactor
    const user = await world.enroll()
    const { userId } = user
    const tablet = await addFactor(world, user, 'Tablet')
    await tablet.confirm()
    await factors.prefer({ userId, factorId: tablet.factorId })
    const fresh = await addFactor(world, user, 'New tablet', tablet.factorId)
    const preferred = async () => (await factors.list({ userId })).find((factor) => factor.preferred)?.id
    expect(await preferred()).toBe(tablet.factorId)
    await fresh.confirm()
    expect(await preferred()).toBe(fresh.factorId)
    expect(await login.begin({ userId })).toMatchObject({
      methods: [{ preferred: false }, { id: fresh.factorId, preferred: true }, { type: 'recovery_code' }],
    })
    const phone = await addFactor(world, user, 'New phone', user.factorId)
    await phone.confirm()
    expect(await preferred()).toBe(fresh.factorId)
  })

  test('a factor that is not there can not be replaced, and there are ten at most', async () => {
    const world = createWorld(store(), { limits: { factors: 2 } })
    const [user, other] = [await world.enroll(), await world.enroll()]
    const stepUp = await world.stepUp(user)
    const begin = (replaces: string) =>
      world.twoFactor.enrollment.begin({ userId: user.userId, stepUp, replaces })
    expect(await begin('nothing')).toEqual({ status: 'not_found' })
    expect(await begin(other.factorId)).toEqual({ status: 'not_found' })
    expect(await (await addFactor(world, user, 'two')).confirm()).toMatchObject({ status: 'ok' })
    expect(
      await world.twoFactor.enrollment.begin({ userId: user.userId, stepUp: await world.stepUp(user) }),
    ).toEqual({ status: 'too_many_factors' })
  })

  test('renaming and preferring change the list, and nobody else can do it', async () => {
    const world = createWorld(store())
    const [user, other] = [await world.enroll(), await world.enroll()]
    const second = await addFactor(world, user, 'Tablet')
    await second.confirm()
    const { factors } = world.twoFactor
    expect(await factors.rename({ userId: other.userId, factorId: user.factorId, label: 'mine' })).toEqual({
      status: 'not_found',
    })
    expect(await factors.prefer({ userId: other.userId, factorId: user.factorId })).toEqual({
      status: 'not_found',
    })
    expect(
      await factors.rename({ userId: user.userId, factorId: user.factorId, label: ' Work\nphone ' }),
    ).toEqual({ status: 'ok' })
    expect(await factors.prefer({ userId: user.userId, factorId: second.factorId })).toEqual({ status: 'ok' })
    expect(await factors.list({ userId: user.userId })).toMatchObject([
      { label: 'Work phone', preferred: false },
      { label: 'Tablet', preferred: true },
    ])
    world.clock.advanceSeconds(30)
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toMatchObject({
      methods: [{ preferred: false }, { id: second.factorId, preferred: true }, { type: 'recovery_code' }],
    })
  })

  test('renaming to the same name and preferring what is preferred, by forms sent twice at once, is one entry each', async () => {
    const world = createWorld(store())
    const { userId, factorId } = await world.enroll()
    const { factors, audit } = world.twoFactor
    const twice = async (change: () => Promise<{ status: string }>) =>
      expect(await Promise.all([change(), change()])).toEqual([{ status: 'ok' }, { status: 'ok' }])
    await twice(() => factors.rename({ userId, factorId, label: 'Work phone' }))
    await twice(() => factors.prefer({ userId, factorId }))
    for (const type of ['factor.renamed', 'factor.preferred'])
      expect(await audit.list({ userId, types: [type] })).toHaveLength(1)
  })

  test('removing one needs a step-up and takes effect at once; removing the last turns everything off', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const second = await addFactor(world, user, 'Tablet')
    await second.confirm()
    const { factors } = world.twoFactor
    const remove = async (factorId: string, stepUp?: string) =>
      factors.remove({ userId: user.userId, factorId, stepUp })
    expect(await remove(user.factorId)).toEqual({ status: 'step_up_required' })
    const open = await world.challenge(user.userId)
    const stepUp = await world.stepUp(second)
    expect(await remove(user.factorId, stepUp)).toEqual({ status: 'ok' })
    expect(await remove(user.factorId, stepUp)).toEqual({ status: 'not_found' })
    expect(await world.verify(open, user.code())).toMatchObject({ status: 'expired' })
    expect(await remove(second.factorId, stepUp)).toEqual({ status: 'ok' })
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toEqual({
      status: 'complete',
      reason: 'not_enrolled',
    })
    expect(await world.twoFactor.recoveryCodes.remaining({ userId: user.userId })).toBe(0)
    expect(world.outbox.events.at(-1)).toMatchObject({ type: 'two_factor.disabled' })
    // What the step-up had earned is gone with the factors.
    expect(await world.twoFactor.stepUp.isFresh({ userId: user.userId, stepUp })).toBe(false)
  })

  test('where the last one is to be kept, two that go at once leave one, and nothing is turned off', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const second = await addFactor(world, user, 'Tablet')
    await second.confirm()
    world.clock.advanceSeconds(30)
    const { userId } = user
    const stepUp = await world.stepUp(second)
    const results = await Promise.all(
      [user.factorId, second.factorId].map((factorId) =>
        world.twoFactor.factors.remove({ userId, factorId, stepUp, keepLast: true }),
      ),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['last_factor', 'ok'])
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
  })

  test('what a stolen authenticator has proven is worth nothing once it is removed or replaced', async () => {
    for (const way of ['removed', 'replaced'] as const) {
      const world = createWorld(store())
      const { factors, stepUp, passwordReset } = world.twoFactor
      const stolen = await world.enroll()
      const { userId } = stolen
      const own = await addFactor(world, stolen, 'Tablet')
      await own.confirm()
      const thief = await world.stepUp(stolen)
      const begun = await passwordReset.begin({ userId })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      const verified = await passwordReset.verify({ token: begun.token, method: 'totp', code: stolen.code() })
      if (verified.status !== 'ok') throw new Error(verified.status)
      const token = await world.stepUp(own)
      if (way === 'removed') await factors.remove({ userId, factorId: stolen.factorId, stepUp: token })
      else await (await addFactor(world, own, 'New phone', stolen.factorId)).confirm()
      expect(await stepUp.isFresh({ userId, stepUp: thief })).toBe(false)
      const { permission } = verified
      expect(await passwordReset.complete({ userId, permission })).toEqual({ status: 'expired' })
      const before = await factors.list({ userId })
      expect(await factors.disable({ userId, stepUp: thief })).toEqual({ status: 'step_up_required' })
      expect(await factors.remove({ userId, factorId: own.factorId, stepUp: thief })).toEqual({
        status: 'step_up_required',
      })
      expect(await factors.list({ userId })).toEqual(before)
      // Who removed it goes on.
      expect(await stepUp.isFresh({ userId, stepUp: token })).toBe(way === 'removed')
    }
  })

  test('a password that is changed while the last factor goes, or all of them, leaves them there', async () => {
    for (const verb of ['remove', 'disable'] as const) {
      const world = createWorld(store())
      const user = await world.enroll()
      const { userId, factorId } = user
      const stepUp = await world.stepUp(user)
      // Just before the verb's own transaction.
      let isChanged = false
      const racing = createWorld({
        ...store(),
        async transaction(work) {
          if (!isChanged) await world.twoFactor.passwordChanged({ userId })
          isChanged = true
          return store().transaction(work)
        },
      })
      racing.clock.set(world.clock.now())
      const result = await racing.twoFactor.factors[verb]({ userId, factorId, stepUp })
      expect(result).toEqual({ status: 'step_up_required' })
      expect(isChanged).toBe(true)
      expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'active' }])
    }
  })

  test("another user's factor can not be removed", async () => {
    const world = createWorld(store())
    const [user, other] = [await world.enroll(), await world.enroll()]
    const stepUp = await world.stepUp(other)
    expect(
      await world.twoFactor.factors.remove({ userId: other.userId, factorId: user.factorId, stepUp }),
    ).toEqual({ status: 'not_found' })
    expect(
      await world.twoFactor.factors.remove({ userId: user.userId, factorId: user.factorId, stepUp }),
    ).toEqual({ status: 'step_up_required' })
    expect(await world.twoFactor.factors.list({ userId: user.userId })).toHaveLength(1)
  })

  test('after turning it off and on again nothing of before works', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    expect(
      await world.twoFactor.factors.disable({ userId: user.userId, stepUp: await world.stepUp(user) }),
    ).toEqual({ status: 'ok' })
    const again = await world.enroll(user.userId)
    const token = await world.challenge(user.userId)
    expect(await world.verify(token, user.code())).toMatchObject({ status: 'invalid' })
    expect(await world.verify(token, user.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'invalid',
    })
    expect(await world.verify(token, again.code())).toMatchObject({ status: 'ok' })
  })

  test('what a stolen phone let begin can not be confirmed once the phone is removed or replaced', async () => {
    for (const isReplaced of [false, true]) {
      const world = createWorld(store())
      const user = await world.enroll()
      const { userId, factorId } = user
      const own = await addFactor(world, user, 'Own phone')
      expect((await own.confirm()).status).toBe('ok')
      const thief = await addFactor(world, user, 'Thief')
      const mine = { ...user, code: own.code }
      const stepUp = await world.stepUp(mine)
      if (isReplaced) {
        const next = await addFactor(world, mine, 'New phone', factorId)
        expect((await next.confirm()).status).toBe('ok')
      } else {
        const removed = await world.twoFactor.factors.remove({ userId, factorId, stepUp })
        expect(removed).toEqual({ status: 'ok' })
      }
      expect(await thief.confirm()).toEqual({ status: 'expired' })
      expect(await store().count('factors', { userId, label: 'Thief' })).toBe(0)
    }
  })
})
