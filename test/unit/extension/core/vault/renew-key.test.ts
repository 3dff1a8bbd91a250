import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { randomBytes } from '../../../../../extension/src/core/vault/bytes.ts'
import type { UnlockProof } from '../../../../../extension/src/core/vault/proof.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import { listSnapshots } from '../../../../../extension/src/core/vault/snapshots.ts'
import {
  addPasskey,
  addRecoveryKit,
  listUnlockWays,
} from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const password = 'four random words here'
const right: UnlockProof = { password, deriveKey: deriveFast }
const passkey = {
  credentialId: randomBytes(32),
  salt: randomBytes(32),
  secret: randomBytes(32),
  label: 'Desk',
}
let vault: MemoryVault
let kit: UnlockProof

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password, deriveKey: deriveFast })
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
  const added = await addRecoveryKit(vault.environment, right)
  kit = { kind: 'recovery_kit', kit: 'kit' in added ? added.kit : '' }
  await addPasskey(vault.environment, right, passkey)
})

describe('a new vault key', () => {
  const proofs: [string, () => UnlockProof, string[]][] = [
    ['the password', () => right, ['recovery_kit', 'passkey']],
    ['the recovery kit', () => kit, ['password', 'passkey']],
    ['a passkey', () => ({ kind: 'passkey', ...passkey }), ['password', 'recovery_kit']],
  ]
  it.each(proofs)('by %s keeps that way only, and every revision', async (_what, find, dropped) => {
    const proof = find()
    expect(await renewVaultKey(vault.environment, proof)).toEqual({ status: 'renewed', dropped })
    await lockVault(vault.environment)
    expect(await unlockVault(vault.environment, proof)).toEqual({ status: 'unlocked' })
    expect(await openVault(vault.environment)).toMatchObject({ contents: { accounts: [{ id: 'a' }] } })
    const { snapshots } = (await listSnapshots(vault.environment)) as { snapshots: { state: string }[] }
    expect(snapshots.map(({ state }) => state)).toEqual(['whole', 'whole'])
    for (const [, other] of proofs) {
      if (JSON.stringify(other()) === JSON.stringify(proof)) continue
      expect((await unlockVault(vault.environment, other())).status).toBe('wrong')
    }
  })

  it('made by the recovery kit confirms the kit', async () => {
    await renewVaultKey(vault.environment, kit)
    expect(await listUnlockWays(vault.environment)).toMatchObject([
      { kind: 'recovery_kit', isUnconfirmed: false },
    ])
  })

  it('makes the old key open nothing, and says so to windows that still have it', async () => {
    const session = structuredClone(vault.session)
    await renewVaultKey(vault.environment, right)
    Object.assign(vault.session, session)
    expect(await openVault(vault.environment)).toEqual({ status: 'locked' })
    expect(vault.session.lockReason).toBe('key_changed')
    // Not even where the id of the new key is passed off as that of the old one.
    const { keyId } = vault.stored.header as { keyId: string }
    const { lockId } = vault.session
    Object.assign(vault.session, session, { vaultKeyId: keyId, sessionLock: lockId })
    await expect(openVault(vault.environment)).rejects.toMatchObject({ code: 'damaged' })
  })

  it('needs a fresh proof', async () => {
    const before = structuredClone(vault.stored)
    expect(await renewVaultKey(vault.environment, { ...right, password: 'wrong' })).toEqual({
      status: 'wrong',
    })
    expect(vault.stored).toEqual(before)
  })

  it('is not made over a change that another window has just written', async () => {
    const { storage } = vault.environment
    const late = {
      ...vault.environment,
      storage: {
        ...storage,
        replaceAll: async (...parameters: Parameters<typeof storage.replaceAll>) => {
          const other = addAccount(makeAccount({ digits: 8 }), { id: 'b', site: null, addedAt: 1 })
          await changeVault(vault.environment, other)
          return storage.replaceAll(...parameters)
        },
      },
    }
    await expect(renewVaultKey(late, right)).rejects.toMatchObject({ code: 'busy' })
    expect(await openVault(vault.environment)).toMatchObject({
      contents: { accounts: [{ id: 'a' }, { id: 'b' }] },
    })
  })

  it('is not made while the newest revision is broken', async () => {
    const head = vault.stored.revisions.get(2) as { ciphertext: Uint8Array }
    head.ciphertext[0] = (head.ciphertext[0] ?? 0) ^ 1
    await expect(renewVaultKey(vault.environment, right)).rejects.toMatchObject({ code: 'head_damaged' })
    expect(vault.stored.revisions.size).toBe(2)
  })
})
