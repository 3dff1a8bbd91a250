import { beforeEach, describe, expect, it } from 'vitest'
import { editAccount, recordBackup } from '../../../../../extension/src/core/account-changes.ts'
import { addAccount, takeCounter } from '../../../../../extension/src/core/accounts.ts'
import {
  deleteFromTrash,
  restoreAccounts,
  trashAccounts,
} from '../../../../../extension/src/core/trash-changes.ts'
import { needsBackup } from '../../../../../extension/src/core/vault/backup.ts'
import { hasWayBack } from '../../../../../extension/src/core/vault/errors.ts'
import {
  hasWholeSnapshot,
  listSnapshots,
  restoreSnapshot,
  type Snapshot,
} from '../../../../../extension/src/core/vault/snapshots.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
  type VaultOperation,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const password = 'four random words here'
let vault: MemoryVault

const change = <Result>(operation: VaultOperation<Result>) => {
  vault.clock.now += 1000
  return changeVault(vault.environment, operation)
}
const add = (id: string, changes = {}) =>
  change(
    addAccount(makeAccount({ issuer: `Issuer ${id}`, secret: new TextEncoder().encode(id), ...changes }), {
      id,
      site: null,
      addedAt: vault.clock.now,
    }),
  )
const name = (id: string) => ({ issuer: `Issuer ${id}`, account: 'anna@harbour.example' })

async function list(): Promise<Snapshot[]> {
  const listed = await listSnapshots(vault.environment)
  return listed.status === 'open' ? listed.snapshots : []
}

async function open() {
  const opened = await openVault(vault.environment)
  if (opened.status !== 'open') throw new Error(opened.status)
  return opened.contents
}

function damage(revision: number): void {
  const { ciphertext } = vault.stored.revisions.get(revision) as { ciphertext: Uint8Array }
  ciphertext[3] = (ciphertext[3] ?? 0) ^ 1
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
})

describe('the list of snapshots', () => {
  it('says when each was saved, how much it holds, and what it changed', async () => {
    const start = vault.clock.now
    await add('a')
    await add('b')
    await change(editAccount('a', { issuer: 'Other' }, 5))
    await change(trashAccounts(['b'], 5))
    const none = { added: [], removed: [], changed: [] }
    expect(await list()).toEqual([
      {
        state: 'whole',
        revision: 5,
        savedAt: start + 4000,
        count: 1,
        changes: { ...none, removed: [name('b')] },
        newest: true,
      },
      {
        state: 'whole',
        revision: 4,
        savedAt: start + 3000,
        count: 2,
        changes: { ...none, changed: [{ ...name('a'), issuer: 'Other' }] },
        newest: false,
      },
      {
        state: 'whole',
        revision: 3,
        savedAt: start + 2000,
        count: 2,
        changes: { ...none, added: [name('b')] },
        newest: false,
      },
      {
        state: 'whole',
        revision: 2,
        savedAt: start + 1000,
        count: 1,
        changes: { ...none, added: [name('a')] },
        newest: false,
      },
      { state: 'whole', revision: 1, savedAt: start, count: 0, changes: null, newest: false },
    ])
  })

  it('has the last ten', async () => {
    for (let index = 0; index < 14; index++) await add(`a${index}`)
    expect((await list()).map(({ revision }) => revision)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6])
  })

  it('shows a broken one as such, and compares around it', async () => {
    await add('a')
    await add('b')
    damage(2)
    expect(await list()).toMatchObject([
      { revision: 3, changes: { added: [name('a'), name('b')] } },
      { state: 'broken', revision: 2, newest: false },
      { revision: 1 },
    ])
  })

  it('shows nothing while the vault is locked', async () => {
    await add('a')
    await lockVault(vault.environment)
    expect(await listSnapshots(vault.environment)).toEqual({ status: 'locked' })
    expect(await restoreSnapshot(vault.environment, 1)).toEqual({ status: 'locked' })
    expect(vault.stored.revisions.size).toBe(2)
  })
})

