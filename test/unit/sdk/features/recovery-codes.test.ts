import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('recovery codes', (store) => {
  test('each has 120 bits in six groups of four, and the store holds none of them', async () => {
    const { enroll } = createWorld(store())
    const { userId, recoveryCodes } = await enroll()
    for (const code of recoveryCodes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/)
      expect(await store().count('recoveryCodes', { userId, codeHash: code })).toBe(0)
    }
  })

  test('one lets the user in once, leaves nine, and tells', async () => {
    const { twoFactor, enroll, challenge, verify, outbox, auditTypes } = createWorld(store())
    const { userId, recoveryCodes } = await enroll()
    const [code] = recoveryCodes
    expect(await verify(await challenge(userId), code, 'recovery_code')).toEqual({
      status: 'ok',
      userId,
      method: 'recovery_code',
      factorId: null,
      recoveryCodesLeft: 9,
    })
    expect(await verify(await challenge(userId), code, 'recovery_code')).toEqual({
      status: 'already_used',
      attemptsLeft: 4,
    })
    expect(await twoFactor.recoveryCodes.remaining({ userId })).toBe(9)
    expect(outbox.events).toContainEqual(
      expect.objectContaining({ type: 'recovery_code.used', data: { recoveryCodesLeft: 9 } }),
    )
    expect(await auditTypes(userId)).toContain('recovery_code.used')
  })

  test('case, spaces, hyphens and look-alikes do not matter', async () => {
    const { enroll, challenge, verify } = createWorld(store())
    const { userId, recoveryCodes } = await enroll()
    const spellings = [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replaceAll('-', ''),
      (code: string) => ` ${code.replaceAll('-', ' ')} `,
      (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'I'),
    ]
    for (const [index, spell] of spellings.entries()) {
      const result = await verify(
        await challenge(userId),
        spell(recoveryCodes[index] as string),
        'recovery_code',
      )
      expect(result).toMatchObject({ status: 'ok' })
    }
  })

  test('what can not be a recovery code is malformed and does not count', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const { userId, recoveryCodes } = await enroll()
    const token = await challenge(userId)
    const [code] = recoveryCodes as [string]
    const malformed = [
      '',
      '123456',
      `${code}A`,
      code.slice(1),
      code.replace(/^./, 'U'),
      code.replace(/^./, 'ſ'),
      [code],
      7,
      null,
    ]
    for (const one of malformed)
      expect(await verify(token, one, 'recovery_code')).toEqual({ status: 'malformed' })
    expect(await twoFactor.login.describe({ token })).toMatchObject({ attemptsLeft: 5 })
  })

  test('a wrong one counts with the rest', async () => {
    const { enroll, challenge, verify } = createWorld(store(), { limits: { consecutiveFailures: 2 } })
    const { userId, code, wrongCode } = await enroll()
    const token = await challenge(userId)
    expect(await verify(token, '0000-0000-0000-0000-0000-0000', 'recovery_code')).toMatchObject({
      status: 'invalid',
    })
    expect(await verify(token, wrongCode())).toMatchObject({ status: 'invalid', until: expect.any(Number) })
    expect(await verify(token, code())).toMatchObject({ status: 'locked' })
  })

  test('parallel submissions of one code, each to a challenge of its own, let one in', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store(), {
      limits: { consecutiveFailures: 100 },
    })
    const { userId, recoveryCodes } = await enroll()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => challenge(userId)))
    const results = await Promise.all(tokens.map((token) => verify(token, recoveryCodes[0], 'recovery_code')))
    expect(results.filter((result) => result.status === 'ok')).toHaveLength(1)
    expect(results.filter((result) => result.status === 'already_used')).toHaveLength(19)
    expect(await twoFactor.recoveryCodes.remaining({ userId })).toBe(9)
  })

  test('a new list needs a step-up, and no code of the old one works after it', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const regenerate = (stepUp?: string) =>
      world.twoFactor.recoveryCodes.regenerate({ userId: user.userId, stepUp })
    expect(await regenerate()).toEqual({ status: 'step_up_required' })
    const result = await regenerate(await world.stepUp(user))
    if (result.status !== 'ok') throw new Error(result.status)
    expect(result.recoveryCodes).toHaveLength(10)
    const token = await world.challenge(user.userId)
    expect(await world.verify(token, user.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'invalid',
    })
    expect(await world.verify(token, result.recoveryCodes[0], 'recovery_code')).toMatchObject({
      status: 'ok',
    })
    expect(world.outbox.events.map(({ type }) => type)).toContain('recovery_codes.regenerated')
  })

  test('parallel regenerations leave one list', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const stepUp = await world.stepUp(user)
    const lists = await Promise.all(
      Array.from({ length: 5 }, () =>
        world.twoFactor.recoveryCodes.regenerate({ userId: user.userId, stepUp }),
      ),
    )
    expect(lists.every(({ status }) => status === 'ok')).toBe(true)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId: user.userId })).toBe(10)
  })

  test('when few are left the person is told', async () => {
    const world = createWorld(store())
    const { userId, recoveryCodes } = await world.enroll()
    for (const code of recoveryCodes.slice(0, 8))
      await world.verify(await world.challenge(userId), code, 'recovery_code')
    const low = world.outbox.events.filter(({ type }) => type === 'recovery_codes.low')
    expect(low.map(({ data }) => data.recoveryCodesLeft)).toEqual([3, 2])
  })
})
