import type { OtpAccount } from 'countersign/otp'
import { findNamesake } from './namesakes.ts'
import { showName } from './show-name.ts'
import { confirmHost, type SiteBinding } from './sites.ts'
import { trashAccounts } from './trash-changes.ts'
import { equalBytes } from './vault/bytes.ts'
import type { VaultAccount, VaultContents, VaultSettings } from './vault/contents.ts'
import { findNewestBackup } from './vault/reminded.ts'
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

export type Added = { status: 'added' | 'replaced' } | { status: 'duplicate'; of: VaultAccount }

export interface AddedPlace {
  id: string
  site: SiteBinding | null
  /** ms since 1970 */
  addedAt: number
  /** The id of the one that goes to the trash for it: names, note, pin, place in the list and site stay as that has them. */
  instead?: string | undefined
}

/**
 * Adds an account unless it is there already, as the newest contents have it. One whose key is in the trash goes on counting
 * from there. One with the names and the site of another is pinned as that is, and comes right before it where a person has
 * ordered the list, so that a dead key is not the first that is found.
 */
export function addAccount(account: OtpAccount, { instead, ...place }: AddedPlace): VaultOperation<Added> {
  // Taken at once: what was scanned is overwritten when the vault locks, and an operation may run after that.
  const kept = { ...account, secret: account.secret.slice() }
  return (contents) => {
    const of = findDuplicate(contents.accounts, kept)
    if (of !== undefined) return { contents, result: { status: 'duplicate', of } }
    const old = contents.accounts.find(({ id }) => id === instead)
    const like = old ?? findNamesake(contents.accounts, kept, place.site?.host ?? null)
    const names = old === undefined ? {} : { issuer: old.issuer, account: old.account }
    // No backup file has it, even if the clock was ahead when the last one was made.
    const addedAt = Math.max(place.addedAt, (findNewestBackup(contents.settings) ?? -1) + 1)
    const usual = { updatedAt: place.addedAt, pinned: like?.pinned ?? false, note: old?.note ?? '' }
    const site = old?.site ?? place.site
    // A lock overwrites the secrets of the vault too, and an operation may run more than once.
    const secret = kept.secret.slice()
    const added: VaultAccount = { ...kept, ...place, ...usual, ...names, site, addedAt, secret }
    const trashed = contents.trash.map((one) => one.account)
    const neighbour = contents.settings.order === 'own' ? like : old
    const at = neighbour === undefined ? contents.accounts.length : contents.accounts.indexOf(neighbour)
    const accounts = contents.accounts.toSpliced(at, 0, ...raiseCounters([added], trashed))
    const both = { ...contents, accounts }
    if (old === undefined) return { contents: both, result: { status: 'added' } }
    return { contents: trashAccounts([old.id], place.addedAt)(both).contents, result: { status: 'replaced' } }
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

/** Remembers that a person lets an account be filled on a host; `now` in ms since 1970. */
export function allowHost(
  id: string,
  host: string,
  domain: string | null,
  now: number,
): VaultOperation<boolean> {
  return (contents) => {
    const account = contents.accounts.find((candidate) => candidate.id === id)
    if (account === undefined) return { contents, result: false }
    const site = confirmHost(account.site, host, domain)
    if (site === account.site) return { contents, result: true }
    return { contents: replaceAccount(contents, { ...account, site, updatedAt: now }), result: true }
  }
}

/**
 * The order of the list: pinned ones first, then as the person put them (`own`), or by issuer and account as a reader of
 * the language expects (`name`); of those that are called the same, the newest first.
 */
export function sortAccounts(
  accounts: VaultAccount[],
  language: string,
  order: VaultSettings['order'] = 'name',
): VaultAccount[] {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  const rank = ({ pinned }: VaultAccount) => (pinned ? 0 : 1)
  const byName = (left: VaultAccount, right: VaultAccount) =>
    compare(callAccount(left), callAccount(right)) ||
    compare(left.account, right.account) ||
    right.addedAt - left.addedAt
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
