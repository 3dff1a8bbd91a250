import { encodeBase64 } from './base64.ts'
import type { VaultAccount, VaultContents } from './contents.ts'
import { remindOfBackup } from './reminded.ts'

/** Two accounts with one identity give the same codes, whatever they are called; counters aside. */
export function identifyAccount({ type, algorithm, digits, period, secret }: VaultAccount): string {
  return [type, algorithm, digits, type === 'hotp' ? '' : period, encodeBase64(secret)].join(' ')
}

/**
 * Puts earlier contents in the place of the present ones: counters stay at the highest known, what only the present has
 * goes to the trash (at `now`, ms since 1970), and the present settings stay. What comes back is in the next backup file.
 */
export function rewindContents(earlier: VaultContents, present: VaultContents, now: number): VaultContents {
  const kept = new Set(earlier.accounts.map(({ id }) => id))
  const trashed = present.accounts
    .filter(({ id }) => !kept.has(id))
    .map((account) => ({ account, trashedAt: now }))
  const before = new Set([...kept, ...trashed.map(({ account }) => account.id)])
  const trash = [
    ...trashed,
    ...[...present.trash, ...earlier.trash].filter(({ account }) => {
      if (before.has(account.id)) return false
      before.add(account.id)
      return true
    }),
  ]
  const accounts = earlier.accounts.map(remindOfBackup(present))
  const rewound = { accounts, trash, settings: present.settings }
  return raiseEveryCounter(rewound, [...listEveryAccount(present), ...listEveryAccount(earlier)])
}

/** `raiseCounters` for those in the trash too; the same object when none is to be raised. */
export function raiseEveryCounter(contents: VaultContents, known: VaultAccount[]): VaultContents {
  const before = listEveryAccount(contents)
  const raised = raiseCounters(before, known)
  if (raised.every((account, index) => account === before[index])) return contents
  const accounts = raised.slice(0, contents.accounts.length)
  const inTrash = raised.slice(contents.accounts.length)
  const trash = contents.trash.map((trashed, index) => ({
    ...trashed,
    account: inTrash[index] ?? trashed.account,
  }))
  return { ...contents, accounts, trash }
}

/** Those in the trash too. */
export function listEveryAccount({ accounts, trash }: VaultContents): VaultAccount[] {
  return [...accounts, ...trash.map(({ account }) => account)]
}

/** Accounts with their counters at the highest that is known of the same secret: a counter that was used never comes again. */
export function raiseCounters(accounts: VaultAccount[], known: VaultAccount[]): VaultAccount[] {
  const highest = new Map<string, number>()
  for (const account of known) {
    if (account.type !== 'hotp') continue
    const identity = identifyAccount(account)
    highest.set(identity, Math.max(highest.get(identity) ?? 0, account.counter))
  }
  return accounts.map((account) => {
    if (account.type !== 'hotp') return account
    const counter = Math.max(account.counter, highest.get(identifyAccount(account)) ?? 0)
    return counter === account.counter ? account : { ...account, counter }
  })
}
