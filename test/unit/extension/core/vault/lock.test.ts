import { beforeEach, describe, expect, it } from 'vitest'
import { changeSettings } from '../../../../../extension/src/core/account-changes.ts'
import {
  lockIfIdle,
  lockWithSystem,
  noteUse,
  readLockReason,
} from '../../../../../extension/src/core/vault/lock.ts'
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
  changeVault(vault.environment, changeSettings({ autoLock: { minutes, withSystem } }))
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
    expect(vault.session).toEqual({ lockReason: 'idle' })
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
    expect(vault.session).toEqual({ lockReason: 'idle' })
  })

  it('locks when the clock is set back, but not for being put right by some seconds', async () => {
    vault.clock.now -= 30_000
    expect(await state()).toBe('open')
    vault.clock.now -= 60 * minute
    expect(await state()).toBe('locked')
    expect(vault.session).toEqual({ lockReason: 'idle' })
  })

  it('locks even where the header can’t be read, or is gone', async () => {
    vault.stored.header = undefined
    expect(await lockIfIdle(vault.environment)).toMatchObject({ status: 'open' })
    vault.clock.now += 15 * minute
    vault.environment.storage.readHeaders = () => Promise.reject(new Error('backing store'))
    expect(await lockIfIdle(vault.environment)).toEqual({ status: 'locked' })
    expect(vault.session).toEqual({ lockReason: 'idle' })
  })

  it('is not unlocked by being used', async () => {
    await lockVault(vault.environment)
    await noteUse(vault.environment)
    expect(vault.session).toEqual({ lockReason: 'button' })
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
    expect(vault.session).toEqual({ lockReason: 'system' })
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
