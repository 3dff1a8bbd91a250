import { expect, test } from 'vitest'
import { openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, makeNumber, type World } from '../world.ts'

async function resetMember(world: World) {
  const clinic = await openClinic(world)
  const done = await world.twoFactor.admin.reset(await clinic.act())
  if (done.status !== 'ok') throw new Error(done.status)
  return clinic
}

async function allowMember(world: World) {
  const clinic = await openClinic(world)
  const done = await world.twoFactor.admin.allowOnce(await clinic.act())
  if (done.status !== 'ok') throw new Error(done.status)
  return clinic
}

async function begin(world: World, userId: string) {
  const begun = await world.twoFactor.login.begin({ userId })
  if (begun.status !== 'enroll') throw new Error(begun.status)
  return begun
}

const mailed = (world: World, userId: string) =>
  world.readMail(userId, 'sign_in.proof_requested').code as string

const wrong = (code: string) => `${code.slice(0, 7)}${(Number(code[7]) + 1) % 10}`

describeOnEveryStore('a sign-in without a factor', (store) => {
  test('after a reset leads over the mailed code and a new authenticator into the session, once', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    const entered = await world.enter(userId)
    expect(entered.begun).toMatchObject({ because: 'reset', proof: 'mailed' })
    const confirmed = await entered.confirm()
    expect(confirmed).toMatchObject({ status: 'ok', userId })
    if (confirmed.status !== 'ok') return
    expect(confirmed.recoveryCodes).toHaveLength(10)
    // Nothing of the old is left, and the way in is closed.
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ id: confirmed.factorId }])
    expect(await store().count('factors', { userId })).toBe(1)
    expect(await entered.confirm()).toEqual({ status: 'expired' })
    world.clock.advanceSeconds(30)
    const token = await world.challenge(userId)
    expect((await world.verify(token, member.code())).status).toBe('invalid')
    for (const old of member.recoveryCodes.slice(0, 2))
      expect((await world.verify(token, old, 'recovery_code')).status).toBe('invalid')
    expect((await world.verify(token, entered.code())).status).toBe('ok')
    await world.twoFactor.settle()
    expect(world.outbox.events.filter((event) => event.userId === userId).map(({ type }) => type)).toEqual([
      'two_factor.enabled',
      'two_factor.reset',
      'sign_in.proof_requested',
      'factor.replaced',
      'code.accepted_after_failures',
    ])
  })

  test('is not done with the password alone: no enrollment by user id, by the first token, or without the code', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    expect(await world.twoFactor.enrollment.begin({ userId })).toEqual({ status: 'step_up_required' })
    const begun = await begin(world, userId)
    expect(await world.twoFactor.enrollment.begin({ token: begun.token })).toEqual({ status: 'expired' })
    expect(await world.twoFactor.enrollment.begin({ token: 'x'.repeat(43) })).toEqual({ status: 'expired' })
    const stepUp = await world.twoFactor.stepUp.begin({ userId })
    expect(stepUp).toEqual({ status: 'no_method' })
    expect(await world.twoFactor.passwordReset.begin({ userId })).toEqual({ status: 'no_method' })
    // Asking for a factor after all leads nowhere else.
    expect(await world.twoFactor.login.begin({ userId, withFactor: true })).toMatchObject({
      status: 'enroll',
    })
    // A trusted computer from before is not trusted, and neither is the code of the old app.
    expect((await world.verify(begun.token, member.code())).status).toBe('expired')
    const code = mailed(world, userId)
    expect(await world.twoFactor.login.verify({ token: begun.token, method: 'totp', code })).toEqual({
      status: 'malformed',
    })
  })

  test('an enrollment that began in it is confirmed by its own token only, and only by the code of its app', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    const entered = await world.enter(userId)
    const { enrollmentId } = entered
    const code = entered.code()
    const { enrollment } = world.twoFactor
    expect(await enrollment.confirm({ userId, enrollmentId, code })).toEqual({ status: 'expired' })
    const { member: other } = await resetMember(world)
    const foreign = await world.enter(other.userId)
    expect(await enrollment.confirm({ token: foreign.token, enrollmentId, code })).toEqual({
      status: 'expired',
    })
    expect(await store().count('factors', { userId, state: 'active' })).toBe(0)
    expect((await entered.confirm()).status).toBe('ok')
    expect((await foreign.confirm()).status).toBe('ok')
  })

  test('may set up a number too, also the one that was there before, and has its codes sent by its token', async () => {
    const world = createWorld(store())
    const clinic = await openClinic(world)
    const { userId } = clinic.member
    const number = makeNumber()
    const { enrollment } = world.twoFactor
    const lastCode = () => world.sms.messages.at(-1)?.code
    const before = []
    for (let round = 0; round < 2; round++) {
      await world.twoFactor.admin.reset(await clinic.act())
      const { token: waiting } = await begin(world, userId)
      const proven = await world.twoFactor.login.prove({ token: waiting, code: mailed(world, userId) })
      if (proven.status !== 'ok') throw new Error(proven.status)
      const { token } = proven
      const pending = await enrollment.begin({ token, type: 'sms', number })
      if (pending.status !== 'pending') throw new Error(pending.status)
      const { enrollmentId } = pending
      world.clock.advanceSeconds(30)
      expect(await enrollment.sendSms({ token: waiting, enrollmentId })).toEqual({ status: 'expired' })
      expect(await enrollment.sendSms({ token, enrollmentId })).toMatchObject({ status: 'sent' })
      expect(await enrollment.confirm({ token, enrollmentId, code: lastCode() })).toMatchObject({
        status: 'ok',
        userId,
      })
      before.push(enrollmentId)
      expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
        { id: enrollmentId, type: 'sms' },
      ])
    }
    expect(await store().find('sentCodes', { userId, factorId: { oneOf: before } })).toMatchObject([
      { factorId: before[1] },
    ])
  })

  test('a mailed code is judged like any other: counted first, five tries, used once, bound to its sign-in', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    const { prove } = world.twoFactor.login
    const first = await begin(world, userId)
    const code = mailed(world, userId)
    expect(await prove({ token: first.token, code: '1234567' })).toEqual({ status: 'malformed' })
    const second = await begin(world, userId)
    expect(await prove({ token: second.token, code })).toEqual({ status: 'invalid', attemptsLeft: 4 })
    for (let left = 4; left > 0; left--)
      expect(await prove({ token: first.token, code: wrong(code) })).toEqual({
        status: 'invalid',
        attemptsLeft: left,
      })
    expect(await prove({ token: first.token, code: wrong(code) })).toMatchObject({ attemptsLeft: 0 })
    expect(await prove({ token: first.token, code })).toEqual({ status: 'challenge_exhausted' })
    const own = mailed(world, userId)
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        prove({ token: second.token, code: `${own.slice(0, 4)} ${own.slice(4)}` }),
      ),
    )
    expect(all.filter(({ status }) => status === 'ok')).toHaveLength(1)
    const [account] = await store().find('accounts', { userId })
    // The success has forgiven what was counted before it, and nothing else.
    expect(account?.cleared).toBeGreaterThanOrEqual(7)
  })

  test('its failures pause the step for every path, and a pause refuses the right code', async () => {
    const world = createWorld(store(), { limits: { consecutiveFailures: 3 } })
    const { member } = await resetMember(world)
    const { userId } = member
    const { token } = await begin(world, userId)
    const code = mailed(world, userId)
    for (let failed = 0; failed < 3; failed++) await world.twoFactor.login.prove({ token, code: wrong(code) })
    const until = world.clock.now() + 900_000
    expect(await world.twoFactor.login.prove({ token, code })).toEqual({ status: 'locked', until })
    expect(await world.twoFactor.login.begin({ userId })).toEqual({ status: 'locked', until })
    expect(await world.twoFactor.login.resendProof({ token })).toEqual({ status: 'locked', until })
    expect(await world.twoFactor.login.describeEntry({ token })).toMatchObject({ lockedUntil: until })
    world.clock.set(until)
    expect((await world.twoFactor.login.prove({ token, code })).status).toBe('ok')
  })

  test('another mail makes the one before it worthless, never gives tries back, and there are three of them', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    const { login } = world.twoFactor
    const { token } = await begin(world, userId)
    const first = mailed(world, userId)
    await login.prove({ token, code: wrong(first) })
    expect(await login.resendProof({ token })).toMatchObject({ status: 'too_soon' })
    world.clock.advanceSeconds(60)
    const sent = await Promise.all(Array.from({ length: 10 }, () => login.resendProof({ token })))
    expect(sent.filter(({ status }) => status === 'sent')).toHaveLength(1)
    await world.twoFactor.settle()
    expect(await login.prove({ token, code: first })).toEqual({ status: 'invalid', attemptsLeft: 3 })
    expect(await login.describeEntry({ token })).toMatchObject({ proof: 'mailed', attemptsLeft: 3 })
    world.clock.advanceSeconds(60)
    expect(await login.resendProof({ token })).toMatchObject({ status: 'sent', resendAt: null })
    world.clock.advanceSeconds(60)
    expect(await login.resendProof({ token })).toEqual({ status: 'no_more' })
    expect((await login.prove({ token, code: mailed(world, userId) })).status).toBe('ok')
    expect(await login.resendProof({ token })).toEqual({ status: 'expired' })
  })

  test('six mails an hour to one person, however many sign-ins are begun, in parallel too', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { userId } = member
    const begun = await Promise.all(Array.from({ length: 20 }, () => world.twoFactor.login.begin({ userId })))
    expect(begun.filter(({ status }) => status === 'enroll')).toHaveLength(6)
    const until = world.clock.now() + 3_600_000
    const refused = begun.filter(({ status }) => status !== 'enroll')
    expect(refused).toEqual(Array(14).fill({ status: 'too_many_mails', because: 'reset', until }))
    await world.twoFactor.settle()
    const mails = world.outbox.events.filter(({ type }) => type === 'sign_in.proof_requested')
    expect(mails).toHaveLength(6)
    world.clock.advanceSeconds(3600)
    expect((await world.twoFactor.login.begin({ userId })).status).toBe('enroll')
  })

  test('the code and the tokens are nowhere in the store, and the code is in no record', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const entered = await world.enter(member.userId)
    const code = mailed(world, member.userId)
    const { tables } = await import('../../../../sdk/src/tables.ts')
    for (const table of Object.keys(tables) as (keyof typeof tables)[]) {
      const rows = JSON.stringify(await store().find(table, {}))
      for (const secret of [code, entered.token, entered.begun.token]) expect(rows).not.toContain(secret)
    }
  })

  test('a mailed code is worth nothing after an hour', async () => {
    const world = createWorld(store())
    const { member } = await resetMember(world)
    const { token } = await begin(world, member.userId)
    world.clock.advanceSeconds(3600)
    const code = mailed(world, member.userId)
    expect(await world.twoFactor.login.prove({ token, code })).toEqual({ status: 'expired' })
    expect(await world.twoFactor.login.describeEntry({ token })).toEqual({ status: 'expired' })
    // The way in itself stays open until it is used.
    expect((await (await world.enter(member.userId)).confirm()).status).toBe('ok')
  })

  test('a new reset takes back the one before it, with the sign-in that was under way', async () => {
    const world = createWorld(store())
    const { member, act } = await resetMember(world)
    const entered = await world.enter(member.userId)
    expect((await world.twoFactor.admin.reset(await act())).status).toBe('ok')
    expect(await entered.confirm()).toEqual({ status: 'expired' })
    expect(await store().count('factors', { userId: member.userId, state: 'active' })).toBe(0)
    expect((await (await world.enter(member.userId)).confirm()).status).toBe('ok')
  })
})

