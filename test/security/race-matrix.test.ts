import { decodeBase32 } from 'countersign/otp'
import { expect, test } from 'vitest'
import { openClinic } from '../unit/sdk/clinic.ts'
import { describeOnEveryStore } from '../unit/sdk/describe-stores.ts'
import { openProcesses } from '../unit/sdk/processes.ts'
import { type createWorld, totp } from '../unit/sdk/world.ts'

const HANDS = 20

const count = (results: readonly { status: string }[], status: string) =>
  results.filter((result) => result.status === status).length

describeOnEveryStore('many hands at once', (store, _asHost, openAnother) => {
  const openWorlds = (options: Parameters<typeof createWorld>[1] = {}) =>
    openProcesses(store(), openAnother, options)

  const raised = { challengeAttempts: 100, consecutiveFailures: 100 }

  test('one code in one challenge lets one in', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enroll()
    const [token, code] = [await world.challenge(user.userId), user.code()]
    const results = await atOnce(({ login }) => login.verify({ token, method: 'totp', code }))
    expect(count(results, 'ok')).toBe(1)
    expect(await store().count('audit', { userId: user.userId, type: 'login.verified' })).toBe(1)
  })

  test('one code in many challenges of several purposes lets one in', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enroll()
    const { userId } = user
    const code = user.code()
    const results = await atOnce(async ({ login, stepUp, passwordReset }, hand) => {
      const verbs = [login, stepUp, passwordReset][hand % 3] as typeof login
      const begun = await verbs.begin({ userId })
      if (begun.status !== 'challenge') return begun
      return verbs.verify({ token: begun.token, method: 'totp', code })
    })
    expect(count(results, 'ok')).toBe(1)
    expect(count(results, 'already_used')).toBe(HANDS - 1)
  })

  test('one recovery code lets one in; different ones in one challenge too, and only that one is used', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enroll()
    const { userId } = user
    const same = await atOnce(async ({ login }) => {
      const token = await world.challenge(userId)
      return login.verify({ token, method: 'recovery_code', code: user.recoveryCodes[0] })
    })
    expect(count(same, 'ok')).toBe(1)
    const token = await world.challenge(userId)
    const different = await atOnce(
      ({ login }, hand) =>
        login.verify({ token, method: 'recovery_code', code: user.recoveryCodes[1 + hand] }),
      9,
    )
    expect(count(different, 'ok')).toBe(1)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(8)
  })

  test('of many sends of an SMS one goes out, and of all hands with its code one is let in', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enrollSms()
    world.clock.advanceSeconds(3600)
    const token = await world.challenge(user.userId)
    world.sms.messages.length = 0
    const sent = await atOnce(({ login }) => login.sendSms({ token }))
    expect(count(sent, 'sent')).toBe(1)
    expect(count(sent, 'too_soon')).toBe(HANDS - 1)
    const results = await atOnce(({ login }) => login.verify({ token, method: 'sms', code: user.lastCode() }))
    expect(count(results, 'ok')).toBe(1)
  })

  test('an SMS that is sent again beside the submission of the code before it: one of the two lets in, once', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enrollSms()
    for (let round = 0; round < 3; round++) {
      world.clock.advanceSeconds(3600)
      const token = await world.challenge(user.userId)
      await world.twoFactor.login.sendSms({ token })
      const first = user.lastCode()
      world.clock.advanceSeconds(30)
      const [verified] = await Promise.all([
        atOnce(({ login }) => login.verify({ token, method: 'sms', code: first }), 6),
        atOnce(({ login }) => login.sendSms({ token }), 6),
      ])
      const after = await atOnce(
        ({ login }) => login.verify({ token, method: 'sms', code: user.lastCode() }),
        6,
      )
      expect(count([...verified, ...after], 'ok')).toBe(1)
      expect(count(after, 'ok')).toBe(1 - count(verified, 'ok'))
    }
  })

  test('one bypass ends in one session and one factor', async () => {
    const { world, atOnce } = openWorlds()
    const { member, act } = await openClinic(world)
    await world.twoFactor.admin.allowOnce(await act())
    const entered = [await world.enter(member.userId), await world.enter(member.userId)]
    const results = await atOnce((_sdk, hand) => (entered[hand % 2] as (typeof entered)[0]).confirm(), 10)
    expect(count(results, 'ok')).toBe(1)
    expect(await store().count('factors', { userId: member.userId })).toBe(1)
    const used = await store().find('entries', { userId: member.userId })
    expect(used.map(({ usedAt }) => usedAt !== null)).toEqual([true])
  })

  test('one trusted-device token, presented by all, lets all in, gives one successor and revokes nothing', async () => {
    const { world, atOnce } = openWorlds()
    const user = await world.enroll()
    const { userId } = user
    const device = await world.trust(user)
    const results = await atOnce(({ login }) => login.begin({ userId, device }))
    const successors = results.flatMap((result) =>
      result.status === 'complete' && result.reason === 'trusted_device' ? result.device.token : [],
    )
    expect(successors).toHaveLength(HANDS)
    expect(new Set(successors).size).toBe(1)
    expect(await world.twoFactor.trustedDevices.list({ userId })).toHaveLength(1)
    // The successor is presented: from then on the first token is a copy in other hands.
    const next = await atOnce(({ login }) => login.begin({ userId, device: successors[0] as string }))
    expect(count(next, 'complete')).toBe(HANDS)
    expect((await world.twoFactor.login.begin({ userId, device })).status).toBe('challenge')
    expect(await world.twoFactor.trustedDevices.list({ userId })).toEqual([])
  })

  test('one pending enrollment is confirmed once, with one list of recovery codes', async () => {
    const { world, atOnce } = openWorlds()
    const userId = `race-${Math.random()}`
    const begun = await world.twoFactor.enrollment.begin({ userId })
    if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
    const code = totp(decodeBase32(begun.secret) as Uint8Array, world.clock.now())
    const { enrollmentId } = begun
    const results = await atOnce(({ enrollment }) => enrollment.confirm({ userId, enrollmentId, code }), 9)
    expect(count(results, 'ok')).toBe(1)
    expect(await store().count('factors', { userId })).toBe(1)
    expect(await store().count('recoveryCodes', { userId })).toBe(10)
    // The step is used up by it: it signs nobody in.
    expect((await world.verify(await world.challenge(userId), code)).status).toBe('already_used')
  })

  test('two pending enrollments of a first factor, confirmed at once, leave one', async () => {
    const { world, atOnce } = openWorlds({ policy: { default: 'required' } })
    const userId = `first-${Math.random()}`
    const tokens = await Promise.all(
      [0, 1].map(async () => {
        const begun = await world.twoFactor.login.begin({ userId })
        if (begun.status !== 'enroll') throw new Error(begun.status)
        return begun.token
      }),
    )
    const pending = await atOnce(
      ({ enrollment }, hand) => enrollment.begin({ token: tokens[hand % 2] as string }),
      4,
    )
    expect(await store().count('factors', { userId })).toBe(1)
    const results = await atOnce(({ enrollment }, hand) => {
      const one = pending[hand] as Exclude<(typeof pending)[number], { status: 'expired' }>
      if (one.status !== 'pending' || one.type !== 'totp') throw new Error(one.status)
      const code = totp(decodeBase32(one.secret) as Uint8Array, world.clock.now())
      return enrollment.confirm({ token: tokens[hand % 2] as string, enrollmentId: one.enrollmentId, code })
    }, 4)
    expect(count(results, 'ok')).toBeLessThanOrEqual(1)
    expect(await store().count('factors', { userId, state: 'active' })).toBe(count(results, 'ok'))
  })

  test('a burst of 50 wrong codes is evaluated ten times, and a right one among them no more', async () => {
    const { world, atOnce } = openWorlds()
    const user = await world.enroll()
    const { userId } = user
    const tokens: string[] = []
    for (let made = 0; made < 50; made++) tokens.push(await world.challenge(userId))
    const code = user.wrongCode()
    const results = await atOnce(
      ({ login }, hand) => login.verify({ token: tokens[hand] as string, method: 'totp', code }),
      50,
    )
    expect(count(results, 'invalid')).toBe(10)
    expect(count(results, 'locked')).toBe(40)
    expect(await store().count('audit', { userId, type: 'code.rejected' })).toBe(10)
    const late = await atOnce(({ login }, hand) =>
      login.verify({ token: tokens[49 - hand] as string, method: 'totp', code: user.code() }),
    )
    expect(count(late, 'ok')).toBe(0)
  })

  test('a burst of 50 in one challenge is evaluated five times', async () => {
    const { world, atOnce } = openWorlds()
    const user = await world.enroll()
    const [token, code] = [await world.challenge(user.userId), user.wrongCode()]
    const results = await atOnce(({ login }) => login.verify({ token, method: 'totp', code }), 50)
    expect(count(results, 'invalid')).toBe(5)
    expect(count(results, 'challenge_exhausted')).toBe(45)
    expect(await store().count('audit', { userId: user.userId, type: 'code.rejected' })).toBe(5)
  })

  test('a reset by an admin beside open challenges: whoever comes after it gets in by nothing old', async () => {
    const { world, atOnce } = openWorlds()
    const { member, act } = await openClinic(world)
    const { userId, recoveryCodes } = member
    const device = await world.trust(member)
    const tokens = [
      await world.challenge(userId),
      await world.challenge(userId),
      await world.challenge(userId),
    ]
    const given = await act()
    const codes = [member.code(), member.code(1), member.code(-1)]
    const [reset] = await Promise.all([
      world.twoFactor.admin.reset(given),
      atOnce(
        ({ login }, hand) =>
          login.verify({ token: tokens[hand] as string, method: 'totp', code: codes[hand] }),
        3,
      ),
      // Few enough that no mail is held back afterwards.
      atOnce(({ login }) => login.begin({ userId, device }), 3),
    ])
    expect(reset).toEqual({ status: 'ok' })
    expect(await store().count('factors', { userId, state: 'active' })).toBe(0)
    expect(await world.twoFactor.trustedDevices.list({ userId })).toEqual([])
    const after = await atOnce(({ login }, hand) =>
      hand % 2 === 0
        ? login.verify({ token: tokens[hand % 3] as string, method: 'totp', code: member.code(1) })
        : login.verify({
            token: tokens[hand % 3] as string,
            method: 'recovery_code',
            code: recoveryCodes[0],
          }),
    )
    expect(count(after, 'ok')).toBe(0)
    expect(await world.twoFactor.login.begin({ userId, device })).toMatchObject({ status: 'enroll' })
  })

  test('a policy that is tightened while grace runs holds for the very next sign-in, in every process', async () => {
    const { world, atOnce } = openWorlds()
    const { admin } = await openClinic(world)
    const userId = `grace-${Math.random()}`
    world.people.set(userId, [{ id: 'harbour', role: 'practitioner', timeZone: 'UTC' }])
    const set = async (graceDays: number) =>
      world.twoFactor.policy.setOrganization({
        organizationId: 'harbour',
        rule: { default: 'required', graceDays },
        actorId: admin.userId,
        stepUp: await world.stepUp(admin),
      })
    await set(14)
    const before = await atOnce(({ login }) => login.begin({ userId }), 6)
    expect(count(before, 'complete')).toBe(6)
    await set(0)
    const after = await atOnce(({ login }) => login.begin({ userId }), 6)
    expect(count(after, 'enroll')).toBe(6)
    expect(after.every((result) => result.status === 'enroll' && result.because === 'required')).toBe(true)
  })

  test('a clock that steps backwards, in some processes only, brings no used step back', async () => {
    const { world, atOnce } = openWorlds({ limits: raised })
    const user = await world.enroll()
    const { userId } = user
    const earlier = user.code()
    const at = world.clock.now()
    world.clock.advanceSeconds(60)
    expect((await world.verify(await world.challenge(userId), user.code())).status).toBe('ok')
    world.clock.set(at)
    const results = await atOnce(async ({ login }) => {
      const token = await world.challenge(userId)
      return login.verify({ token, method: 'totp', code: earlier })
    })
    expect(count(results, 'ok')).toBe(0)
    expect(count(results, 'already_used')).toBe(HANDS)
  })

  test('an account recovery completes once, or is cancelled by a factor in use, never both', async () => {
    const { world, atOnce } = openWorlds()
    for (let round = 0; round < 3; round++) {
      const { admin, member } = await openClinic(world)
      const { userId } = member
      const { accountRecovery } = world.twoFactor
      await accountRecovery.begin({ userId })
      const { token } = world.readMail(userId, 'account_recovery.link_requested') as { token: string }
      const requested = await accountRecovery.request({ token, details: { card: '4242' } })
      if (requested.status !== 'ok') throw new Error(requested.status)
      const reviewed = await accountRecovery.review({
        actorId: admin.userId,
        stepUp: await world.stepUp(admin),
        requestId: requested.requestId,
        decision: 'approve',
        reason: 'Card shown',
      })
      if (reviewed.status !== 'ok' || reviewed.completableAt === null) throw new Error(reviewed.status)
      world.clock.set(reviewed.completableAt)
      await world.twoFactor.deliverPending()
      const { completeToken } = world.readMail(userId, 'account_recovery.ready') as { completeToken: string }
      const [open, code] = [await world.challenge(userId), member.code()]
      const [completed, verified] = await Promise.all([
        atOnce(({ accountRecovery: recovery }) => recovery.complete({ token: completeToken }), 6),
        world.twoFactor.login.verify({ token: open, method: 'totp', code }),
      ])
      const isCompleted = count(completed, 'ok') === 1
      expect(count(completed, 'ok')).toBe(isCompleted ? 1 : 0)
      const [row] = await store().find('accountRecoveries', { userId })
      expect(row?.state).toBe(isCompleted ? 'completed' : 'cancelled')
      if (!isCompleted) expect(verified.status).toBe('ok')
      const next = await world.twoFactor.login.begin({ userId })
      expect(next.status).toBe(isCompleted ? 'enroll' : 'challenge')
    }
  })
})
