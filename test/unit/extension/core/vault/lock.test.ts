import { beforeEach, describe, expect, it } from 'vitest'
import { changeAutoLock } from '../../../../../extension/src/core/account-changes.ts'
import type { DeriveKey } from '../../../../../extension/src/core/vault/kdf.ts'
import {
  lockIfIdle,
  lockWithSystem,
  noteStart,
  noteUse,
  readLockReason,
} from '../../../../../extension/src/core/vault/lock.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import { checkAutoLock } from '../../../../../extension/src/core/vault/session.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const password = 'four random words here'
const minute = 60_000
let vault: MemoryVault

const setAutoLock = (minutes: number | null, withSystem = true) =>
  changeVault(vault.environment, changeAutoLock({ minutes, withSystem }))
const state = async () => (await openVault(vault.environment)).status

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
})

describe('a vault that nobody uses', () => {
  it('locks after 15 minutes, and says why', async () => {
    expect(await lockIfIdle(vault.environment)).toEqual({
      status: 'open',
      until: vault.clock.now + 15 * minute,
    })
    vault.clock.now += 15 * minute - 1
    expect(await state()).toBe('open')
    vault.clock.now += 1
    expect(await lockIfIdle(vault.environment)).toEqual({ status: 'locked' })
    expect(vault.session).toEqual({ lockReason: 'idle', lockId: expect.any(String) })
    expect(await readLockReason(vault.environment)).toBe('idle')
  })

  it('is locked for every view, even where no timer has run', async () => {
    vault.clock.now += 16 * minute
    expect(await state()).toBe('locked')
    expect(vault.session.vaultKey).toBeUndefined()
  })

  it('is not saved to', async () => {
    vault.clock.now += 16 * minute
    expect(await setAutoLock(5)).toEqual({ status: 'locked' })
    expect(vault.stored.revisions.size).toBe(1)
  })

  it('stays open as long as somebody uses it', async () => {
    for (let count = 0; count < 5; count++) {
      vault.clock.now += 14 * minute
      await noteUse(vault.environment)
    }
    expect(await state()).toBe('open')
  })

  it('locks after as many minutes as were chosen, also after the next unlock', async () => {
    await setAutoLock(1)
    expect(await lockIfIdle(vault.environment)).toMatchObject({ until: vault.clock.now + minute })
    await lockVault(vault.environment)
    await unlockVault(vault.environment, { password, deriveKey: deriveFast })
    await openVault(vault.environment)
    vault.clock.now += minute
    expect(await state()).toBe('locked')
  })

  it('stays open until the browser closes where that was chosen', async () => {
    await setAutoLock(null)
    vault.clock.now += 7 * 24 * 60 * minute
    expect(await lockIfIdle(vault.environment)).toEqual({ status: 'open', until: null })
    expect(await state()).toBe('open')
  })

  it('is not kept open by the first act after the computer slept', async () => {
    vault.clock.now += 8 * 60 * minute
    await noteUse(vault.environment)
    expect(vault.session).toEqual({ lockReason: 'idle', lockId: expect.any(String) })
  })

  it('locks when the clock is set back, but not for being put right by some seconds', async () => {
    vault.clock.now -= 30_000
    expect(await state()).toBe('open')
    vault.clock.now -= 60 * minute
    expect(await state()).toBe('locked')
    // Not that nobody had used it: that can't be known.
    expect(vault.session).toEqual({ lockReason: 'clock', lockId: expect.any(String) })
    expect(await readLockReason(vault.environment)).toBe('clock')
  })

  it('locks even where the header can’t be read, or is gone', async () => {
    vault.stored.header = undefined
    expect(await lockIfIdle(vault.environment)).toMatchObject({ status: 'open' })
    vault.clock.now += 15 * minute
    vault.environment.storage.readHeaders = () => Promise.reject(new Error('backing store'))
    expect(await lockIfIdle(vault.environment)).toEqual({ status: 'locked' })
    expect(vault.session).toEqual({ lockReason: 'idle', lockId: expect.any(String) })
  })

  it('is not unlocked by being used', async () => {
    await lockVault(vault.environment)
    await noteUse(vault.environment)
    expect(vault.session).toEqual({ lockReason: 'button', lockId: expect.any(String) })
  })
})