describeOnEveryStore('a bypass', (store) => {
  test('lets in once: of two sign-ins that both show the mailed code, one ends with a session', async () => {
    const world = createWorld(store())
    const { member } = await allowMember(world)
    const entered = [await world.enter(member.userId), await world.enter(member.userId)]
    // There is one pending enrollment of a kind: the second has taken the place of the first.
    const results = await Promise.all(entered.map(({ confirm }) => confirm()))
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(await store().count('factors', { userId: member.userId })).toBe(1)
    world.clock.advanceSeconds(30)
    expect((await world.twoFactor.login.begin({ userId: member.userId })).status).toBe('challenge')
  })

  test('that nobody uses loses nothing: after the hour the old factors, codes and computers are as they were', async () => {
    const world = createWorld(store())
    const clinic = await openClinic(world)
    const { member } = clinic
    const { userId } = member
    const device = await world.trust(member)
    expect((await world.twoFactor.admin.allowOnce(await clinic.act())).status).toBe('ok')
    const entered = await world.enter(userId)
    // From the mailed code on the old ones are out of use.
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'held' }])
    world.clock.advanceSeconds(3600)
    expect(await entered.confirm()).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { id: member.factorId, state: 'active' },
    ])
    expect(await world.verify(await world.challenge(userId), member.code())).toMatchObject({ status: 'ok' })
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
    expect(await world.twoFactor.login.begin({ userId, device })).toMatchObject({ reason: 'trusted_device' })
  })

  test('leaves the factor in use until the mailed code is shown, and ends a challenge that was open then', async () => {
    const world = createWorld(store())
    const clinic = await openClinic(world)
    const { member } = clinic
    const { userId } = member
    const open = await world.challenge(userId)
    expect((await world.twoFactor.admin.allowOnce(await clinic.act())).status).toBe('ok')
    const begun = await world.twoFactor.login.begin({ userId, withFactor: true })
    expect(begun.status).toBe('challenge')
    const entered = await world.enter(userId)
    for (const token of [open, begun.status === 'challenge' ? begun.token : ''])
      expect((await world.verify(token, member.code())).status).toBe('expired')
    expect((await entered.confirm()).status).toBe('ok')
  })

  test('says that a code was accepted, by either token, until that would have expired', async () => {
    const world = createWorld(store())
    const { member } = await allowMember(world)
    const { userId } = member
    const { login } = world.twoFactor
    const waiting = await begin(world, userId)
    const proven = await login.prove({ token: waiting.token, code: mailed(world, userId) })
    if (proven.status !== 'ok') throw new Error(proven.status)
    const accepted = { status: 'accepted' }
    expect(await login.describeEntry({ token: waiting.token })).toEqual(accepted)
    expect(await login.describeEntry({ token: proven.token })).toMatchObject({ status: 'open' })
    const confirmed = await world.enter(userId)
    expect((await confirmed.confirm()).status).toBe('ok')
    expect(await login.describeEntry({ token: confirmed.token })).toEqual(accepted)
    world.clock.advanceSeconds(3600)
    for (const token of [waiting.token, confirmed.token])
      expect(await login.describeEntry({ token })).toEqual({ status: 'expired' })
  })

  test('that is called off gives the factors back at once, and the token is worth nothing', async () => {
    const world = createWorld(store())
    const { member } = await allowMember(world)
    const { userId } = member
    const { login, enrollment } = world.twoFactor
    const waiting = await begin(world, userId)
    expect(await login.cancelEntry({ token: waiting.token })).toEqual({ status: 'cancelled' })
    expect(await login.prove({ token: waiting.token, code: mailed(world, userId) })).toEqual({
      status: 'expired',
    })
    const { token, confirm } = await world.enter(userId)
    expect(await login.describeEntry({ token: waiting.token })).toEqual({ status: 'expired' })
    expect(await login.cancelEntry({ token })).toEqual({ status: 'cancelled' })
    expect(await login.cancelEntry({ token })).toEqual({ status: 'expired' })
    expect(await login.describeEntry({ token })).toEqual({ status: 'expired' })
    expect(await enrollment.begin({ token })).toEqual({ status: 'expired' })
    expect(await confirm()).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'active' }])
    expect((await login.begin({ userId, withFactor: true })).status).toBe('challenge')
    expect((await (await world.enter(userId)).confirm()).status).toBe('ok')
  })

  test('gives nothing back by a token that the password alone had earned before there was a factor', async () => {
    const world = createWorld(store(), { policy: { default: 'required', graceDays: 0 } })
    const clinic = await openClinic(world)
    const { userId } = clinic.member
    await store().transaction((tx) => tx.update('factors', { userId }, { state: 'pending', expiresAt: 0 }))
    const early = await world.twoFactor.login.begin({ userId })
    if (early.status !== 'enroll') throw new Error(early.status)
    await store().transaction((tx) => tx.update('factors', { userId }, { state: 'active', expiresAt: null }))
    expect((await world.twoFactor.admin.allowOnce(await clinic.act())).status).toBe('ok')
    const { confirm } = await world.enter(userId)
    const held = await store().find('factors', { userId }, { orderBy: 'id' })
    expect(held.map(({ state }) => state).sort()).toEqual(['pending', 'suspended'])
    expect((await world.twoFactor.login.cancelEntry({ token: early.token })).status).toBe('cancelled')
    expect(await store().find('factors', { userId }, { orderBy: 'id' })).toEqual(held)
    expect((await confirm()).status).toBe('ok')
  })

  test('gives nothing back by a token that has not shown the mailed code', async () => {
    const world = createWorld(store())
    const { member } = await allowMember(world)
    const { userId } = member
    // The password is all that whoever calls this one off has; the person has shown the code and sets up the new app.
    const { token, confirm } = await world.enter(userId)
    const stranger = await begin(world, userId)
    const held = await store().find('factors', { userId }, { orderBy: 'id' })
    expect(held.map(({ state }) => state).sort()).toEqual(['pending', 'suspended'])
    expect((await world.twoFactor.login.cancelEntry({ token: stranger.token })).status).toBe('cancelled')
    expect(await store().find('factors', { userId }, { orderBy: 'id' })).toEqual(held)
    expect(await world.twoFactor.login.describeEntry({ token })).toMatchObject({
      status: 'open',
      proof: 'none',
    })
    expect((await confirm()).status).toBe('ok')
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
  })

  test('is over when the person signs in with a factor after all', async () => {
    const world = createWorld(store())
    const { member } = await allowMember(world)
    const { userId } = member
    const waiting = await begin(world, userId)
    const code = mailed(world, userId)
    const withFactor = await world.twoFactor.login.begin({ userId, withFactor: true })
    if (withFactor.status !== 'challenge') throw new Error(withFactor.status)
    expect((await world.verify(withFactor.token, member.code())).status).toBe('ok')
    expect((await world.twoFactor.login.begin({ userId })).status).toBe('challenge')
    // The sign-in that was waiting for the mailed code leads nowhere, and takes nothing away.
    const proven = await world.twoFactor.login.prove({ token: waiting.token, code })
    if (proven.status === 'ok')
      expect(await world.twoFactor.enrollment.begin({ token: proven.token })).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'active' }])
    expect(await world.auditTypes(userId)).toContain('bypass.ended')
  })

  test('does not get round a suspension: there the password leaked', async () => {
    const world = createWorld(store(), { limits: { rollingFailures: 10, consecutiveFailures: 100 } })
    const clinic = await openClinic(world)
    const { member } = clinic
    for (let failed = 0; failed < 10; failed++)
      await world.verify(await world.challenge(member.userId), member.wrongCode())
    expect((await world.twoFactor.admin.allowOnce(await clinic.act())).status).toBe('ok')
    expect(await world.twoFactor.login.begin({ userId: member.userId })).toEqual({
      status: 'password_change_required',
    })
  })
})

