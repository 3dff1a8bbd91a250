import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import {
  hasWholeSnapshot,
  listSnapshots,
  restoreSnapshot,
} from '../../../../../extension/src/core/vault/snapshots.ts'
import {
  addRecoveryKit,
  changePassword,
  listUnlockWays,
} from '../../../../../extension/src/core/vault/unlock-ways.ts'
import { lockVault, openVault, unlockVault } from '../../../../../extension/src/core/vault/vault.ts'
import { flip, listIds, makeCopiedVault, next, proof, save, settle, vault } from './copied-vault.ts'

beforeEach(makeCopiedVault)

describe('what only the copy has whole', () => {
  const breakRevision = (revision: number) =>
    flip((vault.stored.revisions.get(revision) as VaultRevision).ciphertext, 9)
  const unlock = async () => {
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
  }

  const damages: Record<string, () => unknown> = {
    'is damaged': () => [1, 2, 3].forEach(breakRevision),
    'can’t be read': () => {
      for (const revision of [1, 2, 3]) vault.stored.revisions.set(revision, null)
    },
    'is gone': () => vault.stored.revisions.clear(),
    'is gone or damaged': () => {
      vault.stored.revisions.delete(3)
      breakRevision(2)
    },
    'is damaged, and the header of the copy too': () => {
      ;[1, 2, 3].forEach(breakRevision)
      vault.local.vaultCopyHeader = 'rotten'
    },
  }
  it.each(Object.entries(damages))('is the vault again where every revision %s', async (_what, damage) => {
    await save('b')
    await settle()
    damage()
    await unlock()
    expect((await listIds()).toString()).toBe('a,b')
    expect(await save('c')).toMatchObject({ status: 'saved' })
    expect((await listIds()).toString()).toBe('a,b,c')
  })

  it('is the vault again for two views that look at once', async () => {
    await save('b')
    await settle()
    ;[1, 2, 3].forEach(breakRevision)
    await unlock()
    const looked = await Promise.all([listIds(), listIds()])
    expect(looked.map(String)).toEqual(['a,b', 'a,b'])
  })

  it('is a snapshot where a newer revision is there and does not open', async () => {
    const before = structuredClone(vault.local)
    await save('b')
    await settle()
    Object.assign(vault.local, before)
    ;[1, 2, 3].forEach(breakRevision)
    await unlock()
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
    expect(await hasWholeSnapshot(vault.environment)).toBe(true)
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect(await listIds()).toEqual(['a'])
  })

  it('is kept as a snapshot where the disk does not answer and somebody goes back', async () => {
    const { storage } = vault.environment
    const { readHead, readRevision } = storage
    const silent = () => Promise.reject(new DOMException('', 'TimeoutError'))
    storage.readHead = silent
    storage.readRevision = (revision) => (revision === 2 ? silent() : readRevision(revision))
    await unlock()
    await expect(openVault(vault.environment)).rejects.toMatchObject({ name: 'TimeoutError' })
    breakRevision(2)
    expect(await restoreSnapshot(vault.environment, 1)).toMatchObject({ status: 'restored' })
    await settle()
    Object.assign(storage, { readHead, readRevision })
    expect(await restoreSnapshot(vault.environment, 2)).toMatchObject({ status: 'restored' })
    expect(await listIds()).toEqual(['a'])
  })

  it('is not written over because its mark is damaged', async () => {
    await save('b')
    await settle()
    vault.stored.revisions.delete(3)
    vault.local.vaultCopy = 'rotten'
    await unlock()
    expect((await listIds()).toString()).toBe('a,b')
  })

  it('stays where it is while there is no room to put it back', async () => {
    await save('b')
    await settle()
    vault.stored.revisions.delete(3)
    const { storage } = vault.environment
    const { mend } = storage
    storage.mend = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    await unlock()
    expect(await listIds()).toEqual(['a'])
    await settle()
    storage.mend = mend
    await unlock()
    expect((await listIds()).toString()).toBe('a,b')
  })

  it.each([1, -1])(
    'is kept beside what was saved under its number, and the later of both is the vault',
    async (later) => {
      await save('b')
      await settle()
      const copied = structuredClone(vault.local)
      vault.stored.revisions.delete(3)
      Object.assign(vault.local, { vaultCopy: undefined, vaultCopyRevision: undefined })
      vault.session.sessionId = 'another'
      vault.clock.now += later
      await save('c')
      await settle()
      Object.assign(vault.local, copied)
      await unlock()
      const names = later > 0 ? ['a', 'c'] : ['a', 'b']
      expect((await listIds()).toString()).toBe(names.toString())
      const listed = await listSnapshots(vault.environment)
      const counts = listed.status === 'open' ? listed.snapshots.map(({ state }) => state) : []
      expect(counts).toEqual(new Array(later > 0 ? 5 : 4).fill('whole'))
      await restoreSnapshot(vault.environment, later > 0 ? 4 : 3)
      expect((await listIds()).toString()).toBe(later > 0 ? 'a,b' : 'a,c')
    },
  )
})

