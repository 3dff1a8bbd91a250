import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { openSecret } from '../../../../sdk/src/crypto/sealed-secret.ts'
import { type TableName, tables } from '../../../../sdk/src/tables.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { DAY, DETAILS, mailLink, makeRequest, openRecovery, readRequest, toldOf } from '../recovery.ts'
import { createWorld, KEY, type World } from '../world.ts'

const keyring = createKeyring([{ id: '2026-11', secret: KEY }])
const HOUR_MS = 3_600_000

/** Every row of every table, as text. */
async function dump(world: World): Promise<string> {
  const names = Object.keys(tables) as TableName[]
  return JSON.stringify(await Promise.all(names.map((table) => world.store.find(table, {}))))
}

async function openSealed(world: World, id: string): Promise<string> {
  const { sealedSecret, userId } = await readRequest(world, id)
  const place = { table: 'accountRecoveries', userId, rowId: id }
  return Buffer.from(openSecret(sealedSecret, place, keyring)).toString()
}

describeOnEveryStore('a request for account recovery', (store) => {
  test('begins with a link in one mail, and with nothing for who has no factor', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const begun = await accountRecovery.begin({ userId, ip: '203.0.113.7' })
    // The secret is in the mail and nowhere else.
    expect(begun).toEqual({ status: 'sent' })
    const [mail] = world.outbox.events.filter(({ type }) => type === 'account_recovery.link_requested')
    const expiresAt = world.clock.now() + HOUR_MS
    expect(mail).toMatchObject({ userId, data: { expiresAt } })
    expect(mail?.secret?.token).toMatch(/^[\w-]{43}$/)
    expect(mail?.everyAddress).toBeUndefined()
    expect(await world.twoFactor.audit.list({ userId, types: ['account_recovery.link_sent'] })).toMatchObject(
      [{ address: '203.0.113.7', actorId: null, data: {} }],
    )

    for (const nobody of ['somebody without a factor', 'unknown']) {
      await world.twoFactor.enrollment.begin({ userId: 'somebody without a factor' })
      expect(await accountRecovery.begin({ userId: nobody })).toEqual({ status: 'not_enrolled' })
      expect(toldOf(world, nobody)).toEqual([])
      expect(await store().count('permissions', { userId: nobody })).toBe(0)
    }
  })

  test('is made once for a link, and its secrets are nowhere in the store', async () => {
    const world = createWorld(store(), {
      // Nothing is delivered, so that whatever is kept for later is there to be found.
      notify: {
        async notify(event) {
          world.outbox.events.push(event)
          throw new Error('the mail server is down')
        },
      },
    })
    const { requestId, cancelToken, approve, userId } = await openRecovery(world)
    const completableAt = await approve()
    await world.twoFactor.settle()
    const sealed = { userId, sealedSecret: { not: '' } }
    const waiting = (await store().find('outbox', sealed)).map(({ type }) => type.split('.')[1])
    expect(waiting.sort()).toEqual(['approved', 'link_requested', 'ready', 'reminded', 'requested'])
    const early = await dump(world)
    world.clock.set(completableAt)
    await world.twoFactor.deliverPending({ batch: 1000 })
    const late = await dump(world)
    const linkToken = world.readMail(userId, 'account_recovery.link_requested').token as string
    const completeToken = world.readMail(userId, 'account_recovery.ready').completeToken as string
    for (const kept of [early, late]) {
      expect(kept).toContain(requestId)
      for (const secret of [linkToken, cancelToken, completeToken, ...Object.entries(DETAILS).flat()]) {
        expect(secret).not.toBe('')
        expect(kept).not.toContain(secret)
      }
    }
    expect(await openSealed(world, requestId)).toContain(DETAILS.phone)
  })

  test('three links an hour, each of which works, and no fourth', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const first = world.clock.now()
    const tokens: string[] = []
    for (let sent = 0; sent < 3; sent++) {
      tokens.push(await mailLink(world, userId))
      world.clock.advanceSeconds(60)
    }
    const refused = { status: 'too_many', until: first + HOUR_MS }
    expect(await accountRecovery.begin({ userId })).toEqual(refused)
    expect(toldOf(world, userId)).toHaveLength(3)
    world.clock.set(first + HOUR_MS - 1)
    expect(await accountRecovery.begin({ userId })).toEqual(refused)
    const [earliest] = tokens
    expect(await accountRecovery.describe({ token: earliest as string })).toMatchObject({ leads: 'request' })
    world.clock.advanceSeconds(0.001)
    expect(await accountRecovery.describe({ token: earliest as string })).toEqual({ status: 'expired' })
    expect(await accountRecovery.request({ token: earliest as string, details: DETAILS })).toEqual({
      status: 'expired',
    })
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'sent' })
    expect(await accountRecovery.request({ token: tokens[2] as string, details: DETAILS })).toMatchObject({
      status: 'ok',
    })
  })

  test('twenty links at once are three mails', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const begun = await Promise.all(
      Array.from({ length: 20 }, () => world.twoFactor.accountRecovery.begin({ userId })),
    )
    expect(begun.filter(({ status }) => status === 'sent')).toHaveLength(3)
    expect(begun.filter(({ status }) => status === 'too_many')).toHaveLength(17)
    expect(toldOf(world, userId)).toHaveLength(3)
  })

  test('one is open at a time, and the links that are left make no second one', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const spare = await mailLink(world, userId)
    const { cancelToken } = await makeRequest(world, userId)
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'already_open' })
    expect(await accountRecovery.request({ token: spare, details: DETAILS })).toEqual({
      status: 'already_open',
    })
    expect(await store().count('accountRecoveries', { userId })).toBe(1)
    expect(await accountRecovery.cancel({ token: cancelToken })).toEqual({ status: 'cancelled' })
    expect(await accountRecovery.request({ token: spare, details: DETAILS })).toMatchObject({ status: 'ok' })
  })

  test('three in thirty days, whatever became of them, and a fourth when the first is thirty days old', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const first = world.clock.now()
    const spare: string[] = []
    for (let made = 0; made < 3; made++) {
      const { cancelToken } = await makeRequest(world, userId)
      if (made < 2) await accountRecovery.cancel({ token: cancelToken })
      else {
        await accountRecovery.cancel({ userId })
        await world.twoFactor.housekeeping()
      }
      world.clock.advanceSeconds(DAY)
      if (made === 1) {
        spare.push(await mailLink(world, userId))
        world.clock.advanceSeconds(60)
      }
    }
    const refused = { status: 'too_many', until: first + 30 * DAY * 1000 }
    expect(await accountRecovery.begin({ userId })).toEqual(refused)
    world.clock.set(refused.until - 1)
    await world.twoFactor.housekeeping()
    expect(await accountRecovery.begin({ userId })).toEqual(refused)
    expect(await accountRecovery.request({ token: spare[0] as string, details: DETAILS })).toEqual({
      status: 'expired',
    })
    world.clock.set(refused.until)
    await makeRequest(world, userId)
    expect(await store().count('accountRecoveries', { userId, state: 'requested' })).toBe(1)
  })

  test('a link from before the third request does not make a fourth', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const first = world.clock.now()
    for (let made = 0; made < 2; made++)
      await accountRecovery.cancel({ token: (await makeRequest(world, userId)).cancelToken })
    world.clock.advanceSeconds(3600)
    const spare = await mailLink(world, userId)
    await accountRecovery.cancel({ token: (await makeRequest(world, userId)).cancelToken })
    expect(await accountRecovery.request({ token: spare, details: DETAILS })).toEqual({
      ...{ status: 'too_many', until: first + 30 * DAY * 1000 },
    })
    expect(await store().count('accountRecoveries', { userId })).toBe(3)
  })

  test('needs something to go by, and an empty form does not use the link up', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const { accountRecovery } = world.twoFactor
    const token = await mailLink(world, userId)
    for (const details of [{}, { born: '' }, { born: ' \t', phone: '  ' }])
      expect(await accountRecovery.request({ token, details })).toEqual({ status: 'details_required' })
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`name${index}`, 'x']))
    const broken: unknown[] = [null, undefined, 'text', ['1984'], { born: 1984 }, { born: null }, many]
    for (const details of [...broken, { born: 'x'.repeat(201) }, { ['x'.repeat(65)]: 'x' }])
      await expect(accountRecovery.request({ token, details: details as never })).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    expect(await store().count('accountRecoveries', { userId })).toBe(0)

    // The longest, the strangest and the emptiest are kept as they came.
    const odd = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>
    const long = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`${index}`.repeat(32), '\u0001🦑'.repeat(66)]),
    )
    const details = { ...long, ...odd, blank: ' ', padded: ' x ' }
    expect(await accountRecovery.request({ token, details })).toMatchObject({ status: 'ok' })
    const [row] = await store().find('accountRecoveries', { userId })
    const sealed = JSON.parse(await openSealed(world, row?.id as string)) as { details: object }
    expect(Object.entries(sealed.details).sort()).toEqual(
      Object.entries({ ...long, ...odd, padded: 'x' }).sort(),
    )
  })

  test('twenty at once with one link make one request', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const token = await mailLink(world, userId)
    const spare = await mailLink(world, userId)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.twoFactor.accountRecovery.request({ token: index % 2 === 0 ? token : spare, details: DETAILS }),
      ),
    )
    expect(results.filter(({ status }) => status === 'ok')).toHaveLength(1)
    expect(results.every(({ status }) => ['ok', 'expired', 'already_open'].includes(status))).toBe(true)
    expect(await store().count('accountRecoveries', { userId })).toBe(1)
    expect(toldOf(world, userId).filter((type) => type === 'requested')).toHaveLength(1)
    const record = await world.twoFactor.audit.list({ userId, types: ['account_recovery.requested'] })
    expect(record).toHaveLength(1)
    expect(JSON.stringify(record)).not.toContain(DETAILS.phone)
  })

  test('is made with no token but that of its link', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const { userId } = user
    const { accountRecovery } = world.twoFactor
    const stepUp = await world.stepUp(user)
    const waiting = await world.challenge(userId)
    const link = await mailLink(world, userId)
    const { cancelToken } = await makeRequest(world, userId)
    await accountRecovery.cancel({ userId })
    const used = world.readMail(userId, 'account_recovery.link_requested').token as string
    const none: unknown[] = [
      stepUp,
      waiting,
      cancelToken,
      used,
      '',
      'x'.repeat(43),
      undefined,
      [link],
      { link },
    ]
    for (const token of none) {
      expect(await accountRecovery.request({ token: token as string, details: DETAILS })).toEqual({
        status: 'expired',
      })
      const { status } = await accountRecovery.describe({ token: token as string })
      expect(status).toBe(token === cancelToken || token === used ? 'ended' : 'expired')
    }
    expect(await store().count('accountRecoveries', { userId })).toBe(1)
    expect(await accountRecovery.request({ token: link, details: DETAILS })).toMatchObject({ status: 'ok' })
  })

  test('opening any of its links does nothing, however often', async () => {
    const world = createWorld(store())
    const recovery = await openRecovery(world)
    const { userId, cancelToken, requestId } = recovery
    const { accountRecovery } = world.twoFactor
    await accountRecovery.cancel({ token: cancelToken })
    const link = await mailLink(world, userId)
    const open = async (token: string) => {
      const seen = await Promise.all(Array.from({ length: 5 }, () => accountRecovery.describe({ token })))
      return seen.at(-1)
    }
    const before = await readRequest(world, requestId)
    expect(await open(cancelToken)).toMatchObject({ status: 'ended', outcome: 'cancelled' })
    expect(await open(link)).toEqual({
      ...{ status: 'open', leads: 'request', userId, expiresAt: world.clock.now() + HOUR_MS },
    })
    expect(await readRequest(world, requestId)).toEqual(before)
    expect(await accountRecovery.request({ token: link, details: DETAILS })).toMatchObject({ status: 'ok' })

    const another = await openRecovery(world)
    const leads = { status: 'open', userId: another.userId }
    expect(await open(another.cancelToken)).toEqual({
      ...{ ...leads, leads: 'cancel', state: 'requested', completableAt: null },
    })
    const completeToken = await another.waitOut()
    const completableAt = world.clock.now()
    expect(await open(another.cancelToken)).toEqual({
      ...{ ...leads, leads: 'cancel', state: 'approved', completableAt },
    })
    expect(await open(completeToken)).toEqual({
      ...{ ...leads, leads: 'complete', state: 'approved', completableAt },
    })
    expect(await readRequest(world, another.requestId)).toMatchObject({ state: 'approved', endedAt: null })
  })

  test('is told of at every address, with the way to say no and without what was written down', async () => {
    const world = createWorld(store())
    const { userId, cancelToken } = await openRecovery(world)
    const [event] = world.outbox.events.filter(({ type }) => type === 'account_recovery.requested')
    expect(event).toEqual({
      ...{ type: 'account_recovery.requested', userId, at: expect.any(Number), data: {} },
      ...{ secret: { cancelToken }, everyAddress: true },
    })
  })

  test('that nobody decides is over after thirty days', async () => {
    const world = createWorld(store())
    const { userId, cancelToken, act, admin, requestId } = await openRecovery(world)
    const { createdAt } = await readRequest(world, requestId)
    const { accountRecovery } = world.twoFactor
    world.clock.set(createdAt + 30 * DAY * 1000 - 1)
    expect(await accountRecovery.describe({ token: cancelToken })).toMatchObject({ status: 'open' })
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'already_open' })
    world.clock.advanceSeconds(0.001)
    expect(await accountRecovery.describe({ token: cancelToken })).toEqual({
      ...{ status: 'ended', leads: 'cancel', userId, outcome: 'expired', by: null },
      at: createdAt + 30 * DAY * 1000,
    })
    expect(await accountRecovery.cancel({ token: cancelToken })).toEqual({ status: 'expired' })
    expect(await accountRecovery.cancel({ userId })).toEqual({ status: 'expired' })
    expect(await accountRecovery.list({ actorId: admin.userId })).toEqual([])
    expect(await accountRecovery.review(await act())).toEqual({
      ...{ status: 'closed', outcome: 'expired', reviewedBy: null },
    })
    expect(await accountRecovery.begin({ userId })).toEqual({ status: 'sent' })
  })

  test('that has taken the place of an expired one is called off by a factor as ever, whenever that one is ended', async () => {
    const world = createWorld(store())
    const { userId, member, requestId } = await openRecovery(world)
    world.clock.advanceSeconds(30 * DAY)
    const next = await makeRequest(world, userId)
    const ended = await Promise.all([1, 2].map(() => world.twoFactor.housekeeping()))
    expect(ended).toHaveLength(2)
    expect(toldOf(world, userId).filter((type) => type === 'expired')).toHaveLength(1)
    expect(await readRequest(world, requestId)).toMatchObject({ state: 'expired' })
    const token = await world.challenge(userId)
    expect(await world.verify(token, member.code())).toMatchObject({ status: 'ok' })
    expect(await readRequest(world, next.requestId)).toMatchObject({ state: 'cancelled', endedBy: 'factor' })
  })

  test('takes nothing away: the factor works until the recovery is completed', async () => {
    const world = createWorld(store())
    const { userId, member, approve } = await openRecovery(world)
    await approve()
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ status: 'challenge' })
    expect(await store().count('recoveryCodes', { userId, usedAt: null })).toBe(10)
    const token = await world.challenge(userId)
    expect(await world.verify(token, member.code())).toMatchObject({ status: 'ok' })
  })
})