describe('a lock', () => {
  /** A derivation that ends when it is let go. */
  const waitFor = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const deriveKey: DeriveKey = async (...facts) => {
      await promise
      return deriveFast(...facts)
    }
    return { proof: { password, deriveKey }, end: resolve }
  }
  const locks: [string, () => Promise<void>][] = [
    ['by the button', () => lockVault(vault.environment)],
    ['of the system', () => lockWithSystem(vault.environment)],
  ]

  it.each(locks)('%s wins over an unlock under way', async (_what, lock) => {
    await lockVault(vault.environment)
    const { proof, end } = waitFor()
    const unlocking = unlockVault(vault.environment, proof)
    await lock()
    end()
    expect(await unlocking).toEqual({ status: 'locked' })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(await readLockReason(vault.environment)).toBe('button')
    expect(await unlockVault(vault.environment, { password, deriveKey: deriveFast })).toEqual({
      status: 'unlocked',
    })
  })

  it.each(locks)('%s wins over the making of a new vault key, which is made', async (_what, lock) => {
    const { proof, end } = waitFor()
    const renewing = renewVaultKey(vault.environment, proof)
    await lock()
    end()
    expect(await renewing).toEqual({ status: 'renewed', dropped: [] })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(await state()).toBe('locked')
  })

  it('holds where it was killed before it took the key away', async () => {
    const { session } = vault.environment
    const { remove } = session
    session.remove = () => Promise.reject(new Error('killed'))
    await expect(lockVault(vault.environment)).rejects.toThrow('killed')
    expect(vault.session.vaultKey).toEqual(expect.any(String))
    session.remove = remove
    expect(await state()).toBe('locked')
    expect(vault.session).toEqual({ lockReason: 'button', lockId: expect.any(String) })
    expect(await unlockVault(vault.environment, { password, deriveKey: deriveFast })).toEqual({
      status: 'unlocked',
    })
  })

  it('that comes while the key is written takes that key too', async () => {
    await lockVault(vault.environment)
    const { session } = vault.environment
    const { write } = session
    session.write = async (values) => {
      session.write = write
      await lockVault(vault.environment, 'system')
      await write(values)
    }
    const proof = { password, deriveKey: deriveFast }
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'locked' })
    expect(vault.session).toEqual({ lockReason: 'system', lockId: expect.any(String) })
  })
})

describe('the reason', () => {
  it('does not keep the key where memory is full, and is written once the key has made room', async () => {
    const { session } = vault.environment
    const write = session.write
    session.write = async (values) => {
      if ('vaultKey' in vault.session) throw new Error('quota exceeded')
      await write(values)
    }
    await lockVault(vault.environment, 'system')
    expect(vault.session).toEqual({ lockReason: 'system', lockId: expect.any(String) })
  })

  it('is the button, the system, or else that the browser was closed', async () => {
    await lockVault(vault.environment)
    expect(await readLockReason(vault.environment)).toBe('button')
    await unlockVault(vault.environment, { password, deriveKey: deriveFast })
    expect(vault.session.lockReason).toBeUndefined()
    await lockWithSystem(vault.environment)
    expect(await state()).toBe('locked')
    expect(await readLockReason(vault.environment)).toBe('system')
    expect(await readLockReason(createMemoryVault(vault.stored).environment)).toBe('browser_closed')
  })

  it('is an update where that took the key away, and not where the browser was closed too', async () => {
    const restart = async (...starts: ('browser' | 'update')[]) => {
      const { environment } = createMemoryVault(vault.stored)
      for (const by of starts) await noteStart(environment, by)
      return readLockReason(environment)
    }
    expect(await restart('update')).toBe('updated')
    expect(await restart('browser')).toBe('browser_closed')
    expect(await restart('browser', 'update')).toBe('browser_closed')
    expect(await restart('update', 'browser')).toBe('browser_closed')
  })

  it('is not an update that left the vault open, or locked for another reason', async () => {
    await noteStart(vault.environment, 'update')
    expect(await state()).toBe('open')
    expect(vault.session.lockReason).toBeUndefined()
    await lockVault(vault.environment)
    await noteStart(vault.environment, 'update')
    expect(await readLockReason(vault.environment)).toBe('button')
  })

  it('stays the first one when the system locks later', async () => {
    await lockVault(vault.environment, 'idle')
    await lockWithSystem(vault.environment)
    expect(await readLockReason(vault.environment)).toBe('idle')
  })
})

it('locking with the system can be turned off', async () => {
  await setAutoLock(15, false)
  await lockWithSystem(vault.environment)
  expect(await state()).toBe('open')
})

it.each([
  null,
  { minutes: 0, withSystem: true },
  { minutes: 61, withSystem: true },
  { minutes: 1.5, withSystem: true },
  { minutes: '15', withSystem: true },
  { minutes: 15 },
])('%j is no setting', (value) => {
  expect(checkAutoLock(value)).toBeNull()
})
