import type { OtpAccount } from 'countersign/otp'
import { addAccount } from './accounts.ts'
import type { VaultOperation } from './vault/vault.ts'

export interface AddedTogether {
  account: OtpAccount
  /** The id of the one that goes to the trash for it. */
  instead?: string | undefined
}

/** Adds several accounts in one change; those that are there already, or came twice, are counted and left as they are. */
export function addAccounts(
  coming: AddedTogether[],
  { makeId, addedAt }: { makeId: () => string; addedAt: number },
): VaultOperation<{ added: number; duplicates: number }> {
  const operations = coming.map(({ account, instead }) =>
    addAccount(account, { id: makeId(), site: null, addedAt, instead }),
  )
  return (before) => {
    let contents = before
    let added = 0
    for (const operation of operations) {
      const one = operation(contents)
      contents = one.contents
      if (one.result.status !== 'duplicate') added++
    }
    return { contents, result: { added, duplicates: coming.length - added } }
  }
}
