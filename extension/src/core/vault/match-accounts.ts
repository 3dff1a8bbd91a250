import type { VaultAccount } from './contents.ts'
import { identifyAccount } from './rewind.ts'

type IsAlike = (left: VaultAccount, right: VaultAccount) => boolean

const hasOneName: IsAlike = (left, right) => left.issuer === right.issuer && left.account === right.account

/** What makes two accounts of one key the same one, the surest first. */
const likenesses: readonly IsAlike[] = [
  (left, right) => left.id === right.id && hasOneName(left, right),
  isSameEntry,
  hasOneName,
  (left, right) => left.id === right.id,
]

/** Whether two accounts of one key are called and noted the same. */
export function isSameEntry(left: VaultAccount, right: VaultAccount): boolean {
  return hasOneName(left, right) && left.note === right.note
}

/**
 * Finds for accounts of a backup file (each once) which of the accounts `here` they are: of the same key, and then as alike
 * as there is one. What is left of a key matches whatever it is called only where it is one on either side, and when none
 * of it is in `trash`, which tells that they are two.
 */
export function matchAccounts(
  file: VaultAccount[],
  here: VaultAccount[],
  trash: VaultAccount[],
): Map<VaultAccount, VaultAccount> {
  const matches = new Map<VaultAccount, VaultAccount>()
  const hereByKey = Map.groupBy(here, identifyAccount)
  const trashByKey = Map.groupBy(trash, identifyAccount)
  for (const [key, wanted] of Map.groupBy(file, identifyAccount)) {
    let free = hereByKey.get(key) ?? []
    let left = wanted
    const match = (account: VaultAccount, own: VaultAccount) => {
      matches.set(account, own)
      free = free.filter((one) => one !== own)
    }
    for (const isAlike of likenesses) {
      left = left.filter((account) => {
        const own = free.find((one) => isAlike(one, account))
        if (own !== undefined) match(account, own)
        return own === undefined
      })
    }
    const [account, own] = [left[0], free[0]]
    const isOneEach = left.length === 1 && free.length === 1 && !trashByKey.has(key)
    if (isOneEach && account !== undefined && own !== undefined) match(account, own)
  }
  return matches
}
