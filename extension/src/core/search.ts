import type { VaultAccount } from './vault/contents.ts'

/** Keeps the accounts that hold every word typed, in issuer, account or site; case and accents don't matter. */
export function searchAccounts(accounts: VaultAccount[], query: string): VaultAccount[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return accounts
  return accounts.filter(({ issuer, account, site }) => {
    const text = fold(`${issuer} ${account} ${site?.host ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
