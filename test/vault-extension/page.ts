import { editAccount } from '../../extension/src/core/account-changes.ts'
import { addAccount } from '../../extension/src/core/accounts.ts'
import { trashAccounts } from '../../extension/src/core/trash-changes.ts'
import { createBackup } from '../../extension/src/core/vault/backup.ts'
import { encodeBase64 } from '../../extension/src/core/vault/base64.ts'
import { randomBytes } from '../../extension/src/core/vault/bytes.ts'
import type { VaultAccount } from '../../extension/src/core/vault/contents.ts'
import { encodePassword, kdfDefaults } from '../../extension/src/core/vault/kdf.ts'
import { saltLength } from '../../extension/src/core/vault/slots.ts'
import { restoreSnapshot } from '../../extension/src/core/vault/snapshots.ts'
import { addPasskey, addRecoveryKit, listPasskeys } from '../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../extension/src/core/vault/vault.ts'
import { askPasskey, canUsePasskeys, createPasskey } from '../../extension/src/platform/passkey.ts'
import { vaultEnvironment } from '../../extension/src/platform/vault-environment.ts'
import { deriveWithArgon2 } from '../../extension/src/workers/argon2.ts'
import { deriveKeyInWorker, prepareDerivation } from '../../extension/src/workers/derive-key.ts'

const password = 'four quiet harbour lanterns'

/** What tests and benchmarks ask of the page. All times are in ms. */
export interface VaultPage {
  create(): Promise<string>
  unlock(): Promise<string>
  /** Adds so many accounts at once. */
  fill(count: number): Promise<number>
  /** Adds one account. */
  add(id: string): Promise<string>
  list(): Promise<string[]>
  lock(): Promise<void>
  canUsePasskeys(): Promise<boolean>
  /** Makes a passkey for the vault, as a person does in settings. */
  addPasskey(): Promise<string>
  unlockByPasskey(): Promise<string>
  /** Goes through everything that writes a record, and gives what must not be on disk: secrets as base64, and texts. */
  leaveTraces(): Promise<{ secrets: Record<string, string>; texts: Record<string, string> }>
  /** The key derivation by itself, and locking and unlocking with it. */
  timeUnlock(): Promise<{ bare: number; unlock: number }>
  /** Opening, changing and saving after an unlock. */
  timeChange(): Promise<{ open: number; change: number }>
}

const page: VaultPage = {
  create: async () =>
    (await createVault(vaultEnvironment, { password, deriveKey: deriveKeyInWorker })).status,
  unlock: async () =>
    (await unlockVault(vaultEnvironment, { password, deriveKey: deriveKeyInWorker })).status,
  fill: async (count) => {
    const accounts = Array.from({ length: count }, (_, index) => makeAccount(`account ${index}`))
    const changed = await changeVault(vaultEnvironment, (contents) => ({
      contents: { ...contents, accounts },
      result: null,
    }))
    return changed.status === 'saved' ? changed.contents.accounts.length : 0
  },
  add: async (id) => (await changeVault(vaultEnvironment, add(id))).status,
  list: async () => {
    const vault = await openVault(vaultEnvironment)
    return vault.status === 'open' ? vault.contents.accounts.map(({ id }) => id) : []
  },
  lock: () => lockVault(vaultEnvironment),
  canUsePasskeys,
  addPasskey: async () => {
    const passkey = await createPasskey('Key ring')
    if (passkey.status !== 'created') return passkey.status
    const proof = { password, deriveKey: deriveKeyInWorker }
    return (await addPasskey(vaultEnvironment, proof, { ...passkey, label: 'Key ring' })).status
  },
  unlockByPasskey: async () => {
    const answer = await askPasskey(await listPasskeys(vaultEnvironment))
    if (answer.status !== 'answered') return answer.status
    return (await unlockVault(vaultEnvironment, { kind: 'passkey', ...answer })).status
  },
  leaveTraces: async () => {
    const proof = { password, deriveKey: deriveKeyInWorker }
    // At random, because the browser may keep what stands in a script.
    const [note, wrong] = [`note ${crypto.randomUUID()}`, `wrong ${crypto.randomUUID()}`]
    const [trashed, kept, secret] = [makeAccount('trash 17'), makeAccount('kept 23'), randomBytes(32)]
    await changeVault(vaultEnvironment, (contents) => ({
      contents: { ...contents, accounts: [trashed, kept] },
      result: null,
    }))
    await changeVault(vaultEnvironment, editAccount(kept.id, { note }, Date.now()))
    await changeVault(vaultEnvironment, trashAccounts([trashed.id], Date.now()))
    const added = await addRecoveryKit(vaultEnvironment, proof)
    const passkey = { credentialId: randomBytes(16), salt: randomBytes(32), secret, label: 'Key ring' }
    await addPasskey(vaultEnvironment, proof, passkey)
    await restoreSnapshot(vaultEnvironment, 2)
    await createBackup(vaultEnvironment, proof)
    await lockVault(vaultEnvironment)
    await unlockVault(vaultEnvironment, { ...proof, password: wrong })
    const kit = 'kit' in added ? added.kit : ''
    await unlockVault(vaultEnvironment, { kind: 'recovery_kit', kit })
    const { vaultKey } = await vaultEnvironment.session.read(['vaultKey'])
    return {
      secrets: {
        'trashed secret': encodeBase64(trashed.secret),
        'kept secret': encodeBase64(kept.secret),
        'passkey secret': encodeBase64(secret),
        'vault key': String(vaultKey),
      },
      texts: {
        kit,
        'kit without hyphens': kit.replaceAll('-', ''),
        'wrong password': wrong,
        'trashed issuer': trashed.issuer,
        account: kept.account,
        host: kept.site?.host ?? '',
        note,
      },
    }
  },
  timeUnlock: async () => {
    const bytes = encodePassword(password)
    const bare = await time(() => deriveWithArgon2(bytes, randomBytes(saltLength), kdfDefaults))
    await lockVault(vaultEnvironment)
    // As the lock screen does while a person types.
    prepareDerivation()
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { bare, unlock: await time(page.unlock) }
  },
  timeChange: async () => {
    await lockVault(vaultEnvironment)
    await page.unlock()
    const open = await time(() => openVault(vaultEnvironment))
    return { open, change: await time(() => changeVault(vaultEnvironment, add(crypto.randomUUID()))) }
  },
}

function add(id: string) {
  const { site, addedAt, ...account } = makeAccount(id)
  return addAccount(account, { id, site, addedAt })
}

function makeAccount(id: string): VaultAccount {
  const now = Date.now()
  const number = id.replace(/\D/g, '')
  const host = `sign-in.${number}.harbour.example`
  return {
    id,
    issuer: `Harbour Practice ${number}`,
    account: `anna.andersson.${number}@harbour.example`,
    type: 'totp',
    secret: randomBytes(20),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
    site: { host, domain: 'harbour.example', otherHosts: [] },
    addedAt: now,
    updatedAt: now,
    pinned: false,
    note: '',
  }
}

async function time(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await task()
  return performance.now() - start
}

Object.assign(globalThis, { vaultPage: page })
