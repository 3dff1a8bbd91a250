import type { Context } from 'hono'
import { takeAttempt } from '../data/password-attempts.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { clientAddress } from './client-address.ts'
import { type LinkPurpose, linkBuckets, mailedLinkBuckets } from './password-limits.ts'

export type LinkAsked =
  /** `isMailed`: whether a mail goes out now. The answer is the same without one: the last link still holds. */
  | { status: 'ok'; isMailed: boolean }
  /** `until`: milliseconds since 1970. */
  | { status: 'limited'; until: number }

/** Counts that somebody asks for a link by mail. It does the same whether or not anybody has that address. */
export async function askForLink(
  c: Context<SiteEnv>,
  { db, config }: Site,
  { purpose, address }: { purpose: LinkPurpose; address: string },
): Promise<LinkAsked> {
  const { now } = c.var.page
  const asker = { address, clientAddress: clientAddress(c, config.trustedProxies) }
  const until = await takeAttempt(db, linkBuckets(purpose, asker), now)
  if (until !== null) return { status: 'limited', until }
  const { atOnce, later } = mailedLinkBuckets(purpose, address)
  const isFull = (await takeAttempt(db, [atOnce], now)) !== null
  return { status: 'ok', isMailed: !isFull || (await takeAttempt(db, [later], now)) === null }
}
