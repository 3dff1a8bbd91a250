import { beforeEach, describe, expect, it } from 'vitest'
import {
  bringAsideBack,
  listAsideVaults,
  setLockedVaultAside,
} from '../../../../../extension/src/core/vault/aside-vaults.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import { setVaultAside } from '../../../../../extension/src/core/vault/set-aside.ts'
import { changePassword } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  createVault,
  lockVault,
  readVaultState,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { killAfter } from './kill-after.ts'
import { createMemoryVault, deriveFast, listRecords, type MemoryVault } from './memory-vault.ts'
import { saveAccount, unlockAndList } from './vault-accounts.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
const next = { password: 'four other words there', deriveKey: deriveFast }
const steps = Array.from({ length: 45 }, (_, index) => index)
let vault: MemoryVault

const add = (id: string) => saveAccount(vault, id)
const listIds = (by: typeof proof) => unlockAndList(vault, by)
const setAside = () => setLockedVaultAside(vault.environment)
const bringBack = async (environment = vault.environment) => {
  const [aside] = await listAsideVaults(environment)
  return bringAsideBack(environment, aside?.at ?? 0)
}
const expectNothingAside = async () => {
  expect(await listAsideVaults(vault.environment)).toEqual([])
  expect(vault.stored.asides).toBeUndefined()
  expect(Object.keys(vault.local).filter((key) => /aside/i.test(key))).toEqual([])
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  for (const id of ['a', 'b', 'c']) await add(id)
  await lockVault(vault.environment)
})

describe('a password that is removed after a kill opens nothing', () => {
  const expectRemoved = async () => {
    expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
    await expectNothingAside()
    await changePassword(vault.environment, proof, next)
    await lockVault(vault.environment)
    expect(await listIds(proof)).toBe('wrong')
    expect(await listIds(next)).toEqual(['a', 'b', 'c'])
  }

  it.each(steps)('while the vault was set aside: %d', async (count) => {
    const before = listRecords(vault.stored)
    await setLockedVaultAside(killAfter(vault.environment, count)).catch(() => undefined)
    if ((await readVaultState(vault.environment)) === 'none') await bringBack()
    expect(listRecords(vault.stored)).toEqual(before)
    await expectRemoved()
  })

  it.each(steps)('while it was set aside, and again: %d', async (count) => {
    await setLockedVaultAside(killAfter(vault.environment, count)).catch(() => undefined)
    if ((await readVaultState(vault.environment)) === 'locked') await setAside()
    expect(await listAsideVaults(vault.environment)).toHaveLength(1)
    await bringBack()
    await expectRemoved()
  })

  it.each(steps)('while it was brought back: %d', async (count) => {
    await setAside()
    await bringBack(killAfter(vault.environment, count)).catch(() => undefined)
    if ((await readVaultState(vault.environment)) === 'none') await bringBack()
    await expectRemoved()
  })
})

describe('where a vault can’t be moved', () => {
  const fail = () => Promise.reject(new Error('The disk says no.'))

  it('since its place can’t be emptied, nothing stays aside', async () => {
    const before = structuredClone([vault.stored, vault.local])
    const { overwrite } = vault.environment.storage
    vault.environment.storage.overwrite = fail
    await expect(setAside()).rejects.toThrow('The disk says no.')
    vault.environment.storage.overwrite = overwrite
    expect([vault.stored, vault.local]).toEqual(before)
  })

  it('since its copy can’t be removed, nothing stays aside', async () => {
    const before = structuredClone([vault.stored, vault.local])
    const { remove } = vault.environment.local
    vault.environment.local.remove = (names) => (names.includes('vaultCopy') ? fail() : remove(names))
    await expect(setAside()).rejects.toThrow('The disk says no.')
    expect([vault.stored, vault.local]).toEqual(before)
  })

  it('and what is aside is all that there is, that stays', async () => {
    const { overwrite } = vault.environment.storage
    vault.environment.storage.overwrite = async (records) => {
      await overwrite(records)
      throw new Error('The disk says no.')
    }
    await expect(setAside()).rejects.toThrow('The disk says no.')
    for (const key of ['vaultCopy', 'vaultCopyHeader', 'vaultCopyRevision']) delete vault.local[key]
    vault.environment.storage.overwrite = overwrite
    expect(await bringBack()).toEqual({ status: 'back', from: 'records' })
    expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
  })
})

