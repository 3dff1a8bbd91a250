import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { bringBackVault, findCopyToBring } from '../../../../../extension/src/core/vault/bring-back.ts'
import type { VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import { readSecondCopy } from '../../../../../extension/src/core/vault/second-copy.ts'
import { setVaultAside } from '../../../../../extension/src/core/vault/set-aside.ts'
import { hasWholeSnapshot, restoreSnapshot } from '../../../../../extension/src/core/vault/snapshots.ts'
import { addRecoveryKit, changePassword } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import {
  flip,
  listIds,
  look,
  loseDatabase,
  makeCopiedVault,
  next,
  proof,
  save,
  settle,
  vault,
} from './copied-vault.ts'
import { findAside, listRecords } from './memory-vault.ts'

beforeEach(makeCopiedVault)

it('is the header and the newest revision as they were sealed, with nothing in clear', async () => {
  const copy = await readSecondCopy(vault.environment)
  expect(copy?.header).toEqual(vault.stored.header)
  expect(copy?.revision).toEqual(vault.stored.revisions.get(2))
  expect(copy?.savedAt).toBe(vault.clock.now)
  const { vaultKey } = vault.session
  const text = JSON.stringify(vault.local)
  for (const secret of ['Issuer', 'accounts', String(vaultKey), proof.password])
    expect(text).not.toContain(secret)
})

describe('a vault whose database is lost', () => {
  it('is never taken for none, and comes back as it was, by the same password', async () => {
    await lockVault(vault.environment)
    loseDatabase()
    const failure = await look()
    expect(failure).toMatchObject({ code: 'missing' })
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'back' })
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'wrong' })
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
    await save('b')
    expect(await listIds()).toEqual(['a', 'b'])
  })

  it('is said to be gone where there is no copy either, and makes room for a new one', async () => {
    await lockVault(vault.environment)
    loseDatabase()
    delete vault.local.vaultCopyRevision
    const failure = await look()
    expect(failure).toMatchObject({ code: 'missing' })
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'gone' })
    expect(await look()).toMatchObject({ code: 'missing' })
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
    expect(await look()).toBe('none')
  })

  it.each(['vaultCopy', 'vaultCopyHeader', 'vaultCopyRevision'])(
    'is not taken for none because %s is damaged',
    async (name) => {
      await lockVault(vault.environment)
      loseDatabase()
      vault.local[name] = 'rotten'
      expect(await look()).toMatchObject({ code: 'missing' })
    },
  )

  it('that does not even open comes back too, and only then is anything erased', async () => {
    await lockVault(vault.environment)
    const { storage } = vault.environment
    const { countRecords, erase } = storage
    storage.countRecords = () => Promise.reject(new DOMException('', 'UnopenableError'))
    const failure = await look()
    expect(failure).toMatchObject({ code: 'unopenable' })
    storage.erase = async () => {
      storage.countRecords = countRecords
      return erase()
    }
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'back' })
    await unlockVault(vault.environment, proof)
    expect(await listIds()).toEqual(['a'])
  })

  it('is not erased where it opens at the next attempt', async () => {
    await lockVault(vault.environment)
    const { storage } = vault.environment
    const { countRecords } = storage
    const before = structuredClone(vault.stored)
    storage.countRecords = () => Promise.reject(new DOMException('', 'UnopenableError'))
    const failure = await look()
    storage.erase = async () => {
      storage.countRecords = countRecords
      return 'opens'
    }
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'opens' })
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'opens' })
    expect(vault.stored).toEqual(before)
    expect(await look()).toBe('locked')
  })

  it('is left alone where it is there after all', async () => {
    await lockVault(vault.environment)
    const records = structuredClone(vault.stored)
    loseDatabase()
    const failure = await look()
    Object.assign(vault.stored, structuredClone(records))
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'opens' })
    expect(vault.stored).toEqual(records)
  })
})

