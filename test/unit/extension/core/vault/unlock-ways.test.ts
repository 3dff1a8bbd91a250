import { beforeEach, describe, expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { randomBytes } from '../../../../../extension/src/core/vault/bytes.ts'
import type { UnlockProof } from '../../../../../extension/src/core/vault/proof.ts'
import type { VaultHeader } from '../../../../../extension/src/core/vault/records.ts'
import {
  addPasskey,
  addRecoveryKit,
  changePassword,
  confirmRecoveryKit,
  listPasskeys,
  listUnlockWays,
  removeUnlockWay,
  renameUnlockWay,
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

const byPassword = (password: string): UnlockProof => ({ kind: 'password', password, deriveKey: deriveFast })
const right = byPassword('four random words here')
const passkey = {
  credentialId: randomBytes(32),
  salt: randomBytes(32),
  secret: randomBytes(32),
  label: 'Key ring',
}
const byPasskey: UnlockProof = { kind: 'passkey', ...passkey }
const next = { password: 'five other random words here', deriveKey: deriveFast }
let vault: MemoryVault

async function unlocks(proof: UnlockProof): Promise<string> {
  await lockVault(vault.environment)
  const { status } = await unlockVault(vault.environment, proof)
  if (status !== 'unlocked') return status
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id).join() : opened.status
}

async function makeKit(proof = right): Promise<UnlockProof> {
  const added = await addRecoveryKit(vault.environment, proof)
  if (added.status !== 'changed') throw new Error(added.status)
  return { kind: 'recovery_kit', kit: added.kit }
}

const findId = async (kind: string) =>
  (await listUnlockWays(vault.environment)).find((way) => way.kind === kind)?.id ?? ''

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, { password: 'four random words here', deriveKey: deriveFast })
  await changeVault(vault.environment, addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1 }))
})

describe('a new password', () => {
  it('opens the vault, and the old one does not; the accounts are not encrypted anew', async () => {
    const revisions = structuredClone(vault.stored.revisions)
    expect(await changePassword(vault.environment, right, next)).toMatchObject({ status: 'changed' })
    expect(vault.stored.revisions).toEqual(revisions)
    expect(await unlocks(right)).toBe('wrong')
    expect(await unlocks(byPassword(next.password))).toBe('a')
  })

  it('leaves the other ways as they are', async () => {
    const kit = await makeKit()
    await addPasskey(vault.environment, right, passkey)
    await changePassword(vault.environment, right, next)
    expect(await unlocks(kit)).toBe('a')
    expect(await unlocks(byPasskey)).toBe('a')
  })

  it('can be set with the recovery kit when the old one is forgotten', async () => {
    const kit = await makeKit()
    expect(await changePassword(vault.environment, kit, next)).toMatchObject({ status: 'changed' })
    expect(await unlocks(byPassword(next.password))).toBe('a')
  })

  it('does not close what is open', async () => {
    await changePassword(vault.environment, right, next)
    expect(await openVault(vault.environment)).toMatchObject({ status: 'open' })
  })
})

describe('a passkey', () => {
  it('opens the vault with the secret for its salt, and with no other', async () => {
    const added = await addPasskey(vault.environment, right, passkey)
    expect(added).toMatchObject({
      status: 'changed',
      ways: [{ kind: 'password' }, { kind: 'passkey', label: 'Key ring', addedAt: vault.clock.now }],
    })
    await lockVault(vault.environment)
    const { credentialId, salt } = passkey
    expect(await listPasskeys(vault.environment)).toEqual([{ credentialId, salt }])
    expect(await unlocks(byPasskey)).toBe('a')
    expect(await unlocks({ ...byPasskey, secret: randomBytes(32) })).toBe('wrong')
    expect(await unlocks({ ...byPasskey, credentialId: randomBytes(32) })).toBe('wrong')
  })

  it('is called something else without being asked', async () => {
    await addPasskey(vault.environment, right, passkey)
    const renamed = await renameUnlockWay(vault.environment, right, await findId('passkey'), 'Desk')
    expect(renamed).toMatchObject({ status: 'changed', ways: [{}, { label: 'Desk' }] })
    expect(await unlocks(byPasskey)).toBe('a')
  })
})

