import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { addMember, HARBOUR, openClinic } from '../clinic.ts'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('audit', (store, asHost) => {
  test('it tells what happened, to whom, when and from where, the newest first', async () => {
    const { twoFactor, enroll, challenge, verify, clock } = createWorld(store())
    const user = await enroll()
    const token = await challenge(user.userId)
    await verify(token, user.wrongCode(), 'totp', '203.0.113.7')
    const [entry] = await twoFactor.audit.list({ userId: user.userId })
    expect(entry).toEqual({
      id: expect.any(String),
      at: clock.now(),
      type: 'code.rejected',
      userId: user.userId,
      actorId: null,
      address: '203.0.113.7',
      data: { purpose: 'login', method: 'totp', reason: 'invalid' },
      intact: true,
    })
  })

  test('what somebody did to others is found by who did it, and nothing else with it', async () => {
    const world = createWorld(store())
    const { admin, member, act } = await openClinic(world)
    const other = await addMember(world, { [HARBOUR]: 'admin' })
    await world.twoFactor.admin.reset(await act())
    const byOther = { actorId: other.userId, stepUp: await world.stepUp(other) }
    await world.twoFactor.admin.revokeDevices(await act(byOther))
    const list = async (more: object) =>
      (await world.twoFactor.audit.list(more)).map(({ type, userId, actorId }) => ({ type, userId, actorId }))
    const [actorId, userId] = [admin.userId, member.userId]
    expect(await list({ actorId })).toEqual([{ type: 'admin.reset', userId, actorId }])
    const revoked = { type: 'admin.devices_revoked', userId, actorId: other.userId }
    expect(await list({ actorId: other.userId })).toEqual([revoked])
    expect(await list({ actorId, userId: other.userId })).toEqual([])
    expect(await list({ actorId, types: ['admin.devices_revoked'] })).toEqual([])
    // What they did for themselves has no actor.
    expect(await list({ actorId: userId })).toEqual([])
  })

  test('an act of the host stands among the others, signed, and in the transaction of the host', async () => {
    const { twoFactor, enroll, clock } = createWorld(store())
    const { userId } = await enroll()
    const entry = {
      type: 'site.rights_given',
      userId,
      actorId: 'owner',
      data: { reason: 'On call', times: 2 },
    } as const
    await twoFactor.audit.record({ ...entry, ip: '203.0.113.7' })
    const [listed] = await twoFactor.audit.list({ userId })
    expect(listed).toEqual({
      ...entry,
      ...{ id: expect.any(String), at: clock.now(), address: '203.0.113.7', intact: true },
    })
    expect(await twoFactor.audit.verify()).toMatchObject({ status: 'intact' })
    await expect(
      asHost(async (transaction) => {
        await twoFactor.audit.record({ ...entry, type: 'site.taken_back', transaction })
        throw new Error('the host changed its mind')
      }),
    ).rejects.toThrow('the host changed its mind')
    await asHost((transaction) => twoFactor.audit.record({ ...entry, type: 'site.kept', transaction }))
    const types = (await twoFactor.audit.list({ userId })).map(({ type }) => type)
    expect(types.filter((type) => type.startsWith('site.'))).toEqual(['site.kept', 'site.rights_given'])
  })

  test('an act of the host never passes for one of Countersign’s, and holds facts only', async () => {
    const { twoFactor } = createWorld(store())
    const userId = randomUUID()
    const good = { type: 'site.rights_given', userId }
    for (const wrong of [
      { type: 'admin.reset' },
      { type: 'site.' },
      { type: 'site.Größe' },
      { type: `site.${'x'.repeat(61)}` },
      { type: ['site.rights_given'] },
      { userId: '' },
      { actorId: 7 },
      { ip: 'somewhere' },
      { data: ['x'] },
      { data: null },
      { data: { nested: {} } },
      { data: { reason: 'x'.repeat(4000) } },
    ])
      await expect(
        twoFactor.audit.record({ ...good, ...wrong } as never),
        JSON.stringify(wrong),
      ).rejects.toThrow(expect.objectContaining({ code: 'argument_invalid' }))
    expect(await twoFactor.audit.list({ userId })).toEqual([])
  })

  test('no row holds a secret, a code or a token', async () => {
    const { twoFactor, enroll, challenge, verify } = createWorld(store())
    const user = await enroll()
    const token = await challenge(user.userId)
    const [used, recoveryCode] = [user.code(), user.recoveryCodes[0] as string]
    await verify(token, used)
    await verify(await challenge(user.userId), used)
    await verify(await challenge(user.userId), recoveryCode, 'recovery_code')
    const text = JSON.stringify(await twoFactor.audit.list({ userId: user.userId }))
    for (const hidden of [token, used, recoveryCode, Buffer.from(user.secret).toString('hex')])
      expect(text).not.toContain(hidden)
  })

  test('a row that was edited is listed as not intact', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const [newest] = await store().find('audit', { userId }, { orderBy: 'id', descending: true, limit: 1 })
    if (newest === undefined) throw new Error('no row')
    await store().transaction((tx) => tx.update('audit', { id: newest.id }, { data: '{"count":1}' }))
    const rows = await world.twoFactor.audit.list({ userId })
    expect(rows.map((row) => row.intact)).toEqual([false, true, true])
  })

  test('a row under a key that is not there, or with text that is none, is listed as not intact too', async () => {
    const world = createWorld(store())
    const { userId } = await world.enroll()
    const [one, two] = await store().find('audit', { userId }, { orderBy: 'id' })
    if (one === undefined || two === undefined) throw new Error('no rows')
    await store().transaction((tx) => tx.update('audit', { id: one.id }, { keyId: 'gone' }))
    await store().transaction((tx) => tx.update('audit', { id: two.id }, { data: 'not json' }))
    const rows = await world.twoFactor.audit.list({ userId })
    expect(rows.map((row) => row.intact)).toEqual([true, false, false])
  })

  test('an act whose audit row can not be written did not happen', async () => {
    const userId = randomUUID()
    const failing = createWorld({
      ...store(),
      transaction: (work) =>
        store().transaction((tx) =>
          work({ ...tx, insert: async (table, ...rows) => table !== 'audit' && tx.insert(table, ...rows) }),
        ),
    })
    await expect(failing.twoFactor.enrollment.begin({ userId })).rejects.toMatchObject({
      code: 'store_failed',
    })
    expect(await store().count('factors', { userId })).toBe(0)
  })

  test('a limit outside 1 to 1000 fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const limit of [0, 1001, 1.5, Number.NaN])
      await expect(twoFactor.audit.list({ limit })).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
  })
})