describe('the revisions of a vault that is closed by damage', () => {
  const bringBack = async () => {
    await lockVault(vault.environment)
    for (const header of [vault.stored.header, vault.stored.copy]) {
      Object.assign(header as object, { magic: 'other' })
    }
    const failure = await unlockVault(vault.environment, proof).catch((error: unknown) => error)
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'back' })
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
  }

  it('come back with it as far as they can be read, and lead back as before', async () => {
    await save('b')
    await settle()
    vault.stored.revisions.set(2, null)
    await bringBack()
    expect(await listIds()).toEqual(['a', 'b'])
    expect([...vault.stored.revisions.keys()].toSorted()).toEqual([1, 3])
    expect(await restoreSnapshot(vault.environment, 1)).toMatchObject({ status: 'restored' })
    expect(await listIds()).toEqual([])
  })

  it('are the vault where they are newer than the copy', async () => {
    const before = structuredClone(vault.local)
    await save('b')
    await settle()
    Object.assign(vault.local, before)
    await bringBack()
    expect(await listIds()).toEqual(['a', 'b'])
  })

  it('are not gone without a word where they are newer and damaged', async () => {
    const before = structuredClone(vault.local)
    await save('b')
    await settle()
    Object.assign(vault.local, before)
    flip((vault.stored.revisions.get(3) as VaultRevision).ciphertext, 9)
    await bringBack()
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect(await listIds()).toEqual(['a'])
  })
})

describe('a vault that is unlocked and has no revision that opens', () => {
  const breakAll = async () => {
    for (const record of vault.stored.revisions.values()) flip((record as VaultRevision).ciphertext, 9)
    await lockVault(vault.environment)
    await unlockVault(vault.environment, proof)
    const failure = await openVault(vault.environment).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'head_damaged' })
    expect(await hasWholeSnapshot(vault.environment)).toBe(false)
    return failure
  }

  it('comes back from a copy under its key of before, and what was there is kept aside', async () => {
    const before = structuredClone(vault.local)
    await renewVaultKey(vault.environment, proof)
    await settle()
    Object.assign(vault.local, before)
    const failure = await breakAll()
    const { revisions } = structuredClone(vault.stored)
    Object.assign(vault.local, before)
    expect((await findCopyToBring(vault.environment))?.revision.revision).toBe(2)
    expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'back' })
    expect(findAside(vault.stored)?.revisions).toEqual([...revisions.values()])
    expect(await look()).toBe('open')
    expect(await openVault(vault.environment)).toEqual({ status: 'locked' })
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
  })

  it('is offered no copy that does not open by its key either, and by another way may be', async () => {
    const copied = vault.local.vaultCopyRevision as { nonce: unknown }
    copied.nonce = { bytes: 'AAAAAAAAAAAAAAAA' }
    await breakAll()
    expect(await readSecondCopy(vault.environment)).not.toBeNull()
    expect(await findCopyToBring(vault.environment)).toBeNull()
    await lockVault(vault.environment)
    expect(await findCopyToBring(vault.environment)).not.toBeNull()
  })
})

it('a vault that is closed by damage comes back, and its records are kept aside', async () => {
  await lockVault(vault.environment)
  for (const header of [vault.stored.header, vault.stored.copy]) {
    Object.assign(header as object, { magic: 'other' })
  }
  const { revisions } = structuredClone(vault.stored)
  const failure = await unlockVault(vault.environment, proof).catch((error: unknown) => error)
  expect(await bringBackVault(vault.environment, failure)).toEqual({ status: 'back' })
  expect(findAside(vault.stored)?.revisions).toEqual([...revisions.values()])
  expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
  expect(await listIds()).toEqual(['a'])
})

