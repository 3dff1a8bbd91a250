import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import {
  addRecoveryKit,
  changePassword,
  listUnlockWays,
} from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  readVaultState,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
const next = { password: 'a new password', deriveKey: deriveFast }
interface StoredHeader {
  vaultId: string
  keyId: string
  mac: Uint8Array
  slotMacs: Uint8Array[]
  slots: { id: string; label: string; ciphertext: Uint8Array; kdf: { memory: number } }[]
}
let vault: MemoryVault

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
})

const flip = (bytes: Uint8Array | undefined) => bytes?.set([(bytes[0] ?? 0) ^ 1])
const damages: Record<string, (header: StoredHeader) => unknown> = {
  'its MAC': ({ mac }) => flip(mac),
  'its vault id': (header) => Object.assign(header, { vaultId: crypto.randomUUID() }),
  'its key id': (header) => Object.assign(header, { keyId: crypto.randomUUID() }),
  'a sealed key': ({ slots }) => flip(slots[0]?.ciphertext),
  'the parameters of the password': ({ slots }) => Object.assign(slots[0]?.kdf ?? {}, { memory: 1 }),
  'all of it': (header) => Object.assign(header, { magic: 'other' }),
}

describe.each(['header', 'copy'] as const)('the %s broken in', (which) => {
  it.each(Object.entries(damages))(
    '%s closes nothing, and is mended at the unlock',
    async (_what, change) => {
      const whole = structuredClone(vault.stored[which])
      change(vault.stored[which] as StoredHeader)
      expect(await openVault(vault.environment)).toMatchObject({ status: 'open' })
      await lockVault(vault.environment)
      const wrong = { password: 'another password', deriveKey: deriveFast }
      expect(await unlockVault(vault.environment, wrong)).toEqual({ status: 'wrong' })
      expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
      expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
      expect(vault.stored[which]).toEqual(whole)
    },
  )

  it('no place because it is gone, too', async () => {
    const whole = structuredClone(vault.stored[which])
    vault.stored[which] = undefined
    await lockVault(vault.environment)
    expect(await readVaultState(vault.environment)).toBe('locked')
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(vault.stored[which]).toEqual(whole)
  })
})

it('a broken slot of the password does not refuse the recovery kit', async () => {
  const made = await addRecoveryKit(vault.environment, proof)
  if (made.status !== 'changed') throw new Error(made.status)
  Object.assign((vault.stored.header as StoredHeader).slots[0]?.kdf ?? {}, { memory: 1 })
  await lockVault(vault.environment)
  const kit = { kind: 'recovery_kit', kit: made.kit } as const
  expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'unlocked' })
})

describe('a slot that is broken in both copies, and in the second copy of the vault too', () => {
  const change = (damage: (header: StoredHeader) => unknown) => {
    delete vault.local.vaultCopyHeader
    damage(vault.stored.header as StoredHeader)
    damage(vault.stored.copy as StoredHeader)
  }
  const makeKit = async () => {
    const made = await addRecoveryKit(vault.environment, proof)
    if (made.status !== 'changed') throw new Error(made.status)
    return { kind: 'recovery_kit', kit: made.kit } as const
  }
  const listBroken = async () =>
    (await listUnlockWays(vault.environment)).filter(({ isBroken }) => isBroken).map(({ kind }) => kind)
  const ofPassword: Record<string, (header: StoredHeader) => unknown> = {
    'its sealed key': ({ slots }) => flip(slots[0]?.ciphertext),
    'its parameters': ({ slots }) => Object.assign(slots[0]?.kdf ?? {}, { memory: 1 }),
    'its label': ({ slots }) => Object.assign(slots[0] ?? {}, { label: 'mine' }),
    'all of it': ({ slots }) => slots.splice(0, 1, 'x' as never),
  }

  it.each(Object.entries(ofPassword))(
    'in %s leaves the recovery kit open, is named, and is mended by a fresh password',
    async (what, damage) => {
      const kit = await makeKit()
      change(damage)
      await lockVault(vault.environment)
      const tried = await unlockVault(vault.environment, proof).catch(({ code }) => code)
      expect(tried).toEqual(what === 'its sealed key' ? { status: 'wrong' } : 'way_damaged')
      expect(vault.session.vaultKey).toBeUndefined()
      expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'unlocked' })
      expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
      expect(await listBroken()).toEqual([what === 'all of it' ? null : 'password'])
      expect(await changePassword(vault.environment, kit, next)).toMatchObject({ status: 'changed' })
      expect(await listBroken()).toEqual([])
      await lockVault(vault.environment)
      expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked' })
      expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'unlocked' })
      expect(vault.stored.copy).toEqual(vault.stored.header)
    },
  )

  it('is known before the unlock where it can’t be read, so that another way is asked for', async () => {
    await makeKit()
    change(({ slots }) => Object.assign(slots[0]?.kdf ?? {}, { memory: 1 }))
    await lockVault(vault.environment)
    expect(await listUnlockWays(vault.environment)).toMatchObject([
      { kind: 'password', isBroken: true },
      { kind: 'recovery_kit', isBroken: false },
    ])
  })

  it('is not one that was removed before and put back: that opens nothing', async () => {
    const kit = await makeKit()
    const old = structuredClone(vault.stored.header) as StoredHeader
    await changePassword(vault.environment, kit, { password: 'a new password', deriveKey: deriveFast })
    await lockVault(vault.environment)
    change((header) => {
      const at = header.slots.findIndex(({ kdf }) => kdf !== undefined)
      header.slots[at] = old.slots.find(({ kdf }) => kdf !== undefined) as never
    })
    await expect(unlockVault(vault.environment, proof)).rejects.toMatchObject({ code: 'way_damaged' })
    expect(vault.session.vaultKey).toBeUndefined()
    await unlockVault(vault.environment, kit)
    expect(await listBroken()).toEqual(['password'])
  })
})

