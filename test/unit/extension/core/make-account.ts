import {
  createContents,
  type VaultAccount,
  type VaultContents,
} from '../../../../extension/src/core/vault/contents.ts'

/** An account with what a test cares about, and the usual otherwise. */
export function makeAccount(changes: Partial<VaultAccount> = {}): VaultAccount {
  return {
    id: 'a1',
    issuer: 'Harbour Practice',
    account: 'anna@harbour.example',
    type: 'totp',
    secret: new TextEncoder().encode('12345678901234567890'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    counter: 0,
    site: { host: 'harbour.example', domain: 'harbour.example', otherHosts: [] },
    addedAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    pinned: false,
    note: '',
    ...changes,
  }
}

/** Contents with these accounts, and otherwise as a new vault has them. */
export function makeContents(accounts: VaultAccount[], changes: Partial<VaultContents> = {}): VaultContents {
  return { ...createContents(), accounts, ...changes }
}
