import type { OtpAccount } from 'countersign/otp'
import { matchSite } from './sites.ts'
import type { VaultAccount } from './vault/contents.ts'

type Names = Pick<OtpAccount, 'issuer' | 'account'>

/**
 * The account that another one would be taken for, since it has the same names and is not of another site (`host`; null
 * where it comes from none); of several the one that was added last. Whether its key is the same is not looked at.
 */
export function findNamesake(
  accounts: VaultAccount[],
  wanted: Names,
  host: string | null,
): VaultAccount | undefined {
  const name = foldNames(wanted)
  if (name === noName && host === null) return undefined
  return accounts
    .filter((account) => foldNames(account) === name && isSameSite(account.site, host))
    .reduce<VaultAccount | undefined>(
      (last, one) => (last === undefined || one.addedAt > last.addedAt ? one : last),
      undefined,
    )
}

/**
 * When those accounts were added that read the same as another one in a list, by their ids, so that they can be told apart:
 * the day in words of the language, with the time where two are of one day, and numbered where two are of one second, as
 * those of one export are.
 */
export function tellApart(accounts: VaultAccount[], language: string): ReadonlyMap<string, string> {
  const groups = Map.groupBy(accounts, ({ issuer, account, site }) =>
    foldNames({ issuer: issuer || (site?.host ?? ''), account }),
  )
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  // Without the year, for which there is no room in a row of the list.
  const times = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
  const told = new Map<string, string>()
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const isOneDay = new Set(group.map(({ addedAt }) => days.format(addedAt))).size < group.length
    // In an order that moving an account doesn't change.
    const settled = group.toSorted((one, other) => (one.id < other.id ? -1 : 1))
    const moments = Map.groupBy(settled, ({ addedAt }) => (isOneDay ? times : days).format(addedAt))
    for (const [moment, of] of moments)
      for (const [index, { id }] of of.entries())
        told.set(id, of.length > 1 ? `${moment} (${index + 1})` : moment)
  }
  return told
}

function foldNames({ issuer, account }: Names): string {
  return `${issuer.trim()}\n${account.trim()}`.toLowerCase()
}

const noName = foldNames({ issuer: '', account: '' })

function isSameSite(site: VaultAccount['site'], host: string | null): boolean {
  return site === null || host === null || matchSite(site, host).status === 'same'
}
