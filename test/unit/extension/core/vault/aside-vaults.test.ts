import { beforeEach, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import {
  bringAsideBack,
  listAsideVaults,
  setLockedVaultAside,
} from '../../../../../extension/src/core/vault/aside-vaults.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  readVaultState,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
const next = { password: 'four other words there', deriveKey: deriveFast }
let vault: MemoryVault

const add = (id: string) => {
  const secret = new TextEncoder().encode(id)
  return changeVault(
    vault.environment,
    addAccount(makeAccount({ secret }), { id, site: null, addedAt: vault.clock.now }),
  )
}
const listIds = async (by: typeof proof) => {
  expect(await unlockVault(vault.environment, by)).toEqual({ status: 'unlocked' })
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : opened.status
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  for (const id of ['a', 'b']) await add(id)
})

it('a vault that nobody can unlock makes room for a new one, and both can be had again', async () => {
  await lockVault(vault.environment)
  const { header, revisions } = structuredClone(vault.stored)
  expect(await setLockedVaultAside(vault.environment)).toEqual({ status: 'aside' })
  expect(vault.stored.aside).toMatchObject({ header, revisions })
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
  expect(await bringAsideBack(vault.environment, first?.at ?? 0)).toEqual({ status: 'back' })
  expect(await listAsideVaults(vault.environment)).toEqual([second])
  expect(await listIds(proof)).toEqual(['a', 'b'])
  expect(await bringAsideBack(vault.environment, second?.at ?? 0)).toEqual({ status: 'opens' })
  await lockVault(vault.environment)
  vault.clock.now += 1
  await setLockedVaultAside(vault.environment)
  expect(await bringAsideBack(vault.environment, second?.at ?? 0)).toEqual({ status: 'back' })
  expect(await listIds(next)).toEqual(['c'])
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
  const before = structuredClone(vault.stored)
  local.write = write
  await setLockedVaultAside(vault.environment)
  expect(vault.stored.aside).toEqual(before)
  const [aside] = await listAsideVaults(vault.environment)
  await bringAsideBack(vault.environment, aside?.at ?? 0)
  expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
})

it('where there is no copy to bring back, nothing is moved', async () => {
  await lockVault(vault.environment)
  delete vault.local.vaultCopyHeader
  const before = structuredClone(vault.stored)
  await expect(setLockedVaultAside(vault.environment)).rejects.toMatchObject({ code: 'storage_full' })
  expect(vault.stored).toEqual(before)
  expect(await listAsideVaults(vault.environment)).toEqual([])
})

it('wrong passwords cost the new vault nothing, and the old one what they did', async () => {
  await lockVault(vault.environment)
  for (let count = 0; count < 5; count++) await unlockVault(vault.environment, next)
  expect(await unlockVault(vault.environment, proof)).toMatchObject({ status: 'wait' })
  await setLockedVaultAside(vault.environment)
  expect(vault.local.unlockAttempts).toBeUndefined()
  const [aside] = await listAsideVaults(vault.environment)
  expect(await bringAsideBack(vault.environment, aside?.at ?? 0)).toEqual({ status: 'back' })
  expect(await unlockVault(vault.environment, proof)).toMatchObject({ status: 'wait' })
})

it('one that is not aside is not brought back', async () => {
  await lockVault(vault.environment)
  await setLockedVaultAside(vault.environment)
  expect(await bringAsideBack(vault.environment, 1)).toEqual({ status: 'gone' })
  expect(await readVaultState(vault.environment)).toBe('none')
})
