import { beforeEach, expect, it } from 'vitest'
import { addAccount, takeCounter } from '../../../../extension/src/core/accounts.ts'
import { trashAccounts } from '../../../../extension/src/core/trash-changes.ts'
import { listSnapshots, restoreSnapshot } from '../../../../extension/src/core/vault/snapshots.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../extension/src/core/vault/vault.ts'
import { previewSnapshot } from '../../../../extension/src/manager/preview-snapshot.ts'
import { makeAccount } from '../core/make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from '../core/vault/memory-vault.ts'

let vault: MemoryVault
const nothing = { status: 'read', present: 'whole', hasGap: false, added: [], changed: [], removed: [] }

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password: 'four random words here', deriveKey: deriveFast })
  const account = makeAccount({ type: 'hotp', counter: 3 })
  await changeVault(vault.environment, addAccount(account, { id: 'a', site: null, addedAt: 1 }))
})

const preview = (revision: number) => previewSnapshot(vault.environment, revision)

it('announces no change where only a counter moved, since it stays', async () => {
  const listed = await listSnapshots(vault.environment)
  const revision = listed.status === 'open' ? (listed.snapshots[0]?.revision ?? 0) : 0
  await changeVault(vault.environment, takeCounter('a'))
  expect(await preview(revision)).toEqual(nothing)
  await restoreSnapshot(vault.environment, revision)
  expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ counter: 4 }] } })

  await changeVault(vault.environment, trashAccounts(['a'], 5))
  const name = { issuer: 'Harbour Practice', account: 'anna@harbour.example' }
  expect(await preview(revision)).toEqual({ ...nothing, added: [name] })
})

it('compares with nothing where the newest version can’t be read', async () => {
  await changeVault(vault.environment, trashAccounts(['a'], 5))
  const newest = Math.max(...vault.stored.revisions.keys())
  vault.stored.revisions.set(newest, null)
  delete vault.local.vaultCopyRevision
  const name = { issuer: 'Harbour Practice', account: 'anna@harbour.example' }
  expect(await preview(newest - 1)).toEqual({ ...nothing, present: 'unreadable', added: [name] })
})

it('says where the disk does not answer for the newest version, which may be whole', async () => {
  await changeVault(vault.environment, trashAccounts(['a'], 5))
  const newest = Math.max(...vault.stored.revisions.keys())
  await lockVault(vault.environment)
  const { storage } = vault.environment
  storage.readHead = () => Promise.reject(new DOMException('', 'TimeoutError'))
  await unlockVault(vault.environment, { password: 'four random words here', deriveKey: deriveFast })
  expect(await preview(newest - 1)).toMatchObject({ status: 'read', present: 'unanswered' })
})

it('says where the disk does not answer for a version between, so that going back works with that said', async () => {
  for (const id of ['b', 'c']) {
    const account = makeAccount({ secret: new TextEncoder().encode(id) })
    await changeVault(vault.environment, addAccount(account, { id, site: null, addedAt: 1 }))
  }
  const [, wanted = 0, between = 0] = vault.stored.revisions.keys()
  const { storage } = vault.environment
  const { readRevision } = storage
  storage.readRevision = (number) =>
    number === between ? Promise.reject(new DOMException('', 'TimeoutError')) : readRevision(number)
  const previewed = await preview(wanted)
  expect(previewed).toMatchObject({ status: 'read', present: 'whole', hasGap: true })
  expect(await preview(between + 1)).toMatchObject({ status: 'read', hasGap: false })
  const before = structuredClone(vault.stored)
  await expect(restoreSnapshot(vault.environment, wanted)).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(vault.stored).toEqual(before)
  expect(await restoreSnapshot(vault.environment, wanted, { withoutUnanswered: true })).toMatchObject({
    status: 'restored',
    contents: { accounts: [{ id: 'a' }], trash: [{ account: { id: 'b' } }, { account: { id: 'c' } }] },
  })
})

it('says that the vault is locked, or the version gone', async () => {
  expect(await preview(99)).toEqual({ status: 'gone' })
  await lockVault(vault.environment)
  expect(await preview(1)).toEqual({ status: 'locked' })
})
