import { expect, test } from 'vitest'
import { type TableName, tables } from '../../../../sdk/src/tables.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, makeNumber, otherCode, type World } from '../world.ts'

type Options = Parameters<typeof createWorld>[1]

describeOnEveryStore('SMS codes', (store) => {
  /** A user with a number, an hour after it was proven, so that its SMS is in nobody's way. */
  async function open(options: Options = {}) {
    const world = createWorld(store(), options)
    const user = await world.enrollSms()
    world.clock.advanceSeconds(3600)
    world.sms.messages.length = 0
    const send = (token: string, factorId?: string) =>
      world.twoFactor.login.sendSms({ token, ...(factorId === undefined ? {} : { factorId }) })
    const verify = (token: string, code: unknown) => world.verify(token, code, 'sms')
    return { ...world, user, send, verifySms: verify }
  }

  /** A challenge to which a code was sent. */
  async function ask(world: Awaited<ReturnType<typeof open>>) {
    const token = await world.challenge(world.user.userId)
    const sent = await world.send(token)
    if (sent.status !== 'sent') throw new Error(`not sent: ${sent.status}`)
    return { token, code: world.user.lastCode(), sent }
  }

  /** Adds a number to a user who has one. */
  async function addNumber(world: World, userId: string, stepUp: string, replaces?: string) {
    const number = makeNumber()
    const begun = await world.twoFactor.enrollment.begin({
      userId,
      type: 'sms',
      number,
      stepUp,
      ...(replaces === undefined ? {} : { replaces }),
    })
    if (begun.status !== 'pending') throw new Error(begun.status)
    const code = world.sms.messages.at(-1)?.code
    const { enrollmentId } = begun
    expect(await world.twoFactor.enrollment.confirm({ userId, enrollmentId, code })).toMatchObject({
      status: 'ok',
    })
    return { number, factorId: enrollmentId }
  }

  async function stepUpBySms(world: Awaited<ReturnType<typeof open>>): Promise<string> {
    const begun = await world.twoFactor.stepUp.begin({ userId: world.user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    await world.twoFactor.stepUp.sendSms({ token: begun.token })
    const verified = await world.twoFactor.stepUp.verify({
      token: begun.token,
      method: 'sms',
      code: world.user.lastCode(),
    })
    if (verified.status !== 'ok') throw new Error(verified.status)
    return verified.stepUp
  }

  test('a sign-in shows the number masked, sends six digits to it, and takes them once', async () => {
    const world = await open()
    const { user, twoFactor, sms, clock } = world
    const masked = `+46 •• ••• •• ${user.number.slice(-2)}`
    const begun = await twoFactor.login.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    expect(begun.methods).toMatchObject([
      { id: user.factorId, type: 'sms', number: masked, preferred: true },
      { id: 'recovery_code' },
    ])
    expect(sms.messages).toEqual([])
    expect(await world.send(begun.token)).toEqual({
      status: 'sent',
      number: masked,
      expiresAt: clock.now() + 300_000,
      resendAt: clock.now() + 30_000,
    })
    expect(sms.messages).toEqual([
      {
        number: user.number,
        code: expect.stringMatching(/^[0-9]{6}$/),
        userId: user.userId,
        purpose: 'login',
        locale: 'en',
        expiresAt: clock.now() + 300_000,
      },
    ])
    const code = user.lastCode()
    expect(await world.verifySms(begun.token, otherCode(code))).toMatchObject({ attemptsLeft: 4 })
    expect(await world.verifySms(begun.token, code)).toMatchObject({
      status: 'ok',
      method: 'sms',
      factorId: user.factorId,
    })
    expect(await world.verifySms(begun.token, code)).toEqual({ status: 'expired' })
    const again = await world.challenge(user.userId)
    expect(await world.verifySms(again, code)).toMatchObject({ status: 'invalid' })
    expect(await twoFactor.factors.list({ userId: user.userId })).toMatchObject([
      { type: 'sms', number: masked, lastUsedAt: clock.now() },
    ])
    expect((await world.auditTypes(user.userId)).slice(0, 6)).toEqual([
      'code.rejected',
      'login.challenged',
      'login.verified',
      'code.rejected',
      'sms.sent',
      'login.challenged',
    ])
  })

  test('before anything was sent no code is right', async () => {
    const world = await open()
    const token = await world.challenge(world.user.userId)
    for (const code of ['000000', '123456'])
      expect(await world.verifySms(token, code)).toMatchObject({ status: 'invalid' })
  })

  test('a resend makes the code before it worthless and never gives attempts back', async () => {
    const world = await open()
    const { token, code: first } = await ask(world)
    expect(await world.verifySms(token, otherCode(first))).toMatchObject({ attemptsLeft: 4 })
    world.clock.advanceSeconds(30)
    expect(await world.send(token)).toMatchObject({ status: 'sent' })
    const second = world.user.lastCode()
    expect(await world.verifySms(token, first)).toEqual({ status: 'invalid', attemptsLeft: 3 })
    expect(await world.verifySms(token, otherCode(second))).toMatchObject({ attemptsLeft: 2 })
    world.clock.advanceSeconds(60)
    expect(await world.send(token)).toMatchObject({ status: 'sent' })
    const third = world.user.lastCode()
    expect(await world.verifySms(token, second)).toMatchObject({ attemptsLeft: 1 })
    expect(await world.verifySms(token, otherCode(third))).toMatchObject({ attemptsLeft: 0 })
    expect(await world.verifySms(token, third)).toEqual({ status: 'challenge_exhausted' })
    world.clock.advanceSeconds(120)
    expect(await world.send(token)).toEqual({ status: 'challenge_exhausted' })
    expect(world.sms.messages).toHaveLength(3)
  })

  test('another code comes after 30, 60 and 120 seconds, and then no more', async () => {
    const world = await open({ limits: { challengeSeconds: 900 } })
    const { token } = await ask(world)
    for (const [wait, next] of [
      [30, 60],
      [60, 120],
      [120, null],
    ] as const) {
      const until = world.clock.now() + wait * 1000
      expect(await world.send(token)).toEqual({ status: 'too_soon', until })
      world.clock.set(until - 1)
      expect(await world.send(token)).toEqual({ status: 'too_soon', until })
      world.clock.set(until)
      const resendAt = next === null ? null : until + next * 1000
      expect(await world.send(token)).toMatchObject({ status: 'sent', resendAt })
    }
    world.clock.advanceSeconds(240)
    expect(await world.send(token)).toEqual({ status: 'challenge_exhausted' })
    expect(world.sms.messages).toHaveLength(4)
    expect(await world.verifySms(token, world.user.lastCode())).toMatchObject({ status: 'ok' })
  })

  test('a code lives five minutes, and never longer than its challenge', async () => {
    const world = await open({ limits: { challengeSeconds: 900 } })
    const { token, code } = await ask(world)
    world.clock.advanceSeconds(300)
    expect(await world.verifySms(token, code)).toMatchObject({ status: 'invalid' })
    world.clock.advanceSeconds(500)
    const late = await world.send(token)
    expect(late).toMatchObject({ status: 'sent', expiresAt: world.clock.now() + 100_000 })
    world.clock.advanceSeconds(100)
    expect(await world.verifySms(token, world.user.lastCode())).toEqual({ status: 'expired' })
    expect(await world.send(token)).toEqual({ status: 'expired' })
  })

  test('a code of another challenge, purpose, user or pending number is worth nothing', async () => {
    const world = await open({ limits: { smsPerHour: 20 } })
    const { user, twoFactor } = world
    const mine = await ask(world)
    const other = await ask(world)
    expect(await world.verifySms(other.token, mine.code)).toMatchObject({ status: 'invalid' })
    const reset = await twoFactor.passwordReset.begin({ userId: user.userId })
    if (reset.status !== 'challenge') throw new Error(reset.status)
    await twoFactor.passwordReset.sendSms({ token: reset.token })
    const resetCode = user.lastCode()
    expect(world.sms.messages.at(-1)).toMatchObject({ purpose: 'password_reset' })
    expect(await world.verifySms(other.token, resetCode)).toMatchObject({ status: 'invalid' })
    expect(await world.verifySms(reset.token, resetCode)).toEqual({ status: 'expired' })
    // The token of one purpose sends nothing for another.
    expect(await world.send(reset.token)).toEqual({ status: 'expired' })
    expect(await twoFactor.stepUp.sendSms({ token: reset.token })).toEqual({ status: 'expired' })

    const stranger = await world.enrollSms()
    const theirs = await world.challenge(stranger.userId)
    await world.send(theirs)
    const theirCode = stranger.lastCode()
    expect(await world.verifySms(other.token, theirCode)).toMatchObject({ status: 'invalid' })

    const stepUp = await stepUpBySms(world)
    const pending = await twoFactor.enrollment.begin({
      userId: user.userId,
      type: 'sms',
      number: makeNumber(),
      stepUp,
    })
    if (pending.status !== 'pending') throw new Error(pending.status)
    const pendingCode = world.sms.messages.at(-1)?.code
    expect(await world.verifySms(other.token, pendingCode)).toMatchObject({ status: 'invalid' })
    const { enrollmentId } = pending
    expect(
      await twoFactor.enrollment.confirm({ userId: user.userId, enrollmentId, code: mine.code }),
    ).toMatchObject({ status: 'invalid' })
    expect(await world.verifySms(mine.token, mine.code)).toMatchObject({ status: 'ok' })
    expect(
      await twoFactor.passwordReset.verify({ token: reset.token, method: 'sms', code: resetCode }),
    ).toMatchObject({ status: 'ok' })
    expect(await world.verifySms(theirs, theirCode)).toMatchObject({ status: 'ok' })
  })

  test('of 20 sends in parallel one sends, and its code is the one that works', async () => {
    const world = await open()
    const token = await world.challenge(world.user.userId)
    const results = await Promise.all(Array.from({ length: 20 }, () => world.send(token)))
    expect(results.filter(({ status }) => status === 'sent')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'too_soon')).toHaveLength(19)
    expect(world.sms.messages).toHaveLength(1)
    expect(await store().find('sentCodes', { userId: world.user.userId, usedAt: null })).toMatchObject([
      { sends: 1 },
    ])
    expect(await world.verifySms(token, world.user.lastCode())).toMatchObject({ status: 'ok' })
  })

  test('of 20 right submissions in parallel one is accepted', async () => {
    const world = await open({ limits: { challengeAttempts: 50, consecutiveFailures: 100 } })
    const { token, code } = await ask(world)
    const results = await Promise.all(Array.from({ length: 20 }, () => world.verifySms(token, code)))
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'invalid')).toEqual([])
  })

  test('a resend beside the submission of the old code: the code is either used or replaced, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const world = await open()
      const { token, code } = await ask(world)
      world.clock.advanceSeconds(30)
      const [verified, sent] = await Promise.all([world.verifySms(token, code), world.send(token)])
      const fresh = world.user.lastCode()
      if (verified.status === 'ok') {
        expect(await world.verifySms(token, fresh)).toEqual({ status: 'expired' })
      } else {
        expect(verified).toMatchObject({ status: 'invalid', attemptsLeft: 4 })
        expect(sent).toMatchObject({ status: 'sent' })
        expect(world.outbox.events.map(({ type }) => type)).not.toContain('code.reused')
        expect(await world.verifySms(token, code)).toMatchObject({ status: 'invalid', attemptsLeft: 3 })
        expect(await world.verifySms(token, fresh)).toMatchObject({ status: 'ok' })
      }
    }
  })

  test('a code that is replaced between its comparison and its use is wrong, not used twice', async () => {
    const world = await open()
    const { token, code } = await ask(world)
    world.clock.advanceSeconds(30)
    // The resend commits when the old code has been compared already.
    const late = createWorld({
      ...store(),
      async consume(consumption) {
        await world.send(token)
        return store().consume(consumption)
      },
    })
    late.clock.set(world.clock.now())
    expect(await late.verify(token, code, 'sms')).toEqual({ status: 'invalid', attemptsLeft: 4 })
    expect(late.outbox.events).toEqual([])
    expect(await world.verifySms(token, world.user.lastCode())).toMatchObject({ status: 'ok' })
  })

  test('a sender that fails is a status, it counts, and the code is void', async () => {
    const world = await open()
    const { token, code } = await ask(world)
    world.clock.advanceSeconds(30)
    world.sms.fail(1)
    const resendAt = world.clock.now() + 60_000
    expect(await world.send(token)).toEqual({ status: 'sms_failed', resendAt })
    expect((await world.auditTypes(world.user.userId)).slice(0, 2)).toEqual(['sms.failed', 'sms.sent'])
    expect(await store().find('sentCodes', { id: await idOf(world.user.userId) })).toMatchObject([
      { sends: 2, expiresAt: world.clock.now() },
    ])
    expect(await world.verifySms(token, code)).toMatchObject({ status: 'invalid' })
    expect(await world.send(token)).toEqual({ status: 'too_soon', until: resendAt })
    world.clock.set(resendAt)
    expect(await world.send(token)).toMatchObject({ status: 'sent' })
    expect(await world.verifySms(token, world.user.lastCode())).toMatchObject({ status: 'ok' })
    expect(await store().count('smsSends', { userId: world.user.userId })).toBe(4)
  })

  async function idOf(userId: string): Promise<string> {
    const [challenge] = await store().find(
      'challenges',
      { userId },
      { orderBy: 'createdAt', descending: true },
    )
    return challenge?.id ?? ''
  }

  test('nothing is sent during a pause, for a suspended account, or when the sign-in is over', async () => {
    const world = await open({ limits: { consecutiveFailures: 2 } })
    const { user, twoFactor, sms } = world
    const { token } = await ask(world)
    const spare = await world.challenge(user.userId)
    await world.verifySms(token, otherCode(user.lastCode()))
    await world.verifySms(token, otherCode(user.lastCode()))
    sms.messages.length = 0
    for (const one of [token, spare]) expect(await world.send(one)).toMatchObject({ status: 'locked' })
    world.clock.advanceSeconds(900)
    const open1 = await world.challenge(user.userId)
    const open2 = await world.challenge(user.userId)
    await store().transaction((tx) =>
      tx.update('accounts', { userId: user.userId }, { suspendedAt: world.clock.now() }),
    )
    expect(await world.send(open1)).toEqual({ status: 'suspended' })
    await store().transaction((tx) => tx.update('accounts', { userId: user.userId }, { suspendedAt: null }))
    await twoFactor.login.cancel({ token: open2 })
    for (const gone of [open2, 'x', 'A'.repeat(43), undefined, {}] as never[])
      expect(await world.send(gone)).toEqual({ status: 'expired' })
    expect(sms.messages).toEqual([])
    expect(await world.send(open1)).toMatchObject({ status: 'sent' })
  })

  test('the way to a new password is open to a suspended account, by SMS too', async () => {
    const world = await open()
    const { user, twoFactor } = world
    await ask(world)
    await world.verifySms((await ask(world)).token, '000000')
    await store().transaction((tx) =>
      tx.update('accounts', { userId: user.userId }, { suspendedAt: world.clock.now() }),
    )
    const reset = await twoFactor.passwordReset.begin({ userId: user.userId })
    if (reset.status !== 'challenge') throw new Error(reset.status)
    expect(await twoFactor.passwordReset.sendSms({ token: reset.token })).toMatchObject({ status: 'sent' })
    expect(
      await twoFactor.passwordReset.verify({ token: reset.token, method: 'sms', code: user.lastCode() }),
    ).toMatchObject({ status: 'ok' })
  })

  test('of several numbers the one that was asked for gets the code, then the last one, then the preferred one', async () => {
    const world = await open({ limits: { smsPerHour: 20, smsPerDay: 50 } })
    const { user, twoFactor, sms } = world
    const second = await addNumber(world, user.userId, await stepUpBySms(world))
    await twoFactor.factors.prefer({ userId: user.userId, factorId: second.factorId })
    const begun = await twoFactor.login.begin({ userId: user.userId })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    expect(begun.methods.map(({ id, preferred }) => [id, preferred])).toEqual([
      [user.factorId, false],
      [second.factorId, true],
      ['recovery_code', false],
    ])
    const stranger = await world.enrollSms()
    expect(await world.send(begun.token, stranger.factorId)).toEqual({ status: 'not_found' })
    expect(await world.send(begun.token)).toMatchObject({ status: 'sent' })
    expect(sms.messages.at(-1)?.number).toBe(second.number)
    const toSecond = sms.messages.at(-1)?.code
    world.clock.advanceSeconds(30)
    expect(await world.send(begun.token, user.factorId)).toMatchObject({ status: 'sent' })
    expect(sms.messages.at(-1)?.number).toBe(user.number)
    world.clock.advanceSeconds(60)
    expect(await world.send(begun.token)).toMatchObject({ status: 'sent' })
    expect(sms.messages.at(-1)?.number).toBe(user.number)
    expect(await world.verifySms(begun.token, toSecond)).toMatchObject({ status: 'invalid' })
    expect(await world.verifySms(begun.token, user.lastCode())).toMatchObject({
      status: 'ok',
      factorId: user.factorId,
    })
  })

  test('a number that was removed or replaced gets no code, and one on its way is worth nothing', async () => {
    const world = await open({ limits: { smsPerHour: 20, smsPerDay: 50 } })
    const { user, twoFactor } = world
    const stepUp = await stepUpBySms(world)
    const second = await addNumber(world, user.userId, stepUp)
    const { token, code } = await ask(world)
    expect(await twoFactor.factors.remove({ userId: user.userId, factorId: user.factorId, stepUp })).toEqual({
      status: 'ok',
    })
    expect(await store().count('sentCodes', { factorId: user.factorId })).toBe(0)
    expect(await world.verifySms(token, code)).toEqual({ status: 'expired' })
    expect(await world.send(await world.challenge(user.userId), user.factorId)).toEqual({
      status: 'not_found',
    })

    const third = await addNumber(world, user.userId, stepUp, second.factorId)
    expect(await twoFactor.factors.list({ userId: user.userId })).toMatchObject([{ id: third.factorId }])
    expect(world.outbox.events.at(-1)).toMatchObject({ type: 'factor.replaced', data: { type: 'sms' } })
    expect(await store().count('sentCodes', { factorId: second.factorId })).toBe(0)
    expect(await world.send(await world.challenge(user.userId), second.factorId)).toEqual({
      status: 'not_found',
    })
    // What the old number has proven is proven no more.
    expect(await twoFactor.factors.disable({ userId: user.userId, stepUp })).toEqual({
      status: 'step_up_required',
    })
  })

  test('no table, event or answer ever holds the number or the code', async () => {
    const world = await open()
    const { user, twoFactor, outbox } = world
    const { token, code, sent } = await ask(world)
    world.clock.advanceSeconds(30)
    world.sms.fail(1)
    await world.send(token)
    await world.verifySms(token, code)
    const pending = await twoFactor.enrollment.begin({
      userId: 'pending',
      type: 'sms',
      number: user.number,
    })
    const pendingCode = user.lastCode()
    const rows = await Promise.all(
      (Object.keys(tables) as TableName[]).map((table) => store().find(table, {})),
    )
    const shown = [sent, pending, outbox.events, await twoFactor.factors.list({ userId: user.userId })]
    const describe = await twoFactor.login.describe({ token })
    const everything = JSON.stringify([rows, shown, describe, await twoFactor.audit.list({ limit: 1000 })])
    const national = user.number.slice(3)
    for (const form of [user.number, national, Buffer.from(user.number).toString('base64'), `"${code}"`])
      expect(everything.includes(form), form).toBe(false)
    expect(everything.includes(`"${pendingCode}"`)).toBe(false)
    expect(everything).toContain(`+46 •• ••• •• ${user.number.slice(-2)}`)
  })

  test('where no SMS are sent, a number is offered only to who has nothing else, and nothing begins', async () => {
    const world = await open()
    const { user } = world
    const second = await world.enroll()
    const stepUp = await world.stepUp(second)
    await addNumber(world, second.userId, stepUp)
    const without = createWorld(store(), { sendSms: undefined })
    without.clock.set(world.clock.now())
    const types = async (userId: string) => {
      const begun = await without.twoFactor.login.begin({ userId })
      if (begun.status !== 'challenge') throw new Error(begun.status)
      return { token: begun.token, types: begun.methods.map(({ type }) => type) }
    }
    expect((await types(second.userId)).types).toEqual(['totp', 'recovery_code'])
    const { token, types: offered } = await types(user.userId)
    expect(offered).toEqual(['recovery_code'])
    expect(await without.twoFactor.login.sendSms({ token })).toEqual({ status: 'method_not_allowed' })
    await store().transaction((tx) => tx.delete('recoveryCodes', { userId: user.userId }))
    const last = await types(user.userId)
    expect(last.types).toEqual(['sms'])
    expect(await without.twoFactor.login.sendSms({ token: last.token })).toEqual({
      status: 'sms_unavailable',
    })
    const begun = await without.twoFactor.enrollment.begin({
      userId: 'nobody',
      type: 'sms',
      number: makeNumber(),
    })
    expect(begun).toEqual({ status: 'sms_unavailable' })
    expect(await store().count('factors', { userId: 'nobody' })).toBe(0)
  })

  test('a number in a country that is no longer allowed gets nothing', async () => {
    const world = await open()
    const abroad = createWorld(store(), { smsCountries: ['GB'] })
    abroad.clock.set(world.clock.now())
    const token = await abroad.challenge(world.user.userId)
    expect(await abroad.twoFactor.login.sendSms({ token })).toEqual({ status: 'sms_unavailable' })
    expect(abroad.sms.messages).toEqual([])
    const [entry] = await abroad.twoFactor.audit.list({ userId: world.user.userId })
    expect(entry).toMatchObject({ type: 'sms.refused', data: { purpose: 'login', because: 'country' } })
  })

  test('after a change of keys the number is still reached, and a code that was on its way still works', async () => {
    const world = await open()
    const { token, code } = await ask(world)
    const keys = [
      { id: '2027-01', secret: Buffer.alloc(32, 5).toString('base64') },
      { id: '2026-11', secret: Buffer.alloc(32, 7).toString('base64') },
    ]
    const rotated = createWorld(store(), { keys })
    rotated.clock.set(world.clock.now())
    expect(await rotated.verify(token, code, 'sms')).toMatchObject({ status: 'ok' })
    await rotated.twoFactor.rotateKeys()
    expect(await store().find('factors', { id: world.user.factorId })).toMatchObject([{ keyId: '2027-01' }])
    const next = await rotated.challenge(world.user.userId)
    expect(await rotated.twoFactor.login.sendSms({ token: next })).toMatchObject({ status: 'sent' })
    expect(rotated.sms.messages.at(-1)?.number).toBe(world.user.number)
  })

  test('a challenge that may not be answered by SMS sends none', async () => {
    const world = await open()
    const app = await world.enroll()
    const token = await world.challenge(app.userId)
    expect(await world.send(token)).toEqual({ status: 'method_not_allowed' })
    // A number that is added meanwhile is one of the next challenge's methods.
    await addNumber(world, app.userId, await world.stepUp(app))
    const before = world.sms.messages.length
    expect(await world.send(token)).toEqual({ status: 'method_not_allowed' })
    expect(world.sms.messages).toHaveLength(before)
  })
})