describe('restoring a snapshot', () => {
  it('brings its accounts back as a revision of its own, and puts the others into the trash', async () => {
    await add('a')
    await add('b')
    await change(trashAccounts(['a'], 5))
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    const { accounts, trash } = await open()
    expect(accounts.map(({ id }) => id)).toEqual(['a'])
    expect(trash).toMatchObject([{ account: { id: 'b' }, trashedAt: vault.clock.now }])
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2, 3, 4, 5])
  })

  it('never lets a counter go back for what comes back into the trash', async () => {
    await add('a', { type: 'hotp', counter: 4 })
    await change(trashAccounts(['a'], vault.clock.now))
    const inTrash = Math.max(...vault.stored.revisions.keys())
    await change(restoreAccounts(['a']))
    await change(takeCounter('a'))
    await change(trashAccounts(['a'], vault.clock.now))
    await change(deleteFromTrash(['a']))
    await restoreSnapshot(vault.environment, inTrash)
    expect((await open()).trash).toMatchObject([{ account: { id: 'a', counter: 5 } }])
  })

  it('never lets a counter go back, wherever the account is by then', async () => {
    await add('a', { type: 'hotp', counter: 4 })
    await add('b', { type: 'hotp', counter: 7 })
    await change(takeCounter('a'))
    await change(takeCounter('b'))
    await change(trashAccounts(['b'], 5))
    await restoreSnapshot(vault.environment, 3)
    expect((await open()).accounts).toMatchObject([
      { id: 'a', counter: 5 },
      { id: 'b', counter: 8 },
    ])
  })

  it('keeps the settings of now', async () => {
    await add('a')
    await change((contents) => ({
      contents: { ...contents, settings: { ...contents.settings, lastBackupAt: 77 } },
      result: null,
    }))
    await restoreSnapshot(vault.environment, 1)
    expect((await open()).settings.lastBackupAt).toBe(77)
  })

  it('reminds of an account that comes back and is not in the last backup file', async () => {
    await add('a')
    await add('b')
    await change(trashAccounts(['b'], vault.clock.now))
    await change(deleteFromTrash(['b']))
    await change(recordBackup({ createdAt: vault.clock.now, ahead: [] }, vault.clock.now))
    expect(needsBackup(await open())).toBe(false)
    const [, , , whole] = await list()
    await restoreSnapshot(vault.environment, whole?.revision ?? 0)
    expect((await open()).accounts.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(needsBackup(await open())).toBe(true)
  })

  it('of one that is gone or broken changes nothing', async () => {
    await add('a')
    await add('b')
    damage(2)
    expect(await restoreSnapshot(vault.environment, 2)).toEqual({ status: 'gone' })
    expect(await restoreSnapshot(vault.environment, 99)).toEqual({ status: 'gone' })
    expect(vault.stored.revisions.size).toBe(3)
  })

  it('keeps both changes when another window saves at the same time', async () => {
    await add('a')
    const { storage } = vault.environment
    let first = true
    const late = {
      ...vault.environment,
      storage: {
        ...storage,
        add: async (record: Parameters<typeof storage.add>[0]) => {
          if (first) {
            first = false
            await add('b')
          }
          return storage.add(record)
        },
      },
    }
    expect(await restoreSnapshot(late, 2)).toMatchObject({ status: 'restored' })
    const { accounts, trash } = await open()
    expect(accounts.map(({ id }) => id)).toEqual(['a'])
    expect(trash.map(({ account }) => account.id)).toEqual(['b'])
  })
})

describe('a broken newest revision', () => {
  it('lets the person in, says what is broken, and is put right by a snapshot', async () => {
    await add('a', { type: 'hotp', counter: 4 })
    await change(takeCounter('a'))
    await add('b')
    damage(4)
    delete vault.local.vaultCopyRevision
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, { password, deriveKey: deriveFast })).toEqual({
      status: 'unlocked',
    })
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
    await expect(add('c')).rejects.toMatchObject({ code: 'head_damaged' })
    expect((await list())[0]).toEqual({ state: 'broken', revision: 4, newest: true })
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect((await open()).accounts).toMatchObject([{ id: 'a', counter: 5 }])
    expect([...vault.stored.revisions.keys()]).toContain(5)
  })

  it.each([Number.MAX_SAFE_INTEGER, 1e300, Number.POSITIVE_INFINITY, 2 ** 40, 2 ** 52 - 1, 2 ** 52])(
    'under the number %d is put right, and others follow',
    async (number) => {
      await add('a')
      const head = vault.stored.revisions.get(2) as object
      vault.stored.revisions.delete(2)
      vault.stored.revisions.set(number, { ...head, revision: number })
      await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
      expect((await list())[0]).toEqual({ state: 'broken', revision: number, newest: true })
      expect(await restoreSnapshot(vault.environment, 1)).toMatchObject({ status: 'restored' })
      await add('b')
      expect((await open()).accounts.map(({ id }) => id)).toEqual(['b'])
    },
  )

  it('behind many forged ones is put right too, and none that is whole is let go for them', async () => {
    await add('a')
    const head = vault.stored.revisions.get(2) as object
    for (let number = 2 ** 52 - 12; number <= 2 ** 52; number++) {
      vault.stored.revisions.set(number, { ...head, revision: number })
    }
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect((await open()).accounts).toHaveLength(1)
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2, 3])
  })

  it('that the disk does not answer for is not called broken', async () => {
    await add('a')
    await lockVault(vault.environment)
    const { storage } = vault.environment
    const { readRevision } = storage
    const silent = () => Promise.reject(new DOMException('', 'TimeoutError'))
    storage.readHead = silent
    storage.readRevision = (revision) => (revision === 2 ? silent() : readRevision(revision))
    await unlockVault(vault.environment, { password, deriveKey: deriveFast })
    const failure = await openVault(vault.environment).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'TimeoutError' })
    expect(hasWayBack(failure)).toBe(true)
    expect(await restoreSnapshot(vault.environment, 1)).toMatchObject({ status: 'restored' })
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2, 3])
    storage.readRevision = silent
    await expect(hasWholeSnapshot(vault.environment)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('that is no record at all is put right as well', async () => {
    await add('a')
    vault.stored.revisions.set(3, { revision: 3, junk: true })
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_unsupported' })
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect((await open()).accounts).toHaveLength(1)
  })
})

