import { beforeEach, expect, it } from 'vitest'
import { findKnownHead } from '../../../../../extension/src/core/vault/known-head.ts'
import { readSession } from '../../../../../extension/src/core/vault/session.ts'
import {
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'
import { saveAccount, unlockAndList } from './vault-accounts.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
let vault: MemoryVault

const findText = async (environment = vault.environment) => {
  const session = await readSession(environment.session)
  const head = session === null ? null : await findKnownHead(environment, session)
  return head?.written?.bytes ?? new Uint8Array()
}
const isInClear = (bytes: Uint8Array) => new TextDecoder().decode(bytes).includes('"secret":')

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  await saveAccount(vault, 'a')
})

it('what was saved last is overwritten by a lock', async () => {
  const text = await findText()
  expect(isInClear(text)).toBe(true)
  await lockVault(vault.environment)
  expect(text.every((byte) => byte === 0)).toBe(true)
  expect(await unlockAndList(vault, proof)).toEqual(['a'])
})

it('what was read is overwritten once a lock of another window is seen', async () => {
  const other = { ...vault.environment }
  await openVault(other)
  const text = await findText(other)
  expect(isInClear(text)).toBe(true)
  await lockVault(vault.environment)
  expect(await openVault(other)).toEqual({ status: 'locked' })
  expect(text.every((byte) => byte === 0)).toBe(true)
})

it('what was saved before is overwritten by the next save, which has all of it', async () => {
  const text = await findText()
  await saveAccount(vault, 'b')
  expect(text.every((byte) => byte === 0)).toBe(true)
  expect(isInClear(await findText())).toBe(true)
  await lockVault(vault.environment)
  expect(await unlockAndList(vault, proof)).toEqual(['a', 'b'])
})

it('a change that a lock and an unlock come into keeps every account', async () => {
  const { isHead } = vault.environment.storage
  vault.environment.storage.isHead = async (...given) => {
    vault.environment.storage.isHead = isHead
    const answer = await isHead(...given)
    await lockVault(vault.environment)
    await unlockVault(vault.environment, proof)
    return answer
  }
  expect(await saveAccount(vault, 'b')).toMatchObject({ status: 'saved' })
  await lockVault(vault.environment)
  expect(await unlockAndList(vault, proof)).toEqual(['a', 'b'])
})
