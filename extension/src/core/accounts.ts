import type { OtpAccount } from 'countersign/otp'
import { showName } from './show-name.ts'
import { confirmHost, type SiteBinding } from './sites.ts'
import { equalBytes } from './vault/bytes.ts'
import type { VaultAccount, VaultContents, VaultSettings } from './vault/contents.ts'
import { listEveryAccount, raiseCounters } from './vault/rewind.ts'
import type { VaultOperation } from './vault/vault.ts'

/** Two accounts that give the same codes are one, whatever they are called. */
export function findDuplicate(accounts: VaultAccount[], wanted: OtpAccount): VaultAccount | undefined {
  return accounts.find(
    ({ type, algorithm, digits, period, secret }) =>
      type === wanted.type &&
      algorithm === wanted.algorithm &&
      digits === wanted.digits &&
      (type === 'hotp' || period === wanted.period) &&
      equalBytes(secret, wanted.secret),
  )
}

/**
 * Adds an account unless it is there already, as the newest contents have it. One whose key is in the trash goes on counting
 * from there.
 */
export function addAccount(
  account: OtpAccount,
  place: { id: string; site: SiteBinding | null; addedAt: number },
): VaultOperation<{ status: 'added' } | { status: 'duplicate'; of: VaultAccount }> {
  // Taken at once: what was scanned is overwritten when the vault locks, and an operation may run after that.
  const kept = { ...account, secret: account.secret.slice() }
  return (contents) => {
    const of = findDuplicate(contents.accounts, kept)
    if (of !== undefined) return { contents, result: { status: 'duplicate', of } }
    // No backup file has it, even if the clock was ahead when the last one was made.
    const addedAt = Math.max(place.addedAt, (contents.settings.lastBackupAt ?? -1) + 1)
    const usual = { updatedAt: place.addedAt, pinned: false, note: '' }
    // A lock overwrites the secrets of the vault too, and an operation may run more than once.
    const added: VaultAccount = { ...kept, ...place, ...usual, addedAt, secret: kept.secret.slice() }
    const trashed = contents.trash.map((one) => one.account)
    const accounts = [...contents.accounts, ...raiseCounters([added], trashed)]
    return { contents: { ...contents, accounts }, result: { status: 'added' } }
  }
}

/**
 * Takes the next counter of a counter-based account: it is used up by being taken, so that no code is given twice, not even
 * by another account of the same key.
 */
export function takeCounter(id: string): VaultOperation<{ account: VaultAccount; counter: number } | null> {
  return (contents) => {
    const found = contents.accounts.filter((candidate) => candidate.id === id && candidate.type === 'hotp')
    const [account] = raiseCounters(found, listEveryAccount(contents))
    if (account === undefined) return { contents, result: null }
    return {
      contents: replaceAccount(contents, { ...account, counter: account.counter + 1 }),
      result: { account, counter: account.counter },
    }
  }
}

/** Remembers that a person lets an account be filled on a host. */
export function allowHost(id: string, host: string, domain: string | null): VaultOperation<boolean> {
  return (contents) => {
    const account = contents.accounts.find((candidate) => candidate.id === id)
    if (account === undefined) return { contents, result: false }
    const site = confirmHost(account.site, host, domain)
    if (site === account.site) return { contents, result: true }
    return { contents: replaceAccount(contents, { ...account, site }), result: true }
  }
}

/**
 * The order of the list: pinned ones first, then as the person put them (`own`), or by issuer and account as a reader of
 * the language expects (`name`).
 */
export function sortAccounts(
  accounts: VaultAccount[],
  language: string,
  order: VaultSettings['order'] = 'name',
): VaultAccount[] {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  const rank = ({ pinned }: VaultAccount) => (pinned ? 0 : 1)
  const byName = (left: VaultAccount, right: VaultAccount) =>
    compare(callAccount(left), callAccount(right)) || compare(left.account, right.account)
  return accounts.toSorted(
    (left, right) => rank(left) - rank(right) || (order === 'name' ? byName(left, right) : 0),
  )
}

/** What an account is called, to be shown: its issuer, or else the site that it came from, or else itself. */
export function nameAccount(account: Named): string {
  return showName(callAccount(account))
}

type Named = Pick<OtpAccount, 'issuer' | 'account'> & { site?: SiteBinding | null }

function callAccount({ issuer, account, site }: Named): string {
  return issuer || site?.host || account
}

/** The same contents with another account in the place of the one with its id. */
export function replaceAccount(contents: VaultContents, account: VaultAccount): VaultContents {
  const accounts = contents.accounts.map((candidate) => (candidate.id === account.id ? account : candidate))
  return { ...contents, accounts }
}
