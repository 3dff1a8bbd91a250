import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import type { Bytes } from '../../../../../extension/src/core/vault/bytes.ts'
import { VaultError } from '../../../../../extension/src/core/vault/errors.ts'
import type { VaultHeader, VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import type { PasswordSlot } from '../../../../../extension/src/core/vault/slots.ts'
import { listUnlockWays } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault, type StoredVault } from './memory-vault.ts'

const password = 'four random words here'
let pristine: StoredVault
let session: Record<string, unknown>

beforeAll(async () => {
  const vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
  pristine = vault.stored
  session = { ...vault.session }
})

function damage(change: (stored: { header: VaultHeader; head: VaultRevision }) => void): MemoryVault {
  const vault = createMemoryVault()
  const stored = structuredClone(pristine)
  const head = stored.revisions.get(2) as VaultRevision
  change({ header: stored.header as VaultHeader, head })
  vault.stored.header = stored.header
  vault.stored.copy = structuredClone(stored.header)
  vault.stored.revisions.set(2, head)
  return vault
}

/** Neither the password nor a session that is open already gets at the contents, and what is wrong has a name. */
async function expectClosed(vault: MemoryVault): Promise<void> {
  const before = structuredClone(vault.stored)
  const unlocked = await unlockVault(vault.environment, { password, deriveKey: deriveFast }).catch(readCode)
  const opened = await openVault(vault.environment).catch(readCode)
  // With a whole header the person gets in, to choose a snapshot; with a broken one nobody does.
  if (JSON.stringify(unlocked) === '{"status":"unlocked"}') expect(opened).toBe('head_damaged')
  else expect(vault.session.vaultKey).toBeUndefined()
  Object.assign(vault.session, session)
  const again = await openVault(vault.environment).catch(readCode)
  if (typeof again === 'object' && again.status === 'open') {
    // Who is in stays in, and is told what is broken.
    expect(await listUnlockWays(vault.environment)).toMatchObject([{ isBroken: true }])
  } else if (JSON.stringify(again) !== '{"status":"locked"}') {
    expect(again).toMatch(
      /^(damaged|head_damaged|head_unsupported|unsupported_format|kdf_out_of_bounds|missing)$/,
    )
  }
  expect(vault.stored).toEqual(before)
}

function readCode(error: unknown): string {
  if (!(error instanceof VaultError)) throw error
  return error.code
}

function flip(bytes: Uint8Array, bit: number): void {
  const index = Math.floor(bit / 8) % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit % 8))
}

const bit = fc.nat({ max: 100_000 })
const slotOf = (header: VaultHeader) => header.slots[0] as PasswordSlot

describe('one flipped bit', () => {
  const places: Record<string, (stored: { header: VaultHeader; head: VaultRevision }) => Uint8Array> = {
    'the body': ({ head }) => head.ciphertext,
    "the body's nonce": ({ head }) => head.nonce,
    "a slot's sealed key": ({ header }) => slotOf(header).ciphertext,
    "a slot's nonce": ({ header }) => slotOf(header).nonce,
    "a slot's salt": ({ header }) => slotOf(header).salt,
    'the MAC over the slots': ({ header }) => header.mac,
  }
  it.each(Object.entries(places))('in %s keeps the vault closed', async (_place, find) => {
    await fc.assert(
      fc.asyncProperty(bit, (at) => expectClosed(damage((stored) => flip(find(stored), at)))),
      { numRuns: 60 },
    )
  })

  it('that is not there lets it open, or else the ones above prove nothing', async () => {
    const vault = damage(() => {})
    expect(await unlockVault(vault.environment, { password, deriveKey: deriveFast })).toEqual({
      status: 'unlocked',
    })
  })
})

describe('records that say something else than was written', () => {
  const changes: Record<string, (stored: { header: VaultHeader; head: VaultRevision }) => void> = {
    'a revision under another number': ({ head }) => Object.assign(head, { revision: 3 }),
    'a revision of another vault': ({ head }) => Object.assign(head, { vaultId: crypto.randomUUID() }),
    'a header of another vault': ({ header, head }) => {
      Object.assign(header, { vaultId: crypto.randomUUID() })
      Object.assign(head, { vaultId: header.vaultId })
    },
    'a newer format': ({ header }) => Object.assign(header, { format: 4 }),
    'an older format': ({ header }) => Object.assign(header, { format: 1 }),
    'the format before': ({ header }) => Object.assign(header, { format: 2 }),
    "another slot's MAC": ({ header }) => flip(header.slotMacs[0] as Bytes, 5),
    'a MAC too many': ({ header }) => header.slotMacs.push(header.mac),
    'the id of another key': ({ header }) => Object.assign(header, { keyId: crypto.randomUUID() }),
    'another label': ({ header }) => Object.assign(slotOf(header), { label: 'mine' }),
    'another time': ({ header }) => Object.assign(slotOf(header), { addedAt: 1 }),
    'another magic': ({ header }) => Object.assign(header, { magic: 'other' }),
    'a slot under another id': ({ header }) => Object.assign(slotOf(header), { id: crypto.randomUUID() }),
    'a slot of another kind': ({ header }) => Object.assign(slotOf(header), { kind: 'passkey' }),
    'more iterations': ({ header }) => Object.assign(slotOf(header).kdf, { iterations: 4 }),
    'weaker parameters': ({ header }) => Object.assign(slotOf(header).kdf, { memory: 8 }),
    'absurd parameters': ({ header }) => Object.assign(slotOf(header).kdf, { memory: 4_000_000 }),
    'a slot twice': ({ header }) => header.slots.push(structuredClone(slotOf(header))),
    'no slot': ({ header }) => Object.assign(header, { slots: [] }),
    'text where bytes belong': ({ head }) => Object.assign(head, { ciphertext: 'x' }),
    'a header that is no record': (stored) => Object.assign(stored.header, { slots: null }),
  }
  it.each(Object.entries(changes))('%s: stay closed', async (_what, change) => {
    await expectClosed(damage(change))
  })

  it('an older revision put back as the newest stays closed', async () => {
    const vault = createMemoryVault()
    const stored = structuredClone(pristine)
    const old = stored.revisions.get(1) as VaultRevision
    vault.stored.header = stored.header
    vault.stored.copy = stored.copy
    vault.stored.revisions.set(9, { ...old, revision: 9 })
    await expectClosed(vault)
  })
})
