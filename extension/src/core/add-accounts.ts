import type { OtpAccount } from 'countersign/otp'
import { addAccount } from './accounts.ts'
import type { VaultOperation } from './vault/vault.ts'

/** Adds several accounts in one change; those that are there already, or came twice, are counted and left as they are. */
export function addAccounts(
  accounts: OtpAccount[],
  { makeId, addedAt }: { makeId: () => string; addedAt: number },
): VaultOperation<{ added: number; duplicates: number }> {
  const operations = accounts.map((account) => addAccount(account, { id: makeId(), site: null, addedAt }))
  return (before) => {
    let contents = before
    let added = 0
    for (const operation of operations) {
      const one = operation(contents)
      contents = one.contents
      if (one.result.status === 'added') added++
    }
    return { contents, result: { added, duplicates: accounts.length - added } }
  }
}
