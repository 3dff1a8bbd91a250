import { randomUUID } from 'node:crypto'
import { decodeBase32, parseKeyUri } from 'countersign/otp'
import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { sealSecret } from '../../../../sdk/src/crypto/sealed-secret.ts'
import { makeId } from '../../../../sdk/src/crypto/token.ts'
import { factorRow } from '../../../../sdk/src/testing/conformance/sample-rows.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, KEY, totp, type World } from '../world.ts'

async function begin({ twoFactor, clock }: World, userId: string = randomUUID()) {
  const begun = await twoFactor.enrollment.begin({ userId, label: ' My phone ' })
  if (begun.status !== 'pending') throw new Error(`not pending: ${begun.status}`)
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
    expect(await again()).toEqual(begun)
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
      TypeError,
    )
  })

  test('a user whom the directory does not know fails loudly and leaves nothing', async () => {
    const world = createWorld(store())
    await expect(world.twoFactor.enrollment.begin({ userId: 'unknown-1' })).rejects.toMatchObject({
      code: 'user_unknown',
    })
    expect(await world.auditTypes('unknown-1')).toEqual([])
  })
})
