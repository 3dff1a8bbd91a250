import { expect, test } from 'vitest'
import { describeOnEveryStore } from '../describe-stores.ts'
import { createWorld } from '../world.ts'

describeOnEveryStore('audit', (store) => {
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
    const edited = createWorld({
      ...store(),
      listAudit: async (filter) =>
        (await store().listAudit(filter)).map((row, index) =>
          index === 0 ? { ...row, data: '{"count":1}' } : row,
        ),
    })
    const rows = await edited.twoFactor.audit.list({ userId })
    expect(rows.map((row) => row.intact)).toEqual([false, true, true])
  })

  test('an act whose audit row can not be written did not happen', async () => {
    const world = createWorld(store())
    const user = await world.enroll()
    const token = await world.challenge(user.userId)
    const failing = createWorld({
      ...store(),
      transaction: (work) =>
        store().transaction((tx) =>
          work({
            ...tx,
            async appendAudit(row) {
              if (row.type === 'login.verified') throw new Error('disk full')
              await tx.appendAudit(row)
            },
          }),
        ),
    })
    failing.clock.set(world.clock.now())
    await expect(failing.verify(token, user.code())).rejects.toThrow('disk full')
    // Neither the step nor the challenge was consumed; the attempt stays counted.
    expect(await store().findAccount(user.userId)).toMatchObject({ counted: 1, cleared: 0 })
    expect(await world.verify(token, user.code())).toMatchObject({ status: 'ok' })
  })

  test('a limit outside 1 to 1000 fails loudly', async () => {
    const { twoFactor } = createWorld(store())
    for (const limit of [0, 1001, 1.5, Number.NaN])
      await expect(twoFactor.audit.list({ limit })).rejects.toThrow(TypeError)
  })
})