describe('a recovery kit', () => {
  it('opens the vault, and the one before it only until it is confirmed', async () => {
    const first = await makeKit()
    expect(await unlocks(first)).toBe('a')
    const never = await makeKit()
    const second = await makeKit()
    for (const kit of [first, never, second]) expect(await unlocks(kit)).toBe('a')
    const { kit } = second as { kit: string }
    expect(await confirmRecoveryKit(vault.environment, kit)).toMatchObject({ status: 'changed' })
    for (const gone of [first, never]) expect(await unlocks(gone)).toBe('wrong')
    expect(await unlocks(second)).toBe('a')
    expect((await listUnlockWays(vault.environment)).map(({ kind }) => kind)).toEqual([
      'password',
      'recovery_kit',
    ])
  })

  it('is known to be unconfirmed, behind the lock too, until somebody says to have it', async () => {
    const listUnconfirmed = async () =>
      (await listUnlockWays(vault.environment)).flatMap(({ label, isUnconfirmed }) =>
        isUnconfirmed ? [label] : [],
      )
    const first = (await makeKit()) as { kit: string }
    expect(await listUnconfirmed()).toEqual([''])
    expect(await changePassword(vault.environment, right, next)).toMatchObject({ status: 'changed' })
    await lockVault(vault.environment)
    expect(await listUnconfirmed()).toEqual([''])
    await unlockVault(vault.environment, byPassword(next.password))
    await confirmRecoveryKit(vault.environment, first.kit)
    expect(await listUnconfirmed()).toEqual([])
    await makeKit(byPassword(next.password))
    expect(await listUnconfirmed()).toEqual([''])
  })

  it('that nobody has confirmed is no way left: the last other way, or the last confirmed kit, stays', async () => {
    const never = (await makeKit()) as { kit: string }
    const before = structuredClone(vault.stored)
    expect(await removeUnlockWay(vault.environment, right, await findId('password'))).toEqual({
      status: 'last',
    })
    expect(vault.stored).toEqual(before)
    await confirmRecoveryKit(vault.environment, never.kit)
    const [, confirmed] = await listUnlockWays(vault.environment)
    await makeKit()
    const [, earlier, later] = await listUnlockWays(vault.environment)
    expect([earlier, later?.isUnconfirmed]).toEqual([confirmed, true])
    await removeUnlockWay(vault.environment, right, await findId('password'))
    const byKit: UnlockProof = { kind: 'recovery_kit', kit: never.kit }
    expect(await removeUnlockWay(vault.environment, byKit, confirmed?.id ?? '')).toEqual({ status: 'last' })
    expect(await unlocks(byKit)).toBe('a')
  })

  it('is confirmed by whoever proves with it that they have its sheet', async () => {
    const kit = await makeKit()
    expect(await removeUnlockWay(vault.environment, kit, await findId('password'))).toMatchObject({
      status: 'changed',
      ways: [{ kind: 'recovery_kit', isUnconfirmed: false }],
    })
    expect(await unlocks(kit)).toBe('a')
  })

  it('that is typed wrong says where, and costs no attempt', async () => {
    const added = await addRecoveryKit(vault.environment, right)
    const kit = 'kit' in added ? added.kit : ''
    const wrong = kit.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect(await unlockVault(vault.environment, { kind: 'recovery_kit', kit: wrong })).toEqual({
      status: 'typo',
      groups: [8],
    })
    expect(vault.local.unlockAttempts).toBeUndefined()
  })

  it('is nowhere in what is stored', async () => {
    const added = await addRecoveryKit(vault.environment, right)
    const kit = 'kit' in added ? added.kit : ''
    const stored = JSON.stringify([vault.stored.header, vault.session, vault.local])
    expect(stored).not.toContain(kit.slice(0, 5))
  })
})

describe('removing a way', () => {
  it('leaves the others, and what was removed opens nothing', async () => {
    const kit = await makeKit()
    await addPasskey(vault.environment, right, passkey)
    const removed = await removeUnlockWay(vault.environment, kit, await findId('password'))
    expect(removed).toMatchObject({ ways: [{ kind: 'recovery_kit' }, { kind: 'passkey' }] })
    expect(await unlocks(right)).toBe('wrong')
    expect(await unlocks(byPasskey)).toBe('a')
  })

  it('is refused for the last one, and for one that is gone', async () => {
    const before = structuredClone(vault.stored.header)
    expect(await removeUnlockWay(vault.environment, right, await findId('password'))).toEqual({
      status: 'last',
    })
    expect(await removeUnlockWay(vault.environment, right, crypto.randomUUID())).toEqual({ status: 'gone' })
    expect(vault.stored.header).toEqual(before)
  })
})

describe('every change of the ways to unlock', () => {
  const changes: Record<string, (proof: UnlockProof) => Promise<unknown>> = {
    'a new password': (proof) => changePassword(vault.environment, proof, next),
    'a passkey': (proof) => addPasskey(vault.environment, proof, passkey),
    'a recovery kit': (proof) => addRecoveryKit(vault.environment, proof),
    'a removal': async (proof) => removeUnlockWay(vault.environment, proof, await findId('recovery_kit')),
    'another name': async (proof) => renameUnlockWay(vault.environment, proof, await findId('passkey'), 'x'),
  }
  it.each(Object.entries(changes))(
    'needs a fresh proof although the vault is open: %s',
    async (_what, change) => {
      await makeKit()
      await addPasskey(vault.environment, right, passkey)
      const before = structuredClone(vault.stored)
      expect(await change(byPassword('something else'))).toEqual({ status: 'wrong' })
      expect(await change({ ...byPasskey, secret: randomBytes(32) })).toEqual({ status: 'wrong' })
      expect(vault.stored).toEqual(before)
      expect(await change(right)).toMatchObject({ status: 'changed' })
    },
  )

  it('made at the same time in another window is not overwritten', async () => {
    const outcomes = await Promise.allSettled([
      addRecoveryKit(vault.environment, right),
      addPasskey(vault.environment, right, passkey),
    ])
    const failed = outcomes.filter(({ status }) => status === 'rejected')
    expect(failed.map((each) => 'reason' in each && each.reason.code)).toEqual(['busy'])
    expect((vault.stored.header as VaultHeader).slots).toHaveLength(2)
    expect(await unlocks(right)).toBe('a')
  })

  it('stops at sixteen', async () => {
    for (let count = 1; count < 16; count++) {
      const credentialId = randomBytes(16)
      expect(await addPasskey(vault.environment, right, { ...passkey, credentialId })).toMatchObject({
        status: 'changed',
      })
    }
    expect(await addPasskey(vault.environment, right, passkey)).toEqual({ status: 'full' })
    expect(await addRecoveryKit(vault.environment, right)).toEqual({ status: 'full' })
    expect(await unlocks(right)).toBe('a')
  })
})
