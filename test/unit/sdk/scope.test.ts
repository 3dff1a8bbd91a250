import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { addMember, HARBOUR, HILL, openClinic } from './clinic.ts'
import { describeOnEveryStore } from './describe-stores.ts'
import { createWorld, type World } from './world.ts'

class RolledBack extends Error {}

/** What tells whether an act has happened: rows, record and notices. */
async function readAll({ store, twoFactor, outbox }: World, userId: string) {
  await twoFactor.settle()
  return {
    factors: await store.find('factors', { userId }, { orderBy: 'id' }),
    devices: await store.find('trustedDevices', { userId }, { orderBy: 'id' }),
    entries: await store.count('entries', { userId }),
    codes: await store.count('recoveryCodes', { userId }),
    audit: (await twoFactor.audit.list({ userId })).map(({ id }) => id),
    outbox: await store.count('outbox', { userId }),
    told: outbox.events.filter((event) => event.userId === userId).length,
  }
}

describeOnEveryStore('a verb in a transaction of the host', (store, asHost) => {
  async function prepare() {
    const ended: string[] = []
    const world = createWorld(store(), {
      endSessions: async (userId) => {
        ended.push(userId)
      },
    })
    const { member, act } = await openClinic(world)
    await world.trust(member)
    const stepUp = await world.stepUp(member)
    const { userId, factorId } = member
    const [device] = await world.twoFactor.trustedDevices.list({ userId })
    const given = await act()
    const { factors, trustedDevices, admin } = world.twoFactor
    const deviceId = device?.id as string
    const verbs: Record<string, (transaction: unknown) => Promise<{ status: string }>> = {
      rename: (transaction) => factors.rename({ userId, factorId, label: 'Work', transaction }),
      prefer: (transaction) => factors.prefer({ userId, factorId, transaction }),
      revoke: (transaction) => trustedDevices.revoke({ userId, deviceId, transaction }),
      revokeAll: (transaction) => trustedDevices.revokeAll({ userId, transaction }),
      remove: (transaction) => factors.remove({ userId, factorId, stepUp, transaction }),
      disable: (transaction) => factors.disable({ userId, stepUp, transaction }),
      allowOnce: (transaction) => admin.allowOnce({ ...given, transaction }),
      revokeDevices: (transaction) => admin.revokeDevices({ ...given, transaction }),
      reset: (transaction) => admin.reset({ ...given, transaction }),
    }
    return { world, userId, verbs, ended }
  }

  test('is undone with it: no row, no record and no notice is left, and nobody is told', async () => {
    const { world, userId, verbs, ended } = await prepare()
    for (const [name, verb] of Object.entries(verbs)) {
      const before = await readAll(world, userId)
      const done = asHost(async (transaction) => {
        expect(['ok', 'revoked'], name).toContain((await verb(transaction)).status)
        throw new RolledBack()
      })
      await expect(done, name).rejects.toThrow(RolledBack)
      expect(await readAll(world, userId), name).toEqual(before)
    }
    await world.twoFactor.deliverPending()
    expect(ended).toEqual([])
  })

  test('is committed with it, and what it tells is told by deliverPending then', async () => {
    for (const name of ['remove', 'reset', 'allowOnce', 'revokeDevices']) {
      const { world, userId, verbs, ended } = await prepare()
      const before = await readAll(world, userId)
      await asHost(async (transaction) => {
        expect((await verbs[name]?.(transaction))?.status).toBe('ok')
      })
      const after = await readAll(world, userId)
      expect(after.told, name).toBe(before.told)
      expect(after.audit.length, name).toBeGreaterThan(before.audit.length)
      expect(after.outbox, name).toBeGreaterThan(0)
      await world.twoFactor.deliverPending()
      expect((await readAll(world, userId)).told, name).toBe(before.told + 1)
      expect(ended).toEqual(['reset', 'revokeDevices'].includes(name) ? [userId] : [])
    }
  })

  test('takes back its own part when it fails, and leaves the rest to the host', async () => {
    const { world, userId, verbs } = await prepare()
    await asHost(async (transaction) => {
      expect((await verbs.reset?.(transaction))?.status).toBe('ok')
      // The reset has ended the step-up and the devices: these find nothing any more, and see it.
      expect(await verbs.disable?.(transaction)).toEqual({ status: 'step_up_required' })
      expect(await verbs.revokeAll?.(transaction)).toMatchObject({ count: 0 })
    })
    expect(await world.twoFactor.login.begin({ userId })).toMatchObject({ because: 'reset' })
  })

  test('asks the person and tells other owners only when it is committed', async () => {
    const world = createWorld(store())
    const both = { [HARBOUR]: 'practitioner', [HILL]: 'practitioner' }
    const { member, act } = await openClinic(world, { memberRoles: both })
    await addMember(world, { [HILL]: 'owner' })
    const given = await act()
    await asHost(async (transaction) => {
      const asked = await world.twoFactor.admin.reset({ ...given, transaction })
      expect(asked.status).toBe('proof_required')
    })
    await world.twoFactor.settle()
    expect(() => world.readMail(member.userId, 'admin.confirmation_requested')).toThrow()
    await world.twoFactor.deliverPending()
    const { token } = world.readMail(member.userId, 'admin.confirmation_requested') as { token: string }
    expect((await world.twoFactor.admin.confirm({ token })).status).toBe('ok')
  })

  test('refuses what is no open transaction, and verbs that judge a code refuse any', async () => {
    const { world, userId, verbs } = await prepare()
    const before = await readAll(world, userId)
    const handles = [null, 'BEGIN', {}, new DatabaseSync(':memory:'), { query: () => undefined }]
    for (const handle of handles)
      await expect(verbs.rename?.(handle)).rejects.toThrow(
        expect.objectContaining({ code: 'argument_invalid' }),
      )
    const input = { userId, enrollmentId: 'x', token: 'x', method: 'totp' as const, code: '000000' }
    const { login, stepUp, passwordReset, enrollment } = world.twoFactor
    await asHost(async (transaction) => {
      const given = { ...input, transaction } as never
      for (const verb of [login.verify, login.prove, stepUp.verify, passwordReset.verify, enrollment.confirm])
        await expect(verb(given)).rejects.toThrow('judges a code')
    })
    expect(await readAll(world, userId)).toEqual(before)
  })

  test('runs beside others on one connection, and one that fails takes back nothing of theirs', async () => {
    const { world, userId, verbs } = await prepare()
    const stranger = randomUUID()
    const before = await readAll(world, userId)
    await asHost(async (transaction) => {
      const failing = store()
        .join(transaction)
        .transaction(async (tx) => {
          await tx.insert('requirements', { userId: stranger, metAt: 1 })
          await tx.count('requirements', { userId: stranger })
          throw new RolledBack()
        })
      const names = ['rename', 'revokeDevices', 'prefer', 'allowOnce']
      const [failed, ...done] = await Promise.allSettled([
        failing,
        ...names.map((name) => verbs[name]?.(transaction)),
      ])
      expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(RolledBack) })
      for (const one of done) expect(one).toMatchObject({ value: { status: 'ok' } })
    })
    expect(await store().count('requirements', { userId: stranger })).toBe(0)
    const { factors, devices, entries, audit } = await readAll(world, userId)
    expect(factors).toMatchObject([{ label: 'Work', preferred: 1 }])
    expect({ devices, entries }).toEqual({ devices: [], entries: 1 })
    expect(audit).toHaveLength(before.audit.length + 4)
  })
})
