import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { randomBytes } from '../../../../../extension/src/core/vault/bytes.ts'
import { VaultError } from '../../../../../extension/src/core/vault/errors.ts'
import type { UnlockProof } from '../../../../../extension/src/core/vault/proof.ts'
import { listSnapshots } from '../../../../../extension/src/core/vault/snapshots.ts'
import {
  addPasskey,
  addRecoveryKit,
  listUnlockWays,
} from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault, type StoredVault } from './memory-vault.ts'

const proof: UnlockProof = { password: 'four random words here', deriveKey: deriveFast }
let pristine: StoredVault
let session: Record<string, unknown>
let local: Record<string, unknown>

beforeAll(async () => {
  const vault = createMemoryVault()
  await createVault(vault.environment, { password: 'four random words here', deriveKey: deriveFast })
  await addRecoveryKit(vault.environment, proof)
  const passkey = {
    credentialId: randomBytes(16),
    salt: randomBytes(32),
    secret: randomBytes(32),
    label: 'Desk',
  }
  await addPasskey(vault.environment, proof, passkey)
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
  pristine = vault.stored
  session = vault.session
  await new Promise((resolve) => setTimeout(resolve, 20))
  local = vault.local
})

type Change<Place = StoredVault> = (stored: Place) => void

/** One change for each bit of each byte, each character and each number that is stored, wherever it lies. */
function listChanges<Place>(
  value: unknown,
  path: string,
  find: (stored: Place) => unknown,
): [string, Change<Place>][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((name): [string, Change<Place>][] => {
    const here = `${path}.${name}`
    const part = (value as Record<string, unknown>)[name]
    const parentOf = (stored: Place) => find(stored) as Record<string, unknown>
    if (part instanceof Uint8Array) {
      return Array.from(part, (byte, index): [string, Change<Place>] => [
        `${here}[${index}]`,
        (stored) => {
          const bytes = parentOf(stored)[name] as Uint8Array
          bytes[index] = byte ^ (1 << (index % 8))
        },
      ])
    }
    const replace = (changed: unknown): [string, Change<Place>][] => [
      [
        `${here} = ${JSON.stringify(changed)}`,
        (stored) => Object.assign(parentOf(stored), { [name]: changed }),
      ],
    ]
    if (typeof part === 'number') return [...replace(part + 1), ...replace(null)]
    if (part === null) return replace(1)
    if (typeof part === 'string') {
      return Array.from(part, (character, index) =>
        replace(part.slice(0, index) + (character === 'a' ? 'b' : 'a') + part.slice(index + 1)),
      ).flat()
    }
    return listChanges(part, here, (stored) => parentOf(stored)[name])
  })
}

function damage(change: Change): MemoryVault {
  const stored = structuredClone(pristine)
  change(stored)
  stored.copy = structuredClone(stored.header)
  const vault = createMemoryVault(stored)
  Object.assign(vault.session, session)
  return vault
}

const readCode = (error: unknown) => {
  if (!(error instanceof VaultError)) throw error
  return error.code
}

/** What a person would see of the vault, open already or by unlocking it. */
async function look(vault: MemoryVault): Promise<string> {
  const shown: unknown[] = [await openVault(vault.environment).catch(readCode)]
  shown.push(await listUnlockWays(vault.environment).catch(readCode))
  shown.push(await listSnapshots(vault.environment).catch(readCode))
  shown.push(await unlockVault(vault.environment, proof).catch(readCode))
  shown.push(await openVault(vault.environment).catch(readCode))
  return JSON.stringify(shown)
}

it('is noticed when it is flipped: every byte, character and number of the header, its slots and each revision', async () => {
  const changes = [
    ...listChanges<StoredVault>(pristine.header, 'header', ({ header }) => header),
    ...[...pristine.revisions].flatMap(([revision, record]) =>
      listChanges<StoredVault>(record, `revision ${revision}`, ({ revisions }) => revisions.get(revision)),
    ),
  ]
  expect(changes.length).toBeGreaterThan(1000)
  const whole = await look(damage(() => {}))
  const unnoticed: string[] = []
  for (const [name, change] of changes) if ((await look(damage(change))) === whole) unnoticed.push(name)
  expect(unnoticed).toEqual([])
})

it('is noticed and mended after the unlock when it is flipped in the second copy, and the vault is as it was', async () => {
  const places = Object.entries(local).filter(([name]) => name.startsWith('vaultCopy'))
  expect(places.map(([name]) => name).toSorted()).toEqual([
    'vaultCopy',
    'vaultCopyHeader',
    'vaultCopyRevision',
  ])
  const changes = places.flatMap(([name, value]) =>
    listChanges<Record<string, unknown>>(value, name, (stored) => stored[name]),
  )
  expect(changes.length).toBeGreaterThan(1000)
  const whole = JSON.stringify(await openVault(damage(() => {}).environment))
  const unnoticed: string[] = []
  for (const [name, change] of changes) {
    const vault = damage(() => {})
    Object.assign(vault.local, structuredClone(local))
    change(vault.local)
    await unlockVault(vault.environment, proof)
    expect(JSON.stringify(await openVault(vault.environment))).toBe(whole)
    await vault.runLater()
    await new Promise((resolve) => setImmediate(resolve))
    const after = Object.entries(vault.local).filter(([each]) => each.startsWith('vaultCopy'))
    if (!isDeepStrictEqual(Object.fromEntries(after), Object.fromEntries(places))) unnoticed.push(name)
  }
  expect(unnoticed).toEqual([])
})
