import { randomUUID } from 'node:crypto'
import { decodeBase32, parseKeyUri } from 'countersign/otp'
import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { sealSecret } from '../../../../sdk/src/crypto/sealed-secret.ts'
import { makeId } from '../../../../sdk/src/crypto/token.ts'
import { factorRow } from '../../../../sdk/src/testing/conformance/sample-rows.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, KEY, makeNumber, otherCode, totp, type World } from '../world.ts'

async function begin({ twoFactor, clock }: World, userId: string = randomUUID()) {
  const begun = await twoFactor.enrollment.begin({ userId, label: ' My phone ' })
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(`not pending: ${begun.status}`)
  const secret = decodeBase32(begun.secret) as Uint8Array
  const code = (offset = 0) => totp(secret, clock.now() + offset * 30_000)
  const confirm = (submitted: unknown, owner = userId) =>
    twoFactor.enrollment.confirm({ userId: owner, enrollmentId: begun.enrollmentId, code: submitted })
  return { userId, begun, secret, code, confirm }
}

describeOnEveryStore('enrollment', (store) => {
  test('it begins with 160 random bits as base32, a key URI and a QR code, and turns nothing on', async () => {
    const world = createWorld(store())
    const { userId, begun, secret } = await begin(world)
    expect(secret).toHaveLength(20)
    expect(begun.expiresAt).toBe(world.clock.now() + 600_000)
    expect(begun.qr).toMatch(/^<svg/)
    expect(parseKeyUri(begun.uri)).toMatchObject({
      status: 'ok',
      account: {
        issuer: 'Harbour Practice',
        account: `${userId}@example.test`,
        secret,
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
      },
    })
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'complete' })
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(0)
  })

  test('the stored secret is sealed', async () => {
    const world = createWorld(store())
    const { userId, begun, secret } = await begin(world)
    const [row] = await store().find('factors', { userId: userId, id: begun.enrollmentId })
    expect(row?.sealedSecret).toMatch(/^v1:2026-11:/)
    const stored = Buffer.from(JSON.stringify(row))
    for (const form of [
      begun.secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(stored.includes(form)).toBe(false)
    }
  })

  test('a code confirms it, issues ten recovery codes, tells the person, and is used up by it', async () => {
    const world = createWorld(store())
    const { userId, code, confirm, begun } = await begin(world)
    const used = code()
    const confirmed = await confirm(used)
    expect(confirmed).toMatchObject({ status: 'ok', factorId: begun.enrollmentId })
    if (confirmed.status !== 'ok') return
    expect(new Set(confirmed.recoveryCodes).size).toBe(10)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { label: 'My phone', state: 'active' },
    ])
    expect(world.outbox.events).toMatchObject([{ type: 'two_factor.enabled', userId }])
    expect(await world.auditTypes(userId)).toEqual([
      'recovery_codes.issued',
      'two_factor.enabled',
      'enrollment.started',
    ])
    expect(await world.verify(await world.challenge(userId), used)).toMatchObject({ status: 'already_used' })
    expect(await world.verify(await world.challenge(userId), code(1))).toMatchObject({ status: 'ok' })
  })

  test('the secret is not readable after confirmation', async () => {
    const world = createWorld(store())
    const { userId, code, confirm, begun } = await begin(world)
    const again = () => world.twoFactor.enrollment.describe({ userId, enrollmentId: begun.enrollmentId })
    expect(await again()).toEqual({ ...begun, replaces: null })
    await confirm(code())
    expect(await again()).toEqual({ status: 'expired' })
    expect(JSON.stringify(await world.twoFactor.factors.list({ userId }))).not.toContain(begun.secret)
  })

  test('parallel confirmations turn it on once and issue one list', async () => {
    const world = createWorld(store(), { limits: { enrollmentAttempts: 50 } })
    const { userId, code, confirm } = await begin(world)
    const results = await Promise.all(Array.from({ length: 20 }, () => confirm(code())))
    const winners = results.filter((result) => result.status === 'ok')
    expect(winners).toHaveLength(1)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
    const [winner] = winners
    if (winner?.status !== 'ok') return
    const token = await world.challenge(userId)
    expect(await world.verify(token, winner.recoveryCodes[3], 'recovery_code')).toMatchObject({
      status: 'ok',
    })
  })

  test('a wrong code counts against its own budget and pauses nothing; malformed ones do not count', async () => {
    const world = createWorld(store(), { limits: { enrollmentAttempts: 3, consecutiveFailures: 1 } })
    const { userId, code, confirm } = await begin(world)
    const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
    expect(await confirm(['123456'])).toEqual({ status: 'malformed' })
    expect(await confirm('12345')).toEqual({ status: 'malformed' })
    for (const attemptsLeft of [2, 1, 0])
      expect(await confirm(wrong)).toEqual({ status: 'invalid', attemptsLeft })
    expect(await confirm(code())).toEqual({ status: 'challenge_exhausted' })
    expect(await store().find('accounts', { userId })).toMatchObject([{ counted: 0 }])
    expect((await begin(world, userId)).begun.status).toBe('pending')
  })

  test('an app whose clock is wrong is told so by its second code, and neither turns anything on', async () => {
    for (const [steps, direction] of [
      [5, 'ahead'],
      [-10, 'behind'],
    ] as const) {
      const world = createWorld(store())
      const { userId, code, confirm } = await begin(world)
      expect(await confirm(code(steps))).toEqual({ status: 'invalid', attemptsLeft: 9 })
      world.clock.advanceSeconds(30)
      expect(await confirm(code(steps))).toEqual({ status: 'clock_skew', direction, attemptsLeft: 8 })
      expect(await world.twoFactor.factors.list({ userId })).toEqual([])
      expect((await world.auditTypes(userId)).filter((type) => type === 'enrollment.rejected')).toHaveLength(
        2,
      )
      // Once the clock is set right it goes on, also where a code of the wrong time was typed before.
      expect(await confirm(code())).toMatchObject({ status: 'ok' })
    }
  })

  test('a guess at a code of another time is never confirmed by itself', async () => {
    const world = createWorld(store())
    const { code, confirm } = await begin(world)
    const early = code(5)
    for (const [guess, left] of [
      [early, 9],
      [early, 8],
      [code(-7), 7],
    ])
      expect(await confirm(guess)).toEqual({ status: 'invalid', attemptsLeft: left })
    world.clock.advanceSeconds(30)
    expect(await confirm(code(11))).toEqual({ status: 'invalid', attemptsLeft: 6 })
  })

  test('a wrong code leaves a row in the record', async () => {
    const world = createWorld(store())
    const { userId, code, confirm } = await begin(world)
    await confirm(String((Number(code()) + 1) % 1_000_000).padStart(6, '0'))
    const [entry] = await world.twoFactor.audit.list({ userId })
    expect(entry).toMatchObject({ type: 'enrollment.rejected', data: { attemptsLeft: 9 } })
  })

  test('of two pending ones that are confirmed in parallel, as a race could leave them, one is', async () => {
    for (let round = 0; round < 5; round++) {
      const world = createWorld(store())
      const userId = randomUUID()
      const keyring = createKeyring([{ id: '2026-11', secret: KEY }])
      const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }
      const pending = [1, 2].map(() => {
        const id = makeId(random)
        const secret = random.bytes(20)
        const sealedSecret = sealSecret(secret, { table: 'factors', userId, rowId: id }, keyring, random)
        return {
          id,
          secret,
          row: factorRow(userId, {
            id,
            sealedSecret,
            state: 'pending',
            expiresAt: world.clock.now() + 60_000,
            confirmedAt: null,
          }),
        }
      })
      await store().transaction((tx) => tx.insert('factors', ...pending.map(({ row }) => row)))
      const confirmed = await Promise.all(
        pending.map(({ id, secret }) =>
          world.twoFactor.enrollment.confirm({
            userId,
            enrollmentId: id,
            code: totp(secret, world.clock.now()),
          }),
        ),
      )
      expect(confirmed.filter(({ status }) => status === 'ok')).toHaveLength(1)
      expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
      expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
    }
  })

  test('it expires', async () => {
    const world = createWorld(store())
    const { userId, code, confirm } = await begin(world)
    world.clock.advanceSeconds(600)
    expect(await confirm(code())).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
  })

  test('a second begin replaces the first', async () => {
    const world = createWorld(store())
    const first = await begin(world)
    const second = await begin(world, first.userId)
    expect(await first.confirm(first.code())).toEqual({ status: 'expired' })
    expect(await second.confirm(second.code())).toMatchObject({ status: 'ok' })
  })

  test('a cancelled one can not be confirmed', async () => {
    const world = createWorld(store())
    const { userId, code, confirm, begun } = await begin(world)
    const cancel = () => world.twoFactor.enrollment.cancel({ userId, enrollmentId: begun.enrollmentId })
    expect(await cancel()).toEqual({ status: 'cancelled' })
    expect(await cancel()).toEqual({ status: 'expired' })
    expect(await confirm(code())).toEqual({ status: 'expired' })
    expect(await world.auditTypes(userId)).toEqual(['enrollment.cancelled', 'enrollment.started'])
  })

  test('another user can neither see, confirm nor cancel it', async () => {
    const world = createWorld(store())
    const { userId, code, confirm, begun } = await begin(world)
    const stranger = randomUUID()
    const target = { userId: stranger, enrollmentId: begun.enrollmentId }
    expect(await world.twoFactor.enrollment.describe(target)).toEqual({ status: 'expired' })
    expect(await world.twoFactor.enrollment.cancel(target)).toEqual({ status: 'expired' })
    expect(await confirm(code(), stranger)).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId: stranger })).toEqual([])
    expect(await confirm(code())).toMatchObject({ status: 'ok' })
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
  })

  test('who has a factor can not add one without step-up, not even by an enrollment begun before', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    expect(await world.twoFactor.enrollment.begin({ userId: user.userId })).toEqual({
      status: 'step_up_required',
    })

    // A begin that ran beside the confirmation of another enrollment: it saw no factor yet.
    const racing = createWorld({ ...store(), find: async () => [] })
    racing.clock.set(world.clock.now())
    const late = await begin(racing, user.userId)
    expect(await late.confirm(late.code())).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId: user.userId })).toMatchObject([{ id: user.factorId }])
    // The first list of recovery codes is still the one that works.
    const token = await world.challenge(user.userId)
    expect(await world.verify(token, user.recoveryCodes[0], 'recovery_code')).toMatchObject({ status: 'ok' })
  })

  test('an id that can not be one is expired, whatever it is', async () => {
    const { twoFactor, ...world } = createWorld(store())
    const { userId, code } = await begin({ twoFactor, ...world })
    for (const enrollmentId of ['', 'x', '\0', ['a'], {}, null, undefined, 7, 'A'.repeat(22)] as never[]) {
      expect(await twoFactor.enrollment.describe({ userId, enrollmentId })).toEqual({ status: 'expired' })
      expect(await twoFactor.enrollment.confirm({ userId, enrollmentId, code: code() })).toEqual({
        status: 'expired',
      })
      expect(await twoFactor.enrollment.cancel({ userId, enrollmentId })).toEqual({ status: 'expired' })
    }
    expect(await twoFactor.factors.list({ userId })).toEqual([])
  })

  test('line breaks, control characters and direction marks do not stay in a name; one that is too long fails loudly', async () => {
    const world = createWorld(store())
    const userId = randomUUID()
    const label = 'Anna\r\nBcc: all\u202e\0phone'
    const begun = await world.twoFactor.enrollment.begin({ userId, label })
    if (begun.status !== 'pending') throw new Error('not pending')
    expect((await store().find('factors', { userId: userId, id: begun.enrollmentId }))[0]?.label).toBe(
      'Anna Bcc: all phone',
    )
    await expect(world.twoFactor.enrollment.begin({ userId, label: 'x'.repeat(65) })).rejects.toThrow(
      expect.objectContaining({ code: 'argument_invalid' }),
    )
  })

  test('a type that is none fails loudly and leaves nothing', async () => {
    const world = createWorld(store())
    const userId = randomUUID()
    for (const type of ['recovery_code', 'TOTP', '', ['sms']] as never[])
      await expect(world.twoFactor.enrollment.begin({ userId, type })).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    expect(await store().count('factors', { userId })).toBe(0)
  })

  test('a user whom the directory does not know fails loudly and leaves nothing', async () => {
    const world = createWorld(store())
    await expect(world.twoFactor.enrollment.begin({ userId: 'unknown-1' })).rejects.toMatchObject({
      code: 'user_unknown',
    })
    expect(await world.auditTypes('unknown-1')).toEqual([])
  })
})

