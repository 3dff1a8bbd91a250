import type { TwoFactorEvent } from 'countersign'
import { addTicket } from '../auth/link-ticket.ts'
import type { Format } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import type { Catalogue } from '../text/catalogue.ts'

/** A notice between its greeting and its signature. */
export interface Letter {
  subject: string
  paragraphs: string[]
}

/** Whom a notice is for, and what it names besides the event. */
export interface NoticeReader {
  text: Catalogue
  format: Format
  name: string
  /** With the region: who has accounts in two of them has to know which one this is about. */
  siteName: string
  /** The address of the site from the configuration: whoever makes a request decides what `Host` says. */
  baseUrl: string
  /** `SiteKeys.linkTickets` */
  linkTickets: readonly Buffer[]
  /** Names of the people whom the event's data mentions, by their ids. */
  names: ReadonlyMap<unknown, string>
}

/** What the sentences of a notice are made of. Whatever the event lacks is thrown, so that no half-empty mail goes out. */
export function readFacts(
  event: TwoFactorEvent,
  { text, format, baseUrl, linkTickets, names }: NoticeReader,
) {
  const { mail } = text
  const { data, secret, at } = event

  function time(name: string): number {
    const value = data[name]
    if (typeof value !== 'number') throw new Error(`${event.type} comes without ${name}`)
    return value
  }

  function secretOf(name: string): string {
    const value = secret?.[name]
    if (value === undefined) throw new Error(`${event.type} comes without its ${name}`)
    return value
  }

  return {
    text,
    mail,
    when: format.moment(at),
    who: names.get(data.actorId) ?? mail.anAdmin,
    member: names.get(data.memberId) ?? mail.aMember,
    until: (name: string) => format.until(time(name), at),
    moment: (name: string) => format.moment(time(name)),
    code: () => secretOf('code'),
    /** To a page that shows a button and does nothing by itself: mail scanners open links. */
    link: (path: string, token = 'token') => `${baseUrl}${withQuery(path, { token: secretOf(token) })}`,
    /** The same with what the site needs to know for a new one, at any age. */
    requestLink: (path: string) => {
      const facts = { userId: event.userId, actorId: String(data.actorId) }
      const token = addTicket(secretOf('token'), linkTickets, 'admin_request', facts)
      return `${baseUrl}${withQuery(path, { token })}`
    },
  }
}

export type NoticeFacts = ReturnType<typeof readFacts>
