import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { openProcesses } from '../processes.ts'

const HANDS = 6

/** What a failure leaves behind, of any kind. */
const alarms = ['code.reused', 'factor_step.paused', 'challenge.exhausted', 'authenticator.suspended']

describeOnEveryStore('one form that several processes judge at once', (store, _asHost, openAnother) => {
  const open = () => openProcesses(store(), openAnother, { limits: { challengeAttempts: HANDS * 2 } })

  test.each(['totp', 'recovery_code', 'sms'] as const)(
    'is accepted once, and is neither a failure nor an alarm: %s',
    async (method) => {
      const { world, atOnce } = open()
      const ip = `198.51.100.${method.length}`
      for (let round = 0; round < 4; round++) {
        const user = method === 'sms' ? await world.enrollSms() : await world.enroll()
        const { userId } = user
        if (method === 'sms') world.clock.advanceSeconds(3600)
        const begun = await world.twoFactor.stepUp.begin({ userId, ip })
        if (begun.status !== 'challenge') throw new Error(begun.status)
        const { token } = begun
        if (method === 'sms') await world.twoFactor.stepUp.sendSms({ token })
        const code =
          'lastCode' in user ? user.lastCode() : method === 'totp' ? user.code() : user.recoveryCodes[0]
        const before = await store().find('addresses', { address: ip })
        const answers = await atOnce(({ stepUp }) => stepUp.verify({ token, method, code, ip }), HANDS)
        expect(answers.filter(({ status }) => status === 'ok')).toHaveLength(1)
        // Whoever came after the first had been accepted finds the question closed.
        const others = answers.filter(({ status }) => status !== 'ok')
        for (const { status } of others) expect(['already_used', 'expired']).toContain(status)
        const [account] = await store().find('accounts', { userId })
        expect(account).toMatchObject({ rolling: 0 })
        expect((account?.counted ?? 0) - (account?.cleared ?? 0)).toBe(0)
        expect(await store().find('addresses', { address: ip })).toMatchObject([
          { failures: before[0]?.failures ?? 0 },
        ])
        await world.twoFactor.settle()
        expect(await world.auditTypes(userId)).not.toContain('code.rejected')
        const told = world.outbox.events.filter((event) => event.userId === userId)
        expect(told.filter(({ type }) => alarms.includes(type))).toEqual([])
        expect(await store().count('permissions', { userId, purpose: 'step_up' })).toBe(1)
        expect(await world.auditTypes(userId)).toContain('step_up.verified')
      }
    },
  )

  test('the same code to another challenge is a failure and an alarm, as ever', async () => {
    const { world, atOnce } = open()
    const user = await world.enroll()
    const { userId } = user
    const tokens = await Promise.all([1, 2].map(() => world.challenge(userId)))
    const code = user.code()
    const answers = await atOnce(
      ({ login }, hand) => login.verify({ token: tokens[hand % 2] as string, method: 'totp', code }),
      2,
    )
    expect(answers.map(({ status }) => status).sort()).toEqual(['already_used', 'ok'])
    await world.twoFactor.settle()
    expect(await world.auditTypes(userId)).toContain('code.rejected')
    expect(world.outbox.events.filter((event) => event.userId === userId)).toContainEqual(
      expect.objectContaining({ type: 'code.reused' }),
    )
    expect(await store().find('accounts', { userId })).toMatchObject([{ rolling: 1 }])
  })

  test('beside wrong codes it takes back no more than its own: every one of those stays counted', async () => {
    const { world, atOnce } = open()
    const user = await world.enroll()
    const { userId } = user
    const token = await world.challenge(userId)
    const [code, wrong] = [user.code(), user.wrongCode()]
    const answers = await atOnce(
      ({ login }, hand) => login.verify({ token, method: 'totp', code: hand % 2 ? wrong : code }),
      HANDS,
    )
    const failed = answers.filter(({ status }) => status === 'invalid').length
    expect(answers.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(await store().find('accounts', { userId })).toMatchObject([{ rolling: failed }])
    expect((await world.auditTypes(userId)).filter((type) => type === 'code.rejected')).toHaveLength(failed)
  })

  test('a challenge that another code has answered forgives no code that was used elsewhere', async () => {
    const { world } = open()
    const user = await world.enroll()
    const [first, second] = [await world.challenge(user.userId), await world.challenge(user.userId)]
    expect(await world.verify(first, user.code())).toMatchObject({ status: 'ok' })
    expect(await world.verify(second, user.code())).toMatchObject({ status: 'already_used' })
    expect(await world.verify(second, user.recoveryCodes[0], 'recovery_code')).toMatchObject({ status: 'ok' })
    expect(await world.verify(second, user.code())).toEqual({ status: 'expired' })
    expect((await world.auditTypes(user.userId)).filter((type) => type === 'code.rejected')).toHaveLength(1)
  })
})