it.each(steps)(
  'a new vault costs no wait for guesses at another, whatever kill came before it: %d',
  async (count) => {
    vault.local.unlockAttempts = { failures: 7, until: vault.clock.now + 99_999 }
    if (count % 2 === 0) await setLockedVaultAside(killAfter(vault.environment, count)).catch(() => undefined)
    else {
      await setAside()
      await bringBack(killAfter(vault.environment, count)).catch(() => undefined)
    }
    if ((await readVaultState(vault.environment)) !== 'none') return
    await createVault(vault.environment, next)
    await lockVault(vault.environment)
    expect(await listIds(next)).toEqual([])
    expect(await listAsideVaults(vault.environment)).toHaveLength(1)
  },
)

it('the vault that is aside stays there whichever other one is unlocked', async () => {
  await setAside()
  const aside = structuredClone([vault.stored.asides, vault.local.vaultsAside])
  await createVault(vault.environment, next)
  await lockVault(vault.environment)
  const { readAside } = vault.environment.storage
  let looks = 0
  vault.environment.storage.readAside = (at) => {
    looks++
    return readAside(at)
  }
  expect(await listIds(next)).toEqual([])
  expect([vault.stored.asides, vault.local.vaultsAside]).toEqual(aside)
  expect(looks).toBe(0)
})

describe('a database aside that does not open while its vault is brought back', () => {
  let before: ReturnType<typeof listRecords>
  let readAside: MemoryVault['environment']['storage']['readAside']
  beforeEach(async () => {
    before = listRecords(vault.stored)
    await setAside()
    const { storage } = vault.environment
    readAside = storage.readAside
    storage.readAside = () => Promise.reject(new DOMException('', 'UnopenableError'))
    expect(await bringBack()).toEqual({ status: 'back', from: 'copy' })
  })

  it('stays aside, and gives the earlier versions to the vault once it opens', async () => {
    expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
    await lockVault(vault.environment)
    expect([...(vault.stored.asides?.values() ?? [])]).toEqual([before])
    vault.environment.storage.readAside = readAside
    await unlockVault(vault.environment, proof)
    await add('d')
    expect([...vault.stored.revisions.keys()].toSorted()).toEqual([1, 2, 3, 4, 5])
    expect(listRecords(vault.stored).revisions).toEqual(expect.arrayContaining(before.revisions))
    expect(await listIds(proof)).toEqual(['a', 'b', 'c', 'd'])
    await expectNothingAside()
  })

  it('stays aside where the vault has got another version under one of its numbers', async () => {
    await unlockVault(vault.environment, proof)
    const [revisions, local] = structuredClone([vault.stored.revisions, vault.local])
    await add('x')
    const other = structuredClone(vault.stored.revisions.get(5))
    Object.assign(vault.stored, { revisions })
    Object.assign(vault.local, local)
    await add('y')
    for (const aside of vault.stored.asides?.values() ?? []) aside.revisions.push(other)
    const kept = structuredClone(vault.stored.asides)
    await lockVault(vault.environment)
    vault.environment.storage.readAside = readAside
    expect(await listIds(proof)).toEqual(['a', 'b', 'c', 'y'])
    expect(vault.stored.asides).toEqual(kept)
    expect(await listAsideVaults(vault.environment)).toHaveLength(1)
  })

  it('keeps a version that does not open, which the vault does not get', async () => {
    for (const { revisions } of vault.stored.asides?.values() ?? []) {
      Object.assign(revisions[1] as object, { nonce: new Uint8Array(12) })
    }
    const kept = structuredClone(vault.stored.asides)
    vault.environment.storage.readAside = readAside
    expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
    expect(vault.stored.asides).toEqual(kept)
    expect([...vault.stored.revisions.keys()]).not.toContain(2)
  })

  it('is not put over later versions, and goes once the newest of them opens', async () => {
    await unlockVault(vault.environment, proof)
    for (let count = 0; count < 12; count++) await add(`later ${count}`)
    const numbers = [...vault.stored.revisions.keys()]
    await lockVault(vault.environment)
    vault.environment.storage.readAside = readAside
    const newest = vault.stored.revisions.get(numbers.at(-1) ?? 0) as object
    const { nonce } = structuredClone(newest) as { nonce: Uint8Array }
    Object.assign(newest, { nonce: new Uint8Array(12) })
    await unlockVault(vault.environment, proof)
    expect(vault.stored.asides?.size).toBe(1)
    Object.assign(newest, { nonce })
    await unlockVault(vault.environment, proof)
    expect([...vault.stored.revisions.keys()]).toEqual(numbers)
    await expectNothingAside()
  })
})