describe('a disk that does not answer for a revision', () => {
  const unlock = () => unlockVault(vault.environment, { password, deriveKey: deriveFast })
  const silence = (...numbers: number[]) => {
    const { storage } = vault.environment
    const { readRevision } = storage
    storage.readRevision = (revision) =>
      numbers.includes(revision)
        ? Promise.reject(new DOMException('', 'TimeoutError'))
        : readRevision(revision)
    return () => Object.assign(storage, { readRevision })
  }
  /** So that nothing of the newest revision is known in memory or copied. */
  const forget = async () => {
    await lockVault(vault.environment)
    for (const key of Object.keys(vault.local)) delete vault.local[key]
    await unlock()
  }
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c']) await add(id)
    await new Promise((resolve) => setTimeout(resolve, 20))
  })

  it('loses nothing by going back: this page knows what the newest one holds', async () => {
    delete vault.local.vaultCopyRevision
    silence(4)
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    const { accounts, trash } = await open()
    expect(accounts.map(({ id }) => id)).toEqual(['a'])
    expect(trash.map(({ account }) => account.id)).toEqual(['b', 'c'])
  })

  it('loses nothing by going back: the second copy has the newest one', async () => {
    await lockVault(vault.environment)
    await unlock()
    silence(4)
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect((await open()).trash.map(({ account }) => account.id)).toEqual(['b', 'c'])
  })

  it.each([2, 3, 4])('goes back over nothing where nobody knows what revision %d holds', async (number) => {
    await forget()
    const answer = silence(number)
    const before = structuredClone(vault.stored)
    await expect(restoreSnapshot(vault.environment, 2)).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(vault.stored).toEqual(before)
    answer()
    expect((await open()).accounts.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  it('keeps it among the versions where a person goes back without it', async () => {
    await forget()
    const answer = silence(4)
    const without = { withoutUnanswered: true }
    expect(await restoreSnapshot(vault.environment, 2, without)).toMatchObject({ status: 'restored' })
    expect((await open()).accounts.map(({ id }) => id)).toEqual(['a'])
    answer()
    for (let count = 0; count < 8; count++) await change(editAccount('a', { note: `${count}` }, 5))
    expect(await restoreSnapshot(vault.environment, 4)).toMatchObject({ status: 'restored' })
    expect((await open()).accounts.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  it('does not stand in the way where it is an earlier one', async () => {
    silence(1)
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect((await open()).trash.map(({ account }) => account.id)).toEqual(['b', 'c'])
  })

  it('keeps it where the second copy has another one under its number', async () => {
    const copy = structuredClone(vault.local)
    const twin = createMemoryVault(structuredClone(vault.stored))
    await unlockVault(twin.environment, { password, deriveKey: deriveFast })
    await forget()
    Object.assign(vault.local, copy)
    twin.stored.revisions.delete(4)
    await changeVault(twin.environment, addAccount(makeAccount(), { id: 'd', site: null, addedAt: 1 }))
    vault.stored.revisions.set(4, twin.stored.revisions.get(4))
    const answer = silence(4)
    const before = structuredClone(vault.stored)
    await expect(restoreSnapshot(vault.environment, 2)).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(vault.stored).toEqual(before)
    answer()
    expect((await open()).accounts.length).toBeGreaterThan(2)
  })
})

describe('a full disk', () => {
  it('leaves the vault as it was, and is called what it is', async () => {
    await add('a')
    const before = structuredClone(vault.stored)
    const full = async () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
    const environment = {
      ...vault.environment,
      storage: { ...vault.environment.storage, add: full, replaceHeader: full, replaceAll: full },
    }
    const operation = addAccount(makeAccount({ digits: 8 }), { id: 'b', site: null, addedAt: 1 })
    await expect(changeVault(environment, operation)).rejects.toMatchObject({ code: 'storage_full' })
    await expect(restoreSnapshot(environment, 1)).rejects.toMatchObject({ code: 'storage_full' })
    expect(vault.stored).toEqual(before)
    expect((await open()).accounts.map(({ id }) => id)).toEqual(['a'])
  })
})
