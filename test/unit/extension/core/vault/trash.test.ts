import { expect, it } from 'vitest'
import { changeAutoLock, recordBackup } from '../../../../../extension/src/core/account-changes.ts'
import { trashLifetime } from '../../../../../extension/src/core/vault/trash.ts'
import { changeVault, createVault, openVault } from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount, makeContents } from '../make-account.ts'
import { createMemoryVault, deriveFast } from './memory-vault.ts'

it('is not emptied by one save under a clock that is ahead, and is once two saves are past the time', async () => {
  const { environment, clock } = createMemoryVault()
  await createVault(environment, { password: 'four random words', deriveKey: deriveFast })
  const trash = [{ account: makeAccount(), trashedAt: clock.now }]
  await changeVault(environment, () => ({ contents: makeContents([], { trash }), result: null }))
  const saveAt = async (now: number) => {
    clock.now = now
    await changeVault(environment, recordBackup({ createdAt: now, ahead: [] }, now))
    const vault = await openVault(environment)
    return vault.status === 'open' ? vault.contents.trash.length : null
  }
  await changeVault(environment, changeAutoLock({ minutes: null, withSystem: false }))
  const start = clock.now
  expect(await saveAt(start + 13 * trashLifetime)).toBe(1)
  expect(await saveAt(start + 1000)).toBe(1)
  expect(await saveAt(start + trashLifetime)).toBe(1)
  expect(await saveAt(start + trashLifetime + 1)).toBe(0)
})