describe('an unlock whose vault another window takes from its place, where locks hold', () => {
  const waitHere = () => new Promise((resolve) => setTimeout(resolve, 1))
  let window: MemoryVault['environment']
  let tail: Promise<unknown>
  beforeEach(async () => {
    // Something else lies aside already, so that every unlock looks at what does.
    await setAside()
    vault.clock.now += 60_000
    await createVault(vault.environment, next)
    for (const id of ['x', 'y']) await add(id)
    await waitHere()
    tail = Promise.resolve()
    const exclusively = <Result>(task: () => Promise<Result>) => {
      const turn = tail.then(task)
      tail = turn.catch(() => undefined)
      return turn
    }
    vault.environment.exclusively = exclusively
    window = { ...vault.environment, storage: { ...vault.environment.storage } }
  })
  /** Unlocks by `next` where the key is ready only in the middle of what the other window does, which goes on after that. */
  const unlockDuring = async (act: (reached: () => Promise<void>) => Promise<unknown>) => {
    const reached = Promise.withResolvers<void>()
    const unlocking = unlockVault(vault.environment, {
      password: next.password,
      deriveKey: async (...given) => {
        await reached.promise
        return deriveFast(...given)
      },
    })
    await waitHere()
    await act(async () => {
      reached.resolve()
      while (vault.session.vaultKey === undefined) await waitHere()
    })
    return unlocking
  }

  it('puts nothing into the place that was emptied, and lets go of nothing', async () => {
    await lockVault(vault.environment)
    const before = listRecords(vault.stored)
    const { writeAside } = window.storage
    await unlockDuring((reached) => {
      window.storage.writeAside = async (...given) => {
        await writeAside(...given)
        await reached()
      }
      return setLockedVaultAside(window)
    })
    expect(listRecords(vault.stored)).toEqual({ headers: [undefined, undefined], revisions: [] })
    expect([...(vault.stored.asides?.values() ?? [])].at(-1)).toEqual(before)
    expect(await readVaultState(vault.environment)).toBe('none')
    expect(await listAsideVaults(vault.environment)).toHaveLength(2)
    expect(await bringBack()).toEqual({ status: 'back', from: 'records' })
    expect(await listIds(next)).toEqual(['x', 'y'])
  })

  it('puts nothing under the key of before into a vault that got a new one', async () => {
    const under = structuredClone(vault.stored.revisions.get(3))
    vault.stored.revisions.delete(3)
    const at = vault.clock.now++
    await vault.environment.local.write({
      vaultsAside: [...(vault.local.vaultsAside as unknown[]), { at, isHidden: true }],
    })
    await vault.environment.storage.writeAside(at, { headers: [], revisions: [under] })
    const { replaceAll } = window.storage
    await lockVault(vault.environment)
    await unlockDuring((reached) => {
      window.storage.replaceAll = async (...given) => {
        await reached()
        return replaceAll(...given)
      }
      return renewVaultKey(window, next)
    })
    expect([...vault.stored.revisions.keys()]).toEqual([1, 2])
    expect(vault.stored.asides?.get(at)?.revisions).toEqual([under])
    expect(await listIds(next)).toEqual(['x'])
  })
})

