import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { VaultError } from '../../../../../extension/src/core/vault/errors.ts'
import { closesVault } from '../../../../../extension/src/core/vault/judge.ts'
import { setVaultAside } from '../../../../../extension/src/core/vault/set-aside.ts'
import { listUnlockWays } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  readVaultState,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, findAside, type MemoryVault } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
const damaged = new VaultError('damaged', '')
const next = { password: 'four other words there', deriveKey: deriveFast }
let vault: MemoryVault

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
  await lockVault(vault.environment)
  vault.stored.copy = undefined
  Object.assign(vault.stored.header as object, { mac: new Uint8Array(32) })
  delete vault.local.vaultCopyHeader
})

/** What the right password meets. */
const findFailure = () => unlockVault(vault.environment, proof).catch((error: unknown) => error)

it('a vault that nothing opens makes room for a new one, and is kept as it was', async () => {
  const failure = await findFailure()
  expect(closesVault(failure)).toBe(true)
  const { header, revisions } = structuredClone(vault.stored)
  await setVaultAside(vault.environment, failure)
  expect(findAside(vault.stored)).toEqual({ headers: [header], revisions: [...revisions.values()] })
  expect(await readVaultState(vault.environment)).toBe('none')
  expect(await createVault(vault.environment, next)).toEqual({ status: 'created' })
  expect(await openVault(vault.environment)).toMatchObject({ status: 'open', contents: { accounts: [] } })
})

it('wrong passwords of the old vault do not make anybody wait for the new one', async () => {
  for (let count = 0; count < 6; count++) await unlockVault(vault.environment, next).catch(() => undefined)
  vault.clock.now += 60 * 60_000
  await setVaultAside(vault.environment, await findFailure())
  expect(vault.local.unlockAttempts).toBeUndefined()
})

it('where there is no room to keep it, it stays where it is', async () => {
  const before = structuredClone(vault.stored)
  const failure = await findFailure()
  vault.environment.storage.writeAside = () =>
    Promise.reject(new DOMException('no room', 'QuotaExceededError'))
  await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ code: 'storage_full' })
  expect(vault.stored).toEqual(before)
})

it('where there is no room for its second copy, it stays where it is', async () => {
  const failure = await findFailure()
  const before = structuredClone([vault.stored, vault.local])
  const { local } = vault.environment
  const { write } = local
  local.write = () => Promise.reject(new Error('Resource::kQuotaBytes quota exceeded'))
  await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ code: 'storage_full' })
  local.write = write
  expect([vault.stored, vault.local]).toEqual(before)
})

it('where what was kept does not come back, it stays where it is', async () => {
  const failure = await findFailure()
  const before = structuredClone([vault.stored, vault.local])
  vault.environment.storage.readAside = async () => ({ headers: [], revisions: [] })
  await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ code: 'not_saved' })
  expect([vault.stored, vault.local]).toEqual(before)
})

it('takes its second copy along, so that the new vault is not taken for the old one', async () => {
  const { vaultCopy, vaultCopyRevision } = structuredClone(vault.local)
  await setVaultAside(vault.environment, await findFailure())
  expect(vault.local).toEqual({
    vaultsAside: [expect.objectContaining({ at: vault.clock.now, isHidden: true })],
    [`vaultCopy set aside ${vault.clock.now}`]: expect.objectContaining({ vaultCopy, vaultCopyRevision }),
  })
  expect(await readVaultState(vault.environment)).toBe('none')
})

describe('what was said of other records than those that are there now', () => {
  it('moves no vault away that only was not answered for', async () => {
    vault.stored.header = vault.stored.copy = null
    const failure = await listUnlockWays(vault.environment).catch((error: unknown) => error)
    expect(closesVault(failure)).toBe(true)
    vault = createMemoryVault()
    await createVault(vault.environment, proof)
    await lockVault(vault.environment)
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'opens' })
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
  })

  it('moves no new vault away that another window has made since', async () => {
    const failure = await findFailure()
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
    await createVault(vault.environment, next)
    await lockVault(vault.environment)
    const made = structuredClone(vault.stored)
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'opens' })
    expect(vault.stored).toEqual(made)
  })
})

it('a vault that the disk does not answer for is not moved', async () => {
  const failure = await findFailure()
  const before = structuredClone(vault.stored)
  const { storage } = vault.environment
  storage.readHeaders = () => Promise.reject(new DOMException('', 'TimeoutError'))
  await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ name: 'TimeoutError' })
  storage.countRecords = () => Promise.reject(new DOMException('', 'TimeoutError'))
  await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(vault.stored).toEqual(before)
})

describe('a vault that opens', () => {
  beforeEach(async () => {
    vault = createMemoryVault()
    await createVault(vault.environment, proof)
    await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
  })
  const breakRevisions = (...numbers: number[]) => {
    for (const number of numbers) vault.stored.revisions.set(number, null)
  }

  it('is not set aside, whatever is said of it', async () => {
    const before = structuredClone(vault.stored)
    expect(await setVaultAside(vault.environment, damaged)).toEqual({ status: 'opens' })
    breakRevisions(2)
    expect(await setVaultAside(vault.environment, damaged)).toEqual({ status: 'opens' })
    await lockVault(vault.environment)
    const other = new VaultError('head_damaged', '')
    expect(await setVaultAside(vault.environment, other)).toEqual({ status: 'opens' })
    expect(vault.stored.header).toEqual(before.header)
    expect(vault.stored.asides).toBeUndefined()
  })

  it('to no revision that is whole makes room for a new one', async () => {
    breakRevisions(1, 2)
    delete vault.local.vaultCopyRevision
    const failure = await openVault(vault.environment).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'head_damaged' })
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
    expect(await readVaultState(vault.environment)).toBe('none')
  })
})

it('is not offered for what another way or an older version still opens', () => {
  const codes = ['way_damaged', 'head_damaged', 'head_unsupported', 'unsupported_format', 'busy'] as const
  for (const code of codes) expect(closesVault(new VaultError(code, ''))).toBe(false)
})
