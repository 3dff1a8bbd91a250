import type { OtpAccount } from 'countersign/otp'
import { nameAccount } from './accounts.ts'

/** A scanned account under the names that it came with, or else under those that a person typed for it. */
export function nameScanned(
  account: OtpAccount,
  typed: Pick<OtpAccount, 'issuer' | 'account'>,
  host: string | null,
): { account: OtpAccount; name: string } {
  const own = hasName(account) ? account : { issuer: typed.issuer.trim(), account: typed.account.trim() }
  const named = { ...account, issuer: own.issuer, account: own.account }
  const site = host === null ? null : { host, domain: null, otherHosts: [] }
  return { account: named, name: nameAccount({ ...named, site }) }
}

/** Whether an account says what it is called. */
export function hasName({ issuer, account }: Pick<OtpAccount, 'issuer' | 'account'>): boolean {
  return issuer !== '' || account !== ''
}
