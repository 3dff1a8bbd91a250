import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import type { DeriveKey } from '../../../../../extension/src/core/vault/kdf.ts'
import { changeVault, openVault, unlockVault } from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import type { MemoryVault } from './memory-vault.ts'

/** Saves an account of this id, with a secret of its own, in a vault that is open. */
export function saveAccount(vault: MemoryVault, id: string) {
  const secret = new TextEncoder().encode(id)
  return changeVault(
    vault.environment,
    addAccount(makeAccount({ secret }), { id, site: null, addedAt: vault.clock.now }),
  )
}

/** The ids of the accounts that this password opens; a status where it opens none. */
export async function unlockAndList(vault: MemoryVault, by: { password: string; deriveKey: DeriveKey }) {
  const { status } = await unlockVault(vault.environment, by)
  if (status !== 'unlocked') return status
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : opened.status
}