it('one slot broken in one copy and another in the other closes nothing, and both are mended', async () => {
  const made = await addRecoveryKit(vault.environment, proof)
  const whole = structuredClone(vault.stored.header)
  flip((vault.stored.header as StoredHeader).slots[0]?.ciphertext)
  flip((vault.stored.copy as StoredHeader).slots[1]?.ciphertext)
  await lockVault(vault.environment)
  const kit = { kind: 'recovery_kit', kit: 'kit' in made ? made.kit : '' } as const
  expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'unlocked' })
  expect([vault.stored.header, vault.stored.copy]).toEqual([whole, whole])
  expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
})

describe.each(['header', 'copy'] as const)('an older header put back over the %s', (which) => {
  const change = async (what: () => Promise<unknown>) => {
    const old = structuredClone(vault.stored.header)
    await what()
    const latest = structuredClone(vault.stored.header)
    vault.stored[which] = old
    await lockVault(vault.environment)
    return latest
  }

  it('brings no removed password back; the present one opens, is told of it, and mends it', async () => {
    const latest = await change(() => changePassword(vault.environment, proof, next))
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'wrong' })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked', wasRolledBack: true })
    expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
    expect([vault.stored.header, vault.stored.copy]).toEqual([latest, latest])
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked' })
  })

  it('brings no earlier vault key back, by the same password or by a way that was dropped', async () => {
    const made = await addRecoveryKit(vault.environment, proof)
    const latest = await change(() => renewVaultKey(vault.environment, proof))
    const kit = { kind: 'recovery_kit', kit: 'kit' in made ? made.kit : '' } as const
    const stored = structuredClone(vault.stored)
    expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'wrong' })
    expect(vault.stored).toEqual(stored)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked', wasRolledBack: true })
    expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
    expect([vault.stored.header, vault.stored.copy]).toEqual([latest, latest])
  })

  it('holds no longer for saying that it is the later one', async () => {
    const latest = await change(() => changePassword(vault.environment, proof, next))
    Object.assign(vault.stored[which] as object, { edition: 99 })
    await expect(unlockVault(vault.environment, proof)).rejects.toMatchObject({ code: 'way_damaged' })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked', wasRolledBack: true })
    expect([vault.stored.header, vault.stored.copy]).toEqual([latest, latest])
  })

  it('is never written over the present one, even where it says so under an earlier vault key', async () => {
    await change(() => renewVaultKey(vault.environment, proof))
    Object.assign(vault.stored[which] as object, { edition: 99 })
    const stored = structuredClone(vault.stored)
    await expect(unlockVault(vault.environment, proof)).rejects.toMatchObject({ code: 'damaged' })
    expect(vault.stored).toEqual(stored)
  })
})

it('each write of the header is of a later edition, the mending of a copy is none', async () => {
  const edition = () => (vault.stored.header as { edition: number }).edition
  expect(edition()).toBe(1)
  await addRecoveryKit(vault.environment, proof)
  await renewVaultKey(vault.environment, proof)
  expect(edition()).toBe(3)
  vault.stored.copy = undefined
  await unlockVault(vault.environment, proof)
  expect(edition()).toBe(3)
})

it('both copies are alike after each change of the ways to unlock, and neither has the old password', async () => {
  await changePassword(vault.environment, proof, next)
  expect(vault.stored.copy).toEqual(vault.stored.header)
  expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'wrong' })
  expect(await renewVaultKey(vault.environment, next)).toMatchObject({ status: 'renewed' })
  expect(vault.stored.copy).toEqual(vault.stored.header)
})