it('a vault whose database is gone can be had again after a new one was begun', async () => {
  vault.stored.revisions.clear()
  Object.assign(vault.stored, { header: undefined, copy: undefined })
  const failure = await readVaultState(vault.environment).catch((error: unknown) => error)
  expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
  expect(await readVaultState(vault.environment)).toBe('none')
  expect(await bringBack()).toEqual({ status: 'back', from: 'copy' })
  expect(await listIds(proof)).toEqual(['a', 'b', 'c'])
  await expectNothingAside()
})

describe('what lies aside and can’t be read', () => {
  const broken: [string, () => void][] = [
    [
      'of a copy, neither part',
      () => {
        for (const key of ['vaultCopyHeader', 'vaultCopyRevision']) {
          Object.assign(vault.local[key] as object, { format: 9 })
        }
      },
    ],
    ['of a copy, its header', () => Object.assign(vault.local.vaultCopyHeader as object, { format: 9 })],
  ]
  it.each(broken)('stays there whichever vault is unlocked or set aside: %s', async (_what, damage) => {
    vault.stored.revisions.clear()
    Object.assign(vault.stored, { header: undefined, copy: undefined })
    damage()
    const failure = await readVaultState(vault.environment).catch((error: unknown) => error)
    expect(await setVaultAside(vault.environment, failure)).toEqual({ status: 'aside' })
    const [[key, copy]] = Object.entries(vault.local).filter(([name]) => name.startsWith('vaultCopy ')) as [
      [string, unknown],
    ]
    const kept = structuredClone(copy)
    await createVault(vault.environment, next)
    await lockVault(vault.environment)
    expect(await listIds(next)).toEqual([])
    expect(vault.local[key]).toEqual(kept)
    await lockVault(vault.environment)
    vault.clock.now++
    await setAside()
    expect(vault.local[key]).toEqual(kept)
    expect(vault.local.vaultsAside).toHaveLength(2)
  })

  it('of a database, stays there with its place in the list', async () => {
    await setAside()
    const [at = 0] = [...(vault.stored.asides?.keys() ?? [])]
    for (const key of ['vaultCopyHeader', 'vaultCopyRevision']) {
      delete (vault.local[`vaultCopy set aside ${at}`] as Record<string, unknown>)[key]
    }
    vault.local.vaultsAside = [{ at }]
    vault.stored.asides?.set(at, { headers: [null, null], revisions: [null] })
    await createVault(vault.environment, next)
    await lockVault(vault.environment)
    expect(await listIds(next)).toEqual([])
    expect(vault.stored.asides?.get(at)).toEqual({ headers: [null, null], revisions: [null] })
    await lockVault(vault.environment)
    vault.clock.now++
    await setAside()
    expect(vault.stored.asides?.size).toBe(2)
    expect(await bringAsideBack(vault.environment, at)).toEqual({ status: 'unreadable' })
  })
})

describe('damaged records of which nothing opens', () => {
  let failure: unknown
  beforeEach(async () => {
    vault.stored.revisions.clear()
    vault.stored.header = { magic: 'gone' }
    vault.stored.copy = { magic: 'gone' }
    failure = await readVaultState(vault.environment).catch((error: unknown) => error)
  })

  it('are not kept aside where they can’t be moved', async () => {
    const before = structuredClone([vault.stored, vault.local])
    vault.environment.storage.overwrite = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    await expect(setVaultAside(vault.environment, failure)).rejects.toMatchObject({ code: 'storage_full' })
    expect([vault.stored, vault.local]).toEqual(before)
  })

  it('stay aside whichever vault is unlocked, and are offered to nobody', async () => {
    for (const key of ['vaultCopyHeader', 'vaultCopyRevision']) delete vault.local[key]
    await setVaultAside(vault.environment, failure)
    const aside = structuredClone([vault.stored.asides, vault.local.vaultsAside])
    expect(await listAsideVaults(vault.environment)).toEqual([])
    await createVault(vault.environment, next)
    await lockVault(vault.environment)
    expect(await listIds(next)).toEqual([])
    expect([vault.stored.asides, vault.local.vaultsAside]).toEqual(aside)
  })
})
