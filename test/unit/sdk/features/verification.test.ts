import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, totp } from '../world.ts'

// Extra cases for the key of RFC 6238 Appendix B: equal codes in adjacent steps, the all-zero code, leading zeros.
const { computedExtras } = JSON.parse(
  readFileSync(new URL('../../../vectors/rfc-vectors.json', import.meta.url), 'utf8'),
) as {
  computedExtras: {
    adjacentStepCollisions: { counterA: number; counterB: number; otp: string }[]
    allZeroCode: { counter: number; otp: string }
    leadingZeros: { counter: number; algorithm: string; digits: number; otp: string }[]
  }
}
const RFC_KEY = new TextEncoder().encode('12345678901234567890')

describeOnEveryStore('verification', (store) => {
  /** A user whose authenticator has the key of the RFC, enrolled an hour before `step`. */
  async function enrollWithRfcKey(step: number) {
    const random = crypto.getRandomValues.bind(crypto)
    const world = createWorld(store(), {
      random: { bytes: (length) => (length === 20 ? RFC_KEY.slice() : random(new Uint8Array(length))) },
    })
    world.clock.set((step - 120) * 30_000)
    const user = await world.enroll()
    world.clock.set(step * 30_000)
    return { ...world, ...user }
  }

  test('a code that fits two steps consumes the later one, and is not accepted again in either', async () => {
    for (const { counterA, counterB, otp } of computedExtras.adjacentStepCollisions) {
      const { userId, factorId, challenge, verify, clock } = await enrollWithRfcKey(counterA)
      expect([totp(RFC_KEY, counterA * 30_000), totp(RFC_KEY, counterB * 30_000)]).toEqual([otp, otp])
      expect(await verify(await challenge(userId), otp)).toMatchObject({ status: 'ok' })
      expect((await store().find('factors', { userId: userId, id: factorId }))[0]?.lastStep).toBe(counterB)
      clock.advanceSeconds(30)
      expect(await verify(await challenge(userId), otp)).toMatchObject({ status: 'already_used' })
    }
  })

  test('the guard is the step, not the code: the same code is accepted in the next step when only the earlier was used', async () => {
    const [collision] = computedExtras.adjacentStepCollisions
    if (collision === undefined) throw new Error('no vector')
    const { counterA, otp } = collision
    // Two steps early, the window holds only the first of the two.
    const { userId, factorId, challenge, verify, clock } = await enrollWithRfcKey(counterA - 1)
    expect(await verify(await challenge(userId), otp)).toMatchObject({ status: 'ok' })
    expect((await store().find('factors', { userId: userId, id: factorId }))[0]?.lastStep).toBe(counterA)
    clock.advanceSeconds(60)
    expect(await verify(await challenge(userId), otp)).toMatchObject({ status: 'ok' })
  })

  test('codes with leading zeros and the code of all zeros are accepted as text, and refused without their zeros', async () => {
    const six = computedExtras.leadingZeros.filter(
      (vector) => vector.digits === 6 && vector.algorithm === 'SHA1',
    )
    const cases = [computedExtras.allZeroCode, ...six].filter((vector) => vector.counter > 120)
    expect(cases.length).toBeGreaterThan(1)
    for (const { counter, otp } of cases) {
      const { userId, challenge, verify } = await enrollWithRfcKey(counter)
      const token = await challenge(userId)
      expect(await verify(token, Number(otp))).toEqual({ status: 'malformed' })
      expect(await verify(token, String(Number(otp)))).toEqual({ status: 'malformed' })
      expect(await verify(token, otp)).toMatchObject({ status: 'ok' })
    }
  })

  test('spaces and hyphens in a code do not matter', async () => {
    const { enroll, challenge, verify } = createWorld(store())
    const { userId, code } = await enroll()
    const digits = code()
    const written = ` ${digits.slice(0, 3)}-${digits.slice(3)} `
    expect(await verify(await challenge(userId), written)).toMatchObject({ status: 'ok' })
  })

  test('a challenge of another purpose takes no code', async () => {
    const { enroll, challenge, verify } = createWorld(store())
    const { userId, code } = await enroll()
    const token = await challenge(userId)
    await store().transaction((tx) => tx.update('challenges', { userId }, { purpose: 'another' }))
    expect(await verify(token, code())).toEqual({ status: 'expired' })
    expect(await store().find('accounts', { userId })).toMatchObject([{ counted: 0 }])
  })

  test('two codes in a row of a phone whose clock is wrong are told so, with the direction, and are not accepted', async () => {
    for (const [steps, direction] of [
      [5, 'ahead'],
      [-10, 'behind'],
    ] as const) {
      const { enroll, challenge, verify, clock } = createWorld(store())
      const { userId, code, factorId } = await enroll()
      clock.advanceSeconds(3600)
      const token = await challenge(userId)
      expect(await verify(token, code(steps))).toEqual({ status: 'invalid', attemptsLeft: 4 })
      clock.advanceSeconds(30)
      expect(await verify(token, code(steps))).toEqual({ status: 'clock_skew', direction, attemptsLeft: 3 })
      const [factor] = await store().find('factors', { id: factorId })
      expect(factor?.lastUsedAt).toBeNull()
    }
  })

  test('one such code alone, the same one twice, or one from too far away tells nothing', async () => {
    const { enroll, challenge, verify, clock } = createWorld(store())
    const { userId, code } = await enroll()
    clock.advanceSeconds(3600)
    const token = await challenge(userId)
    const early = code(5)
    expect(await verify(token, early)).toMatchObject({ status: 'invalid' })
    expect(await verify(token, early)).toMatchObject({ status: 'invalid' })
    expect(await verify(token, code(-7))).toMatchObject({ status: 'invalid' })
    clock.advanceSeconds(30)
    expect(await verify(token, code(11))).toMatchObject({ status: 'invalid' })
  })
})
