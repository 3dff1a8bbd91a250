import { beforeEach, describe, expect, it } from 'vitest'
import {
  bringAsideBack,
  listAsideVaults,
  setLockedVaultAside,
} from '../../../../../extension/src/core/vault/aside-vaults.ts'
import { readLockReason } from '../../../../../extension/src/core/vault/lock.ts'
import { setVaultAside } from '../../../../../extension/src/core/vault/set-aside.ts'
import type { StoredRecords } from '../../../../../extension/src/core/vault/storage.ts'
import {
  createVault,
  lockVault,
  readVaultState,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { killAfter } from './kill-after.ts'
import { createMemoryVault, deriveFast, findAside, listRecords, type MemoryVault } from './memory-vault.ts'
import { saveAccount, unlockAndList } from './vault-accounts.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
const next = { password: 'four other words there', deriveKey: deriveFast }
let vault: MemoryVault

const add = (id: string) => saveAccount(vault, id)
const listIds = (by: typeof proof) => unlockAndList(vault, by)

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  for (const id of ['a', 'b']) await add(id)
})

it('a vault that nobody can unlock makes room for a new one, and both can be had again', async () => {
  await lockVault(vault.environment)
  const before = listRecords(vault.stored)
  expect(await setLockedVaultAside(vault.environment)).toEqual({ status: 'aside' })
  expect(findAside(vault.stored)).toEqual(before)
  expect(await readVaultState(vault.environment)).toBe('none')
  const [first] = await listAsideVaults(vault.environment)
  await createVault(vault.environment, next)
  await add('c')
  expect(await bringAsideBack(vault.environment, first?.at ?? 0)).toEqual({ status: 'opens' })
  await lockVault(vault.environment)
  vault.clock.now += 1
  await setLockedVaultAside(vault.environment)
  const [second, ...others] = await listAsideVaults(vault.environment)
  expect(others).toEqual([first])
  expect(await bringAsideBack(vault.environment, first?.at ?? 0)).toEqual({ status: 'back', from: 'records' })
  expect(await listAsideVaults(vault.environment)).toEqual([second])
  expect(await listIds(proof)).toEqual(['a', 'b'])
  expect(await bringAsideBack(vault.environment, second?.at ?? 0)).toEqual({ status: 'opens' })
  await lockVault(vault.environment)
  vault.clock.now += 1
  await setLockedVaultAside(vault.environment)
  expect(await bringAsideBack(vault.environment, second?.at ?? 0)).toEqual({
    status: 'back',
    from: 'records',
  })
  expect(await listIds(next)).toEqual(['c'])
})

