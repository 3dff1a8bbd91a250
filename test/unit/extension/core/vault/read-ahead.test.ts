import { beforeEach, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
let vault: MemoryVault
let reads: number

const add = (id: string) =>
  addAccount(makeAccount({ secret: new TextEncoder().encode(id) }), { id, site: null, addedAt: 1 })
const list = async () => {
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : opened.status
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  await changeVault(vault.environment, add('a'))
  await lockVault(vault.environment)
  const { storage } = vault.environment
  const { readHead } = storage
  reads = 0
  storage.readHead = () => {
    reads++
    return readHead()
  }
})

it('the newest revision is read while the key is derived, and not again to open it', async () => {
  await unlockVault(vault.environment, proof)
  expect(reads).toBe(1)
  expect(await list()).toEqual(['a'])
  expect(reads).toBe(1)
})

it('what another window saved in the meantime is not missed', async () => {
  await unlockVault(vault.environment, proof)
  const other = { ...vault.environment }
  await changeVault(other, add('b'))
  expect(await list()).toEqual(['a', 'b'])
})

it('a read that failed early is tried again where it is needed', async () => {
  const { readHead } = vault.environment.storage
  vault.environment.storage.readHead = () => Promise.reject(new Error('backing store'))
  await unlockVault(vault.environment, proof)
  vault.environment.storage.readHead = readHead
  expect(await list()).toEqual(['a'])
})