describe('a newest revision that is damaged', () => {
  const headOf = () => vault.stored.revisions.get(2) as VaultRevision
  const reopen = async () => {
    await lockVault(vault.environment)
    await unlockVault(vault.environment, proof)
    return listIds()
  }

  it('is healed by the copy, whichever of its bits was flipped, and the others stay as they are', async () => {
    const before = structuredClone(vault.stored)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('ciphertext', 'nonce'),
        fc.nat({ max: 100_000 }),
        async (part, bit) => {
          flip(headOf()[part], bit)
          expect(await reopen()).toEqual(['a'])
          expect(vault.stored).toEqual(before)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each(['unreadable', 'format', 'vaultId', 'bytes', 'gone'])('is healed where it is %s', async (what) => {
    const before = structuredClone(vault.stored)
    if (what === 'format') Object.assign(headOf(), { format: 2 })
    else if (what === 'vaultId') Object.assign(headOf(), { vaultId: crypto.randomUUID() })
    else if (what === 'bytes') Object.assign(headOf(), { ciphertext: 'x' })
    else if (what === 'gone') vault.stored.revisions.delete(2)
    else vault.stored.revisions.set(2, null)
    expect(await reopen()).toEqual(['a'])
    expect(vault.stored).toEqual(before)
  })

  const reasons: Record<string, () => unknown> = {
    'is older': async () => {
      const before = structuredClone(vault.local)
      await save('b')
      await settle()
      Object.assign(vault.local, before)
      flip((vault.stored.revisions.get(3) as VaultRevision).ciphertext, 9)
    },
    'is damaged too': () => {
      Object.assign(vault.local, {
        vaultCopyRevision: { ...(vault.local.vaultCopyRevision as object), nonce: {} },
      })
      flip(headOf().ciphertext, 9)
    },
    'is under another key': async () => {
      const before = structuredClone(vault.local)
      await renewVaultKey(vault.environment, proof)
      await settle()
      Object.assign(vault.local, before)
      flip(headOf().ciphertext, 9)
    },
    'has a number that another record outbids': () =>
      vault.stored.revisions.set(2 ** 40, { ...headOf(), revision: 2 ** 40 }),
  }
  it.each(Object.entries(reasons))('is left as it is where the copy %s', async (_what, prepare) => {
    await prepare()
    await lockVault(vault.environment)
    const before = structuredClone(vault.stored)
    await unlockVault(vault.environment, proof)
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'head_damaged' })
    expect(vault.stored).toEqual(before)
  })

  it('is not written over what another window has saved meanwhile', async () => {
    flip(headOf().ciphertext, 9)
    const { storage } = vault.environment
    const { mend } = storage
    await lockVault(vault.environment)
    await unlockVault(vault.environment, proof)
    storage.mend = async (...all) => {
      storage.mend = mend
      expect(await mend(...all)).toBe('mended')
      await save('b')
      return mend(...all)
    }
    await openVault(vault.environment).catch(() => undefined)
    expect(await listIds()).toEqual(['a', 'b'])
  })
})

describe('the ways to unlock of the database', () => {
  const headers = () => [vault.stored.header, vault.stored.copy]
  const putBack = async (what: () => Promise<unknown>) => {
    const { header, revisions } = structuredClone(vault.stored)
    await what()
    await settle()
    await lockVault(vault.environment)
    const latest = structuredClone(vault.stored.header)
    Object.assign(vault.stored, { header, copy: structuredClone(header), revisions })
    return latest
  }
  const told = { status: 'unlocked', wasRolledBack: true }

  it('bring no removed password back where both were put back; the present one opens, is told of it, and mends them', async () => {
    const latest = await putBack(() => changePassword(vault.environment, proof, next))
    const copied = structuredClone(vault.local)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'wrong' })
    expect(vault.session.vaultKey).toBeUndefined()
    expect(await unlockVault(vault.environment, next)).toEqual(told)
    expect(headers()).toEqual([latest, latest])
    expect(await listIds()).toEqual(['a'])
    await settle()
    expect(vault.local.vaultCopyHeader).toEqual(copied.vaultCopyHeader)
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked' })
  })

  it('bring no earlier vault key back, nor any of its ways', async () => {
    const made = await addRecoveryKit(vault.environment, proof)
    const latest = await putBack(async () => {
      await renewVaultKey(vault.environment, proof)
      await save('b')
    })
    const kit = { kind: 'recovery_kit', kit: 'kit' in made ? made.kit : '' } as const
    expect(await unlockVault(vault.environment, kit)).toEqual({ status: 'wrong' })
    expect(await unlockVault(vault.environment, proof)).toEqual(told)
    expect(headers()).toEqual([latest, latest])
    expect(await listIds()).toEqual(['a', 'b'])
  })

  it('are shown as the second copy has them, so that one that was added since can be used', async () => {
    await putBack(() => addRecoveryKit(vault.environment, proof))
    expect((await listUnlockWays(vault.environment)).map(({ kind }) => kind)).toEqual([
      'password',
      'recovery_kit',
    ])
  })

  it('are whole again where both were damaged and the copy was not', async () => {
    const whole = structuredClone(vault.stored.header)
    const damages = [
      { mac: new Uint8Array(32) },
      { slotMacs: [new Uint8Array(32)] },
      { keyId: crypto.randomUUID() },
      { slots: ['x'] },
    ]
    for (const damage of damages) {
      for (const header of headers()) Object.assign(header as object, structuredClone(damage))
      await lockVault(vault.environment)
      expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
      expect(headers()).toEqual([whole, whole])
      expect(await listIds()).toEqual(['a'])
    }
  })

  it('are not those of a copy that only says that it is the later one', async () => {
    const whole = structuredClone(vault.local.vaultCopyHeader)
    const { header } = structuredClone(vault.stored)
    Object.assign(vault.local.vaultCopyHeader as object, { edition: 9 })
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'wrong' })
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(await listIds()).toEqual(['a'])
    await vault.runLater()
    expect(headers()).toEqual([header, header])
    expect(vault.local.vaultCopyHeader).toEqual(whole)
  })

  it('open nothing beside a later copy under another key, which is not written over', async () => {
    const copied = Object.assign(vault.local.vaultCopyHeader as object, {
      edition: 9,
      keyId: crypto.randomUUID(),
    })
    vault.session.sessionId = 'another'
    expect(await listIds()).toEqual(['a'])
    await vault.runLater()
    await lockVault(vault.environment)
    const stored = structuredClone(vault.stored)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'wrong' })
    expect(vault.stored).toEqual(stored)
    expect(vault.local.vaultCopyHeader).toEqual(copied)
  })

  it('open as before beside an earlier copy, as a kill leaves it, and nobody is told of anything', async () => {
    const before = structuredClone(vault.local)
    await changePassword(vault.environment, proof, next)
    await settle()
    Object.assign(vault.local, before)
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'wrong' })
    expect(await unlockVault(vault.environment, next)).toEqual({ status: 'unlocked' })
  })
})

