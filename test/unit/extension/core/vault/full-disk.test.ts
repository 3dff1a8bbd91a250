import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { editAccount } from '../../../../../extension/src/core/account-changes.ts'
import type { VaultContents } from '../../../../../extension/src/core/vault/contents.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { deriveWithArgon2 } from '../../../../../extension/src/workers/argon2.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }

it('a full disk lets an old vault be unlocked and read as it is', async () => {
  const file = JSON.parse(readFileSync('test/vectors/vault/format-1.json', 'utf8'), (_name, value) =>
    typeof value?.bytes === 'string' ? new Uint8Array(Buffer.from(value.bytes, 'base64')) : value,
  )
  const revisions = new Map<number, unknown>()
  for (const revision of file.revisions) revisions.set(revision.revision, revision)
  const { environment, stored } = createMemoryVault({ ...file, revisions })
  const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  environment.storage.replaceHeader = full
  const kept = structuredClone(stored.revisions)
  const given = { password: file.password, deriveKey: deriveWithArgon2 }
  expect(await unlockVault(environment, given)).toEqual({ status: 'unlocked' })
  expect((await openVault(environment)).status).toBe('open')
  expect(stored.revisions).toEqual(kept)
})

it('memory that is full is said as such, and leaves the vault locked', async () => {
  const { environment, session } = createMemoryVault()
  await createVault(environment, proof)
  await lockVault(environment)
  environment.session.write = () => Promise.reject(new Error('QUOTA_BYTES quota exceeded'))
  await expect(unlockVault(environment, proof)).rejects.toMatchObject({ code: 'storage_full' })
  expect(session.vaultKey).toBeUndefined()
})

it('contents that are larger than a revision may be are said to be, and nothing is written', async () => {
  const { environment, stored } = createMemoryVault()
  await createVault(environment, proof)
  const before = structuredClone(stored)
  const accounts = [makeAccount({ note: 'x'.repeat(32 * 1024 * 1024) })]
  const change = (contents: VaultContents) => ({ contents: { ...contents, accounts }, result: null })
  await expect(changeVault(environment, change)).rejects.toMatchObject({ code: 'too_large' })
  expect(stored).toEqual(before)
  expect(await openVault(environment)).toMatchObject({ status: 'open', contents: { accounts: [] } })
})

it('secrets that a view overwrites while something is saved never reach the disk', async () => {
  const { environment } = createMemoryVault()
  await createVault(environment, proof)
  const accounts = ['a1', 'a2'].map((id, index) =>
    makeAccount({ id, secret: new Uint8Array(20).fill(index + 1) }),
  )
  await changeVault(environment, (contents) => ({ contents: { ...contents, accounts }, result: null }))
  const { add } = environment.storage
  environment.storage.add = async (revision) => {
    const added = await add(revision)
    for (const { secret } of accounts) secret.fill(0)
    return added
  }
  await changeVault(environment, editAccount('a1', { note: 'first' }, 1))
  environment.storage.add = add
  await changeVault(environment, editAccount('a2', { note: 'second' }, 2))
  await lockVault(environment)
  await unlockVault(environment, proof)
  const opened = await openVault(environment)
  const read = opened.status === 'open' ? opened.contents.accounts : []
  expect(read.map(({ note, secret }) => [note, secret])).toEqual([
    ['first', new Uint8Array(20).fill(1)],
    ['second', new Uint8Array(20).fill(2)],
  ])
})