describe('why it is locked', () => {
  const closeBrowser = () => {
    for (const name of Object.keys(vault.session)) delete vault.session[name]
  }
  const bringBack = async () => {
    const first = (await listAsideVaults(vault.environment)).at(-1)
    expect(await bringAsideBack(vault.environment, first?.at ?? 0)).toMatchObject({ status: 'back' })
    return readLockReason(vault.environment)
  }

  it.each(['idle', 'browser_closed'] as const)('is the same once it is back: %s', async (reason) => {
    if (reason === 'idle') await lockVault(vault.environment, reason)
    else closeBrowser()
    await setLockedVaultAside(vault.environment)
    await createVault(vault.environment, next)
    await lockVault(vault.environment, 'system')
    await setLockedVaultAside(vault.environment)
    expect(await bringBack()).toBe(reason)
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it.each([true, false])('is so too where its database was lost, while it was open: %s', async (wasOpen) => {
    if (!wasOpen) closeBrowser()
    await new Promise((resolve) => setTimeout(resolve, 5))
    vault.stored.revisions.clear()
    Object.assign(vault.stored, { header: undefined, copy: undefined })
    const failure = await readVaultState(vault.environment).catch((error: unknown) => error)
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
    expect(await bringBack()).toBe(wasOpen ? 'button' : 'browser_closed')
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })
})

it('an open vault is not set aside', async () => {
  const before = structuredClone(vault.stored)
  expect(await setLockedVaultAside(vault.environment)).toEqual({ status: 'opens' })
  expect(vault.stored).toEqual(before)
})

it('what was not copied yet is there when the vault is brought back', async () => {
  const { local } = vault.environment
  const { write } = local
  local.write = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
  await add('c')
  await lockVault(vault.environment)
  const before = listRecords(vault.stored)
  local.write = write
  await setLockedVaultAside(vault.environment)
  expect(findAside(vault.stored)).toEqual(before)
  const [aside] = await listAsideVaults(vault.environment)
  await bringAsideBack(vault.environment, aside?.at ?? 0)
  expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
})

type Copy = Record<string, { mac?: { bytes: string }; nonce?: { bytes: string } }>
const damages: Record<string, (copy: Copy) => unknown> = {
  'is gone': (copy) => {
    for (const key of Object.keys(copy)) delete copy[key]
  },
  'lacks its header': (copy) => delete copy.vaultCopyHeader,
  'lacks its revision': (copy) => delete copy.vaultCopyRevision,
  'has a damaged header': (copy) => Object.assign(copy.vaultCopyHeader?.mac ?? {}, { bytes: 'AAAA' }),
  'has a damaged revision': (copy) => Object.assign(copy.vaultCopyRevision?.nonce ?? {}, { bytes: '!' }),
}

describe.each(Object.entries(damages))('where the second copy %s', (_what, damage) => {
  it('the vault is set aside all the same, and is whole again when it is brought back', async () => {
    await lockVault(vault.environment)
    damage(vault.local as Copy)
    const before = listRecords(vault.stored)
    expect(await setLockedVaultAside(vault.environment)).toEqual({ status: 'aside' })
    expect(await readVaultState(vault.environment)).toBe('none')
    const [aside] = await listAsideVaults(vault.environment)
    expect(await bringAsideBack(vault.environment, aside?.at ?? 0)).toEqual({
      status: 'back',
      from: 'records',
    })
    expect(listRecords(vault.stored)).toEqual(before)
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it('the one that is kept aside has all of it', async () => {
    await lockVault(vault.environment)
    damage(vault.local as Copy)
    await setLockedVaultAside(vault.environment)
    delete vault.stored.asides
    const [aside] = await listAsideVaults(vault.environment)
    expect(await bringAsideBack(vault.environment, aside?.at ?? 0)).toEqual({ status: 'back', from: 'copy' })
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it('that was set aside, the vault comes back with every version of it', async () => {
    await lockVault(vault.environment)
    const before = listRecords(vault.stored)
    await setLockedVaultAside(vault.environment)
    const [aside] = await listAsideVaults(vault.environment)
    damage(vault.local[`vaultCopy set aside ${aside?.at}`] as Copy)
    expect(await bringAsideBack(vault.environment, aside?.at ?? 0)).toEqual({
      status: 'back',
      from: 'records',
    })
    expect(listRecords(vault.stored)).toEqual(before)
    expect(await listIds(proof)).toEqual(['a', 'b'])
    expect(await listAsideVaults(vault.environment)).toEqual([])
    expect(vault.stored.asides).toBeUndefined()
    expect(Object.keys(vault.local)).not.toContain(`vaultCopy set aside ${aside?.at}`)
  })
})

describe('records that were set aside and are damaged there', () => {
  let at = 0
  let records: StoredRecords
  beforeEach(async () => {
    await lockVault(vault.environment)
    await setLockedVaultAside(vault.environment)
    at = (await listAsideVaults(vault.environment))[0]?.at ?? 0
    records = findAside(vault.stored) as StoredRecords
  })
  const bringBack = () => bringAsideBack(vault.environment, at)

  it('come from the copy as far as it has them', async () => {
    records.headers = [{ magic: 'gone' }, { magic: 'gone' }]
    records.revisions[2] = { revision: 3 }
    expect(await bringBack()).toEqual({ status: 'back', from: 'records' })
    expect(await listIds(proof)).toEqual(['a', 'b'])
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2, 3])
  })

  it('come from the copy where their header is of no vault that has a revision', async () => {
    const other = crypto.randomUUID()
    for (const header of records.headers) Object.assign(header as object, { vaultId: other })
    expect(await bringBack()).toEqual({ status: 'back', from: 'records' })
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it('are put together from a header of one place and a revision of the other', async () => {
    records.revisions = []
    delete (vault.local[`vaultCopy set aside ${at}`] as Copy).vaultCopyHeader
    expect(await bringBack()).toEqual({ status: 'back', from: 'copy' })
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it('come from the copy where their database does not open', async () => {
    vault.environment.storage.readAside = () => Promise.reject(new DOMException('', 'UnopenableError'))
    expect(await bringBack()).toEqual({ status: 'back', from: 'copy' })
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it('are said to be unreadable where the copy is too, and everything stays as it is', async () => {
    records.headers = []
    delete (vault.local[`vaultCopy set aside ${at}`] as Copy).vaultCopyHeader
    const before = structuredClone([vault.stored, vault.local])
    expect(await bringBack()).toEqual({ status: 'unreadable' })
    expect([vault.stored, vault.local]).toEqual(before)
    expect(await listAsideVaults(vault.environment)).toEqual([{ at }])
    expect(await readVaultState(vault.environment)).toBe('none')
  })

  it('stay aside where the disk does not answer for them', async () => {
    vault.environment.storage.readAside = () => Promise.reject(new DOMException('', 'TimeoutError'))
    const before = structuredClone([vault.stored, vault.local])
    await expect(bringBack()).rejects.toMatchObject({ name: 'TimeoutError' })
    expect([vault.stored, vault.local]).toEqual(before)
  })

  it('stay aside where they do not come back from their place', async () => {
    vault.environment.storage.readRevision = async () => null
    const before = structuredClone([vault.stored, vault.local])
    await expect(bringBack()).rejects.toMatchObject({ code: 'not_saved' })
    expect([vault.stored, vault.local]).toEqual(before)
  })
})

describe('where there is no room to keep it', () => {
  const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
  const breaks: Record<string, () => unknown> = {
    'in the database': () => Object.assign(vault.environment.storage, { writeAside: full }),
    'in the place': () => Object.assign(vault.environment.storage, { overwrite: full }),
    'for its copy': () => refuse('vaultCopy set aside'),
    'in the list': () => refuse('vaultsAside'),
  }
  const refuse = (begin: string) => {
    const { local } = vault.environment
    const { write } = local
    local.write = (values) =>
      Object.keys(values).some((key) => key.startsWith(begin))
        ? Promise.reject(new Error('Resource::kQuotaBytes quota exceeded'))
        : write(values)
  }
  it.each(Object.entries(breaks))(
    '%s, it stays where it is, with every version and its copy',
    async (_where, stop) => {
      await lockVault(vault.environment)
      const before = listRecords(vault.stored)
      const copy = structuredClone(vault.local)
      stop()
      await expect(setLockedVaultAside(vault.environment)).rejects.toMatchObject({ code: 'storage_full' })
      expect(listRecords(vault.stored)).toEqual(before)
      expect(vault.local).toMatchObject(copy)
      expect(await readVaultState(vault.environment)).toBe('locked')
      expect(await listIds(proof)).toEqual(['a', 'b'])
    },
  )
})

it('where what was kept does not come back whole, nothing is moved', async () => {
  await lockVault(vault.environment)
  const { storage } = vault.environment
  const { readAside } = storage
  storage.readAside = async (at) => {
    const { headers, revisions } = await readAside(at)
    return { headers, revisions: revisions.slice(1) }
  }
  const before = structuredClone([vault.stored, vault.local])
  await expect(setLockedVaultAside(vault.environment)).rejects.toMatchObject({ code: 'not_saved' })
  expect([vault.stored, vault.local]).toEqual(before)
})

describe('a browser that is killed at any step', () => {
  const steps = Array.from({ length: 40 }, (_, index) => index)
  const bringBack = async (environment: MemoryVault['environment']) => {
    const [aside] = await listAsideVaults(vault.environment)
    return bringAsideBack(environment, aside?.at ?? 0)
  }

  it.each(steps)('leaves the vault in its place, or aside with every version: %d', async (count) => {
    await lockVault(vault.environment)
    const before = listRecords(vault.stored)
    await setLockedVaultAside(killAfter(vault.environment, count)).catch(() => undefined)
    if ((await readVaultState(vault.environment)) === 'none') await bringBack(vault.environment)
    expect(listRecords(vault.stored)).toEqual(before)
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })

  it.each(steps)('leaves it aside, or back with every version: %d', async (count) => {
    await lockVault(vault.environment)
    const before = listRecords(vault.stored)
    await setLockedVaultAside(vault.environment)
    await bringBack(killAfter(vault.environment, count)).catch(() => undefined)
    if ((await readVaultState(vault.environment)) === 'none') await bringBack(vault.environment)
    expect(listRecords(vault.stored)).toEqual(before)
    expect(await listIds(proof)).toEqual(['a', 'b'])
  })
})

it('two that are set aside at one time of the clock are both kept', async () => {
  await lockVault(vault.environment)
  await setLockedVaultAside(vault.environment)
  await createVault(vault.environment, next)
  await lockVault(vault.environment)
  await setLockedVaultAside(vault.environment)
  const [, first] = await listAsideVaults(vault.environment)
  expect(await bringAsideBack(vault.environment, first?.at ?? 0)).toEqual({ status: 'back', from: 'records' })
  expect(await listIds(proof)).toEqual(['a', 'b'])
})

it('wrong passwords cost the new vault nothing, and the old one what they did', async () => {
  await lockVault(vault.environment)
  for (let count = 0; count < 5; count++) await unlockVault(vault.environment, next)
  expect(await unlockVault(vault.environment, proof)).toMatchObject({ status: 'wait' })
  await setLockedVaultAside(vault.environment)
  expect(vault.local.unlockAttempts).toBeUndefined()
  const [aside] = await listAsideVaults(vault.environment)
  expect(await bringAsideBack(vault.environment, aside?.at ?? 0)).toEqual({ status: 'back', from: 'records' })
  expect(await unlockVault(vault.environment, proof)).toMatchObject({ status: 'wait' })
})

it('one that is not aside is not brought back', async () => {
  await lockVault(vault.environment)
  await setLockedVaultAside(vault.environment)
  expect(await bringAsideBack(vault.environment, 1)).toEqual({ status: 'gone' })
  expect(await readVaultState(vault.environment)).toBe('none')
})
