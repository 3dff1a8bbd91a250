import { equalBytes } from './bytes.ts'
import type { VaultAccount } from './contents.ts'

/** What an account is called. */
export interface AccountName {
  issuer: string
  account: string
}

/** What differs between two lists of accounts; the names are those of the later list where it has the account. */
export interface ContentsDifference {
  added: AccountName[]
  removed: AccountName[]
  changed: AccountName[]
}

/** Compares two lists, account by account; order and the time of a change are no difference. */
export function compareAccounts(before: VaultAccount[], after: VaultAccount[]): ContentsDifference {
  const earlier = new Map(before.map((account) => [account.id, account]))
  const later = new Set(after.map(({ id }) => id))
  return {
    added: after.filter(({ id }) => !earlier.has(id)).map(nameOf),
    removed: before.filter(({ id }) => !later.has(id)).map(nameOf),
    changed: after
      .filter((account) => {
        const old = earlier.get(account.id)
        return old !== undefined && !isSameAccount(old, account)
      })
      .map(nameOf),
  }
}

/** Whether two accounts hold the same, whenever that was written. */
export function isSameAccount(left: VaultAccount, right: VaultAccount): boolean {
  return (
    equalBytes(left.secret, right.secret) &&
    left.issuer === right.issuer &&
    left.account === right.account &&
    left.type === right.type &&
    left.algorithm === right.algorithm &&
    left.digits === right.digits &&
    left.period === right.period &&
    left.counter === right.counter &&
    left.pinned === right.pinned &&
    left.note === right.note &&
    JSON.stringify(left.site) === JSON.stringify(right.site)
  )
}

function nameOf({ issuer, account }: VaultAccount): AccountName {
  return { issuer, account }
}