it('revisions without any header are damage, and no vault is made over them', async () => {
  Object.assign(vault.stored, { header: undefined, copy: undefined })
  const before = structuredClone(vault.stored)
  await expect(readVaultState(vault.environment)).rejects.toMatchObject({ code: 'damaged' })
  await expect(unlockVault(vault.environment, proof)).rejects.toMatchObject({ code: 'damaged' })
  expect(await createVault(vault.environment, proof)).toEqual({ status: 'exists' })
  expect(vault.stored).toEqual(before)
})

describe('a change of the ways that did not come back', () => {
  it('leaves the other ways open, even beside one that is broken in both copies', async () => {
    const made = await addRecoveryKit(vault.environment, proof)
    for (const header of [vault.stored.header, vault.stored.copy] as StoredHeader[]) {
      flip(header.slots[0]?.ciphertext)
    }
    const kit = { kind: 'recovery_kit', kit: 'kit' in made ? made.kit : '' } as const
    const { storage } = vault.environment
    const { replaceHeader, readHeaders } = storage
    storage.replaceHeader = async (...written) => {
      storage.readHeaders = async () => {
        storage.readHeaders = readHeaders
        const [header] = await readHeaders()
        return [header, null]
      }
      storage.replaceHeader = replaceHeader
      return replaceHeader(...written)
    }
    await expect(changePassword(vault.environment, kit, next)).rejects.toMatchObject({ code: 'not_saved' })
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'wrong' })
    expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'unlocked' })
    expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
  })
})

it('a change of the ways that the disk does not answer for is taken back', async () => {
  const { storage } = vault.environment
  const { replaceHeader, readHeaders } = storage
  storage.replaceHeader = async (...written) => {
    storage.readHeaders = async () => {
      storage.readHeaders = readHeaders
      throw new DOMException('', 'TimeoutError')
    }
    storage.replaceHeader = replaceHeader
    return replaceHeader(...written)
  }
  await expect(changePassword(vault.environment, proof, next)).rejects.toMatchObject({ code: 'not_saved' })
  await lockVault(vault.environment)
  expect(await unlockVault(vault.environment, next)).toEqual({ status: 'wrong' })
  expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
})

it('a save that the disk does not answer for is taken back', async () => {
  const { storage } = vault.environment
  const { readRevision } = storage
  storage.readRevision = () => Promise.reject(new DOMException('', 'TimeoutError'))
  const second = addAccount(makeAccount({ digits: 8 }), { id: 'b', site: null, addedAt: 1 })
  await expect(changeVault(vault.environment, second)).rejects.toMatchObject({ code: 'not_saved' })
  storage.readRevision = readRevision
  expect([...vault.stored.revisions.keys()]).toEqual([1, 2])
  expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
})

describe('that an older copy was put back', () => {
  /** An older header over one copy; the other one is the latest. */
  const rollBack = async () => {
    const before = structuredClone(vault.stored.copy)
    await changePassword(vault.environment, proof, next)
    vault.stored.copy = before
  }
  const unlockTwice = async (password: typeof proof) => {
    const first = await unlockVault(vault.environment, password)
    await lockVault(vault.environment)
    return [first, await unlockVault(vault.environment, password)]
  }
  const told = { status: 'unlocked', wasRolledBack: true }

  it('is told once, even where the latest one was broken besides, in both places', async () => {
    await rollBack()
    delete vault.local.vaultCopyHeader
    flip((vault.stored.header as StoredHeader).mac)
    await lockVault(vault.environment)
    expect(await unlockTwice(proof)).toEqual([told, { status: 'unlocked' }])
  })

  it('is told at the next unlock where the ways were changed first', async () => {
    await rollBack()
    const third = { ...proof, password: 'four more words elsewhere' }
    expect(await changePassword(vault.environment, next, third)).toMatchObject({ status: 'changed' })
    await lockVault(vault.environment)
    expect(await unlockTwice(third)).toEqual([told, { status: 'unlocked' }])
  })

  it('is told at the next unlock where this one was killed once it had mended the copy', async () => {
    await rollBack()
    await lockVault(vault.environment)
    const { session } = vault.environment
    const { write } = session
    session.write = () => Promise.reject(new Error('killed'))
    await expect(unlockVault(vault.environment, next)).rejects.toThrow('killed')
    session.write = write
    expect(vault.stored.copy).toEqual(vault.stored.header)
    expect(await unlockTwice(next)).toEqual([told, { status: 'unlocked' }])
  })
})