describeOnEveryStore('a sign-in of somebody who must have a factor by now', (store) => {
  test('leads into setting one up, by its token, and is over once there is one', async () => {
    const world = createWorld(store(), { policy: { default: 'required' } })
    const userId = `required-${Math.random()}`
    const [begun, parallel] = [await begin(world, userId), await begin(world, userId)]
    expect(begun).toMatchObject({ because: 'required', proof: 'none' })
    const { enrollment, login } = world.twoFactor
    expect(await login.describeEntry({ token: begun.token })).toMatchObject({ userId, because: 'required' })
    const { decodeBase32 } = await import('countersign/otp')
    const { totp } = await import('../world.ts')
    const pending = await enrollment.begin({ token: begun.token })
    if (pending.status !== 'pending' || pending.type !== 'totp') throw new Error(pending.status)
    const code = totp(decodeBase32(pending.secret) as Uint8Array, world.clock.now())
    const { enrollmentId } = pending
    const confirmed = await enrollment.confirm({ token: begun.token, enrollmentId, code })
    expect(confirmed).toMatchObject({ status: 'ok', userId })
    // The other sign-in knew the password only: it must answer for the new factor now.
    expect(await enrollment.begin({ token: parallel.token })).toEqual({ status: 'expired' })
    expect((await login.begin({ userId })).status).toBe('challenge')
  })

  test('goes on without one while grace runs', async () => {
    const world = createWorld(store(), { policy: { default: 'required', graceDays: 14 } })
    const userId = `grace-${Math.random()}`
    const deadline = world.clock.now() + 14 * 86_400_000
    const complete = { status: 'complete', reason: 'not_enrolled', deadline }
    expect(await world.twoFactor.login.begin({ userId })).toEqual(complete)
    world.clock.set(deadline - 1)
    expect(await world.twoFactor.login.begin({ userId })).toEqual(complete)
    world.clock.set(deadline)
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'enroll' })
  })
})
