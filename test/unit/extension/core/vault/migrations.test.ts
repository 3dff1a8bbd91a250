import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import type { UnlockProof } from '../../../../../extension/src/core/vault/proof.ts'
import { headerFormat } from '../../../../../extension/src/core/vault/records.ts'
import { listSnapshots } from '../../../../../extension/src/core/vault/snapshots.ts'
import {
  confirmRecoveryKit,
  listUnlockWays,
  removeUnlockWay,
} from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { deriveWithArgon2 } from '../../../../../extension/src/workers/argon2.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, type MemoryVault } from './memory-vault.ts'

const folder = new URL('../../../../vectors/vault/', import.meta.url)
const files = readdirSync(folder).toSorted()

interface Fixture {
  password: string
  kits?: string[]
  header: unknown
  revisions: { revision: number }[]
}

/** Reads what a version once wrote to disk; bytes are base64 there. */
function readFixture(file: string): { vault: MemoryVault; password: string; kits: string[] } {
  const fixture = JSON.parse(readFileSync(new URL(file, folder), 'utf8'), (_name, value) =>
    typeof value?.bytes === 'string' ? new Uint8Array(Buffer.from(value.bytes, 'base64')) : value,
  ) as Fixture
  const revisions = new Map(fixture.revisions.map((revision) => [revision.revision, revision]))
  const { password, kits = [] } = fixture
  return { vault: createMemoryVault({ header: fixture.header, revisions }), password, kits }
}

async function open({ environment }: MemoryVault) {
  const opened = await openVault(environment)
  if (opened.status !== 'open') throw new Error(opened.status)
  return opened.contents
}

const accounts = [
  {
    id: '0b9a6a0e-3f0e-4c39-9a55-1f6a1f0f7a01',
    issuer: 'Harbour Practice',
    account: 'anna@harbour.example',
    type: 'totp',
    secret: new TextEncoder().encode('12345678901234567890'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
    site: { host: 'harbour.example', domain: 'harbour.example', otherHosts: ['www.harbour.example'] },
    addedAt: 1_763_000_000_000,
    updatedAt: 1_763_000_000_000,
    pinned: false,
    note: '',
  },
  {
    id: '0b9a6a0e-3f0e-4c39-9a55-1f6a1f0f7a02',
    issuer: 'Åre bank',
    account: '李',
    type: 'hotp',
    secret: new Uint8Array([0, 255, 1, 254]),
    algorithm: 'SHA512',
    digits: 8,
    period: 30,
    counter: 41,
    site: null,
    addedAt: 1_763_000_100_000,
    updatedAt: 1_763_000_100_000,
    pinned: false,
    note: '',
  },
]

describe.each(files)('a vault as %s has it', (file) => {
  it('opens with every account as it was', async () => {
    const { vault, password } = readFixture(file)
    const unlocked = await unlockVault(vault.environment, { password, deriveKey: deriveWithArgon2 })
    expect(unlocked).toEqual({ status: 'unlocked' })
    const contents = await open(vault)
    expect(contents.accounts).toEqual(accounts)
    expect(contents.trash).toEqual([])
    expect(contents.settings.autoLock).toEqual({ minutes: 15, withSystem: true })
  })

  it('is changed, locked and opened again in the newest format', async () => {
    const { vault, password } = readFixture(file)
    const unlock = () => unlockVault(vault.environment, { password, deriveKey: deriveWithArgon2 })
    await unlock()
    expect(vault.stored.header).toMatchObject({ format: headerFormat, edition: 1 })
    expect(vault.stored.copy).toEqual(vault.stored.header)
    await changeVault(
      vault.environment,
      addAccount(makeAccount({ digits: 8 }), { id: 'new', site: null, addedAt: 1 }),
    )
    await lockVault(vault.environment)
    expect(await unlock()).toEqual({ status: 'unlocked' })
    expect((await open(vault)).accounts.map(({ id }) => id)).toEqual([...accounts.map(({ id }) => id), 'new'])
    expect(await listSnapshots(vault.environment)).toMatchObject({
      snapshots: [{ state: 'whole' }, {}, {}, {}],
    })
  })

  it('stays closed when one bit of it was flipped', async () => {
    const { vault, password } = readFixture(file)
    const { mac } = vault.stored.header as { mac: Uint8Array }
    mac[0] = (mac[0] ?? 0) ^ 1
    await expect(
      unlockVault(vault.environment, { password, deriveKey: deriveWithArgon2 }),
    ).rejects.toMatchObject({ code: 'damaged' })
    expect(vault.session).toEqual({})
  })
})

it.each(files.filter((file) => file.includes('kits')))(
  'a kit of %s opens the vault, and is not counted on before somebody shows that they have it',
  async (file) => {
    const { vault, password, kits } = readFixture(file)
    const byPassword = { password, deriveKey: deriveWithArgon2 }
    await unlockVault(vault.environment, byPassword)
    const ways = await listUnlockWays(vault.environment)
    expect(ways.map(({ kind, label, isUnconfirmed }) => [kind, label, isUnconfirmed])).toEqual([
      ['password', '', false],
      ['recovery_kit', '', true],
      ['recovery_kit', '', true],
    ])
    const [first = '', second = ''] = kits
    const remove = (proof: UnlockProof) =>
      removeUnlockWay(vault.environment, proof, ways.find(({ kind }) => kind === 'password')?.id ?? '')
    expect(await remove(byPassword)).toEqual({ status: 'last' })
    await lockVault(vault.environment)
    for (const kit of [first, second]) {
      expect(await unlockVault(vault.environment, { kind: 'recovery_kit', kit })).toEqual({
        status: 'unlocked',
      })
    }
    expect(await confirmRecoveryKit(vault.environment, second)).toMatchObject({
      status: 'changed',
      ways: [{ kind: 'password' }, { kind: 'recovery_kit', isUnconfirmed: false }],
    })
    expect(await remove(byPassword)).toMatchObject({ status: 'changed', ways: [{ kind: 'recovery_kit' }] })
    expect(await unlockVault(vault.environment, { kind: 'recovery_kit', kit: first })).toEqual({
      status: 'wrong',
    })
  },
)

it('has a fixture of every layout that was ever written', () => {
  const formats = Array.from({ length: headerFormat }, (_, index) => `format-${index + 1}.json`)
  const besides = [
    'format-2-every-field.json',
    'format-2-kits.json',
    'format-3-kits.json',
    'format-3-without-edition.json',
  ]
  expect(files).toEqual([...formats, ...besides].toSorted())
})

it('an edition that was taken away from a header that had one closes it', async () => {
  const { vault, password } = readFixture('format-3.json')
  const { edition: _taken, ...header } = vault.stored.header as { edition: number }
  vault.stored.header = header
  const unlocked = unlockVault(vault.environment, { password, deriveKey: deriveWithArgon2 })
  await expect(unlocked).rejects.toMatchObject({ code: 'damaged' })
})