describeOnEveryStore('enrollment of a number', (store) => {
  const masked = (number: string) => `+46 •• ••• •• ${number.slice(-2)}`

  async function beginSms(world: World, userId: string = randomUUID(), number = makeNumber()) {
    const begun = await world.twoFactor.enrollment.begin({ userId, type: 'sms', number, label: 'Work' })
    if (begun.status !== 'pending' || begun.type !== 'sms') throw new Error(`not pending: ${begun.status}`)
    const { enrollmentId } = begun
    const confirm = (code: unknown, owner = userId) =>
      world.twoFactor.enrollment.confirm({ userId: owner, enrollmentId, code })
    const resend = (owner = userId) => world.twoFactor.enrollment.sendSms({ userId: owner, enrollmentId })
    const lastCode = () => world.sms.messages.findLast((message) => message.number === number)?.code ?? ''
    return { userId, number, begun, enrollmentId, confirm, resend, lastCode }
  }

  test('a number does nothing until the code that was sent to it proves it; recovery codes come with it', async () => {
    const world = createWorld(store())
    const { userId, number, begun, enrollmentId, confirm, lastCode } = await beginSms(world)
    expect(begun).toEqual({
      status: 'pending',
      type: 'sms',
      enrollmentId,
      number: masked(number),
      expiresAt: world.clock.now() + 600_000,
      resendAt: world.clock.now() + 30_000,
    })
    expect(world.sms.messages).toMatchObject([{ number, userId, purpose: 'enrollment' }])
    expect(await world.twoFactor.enrollment.describe({ userId, enrollmentId })).toEqual({
      ...begun,
      replaces: null,
    })
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ reason: 'not_enrolled' })

    expect(await confirm('12345')).toEqual({ status: 'malformed' })
    expect(await confirm(otherCode(lastCode()))).toEqual({ status: 'invalid', attemptsLeft: 4 })
    const confirmed = await confirm(lastCode())
    expect(confirmed).toMatchObject({ status: 'ok', factorId: enrollmentId })
    if (confirmed.status !== 'ok') return
    expect(confirmed.recoveryCodes).toHaveLength(10)
    expect(await confirm(lastCode())).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { type: 'sms', label: 'Work', number: masked(number), state: 'active', lastUsedAt: null },
    ])
    expect(world.outbox.events).toMatchObject([{ type: 'two_factor.enabled', data: { type: 'sms' } }])
    expect(await world.auditTypes(userId)).toEqual([
      'recovery_codes.issued',
      'two_factor.enabled',
      'enrollment.rejected',
      'enrollment.started',
      'sms.sent',
    ])
    expect(await world.twoFactor.enrollment.describe({ userId, enrollmentId })).toEqual({ status: 'expired' })
  })

  test('what is no number, or one that gets no SMS, begins nothing and sends nothing', async () => {
    const world = createWorld(store())
    const userId = randomUUID()
    const begin = (number: unknown) => world.twoFactor.enrollment.begin({ userId, type: 'sms', number })
    for (const number of ['', 'x', undefined, 7, ['+46701740605'], '+46 70 12'])
      expect(await begin(number)).toEqual({ status: 'number_invalid' })
    const notAllowed = 'number_not_allowed'
    expect(await begin('+49 1512 3456789')).toEqual({ status: notAllowed, because: 'country' })
    expect(await begin('+46 8 465 004 00')).toEqual({ status: notAllowed, because: 'type' })
    expect(await begin('+44 56 0000 0000')).toEqual({ status: notAllowed, because: 'type' })
    expect(world.sms.messages).toEqual([])
    expect(await store().count('factors', { userId })).toBe(0)
    await expect(
      world.twoFactor.enrollment.begin({ userId: 'unknown-2', type: 'sms', number: makeNumber() }),
    ).rejects.toMatchObject({ code: 'user_unknown' })
  })

  test('a resend makes the code before it worthless, and neither it nor a wrong code starts the budget anew', async () => {
    const world = createWorld(store(), { limits: { challengeAttempts: 3 } })
    const { confirm, resend, lastCode } = await beginSms(world)
    const first = lastCode()
    expect(await resend()).toEqual({ status: 'too_soon', until: world.clock.now() + 30_000 })
    world.clock.advanceSeconds(30)
    expect(await resend()).toMatchObject({ status: 'sent', resendAt: world.clock.now() + 60_000 })
    expect(await confirm(first)).toEqual({ status: 'invalid', attemptsLeft: 2 })
    world.clock.advanceSeconds(60)
    await resend()
    expect(await confirm(otherCode(lastCode()))).toEqual({ status: 'invalid', attemptsLeft: 1 })
    expect(await confirm(otherCode(lastCode()))).toEqual({ status: 'invalid', attemptsLeft: 0 })
    expect(await confirm(lastCode())).toEqual({ status: 'challenge_exhausted' })
    world.clock.advanceSeconds(120)
    expect(await resend()).toEqual({ status: 'challenge_exhausted' })
  })

  test('a number has five tries, and then not even the right code', async () => {
    const world = createWorld(store())
    const { userId, confirm, resend, lastCode } = await beginSms(world)
    for (const attemptsLeft of [4, 3, 2, 1, 0])
      expect(await confirm(otherCode(lastCode()))).toEqual({ status: 'invalid', attemptsLeft })
    expect(await confirm(lastCode())).toEqual({ status: 'challenge_exhausted' })
    world.clock.advanceSeconds(30)
    expect(await resend()).toEqual({ status: 'challenge_exhausted' })
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
    expect(world.sms.messages).toHaveLength(1)
  })

  test('a code that is replaced between its comparison and its use turns nothing on', async () => {
    const world = createWorld(store())
    const { userId, enrollmentId, resend, lastCode, confirm } = await beginSms(world)
    world.clock.advanceSeconds(30)
    const old = lastCode()
    let transactions = 0
    // The second transaction of a confirmation is the one that uses the code up.
    const late = createWorld({
      ...store(),
      async transaction(work) {
        transactions += 1
        if (transactions === 2) await resend()
        return store().transaction(work)
      },
    })
    late.clock.set(world.clock.now())
    expect(await late.twoFactor.enrollment.confirm({ userId, enrollmentId, code: old })).toMatchObject({
      status: 'invalid',
    })
    expect(await world.twoFactor.factors.list({ userId })).toEqual([])
    expect(await confirm(lastCode())).toMatchObject({ status: 'ok' })
  })

  test('a second begin replaces the first, whose code is worth nothing; an app that is pending stays', async () => {
    const world = createWorld(store())
    const app = await begin(world)
    const first = await beginSms(world, app.userId)
    const second = await beginSms(world, app.userId)
    expect(await first.confirm(first.lastCode())).toEqual({ status: 'expired' })
    expect(await first.resend()).toEqual({ status: 'expired' })
    expect(await store().count('sentCodes', { userId: app.userId })).toBe(1)
    expect(await second.confirm(first.lastCode())).toMatchObject({ status: 'invalid' })
    expect(await second.confirm(second.lastCode())).toMatchObject({ status: 'ok' })
    // It began when there was no factor yet, and there is one now.
    expect(await app.confirm(app.code())).toEqual({ status: 'expired' })
  })

  test('a sender that fails leaves it pending, so that it can be tried again', async () => {
    const world = createWorld(store())
    const userId = randomUUID()
    const number = makeNumber()
    world.sms.fail(1)
    const failed = await world.twoFactor.enrollment.begin({ userId, type: 'sms', number })
    if (failed.status !== 'sms_failed') throw new Error(failed.status)
    expect(failed.resendAt).toBe(world.clock.now() + 30_000)
    const { enrollmentId } = failed
    world.clock.advanceSeconds(30)
    expect(await world.twoFactor.enrollment.sendSms({ userId, enrollmentId })).toMatchObject({
      status: 'sent',
      number: masked(number),
    })
    const code = world.sms.messages.at(-1)?.code
    expect(await world.twoFactor.enrollment.confirm({ userId, enrollmentId, code })).toMatchObject({
      status: 'ok',
    })
  })

  test('parallel confirmations turn it on once', async () => {
    const world = createWorld(store(), { limits: { enrollmentAttempts: 50 } })
    const { userId, confirm, lastCode } = await beginSms(world)
    const results = await Promise.all(Array.from({ length: 20 }, () => confirm(lastCode())))
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(await world.twoFactor.factors.list({ userId })).toHaveLength(1)
    expect(await world.twoFactor.recoveryCodes.remaining({ userId })).toBe(10)
  })

  test('it expires, is cancelled, and is nobody else’s', async () => {
    const world = createWorld(store())
    const { userId, confirm, resend, lastCode, enrollmentId } = await beginSms(world)
    const stranger = randomUUID()
    expect(await confirm(lastCode(), stranger)).toEqual({ status: 'expired' })
    expect(await resend(stranger)).toEqual({ status: 'expired' })
    expect(await world.twoFactor.enrollment.describe({ userId: stranger, enrollmentId })).toEqual({
      status: 'expired',
    })
    world.clock.advanceSeconds(300)
    expect(await confirm(lastCode())).toMatchObject({ status: 'invalid' })
    expect(await world.twoFactor.enrollment.cancel({ userId, enrollmentId })).toEqual({ status: 'cancelled' })
    expect(await store().count('sentCodes', { userId })).toBe(0)
    expect(await resend()).toEqual({ status: 'expired' })
    const other = await beginSms(world)
    world.clock.advanceSeconds(600)
    expect(await other.resend()).toEqual({ status: 'expired' })
    expect(await other.confirm(other.lastCode())).toEqual({ status: 'expired' })
    expect(world.sms.messages).toHaveLength(2)
  })

  test('an app that is pending gets no SMS', async () => {
    const world = createWorld(store())
    const { userId, begun } = await begin(world)
    const { enrollmentId } = begun
    expect(await world.twoFactor.enrollment.sendSms({ userId, enrollmentId })).toEqual({ status: 'expired' })
    expect(world.sms.messages).toEqual([])
  })

  test('another number takes a fresh step-up, and the one that a user has is not added twice', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const { userId } = user
    const number = makeNumber()
    const begin = (more: object) => world.twoFactor.enrollment.begin({ userId, type: 'sms', number, ...more })
    expect(await begin({})).toEqual({ status: 'step_up_required' })
    const stepUp = await world.stepUp(user)
    const begun = await begin({ stepUp })
    if (begun.status !== 'pending') throw new Error(begun.status)
    const { enrollmentId } = begun
    const code = () => world.sms.messages.at(-1)?.code
    expect(await world.twoFactor.enrollment.confirm({ userId, enrollmentId, code: code() })).toEqual({
      status: 'ok',
      userId,
      factorId: enrollmentId,
      recoveryCodes: [],
    })
    expect(world.outbox.events.at(-1)).toMatchObject({ type: 'factor.added', data: { type: 'sms' } })
    const sent = world.sms.messages.length
    expect(await begin({ stepUp })).toEqual({ status: 'already_added' })
    expect(await begin({ stepUp, number: `0${number.slice(3)}` })).toEqual({ status: 'already_added' })
    expect(await begin({ stepUp, replaces: user.factorId })).toEqual({ status: 'already_added' })
    expect(world.sms.messages).toHaveLength(sent)
    const replacing = await begin({ stepUp, replaces: enrollmentId })
    expect(replacing).toMatchObject({ status: 'pending' })
    if (replacing.status !== 'pending') return
    const pending = { userId: user.userId, enrollmentId: replacing.enrollmentId }
    expect(await world.twoFactor.enrollment.describe(pending)).toEqual({
      ...replacing,
      replaces: enrollmentId,
    })
  })
})
