import { openText, sealText } from '../data/sealed-text.ts'

/** What the links lead to that can be asked for anew long after every row about them is gone. */
export type TicketKind = 'invitation' | 'admin_request'

/** What a link is about, by ids. It stands in the mail, sealed: a mail program or a proxy that notes the link learns nothing. */
export type TicketFacts = Readonly<Record<string, string>>

/**
 * A token with a ticket behind it, by which the site knows its own link again at any age. The ticket opens nothing and
 * belongs to this token only.
 *
 * @param keys `SiteKeys.linkTickets`: the first one seals
 */
export function addTicket(
  token: string,
  keys: readonly Buffer[],
  kind: TicketKind,
  facts: TicketFacts,
): string {
  const [key] = keys
  if (key === undefined) return token
  const sealed = sealText(JSON.stringify(facts), key, [kind, token])
  return `${token}.${Buffer.from(sealed, 'base64').toString('base64url')}`
}

/** The token of a link, without its ticket. */
export function tokenOf(link: string): string {
  return link.split('.')[0] ?? ''
}

/** What a link of ours is about, whatever has become of its token; null for one that never was ours. */
export function readTicket(
  link: string,
  keys: readonly Buffer[],
  kind: TicketKind,
): Readonly<Record<string, string | undefined>> | null {
  const [token = '', sealed = '', ...rest] = link.split('.')
  if (rest.length > 0) return null
  for (const key of keys) {
    const opened = openText(sealed, key, [kind, token])
    if (opened !== null) return JSON.parse(opened)
  }
  return null
}

/** Whether this can be the end of a mailed link, so that it may be kept in a cookie. */
export function isLinkText(link: string): boolean {
  return /^[\w-]{20,100}(\.[\w-]{1,1000})?$/.test(link)
}
