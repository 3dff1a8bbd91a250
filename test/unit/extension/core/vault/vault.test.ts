import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { createContents, type VaultContents } from '../../../../../extension/src/core/vault/contents.ts'
import type { VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  readVaultState,
  unlockVault,
  type VaultOperation,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const password = 'four random words here'
let vault: MemoryVault

const unlock = (typed: string) => unlockVault(vault.environment, { password: typed, deriveKey: deriveFast })
const add = (id: string): VaultOperation<unknown> =>
  addAccount(makeAccount({ secret: new TextEncoder().encode(`secret of ${id}`) }), {
    id,
    site: null,
    addedAt: 1,
  })

async function listIds(): Promise<string[]> {
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : ['locked']
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
})

describe('a vault', () => {
  it('is not there before it is created, and open and empty right after', async () => {
    expect(await readVaultState(createMemoryVault().environment)).toBe('none')
    expect(await readVaultState(vault.environment)).toBe('open')
    expect(await openVault(vault.environment)).toEqual({ status: 'open', contents: createContents() })
  })

  it('is never created over another', async () => {
    await changeVault(vault.environment, add('a'))
    const before = structuredClone(vault.stored)
    const again = await createVault(vault.environment, { password: 'another one', deriveKey: deriveFast })
    expect(again).toEqual({ status: 'exists' })
    expect(vault.stored).toEqual(before)
    expect(await listIds()).toEqual(['a'])
  })

  it('gives nothing away while it is locked, and all of it after unlocking', async () => {
    await changeVault(vault.environment, add('a'))
    await lockVault(vault.environment)
    expect(await readVaultState(vault.environment)).toBe('locked')
    expect(await openVault(vault.environment)).toEqual({ status: 'locked' })
    expect(await unlock(password)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
  })

  it('stays locked and as it was after a wrong password', async () => {
    await lockVault(vault.environment)
    const before = structuredClone(vault.stored)
    expect(await unlock('four random words there')).toEqual({ status: 'wrong' })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(vault.stored).toEqual(before)
  })

  it('opens however a keyboard composes the same password', async () => {
    const composed = createMemoryVault()
    await createVault(composed.environment, { password: 'r\u00e4ksm\u00f6rg\u00e5s', deriveKey: deriveFast })
    const typed = { password: 'ra\u0308ksmo\u0308rga\u030as', deriveKey: deriveFast }
    expect(await unlockVault(composed.environment, typed)).toEqual({ status: 'unlocked' })
  })

  it('does not open with the key of another vault', async () => {
    const other = createMemoryVault()
    await createVault(other.environment, { password, deriveKey: deriveFast })
    vault.session.vaultKey = other.session.vaultKey
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('is not changed from secrets that a view has wiped', async () => {
    await changeVault(vault.environment, add('a'))
    const shown = await openVault(vault.environment)
    if (shown.status !== 'open') throw new Error('it is locked')
    for (const { secret } of shown.contents.accounts) secret.fill(0)
    const { contents } = (await changeVault(vault.environment, add('b'))) as { contents: VaultContents }
    expect(contents.accounts.map(({ secret }) => new TextDecoder().decode(secret))).toEqual([
      'secret of a',
      'secret of b',
    ])
  })

  it('counts as locked when what the session holds is no key', async () => {
    for (const key of ['', 'AAAA', 'not base64!', 7, {}]) {
      vault.session.vaultKey = key
      expect(await readVaultState(vault.environment)).toBe('locked')
    }
  })

  it('leaves no text of an account in what is stored', async () => {
    await changeVault(vault.environment, add('a'))
    const text = Buffer.from(JSON.stringify([vault.stored.header, ...vault.stored.revisions.values()]))
    const revisions = [...vault.stored.revisions.values()] as VaultRevision[]
    const raw = revisions.map(({ ciphertext }) => Buffer.from(ciphertext))
    for (const bytes of [text, ...raw]) {
      expect(bytes.includes('Harbour')).toBe(false)
      expect(bytes.includes('secret of a')).toBe(false)
    }
  })
})

describe('a change', () => {
  it('writes the next revision and keeps the one before', async () => {
    await changeVault(vault.environment, add('a'))
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2])
  })

  it('that changes nothing writes nothing', async () => {
    await changeVault(vault.environment, (contents) => ({ contents, result: null }))
    expect([...vault.stored.revisions.keys()]).toEqual([1])
  })

  it('is kept beside all the others that are made at the same time', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `account-${index}`)
    await Promise.all(ids.map((id) => changeVault(vault.environment, add(id))))
    expect((await listIds()).toSorted()).toEqual(ids.toSorted())
  })

  it('keeps the ten newest revisions', async () => {
    for (let index = 0; index < 14; index++) await changeVault(vault.environment, add(`a${index}`))
    expect([...vault.stored.revisions.keys()]).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
    expect(await listIds()).toHaveLength(14)
  })

  it('loses against a lock that comes before it is written', async () => {
    const changed = await changeVault(vault.environment, (contents) => {
      vault.session.vaultKey = undefined
      return add('late')(contents)
    })
    expect(changed).toEqual({ status: 'locked' })
    expect([...vault.stored.revisions.keys()]).toEqual([1])
  })

  it('is undone when what was written does not come back', async () => {
    await changeVault(vault.environment, add('a'))
    const { storage } = vault.environment
    const failing = {
      ...vault.environment,
      storage: {
        ...storage,
        add: (record: Parameters<typeof storage.add>[0]) => {
          const ciphertext = record.ciphertext.slice()
          ciphertext[0] = (ciphertext[0] ?? 0) ^ 1
          return storage.add({ ...record, ciphertext })
        },
      },
    }
    await expect(changeVault(failing, add('b'))).rejects.toMatchObject({ code: 'not_saved' })
    expect(await listIds()).toEqual(['a'])
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2])
  })

  it('gives up, with nothing changed, when others are always first', async () => {
    const { storage } = vault.environment
    const busy = { ...vault.environment, storage: { ...storage, add: async () => 'taken' as const } }
    await expect(changeVault(busy, add('b'))).rejects.toMatchObject({ code: 'busy' })
    expect(await listIds()).toEqual([])
  })
})
