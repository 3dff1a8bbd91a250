import { expect, test } from 'vitest'
import { openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld, type World } from '../world.ts'

const DAY = 86_400

async function present({ twoFactor }: World, userId: string, device: string): Promise<string | null> {
  const begun = await twoFactor.login.begin({ userId, device, ip: '203.0.113.9' })
  return begun.status === 'complete' && begun.reason === 'trusted_device' ? begun.device.token : null
}

describeOnEveryStore('trusted devices', (store) => {
  test('a trusted computer is not asked for a code, others still are', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const device = await world.trust(user, 'Reception, Chrome')
    const next = await present(world, user.userId, device)
    expect(next).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(next).not.toBe(device)
    expect(await world.twoFactor.login.begin({ userId: user.userId })).toMatchObject({ status: 'challenge' })
    const [listed] = await world.twoFactor.trustedDevices.list({ userId: user.userId })
    expect(listed).toMatchObject({
      label: 'Reception, Chrome',
      address: '203.0.113.9',
      lastUsedAt: world.clock.now(),
    })
    expect(JSON.stringify(listed)).not.toContain(device)
  })

  test('only the hash of a token is kept', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const device = await world.trust(user)
    const rows = [
      ...(await store().find('deviceTokens', { userId: user.userId })),
      ...(await store().find('trustedDevices', { userId: user.userId })),
    ]
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain(device)
  })

  test('the token works for its own user only', async () => {
    const world = createWorld(store())
    const [user, other] = [await world.enroll(), await world.enroll()]
    const device = await world.trust(user)
    expect(await present(world, other.userId, device)).toBeNull()
    expect(await present(world, user.userId, device)).not.toBeNull()
  })

  test('presented again before its successor, a token still works and gives the same successor', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const device = await world.trust(user)
    const [one, two] = [await present(world, user.userId, device), await present(world, user.userId, device)]
    expect(one).not.toBeNull()
    expect(two).toBe(one)
  })

  test('twenty parallel presentations of one token all pass, give one successor and revoke nothing', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const device = await world.trust(user)
    const successors = await Promise.all(
      Array.from({ length: 20 }, () => present(world, user.userId, device)),
    )
    expect(new Set(successors).size).toBe(1)
    expect(successors[0]).not.toBeNull()
    expect(await world.twoFactor.trustedDevices.list({ userId: user.userId })).toHaveLength(1)
    expect(await present(world, user.userId, successors[0] as string)).not.toBeNull()
  })

  test('presented after its successor, a token is a copy: no device is trusted any more, and the user is told', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const stolen = await world.trust(user)
    const elsewhere = await world.trust(user)
    const successor = (await present(world, user.userId, stolen)) as string
    const current = (await present(world, user.userId, successor)) as string
    expect(await present(world, user.userId, stolen)).toBeNull()
    for (const token of [successor, current, elsewhere])
      expect(await present(world, user.userId, token)).toBeNull()
    expect(await world.twoFactor.trustedDevices.list({ userId: user.userId })).toEqual([])
    expect(world.outbox.events).toContainEqual(
      expect.objectContaining({ type: 'trusted_device.reused', data: { revoked: 2 } }),
    )
    expect(await world.auditTypes(user.userId)).toContain('trusted_device.reused')
  })

  test('trust ends after 30 days, however often the token is renewed', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    let device = await world.trust(user)
    for (let day = 0; day < 29; day++) {
      world.clock.advanceSeconds(DAY)
      device = (await present(world, user.userId, device)) as string
      expect(device).not.toBeNull()
    }
    world.clock.advanceSeconds(DAY)
    expect(await present(world, user.userId, device)).toBeNull()
    expect(await world.twoFactor.trustedDevices.list({ userId: user.userId })).toEqual([])
  })

  test('the eleventh computer puts out the one used longest ago', async () => {
    const world = createWorld(store(), { limits: { trustedDevices: 2 } })
    const user = await world.enroll()
    const [one, two, three] = [await world.trust(user), await world.trust(user), await world.trust(user)]
    expect(await present(world, user.userId, one)).toBeNull()
    expect(await present(world, user.userId, two)).not.toBeNull()
    expect(await present(world, user.userId, three)).not.toBeNull()
  })

  test('one is revoked, or all are, at once; nobody else can', async () => {
    const world = createWorld(store())
    const [user, other] = [await world.enroll(), await world.enroll()]
    const [one, two] = [await world.trust(user, 'one'), await world.trust(user, 'two')]
    const listed = await world.twoFactor.trustedDevices.list({ userId: user.userId })
    const deviceId = listed.find(({ label }) => label === 'one')?.id as string
    const revoke = (userId: string) => world.twoFactor.trustedDevices.revoke({ userId, deviceId })
    expect(await revoke(other.userId)).toEqual({ status: 'not_found' })
    expect(await revoke(user.userId)).toEqual({ status: 'revoked' })
    expect(await revoke(user.userId)).toEqual({ status: 'not_found' })
    expect(await present(world, user.userId, one)).toBeNull()
    expect(await present(world, user.userId, two)).not.toBeNull()
    expect(await world.twoFactor.trustedDevices.revokeAll({ userId: user.userId })).toEqual({
      status: 'revoked',
      count: 1,
    })
    expect(await present(world, user.userId, two)).toBeNull()
  })

  const ends: [string, (world: World, user: Awaited<ReturnType<World['enroll']>>) => Promise<unknown>][] = [
    ['a changed password', ({ twoFactor }, { userId }) => twoFactor.passwordChanged({ userId })],
    [
      'a used recovery code',
      async ({ challenge, verify }, { userId, recoveryCodes }) =>
        verify(await challenge(userId), recoveryCodes[0], 'recovery_code'),
    ],
    [
      'turning it off',
      async ({ twoFactor, stepUp }, user) =>
        twoFactor.factors.disable({ userId: user.userId, stepUp: await stepUp(user) }),
    ],
    [
      'another authenticator',
      async (world, user) => {
        const begun = await world.twoFactor.enrollment.begin({
          userId: user.userId,
          stepUp: await world.stepUp(user),
        })
        if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
        const { decodeBase32 } = await import('countersign/otp')
        const { totp } = await import('../world.ts')
        const code = totp(decodeBase32(begun.secret) as Uint8Array, world.clock.now())
        return world.twoFactor.enrollment.confirm({
          userId: user.userId,
          enrollmentId: begun.enrollmentId,
          code,
        })
      },
    ],
  ]
  for (const [what, end] of ends) {
    test(`${what} ends all trust at once`, async () => {
      const world = createWorld(store())
      const user = await world.enroll()
      const device = await world.trust(user)
      await end(world, user)
      expect(await present(world, user.userId, device)).toBeNull()
      expect(await world.twoFactor.trustedDevices.list({ userId: user.userId })).toEqual([])
    })
  }

  test('a used recovery code ends trust that is younger than the code by a clock that has gone back', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const device = await world.trust(user)
    const now = world.clock.now()
    world.clock.set(now - DAY * 1000)
    const used = await world.verify(
      await world.challenge(user.userId),
      user.recoveryCodes[0],
      'recovery_code',
    )
    expect(used.status).toBe('ok')
    for (const at of [world.clock.now(), now, now + DAY * 1000]) {
      world.clock.set(at)
      expect(await present(world, user.userId, device)).toBeNull()
    }
    for (const table of ['trustedDevices', 'deviceTokens'] as const)
      expect(await store().count(table, { userId: user.userId })).toBe(0)
  })

  test('a directory that is down costs the trust, never the sign-in', async () => {
    let isDown = false
    const world = createWorld(store(), {
      directory: {
        async getUser(id) {
          if (isDown) throw new Error('the directory is down')
          return { id, address: `${id}@example.test`, label: id, locale: 'en', organizations: [] }
        },
        listMembers: async () => [],
      },
    })
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    isDown = true
    const verified = await world.twoFactor.login.verify({
      ...{ token, method: 'totp', code: user.code(), trust: { label: 'Reception' } },
    })
    expect(verified).toMatchObject({ status: 'ok', userId: user.userId })
    expect(verified).not.toHaveProperty('device')
    expect(await store().count('trustedDevices', { userId: user.userId })).toBe(0)
    expect(await world.auditTypes(user.userId)).not.toContain('trusted_device.added')
  })

  for (const when of ['before the code is used up', 'while the code is being used up'] as const) {
    test(`a reset ${when} leaves the thief no trusted computer`, async () => {
      const world = createWorld(store())
      const { member, act } = await openClinic(world)
      const { userId } = member
      const given = await act()
      const reset = () => world.twoFactor.admin.reset(given)
      let resetting: ReturnType<typeof reset> | undefined
      const thief = createWorld({
        ...store(),
        async transaction(work) {
          if (when.startsWith('before')) resetting ??= reset()
          await resetting
          return store().transaction(async (tx) => {
            const result = await work(tx)
            if (resetting === undefined) {
              resetting = reset()
              // Time for it to come as far as it can: to where it waits for this transaction.
              for (let turn = 0; turn < 20; turn++) await tx.count('factors', { userId })
            }
            return result
          })
        },
      })
      thief.clock.set(world.clock.now())
      const token = await world.challenge(userId)
      const verified = await thief.twoFactor.login.verify({
        ...{ token, method: 'totp', code: member.code(), trust: { label: 'Mine' } },
      })
      expect(await resetting).toEqual({ status: 'ok' })
      const device = 'device' in verified ? verified.device?.token : undefined
      expect(device !== undefined).toBe(when.startsWith('while'))
      for (const table of ['trustedDevices', 'deviceTokens'] as const)
        expect(await store().count(table, { userId })).toBe(0)
      expect(await thief.twoFactor.login.begin({ userId, ...(device ? { device } : {}) })).toMatchObject({
        status: 'enroll',
        because: 'reset',
      })
    })
  }

  test('a leaked password is dealt with before any trust', async () => {
    const world = createWorld(store(), {
      limits: { rollingFailures: 10, consecutiveFailures: 100, challengeAttempts: 50 },
    })
    const user = await world.enroll()
    const device = await world.trust(user)
    const token = await world.challenge(user.userId)
    for (let made = 0; made < 10; made++) await world.verify(token, user.wrongCode())
    const begun = await world.twoFactor.login.begin({ userId: user.userId, device })
    expect(begun).toEqual({ status: 'password_change_required' })
  })
})
