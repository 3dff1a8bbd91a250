import { expect, test } from 'vitest'
import { hashRecoveryCode } from '../../../../sdk/src/crypto/code-hash.ts'
import { HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, type World } from '../world.ts'

const HOUR = 3_600_000

/** A member whom an admin lets in once, with one recovery code left or none. */
async function allowMember(world: World, { codeLeft }: { codeLeft: boolean }) {
  const clinic = await openClinic(world)
  const { userId, recoveryCodes } = clinic.member
  const [left = ''] = recoveryCodes
  const kept = codeLeft ? hashRecoveryCode(userId, left.replaceAll('-', '')) : ''
  await world.store.transaction((tx) => tx.delete('recoveryCodes', { userId, codeHash: { not: kept } }))
  const done = await world.twoFactor.admin.allowOnce(await clinic.act())
  if (done.status !== 'ok') throw new Error(done.status)
  return { ...clinic, userId, until: done.expiresAt, left }
}

/** The token of a sign-in of somebody who was let in without a factor and wants to use one after all. */
async function challengeByOwn(world: World, userId: string): Promise<string> {
  const begun = await world.twoFactor.login.begin({ userId, withFactor: true })
  if (begun.status !== 'challenge') throw new Error(begun.status)
  return begun.token
}

describeOnEveryStore('a factor that is out of use while its user sets up another', (store) => {
  test('is one all the same: no verb goes on as if there were none, or none that comes back', async () => {
    const world = createWorld(store())
    const { userId, until } = await allowMember(world, { codeLeft: false })
    await world.enter(userId)
    const { stepUp, passwordReset, enrollment, login, factors, accountRecovery, report } = world.twoFactor
    const held = { status: 'held', until }
    expect(await passwordReset.begin({ userId })).toEqual(held)
    expect(await stepUp.begin({ userId })).toEqual(held)
    expect(await factors.list({ userId })).toMatchObject([{ state: 'held', heldUntil: until }])
    expect(await enrollment.begin({ userId })).toEqual({ status: 'step_up_required' })
    expect(await login.begin({ userId, withFactor: true })).toMatchObject({ because: 'bypass' })
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'sent' })
    const readRow = async () => (await report.members({ organizationId: HARBOUR, userId }).next()).value
    expect(await readRow()).toMatchObject({ methods: ['totp'], outOfUse: 'bypass' })
    world.clock.set(until)
    expect((await passwordReset.begin({ userId })).status).toBe('challenge')
    expect(await factors.list({ userId })).toMatchObject([{ state: 'active', heldUntil: null }])
    expect(await readRow()).toMatchObject({ outOfUse: null })
  })

  test('is out of use again for the set-up of a second permission, after that of the first came to nothing', async () => {
    const world = createWorld(store())
    const { userId, act } = await allowMember(world, { codeLeft: false })
    await world.enter(userId)
    world.clock.advanceSeconds(4000)
    const again = await world.twoFactor.admin.allowOnce(await act())
    if (again.status !== 'ok') throw new Error(again.status)
    const { confirm } = await world.enter(userId)
    const held = { status: 'held', until: again.expiresAt }
    expect(await world.twoFactor.stepUp.begin({ userId })).toEqual(held)
    expect(await world.twoFactor.passwordReset.begin({ userId })).toEqual(held)
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { state: 'held', heldUntil: again.expiresAt },
    ])
    const confirmed = await confirm()
    expect(confirmed).toMatchObject({ status: 'ok' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { id: 'factorId' in confirmed ? confirmed.factorId : '', state: 'active' },
    ])
  })

  test('is back with the use of another, the last recovery code too, and the set-up is over', async () => {
    const world = createWorld(store())
    const { member, userId, left } = await allowMember(world, { codeLeft: true })
    const { confirm } = await world.enter(userId)
    const token = await challengeByOwn(world, userId)
    const verified = await world.verify(token, left, 'recovery_code')
    expect(verified).toMatchObject({ status: 'ok', recoveryCodesLeft: 0 })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { id: member.factorId, state: 'active', heldUntil: null },
    ])
    expect(await store().count('factors', { userId, state: 'pending' })).toBe(0)
    expect(await confirm()).toEqual({ status: 'expired' })
    expect(await world.auditTypes(userId)).toContain('bypass.ended')
    expect((await world.twoFactor.passwordReset.begin({ userId })).status).toBe('challenge')
    expect((await world.verify(await world.challenge(userId), member.code())).status).toBe('ok')
  })

  test('is used after the hour without a word of a permission that was ended, which ran out by itself', async () => {
    const world = createWorld(store())
    const { member, userId, until } = await allowMember(world, { codeLeft: false })
    const { confirm } = await world.enter(userId)
    world.clock.set(until)
    expect((await world.verify(await world.challenge(userId), member.code())).status).toBe('ok')
    expect(await world.auditTypes(userId)).not.toContain('bypass.ended')
    expect(await store().count('entries', { userId })).toBe(0)
    expect(await store().count('factors', { userId, state: 'pending' })).toBe(0)
    expect(await confirm()).toEqual({ status: 'expired' })
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([
      { id: member.factorId, state: 'active', heldUntil: null },
    ])
  })

  test('is never held by a mailed code that is judged while another factor is used, or that use comes to nothing', async () => {
    for (let round = 0; round < 4; round++) {
      const world = createWorld(store())
      const { userId, left } = await allowMember(world, { codeLeft: true })
      const { login, factors } = world.twoFactor
      const begun = await login.begin({ userId })
      const token = await challengeByOwn(world, userId)
      const { code } = world.readMail(userId, 'sign_in.proof_requested')
      const [, used] = await Promise.all([
        login.prove({ token: 'token' in begun ? begun.token : '', code }),
        world.verify(token, left, 'recovery_code'),
      ])
      const state = used.status === 'ok' ? 'active' : 'held'
      expect(await factors.list({ userId })).toMatchObject([{ state }])
    }
  })

  test('is never put out of use by a way in that is opened while the factor is being used, whatever that use is for', async () => {
    const uses = [
      async (late: World, token: string, code: string) => late.verify(token, code),
      async (late: World, token: string, code: string) =>
        late.twoFactor.login.verify({ token, method: 'totp', code, trust: { label: 'Laptop' } }),
    ]
    for (const use of uses) {
      const world = createWorld(store())
      const { member, act } = await openClinic(world)
      const { userId } = member
      const given = await act()
      const token = await world.challenge(userId)
      let allowed: string | null = null
      const late = createWorld({
        ...store(),
        async readChallenge(...asked) {
          const reading = await store().readChallenge(...asked)
          allowed ??= (await world.twoFactor.admin.allowOnce(given)).status
          return reading
        },
      })
      late.clock.set(world.clock.now())
      expect((await use(late, token, member.code())).status).toBe('ok')
      expect(allowed).toBe('ok')
      expect(await store().count('entries', { userId, usedAt: null })).toBe(0)
      expect(await store().find('accounts', { userId })).toMatchObject([{ recovering: 0 }])
      const types = await world.auditTypes(userId)
      expect(types.filter((type) => type === 'bypass.ended')).toHaveLength(1)
      expect(types.filter((type) => type === 'login.verified')).toHaveLength(1)
    }
  })

  test('is back together with that use or not at all', async () => {
    const world = createWorld(store())
    const { userId, left } = await allowMember(world, { codeLeft: true })
    await world.enter(userId)
    const failing = createWorld({
      ...store(),
      transaction: (work) =>
        store().transaction((tx) =>
          work({
            ...tx,
            async insert(table, ...rows) {
              if (rows.some((row) => 'type' in row && row.type === 'bypass.ended')) throw new Error('full')
              return tx.insert(table, ...rows)
            },
          }),
        ),
    })
    failing.clock.set(world.clock.now())
    const token = await challengeByOwn(failing, userId)
    await expect(failing.verify(token, left, 'recovery_code')).rejects.toThrow()
    expect(await store().count('recoveryCodes', { userId, usedAt: null })).toBe(1)
    expect(await store().count('entries', { userId, usedAt: null })).toBe(1)
    expect(await world.twoFactor.factors.list({ userId })).toMatchObject([{ state: 'held' }])
  })

  test('is asked for when the hour ends in the middle of a sign-in', async () => {
    const world = createWorld(store())
    const { userId, until } = await allowMember(world, { codeLeft: false })
    await world.enter(userId)
    world.clock.set(until - 1)
    // The hour ends between the look at the factors and the look at what has put them out of use.
    const late = createWorld({
      ...store(),
      find: async (table, ...rest) => {
        const rows = await store().find(table, ...rest)
        if (table === 'entries') late.clock.set(until)
        return rows
      },
    })
    late.clock.set(until - 1)
    expect((await late.twoFactor.login.begin({ userId, withFactor: true })).status).toBe('challenge')
  })

  test('is asked for by who has had all the mails of the hour', async () => {
    const world = createWorld(store())
    const { member, userId } = await allowMember(world, { codeLeft: false })
    const begin = () => world.twoFactor.login.begin({ userId })
    for (let sent = 0; sent < 6; sent++) expect((await begin()).status).toBe('enroll')
    const until = world.clock.now() + HOUR
    expect(await begin()).toEqual({ status: 'too_many_mails', because: 'bypass', until })
    const token = await challengeByOwn(world, userId)
    expect((await world.verify(token, member.code())).status).toBe('ok')
    expect((await begin()).status).toBe('challenge')
  })
})