it('a vault that is closed by damage stays as it is where there is no room to bring it back', async () => {
  await lockVault(vault.environment)
  for (const header of [vault.stored.header, vault.stored.copy]) {
    Object.assign(header as object, { magic: 'other' })
  }
  const before = listRecords(vault.stored)
  const failure = await unlockVault(vault.environment, proof).catch((error: unknown) => error)
  vault.environment.storage.overwrite = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
  await expect(bringBackVault(vault.environment, failure)).rejects.toMatchObject({ code: 'storage_full' })
  expect(listRecords(vault.stored)).toEqual(before)
})

describe('what no longer opens the vault', () => {
  const openCopy = async (by: Parameters<typeof unlockVault>[1]) => {
    await lockVault(vault.environment)
    loseDatabase()
    await bringBackVault(vault.environment, await look())
    return (await unlockVault(vault.environment, by)).status
  }

  it('does not open the copy from the moment that it was changed', async () => {
    await changePassword(vault.environment, proof, next)
    expect(await openCopy(proof)).toBe('wrong')
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
  })

  it('leaves a copy that nothing opens where there is no room for its header', async () => {
    const { local } = vault.environment
    local.write = () => Promise.reject(new Error('QUOTA_BYTES quota exceeded'))
    expect(await changePassword(vault.environment, proof, next)).toMatchObject({ status: 'changed' })
    expect(await readSecondCopy(vault.environment)).toBeNull()
  })

  it('does not open it after a new vault key was made, and the way that is left does', async () => {
    const made = await addRecoveryKit(vault.environment, proof)
    await renewVaultKey(vault.environment, proof)
    expect(await openCopy({ kind: 'recovery_kit', kit: 'kit' in made ? made.kit : '' })).toBe('wrong')
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
  })

  it('does not open it after the next unlock, where a kill came before the copy was reached', async () => {
    const before = structuredClone(vault.local)
    await changePassword(vault.environment, proof, next)
    await lockVault(vault.environment)
    Object.assign(vault.local, before)
    await unlockVault(vault.environment, next)
    await openVault(vault.environment)
    await settle()
    expect(await openCopy(proof)).toBe('wrong')
  })
})

it('catches up at the next unlock with what a closing window left behind', async () => {
  const before = structuredClone(vault.local)
  await save('b')
  await settle()
  await lockVault(vault.environment)
  Object.assign(vault.local, before)
  await unlockVault(vault.environment, proof)
  await openVault(vault.environment)
  await settle()
  expect((await readSecondCopy(vault.environment))?.revision).toEqual(vault.stored.revisions.get(3))
})

it('gives a save back that the database has lost', async () => {
  await save('b')
  await settle()
  await lockVault(vault.environment)
  vault.stored.revisions.delete(3)
  await unlockVault(vault.environment, proof)
  expect(await listIds()).toEqual(['a', 'b'])
})

it('a newer revision in the copy that does not open is copied over, and brings nothing', async () => {
  const copied = vault.local.vaultCopy as { revision: number }
  copied.revision = 9
  await lockVault(vault.environment)
  await unlockVault(vault.environment, proof)
  expect(await listIds()).toEqual(['a'])
  await settle()
  expect((await readSecondCopy(vault.environment))?.revision).toEqual(vault.stored.revisions.get(2))
  expect([...vault.stored.revisions.keys()]).toEqual([1, 2])
})

it('is of the newest revision in the end, whichever window copies last', async () => {
  const other = { ...vault.environment }
  await Promise.all([
    save('b'),
    changeVault(other, addAccount(makeAccount({ digits: 8 }), { id: 'c', site: null, addedAt: 1 })),
  ])
  await settle()
  const newest = Math.max(...vault.stored.revisions.keys())
  expect((await readSecondCopy(vault.environment))?.revision).toEqual(vault.stored.revisions.get(newest))
})

it('no save waits for it, or fails with it', async () => {
  const { local } = vault.environment
  local.write = () => new Promise(() => undefined)
  expect(await save('b')).toMatchObject({ status: 'saved' })
  local.write = () => Promise.reject(new Error('broken'))
  expect(await save('c')).toMatchObject({ status: 'saved' })
  await settle()
})
