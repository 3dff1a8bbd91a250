import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('login', (store) => {
  test('a user without a factor is not asked for one', async () => {
    const { twoFactor } = createWorld(store())
    expect(await twoFactor.login.begin({ userId: randomUUID() })).toEqual({
      status: 'complete',
      reason: 'not_enrolled',
    })
  })

  test('an enrolled user is challenged and gets in with the code of the app, once', async () => {
    const { twoFactor, enroll, verify, clock, auditTypes } = createWorld(store())
    const { userId, code, factorId } = await enroll()
    const begun = await twoFactor.login.begin({ userId, ip: '203.0.113.7' })
    expect(begun).toMatchObject({
      status: 'challenge',
      expiresAt: clock.now() + 300_000,
      methods: [
        { id: factorId, type: 'totp', preferred: true },
        { id: 'recovery_code', type: 'recovery_code', preferred: false },
      ],
    })
    if (begun.status !== 'challenge') return
    expect(begun.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await verify(begun.token, code())).toEqual({
      status: 'ok',
      userId,
      method: 'totp',
      factorId,
      recoveryCodesLeft: 10,
    })
    // The challenge is used up, whatever code follows.
    expect(await verify(begun.token, code(1))).toEqual({ status: 'expired' })
    expect((await auditTypes(userId)).slice(0, 2)).toEqual(['login.verified', 'login.challenged'])
    const [factor] = await twoFactor.factors.list({ userId })
    expect(factor?.lastUsedAt).toBe(clock.now())
  })

  test('the token itself is stored nowhere', async () => {
    const { twoFactor, enroll } = createWorld(store())
    const { userId } = await enroll()
    const begun = await twoFactor.login.begin({ userId })
    if (begun.status !== 'challenge') throw new Error('no challenge')
    expect(await store().count('challenges', { id: begun.token })).toBe(0)
    expect(JSON.stringify(await twoFactor.audit.list({ userId }))).not.toContain(begun.token)
  })

  test('a code is not accepted a second time, in another challenge or with a space in it', async () => {
    const { enroll, challenge, verify, outbox } = createWorld(store())
    const { userId, code } = await enroll()
    const used = code()
    expect(await verify(await challenge(userId), used)).toMatchObject({ status: 'ok' })
    const again = await challenge(userId)
    expect(await verify(again, used)).toEqual({ status: 'already_used', attemptsLeft: 4 })
    expect(await verify(again, `${used.slice(0, 3)} ${used.slice(3)}`)).toEqual({
      status: 'already_used',
      attemptsLeft: 3,
    })
    expect(outbox.events.filter((event) => event.type === 'code.reused')).toHaveLength(2)
  })

  test('a code of the trailing step is not accepted after a later one', async () => {
    const { enroll, challenge, verify } = createWorld(store())
    const { userId, code } = await enroll()
    const [earlier, later] = [code(0), code(1)]
    expect(await verify(await challenge(userId), later)).toMatchObject({ status: 'ok' })
    expect(await verify(await challenge(userId), earlier)).toMatchObject({ status: 'already_used' })
  })

  test('one step either way is accepted, two are not', async () => {
    for (const [offset, status] of [
      [-2, 'invalid'],
      [-1, 'ok'],
      [0, 'ok'],
      [1, 'ok'],
      [2, 'invalid'],
    ] as const) {
      const { enroll, challenge, verify, clock } = createWorld(store())
      const { userId, code } = await enroll()
      clock.advanceSeconds(300)
      expect(await verify(await challenge(userId), code(offset)), `offset ${offset}`).toMatchObject({
        status,
      })
    }
  })

  test('with window 0 only the current step is accepted', async () => {
    const { enroll, challenge, verify, clock } = createWorld(store(), { window: 0 })
    const { userId, code } = await enroll()
    clock.advanceSeconds(300)
    const token = await challenge(userId)
    expect(await verify(token, code(-1))).toMatchObject({ status: 'invalid' })
    expect(await verify(token, code(1))).toMatchObject({ status: 'invalid' })
    expect(await verify(token, code(0))).toMatchObject({ status: 'ok' })
  })

  test('a clock that steps backwards accepts nothing old', async () => {
    const { enroll, challenge, verify, clock } = createWorld(store())
    const { userId, code } = await enroll()
    expect(await verify(await challenge(userId), code())).toMatchObject({ status: 'ok' })
    clock.advanceSeconds(-600)
    expect(await verify(await challenge(userId), code())).toMatchObject({ status: 'already_used' })
  })

  test('what is not a string of six digits is malformed and does not count', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    const digits = code()
    const objects = [
      [digits],
      { toString: () => digits },
      Number(digits),
      null,
      undefined,
      true,
      new String(digits),
    ]
    const texts = [
      '',
      '12345',
      '1234567',
      'abcdef',
      '１２３４５６',
      '12345６',
      `${digits}\n`,
      `${digits}0`,
      '-12345',
      '1e5',
      ' '.repeat(99),
    ]
    for (const malformed of [...objects, ...texts])
      expect(await verify(token, malformed)).toEqual({ status: 'malformed' })
    expect(await twoFactor.login.describe({ token })).toMatchObject({ status: 'open', attemptsLeft: 5 })
    expect(await verify(token, digits)).toMatchObject({ status: 'ok' })
  })

  test('an unknown method is malformed', async () => {
    const { twoFactor, enroll, challenge } = createWorld(store())
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    const input = { token, method: '__proto__', code: code() }
    expect(await twoFactor.login.verify(input as never)).toEqual({ status: 'malformed' })
  })

  test('a challenge allows five wrong codes and then not even the right one', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const { userId, code, wrongCode } = await enroll()
    const token = await challenge(userId)
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await verify(token, wrongCode())).toEqual({ status: 'invalid', attemptsLeft })
    }
    expect(await verify(token, code())).toEqual({ status: 'challenge_exhausted' })
    expect(await twoFactor.login.describe({ token })).toEqual({ status: 'challenge_exhausted' })
    expect(await verify(await challenge(userId), code())).toMatchObject({ status: 'ok' })
  })

  test('a challenge expires, and what is not a token is expired too', async () => {
    const { twoFactor, enroll, challenge, verify, clock } = createWorld(store())
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    clock.advanceSeconds(300)
    expect(await verify(token, code())).toEqual({ status: 'expired' })
    expect(await twoFactor.login.describe({ token })).toEqual({ status: 'expired' })
    const forged = ['', 'x', token.slice(1), `${token}A`, null, 7, ['a'], {}] as never[]
    for (const other of forged) expect(await verify(other, code())).toEqual({ status: 'expired' })
    // Nothing was evaluated: the code still works.
    expect(await verify(await challenge(userId), code())).toMatchObject({ status: 'ok' })
  })

  test('a cancelled challenge is worth nothing', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    expect(await twoFactor.login.cancel({ token })).toEqual({ status: 'cancelled' })
    expect(await twoFactor.login.cancel({ token })).toEqual({ status: 'expired' })
    expect(await verify(token, code())).toEqual({ status: 'expired' })
  })

  test("another user's code does not pass, and counts", async () => {
    const { enroll, challenge, verify } = createWorld(store())
    const [one, two] = [await enroll(), await enroll()]
    expect(await verify(await challenge(one.userId), two.code())).toMatchObject({
      status: 'invalid',
      attemptsLeft: 4,
    })
    expect(await verify(await challenge(one.userId), two.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'invalid',
    })
  })

  test('twenty parallel submissions of one code to one challenge let one in', async () => {
    const { enroll, challenge, verify } = createWorld(store(), {
      limits: { challengeAttempts: 50, consecutiveFailures: 100 },
    })
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    const results = await Promise.all(Array.from({ length: 20 }, () => verify(token, code())))
    expect(results.filter((result) => result.status === 'ok')).toHaveLength(1)
  })

  test('several right codes in parallel on one challenge let one in, and only that one is used up', async () => {
    for (let round = 0; round < 5; round++) {
      const { twoFactor, enroll, challenge, verify } = createWorld(store())
      const { userId, code, recoveryCodes } = await enroll()
      const token = await challenge(userId)
      const results = await Promise.all([
        verify(token, recoveryCodes[0], 'recovery_code'),
        verify(token, code(0)),
        verify(token, recoveryCodes[1], 'recovery_code'),
        verify(token, code(1)),
      ])
      const winners = results.filter((result) => result.status === 'ok')
      expect(winners).toHaveLength(1)
      const [factor] = await twoFactor.factors.list({ userId })
      const usedCodes = 10 - (await twoFactor.recoveryCodes.remaining({ userId }))
      expect(usedCodes + (factor?.lastUsedAt === null ? 0 : 1)).toBe(1)
    }
  })

  test('a user id or an address that is none fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const userId of ['', 7, null, undefined, {}, 'x'.repeat(256)]) {
      await expect(twoFactor.login.begin({ userId } as never)).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    }
    await expect(twoFactor.login.begin({ userId: 'a', ip: 'unknown' })).rejects.toThrow(
      expect.objectContaining({ code: 'argument_invalid' }),
    )
  })
})
