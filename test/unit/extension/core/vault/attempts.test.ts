import { beforeEach, describe, expect, it } from 'vitest'
import { readUnlockDelay } from '../../../../../extension/src/core/vault/attempts.ts'
import { changePassword } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const password = 'four random words here'
let vault: MemoryVault
const tried: string[] = []
const unlock = (typed: string) => {
  tried.length = 0
  return unlockVault(vault.environment, {
    password: typed,
    deriveKey: (...parameters) => {
      tried.push(typed)
      return deriveFast(...parameters)
    },
  })
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
  await lockVault(vault.environment)
})

/** How long each further wrong password makes one wait, in seconds. */
async function measureDelays(count: number): Promise<number[]> {
  const delays = []
  for (let index = 0; index < count; index++) {
    expect(await unlock('wrong')).toEqual({ status: 'wrong' })
    const until = await readUnlockDelay(vault.environment)
    delays.push(until === null ? 0 : (until - vault.clock.now) / 1000)
    if (until !== null) vault.clock.now = until
  }
  return delays
}

describe('wrong passwords', () => {
  it('make one wait longer each time, up to 15 minutes, and never more', async () => {
    expect(await measureDelays(14)).toEqual([0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900])
    const kept = structuredClone(vault.stored)
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
    expect(vault.stored).toEqual(kept)
  })

  it('that come too early are not even looked at, the right one included', async () => {
    await measureDelays(4)
    await unlock('wrong')
    const until = vault.clock.now + 10_000
    expect(await unlock(password)).toEqual({ status: 'wait', until })
    expect(tried).toEqual([])
    expect(vault.session.vaultKey).toBeUndefined()
    vault.clock.now = until
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
  })

  it('are forgotten after the right one', async () => {
    await measureDelays(6)
    await unlock(password)
    expect(vault.local.unlockAttempts).toBeUndefined()
    expect(await measureDelays(2)).toEqual([0, 0])
  })

  it('are still counted after the browser was closed', async () => {
    await measureDelays(4)
    await unlock('wrong')
    const reopened = createMemoryVault(vault.stored)
    Object.assign(reopened.local, vault.local)
    reopened.clock.now = vault.clock.now
    expect(await readUnlockDelay(reopened.environment)).toBe(vault.clock.now + 10_000)
  })

  it('count before they are looked at, so that closing the window takes nothing back', async () => {
    const closed = unlockVault(vault.environment, {
      password: 'wrong',
      deriveKey: () => Promise.reject(new Error('closed')),
    })
    await expect(closed).rejects.toThrow('closed')
    expect(vault.local.unlockAttempts).toMatchObject({ failures: 1 })
  })

  it('have one budget with those that are asked for in settings', async () => {
    await measureDelays(4)
    const next = { password: 'another one of mine', deriveKey: deriveFast }
    const asked = () => changePassword(vault.environment, { password: 'wrong', deriveKey: deriveFast }, next)
    expect(await asked()).toEqual({ status: 'wrong' })
    expect(await asked()).toMatchObject({ status: 'wait' })
  })

  it('make nobody wait longer because the clock was set back', async () => {
    await measureDelays(4)
    await unlock('wrong')
    vault.clock.now -= 86_400_000
    expect(await readUnlockDelay(vault.environment)).toBe(vault.clock.now + 10_000)
  })

  it('made while the clock was ahead cost no more than their delay once it is right', async () => {
    vault.clock.now += 365 * 86_400_000
    await measureDelays(4)
    await unlock('wrong')
    vault.clock.now -= 365 * 86_400_000
    expect(await unlock(password)).toEqual({ status: 'wait', until: vault.clock.now + 10_000 })
    vault.clock.now += 10_000
    expect(await readUnlockDelay(vault.environment)).toBeNull()
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
  })

  it('are counted in memory where the disk is full, and keep nobody out', async () => {
    vault.environment.local.write = () => Promise.reject(new Error('QUOTA_BYTES quota exceeded'))
    vault.environment.local.remove = () => Promise.reject(new Error('No space left'))
    expect(await measureDelays(5)).toEqual([0, 0, 0, 0, 10])
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
    expect(vault.session.unlockAttempts).toBeUndefined()
    expect(vault.local.unlockAttempts).toBeUndefined()
  })

  it('are counted in memory where the disk can’t be read, and keep nobody out', async () => {
    const fail = () => Promise.reject(new Error('Corruption'))
    Object.assign(vault.environment.local, { read: fail, write: fail, remove: fail })
    expect(await measureDelays(5)).toEqual([0, 0, 0, 0, 10])
    vault.clock.now += 10_000
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
    expect(await openVault(vault.environment)).toMatchObject({ status: 'open' })
  })

  it.each([
    null,
    'x',
    { failures: -1, until: 1 },
    { failures: 1e99, until: 1 },
    { failures: 9, until: 'soon' },
  ])('that were stored as %j count as none', async (stored) => {
    vault.local.unlockAttempts = stored
    expect(await readUnlockDelay(vault.environment)).toBeNull()
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
  })
})