describe('a copy that is damaged', () => {
  const rot = () => {
    const { vaultCopyHeader, vaultCopyRevision } = vault.local as Record<string, Record<string, unknown>>
    Object.assign(vaultCopyRevision ?? {}, { ciphertext: { bytes: 'AAAA' } })
    Object.assign(vaultCopyHeader ?? {}, { slotMacs: [{ bytes: 'AAAA' }] })
  }
  const open = async () => {
    await lockVault(vault.environment)
    await unlockVault(vault.environment, proof)
    expect(await listIds()).toEqual(['a'])
  }

  it('is written anew once somebody has unlocked, and not before they see their accounts', async () => {
    const whole = structuredClone(vault.local)
    rot()
    await open()
    await settle()
    expect(vault.local).not.toEqual(whole)
    await vault.runLater()
    await settle()
    expect(vault.local).toEqual(whole)
  })

  it('is left for the next time where the vault was locked meanwhile', async () => {
    rot()
    await open()
    await lockVault(vault.environment)
    const before = structuredClone(vault.local)
    await vault.runLater()
    await settle()
    expect(vault.local).toEqual(before)
  })

  it('is not written over with what is not the newest any more', async () => {
    rot()
    await open()
    await save('b')
    await settle()
    const { vaultCopyRevision } = structuredClone(vault.local)
    await vault.runLater()
    await settle()
    expect(vault.local.vaultCopyRevision).toEqual(vaultCopyRevision)
  })
})
