import { argon2Sync, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { expect, it } from 'vitest'
import type { VaultHeader, VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import { changeVault, createVault } from '../../../../../extension/src/core/vault/vault.ts'
import { deriveWithArgon2 } from '../../../../../extension/src/workers/argon2.ts'
import { makeAccount, makeContents } from '../make-account.ts'
import { createMemoryVault } from './memory-vault.ts'

const context = (format: number, ...parts: unknown[]) =>
  Buffer.from(JSON.stringify(['countersign-vault', format, ...parts]))
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

function open(
  key: Uint8Array,
  { nonce, ciphertext }: { nonce: Uint8Array; ciphertext: Uint8Array },
  data: Buffer,
) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(data)
  decipher.setAuthTag(ciphertext.subarray(-16))
  return Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()])
}

it('can be read by a reader that only knows extension/docs/vault-format.md', async () => {
  const { environment, stored } = createMemoryVault()
  const account = makeAccount()
  await createVault(environment, { password: 'brevla\u030ada hästsko', deriveKey: deriveWithArgon2 })
  await changeVault(environment, () => ({ contents: makeContents([account]), result: null }))

  const { vaultId, keyId, edition, slots, slotMacs, mac } = stored.header as VaultHeader
  const [slot] = slots
  if (slot?.kind !== 'password') throw new Error('there is no slot')
  const { kdf } = slot
  expect(kdf).toEqual({ algorithm: 'argon2id', version: 19, memory: 65_536, iterations: 3, parallelism: 1 })
  const slotKey = argon2Sync('argon2id', {
    message: Buffer.from('brevlåda hästsko'),
    nonce: slot.salt,
    memory: kdf.memory,
    passes: kdf.iterations,
    parallelism: kdf.parallelism,
    tagLength: 32,
  })
  const facts = [slot.id, 'password', 'argon2id', 19, 65_536, 3, 1, base64(slot.salt)]
  const vaultKey = open(slotKey, slot, context(1, vaultId, 'slot', ...facts))
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', vaultKey, vaultId, `countersign-vault ${purpose}`, 32))

  const sign = (message: Buffer) => createHmac('sha256', derive('slots')).update(message).digest()
  const signed = [...facts, base64(slot.nonce), base64(slot.ciphertext), '', 1_800_000_000_000]
  expect([sign(context(3, vaultId, 'signed slot', keyId, ...signed))]).toEqual(slotMacs.map(Buffer.from))
  expect(edition).toBe(1)
  expect(sign(context(3, vaultId, 'slots', keyId, edition, slotMacs.map(base64)))).toEqual(Buffer.from(mac))

  const revision = stored.revisions.get(2) as VaultRevision
  const contents = open(derive('body'), revision, context(1, vaultId, 'body', 2))
  expect(JSON.parse(contents.toString())).toEqual({
    version: 2,
    savedAt: 1_800_000_000_000,
    accounts: [
      {
        id: account.id,
        issuer: account.issuer,
        account: account.account,
        secret: base64(account.secret),
        addedAt: account.addedAt,
        site: { host: 'harbour.example', domain: 'harbour.example' },
      },
    ],
    trash: [],
    settings: { autoLock: { minutes: 15, withSystem: true }, order: 'name', lastBackupAt: null },
  })
})
