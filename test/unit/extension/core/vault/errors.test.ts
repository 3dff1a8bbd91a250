import { expect, it } from 'vitest'
import { hasWayBack, mayPass, VaultError } from '../../../../../extension/src/core/vault/errors.ts'
import { listSnapshots, restoreSnapshot } from '../../../../../extension/src/core/vault/snapshots.ts'
import { changeVault, createVault, openVault } from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount, makeContents } from '../make-account.ts'
import { createMemoryVault, deriveFast } from './memory-vault.ts'

it('leads back to a snapshot from a newest revision whose format was changed', async () => {
  const vault = createMemoryVault()
  await createVault(vault.environment, { password: 'four random words', deriveKey: deriveFast })
  for (const issuer of ['Harbour', 'Quay']) {
    const contents = makeContents([makeAccount({ issuer })])
    await changeVault(vault.environment, () => ({ contents, result: null }))
  }
  Object.assign(vault.stored.revisions.get(3) as object, { format: 2 })
  delete vault.local.vaultCopyRevision
  vault.session.sessionId = 'another'
  const error = await openVault(vault.environment).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'head_unsupported' })
  expect(hasWayBack(error)).toBe(true)
  expect(await listSnapshots(vault.environment)).toMatchObject({
    snapshots: [{ state: 'broken', revision: 3 }, { state: 'whole', revision: 2 }, { revision: 1 }],
  })
  await restoreSnapshot(vault.environment, 2)
  expect(await openVault(vault.environment)).toMatchObject({
    contents: { accounts: [{ issuer: 'Harbour' }] },
  })
  expect(vault.stored.revisions.get(3)).toMatchObject({ format: 2 })
})

it('is tried again only where it may have passed by then', () => {
  expect(mayPass(new DOMException('', 'TimeoutError'))).toBe(true)
  expect(mayPass(new VaultError('unopenable', ''))).toBe(true)
  for (const error of [new VaultError('damaged', ''), new Error('unopenable')])
    expect(mayPass(error)).toBe(false)
})

it('leads back from nothing that an older revision would not mend', () => {
  expect(hasWayBack(new VaultError('unsupported_format', 'The header is newer.'))).toBe(false)
  expect(hasWayBack(new Error('head_damaged'))).toBe(false)
})
