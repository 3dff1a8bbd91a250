import type { Notifier } from 'countersign'
import { findPerson } from '../data/people.ts'
import type { Database } from '../db/database.ts'
import { formatFor } from '../http/format.ts'
import { textIn } from '../text/catalogue.ts'
import { composeNotice } from './compose-notice.ts'
import type { SendMail } from './smtp.ts'

/**
 * Turns what Countersign reports into mail, in the person's language and time zone. People have one address each here,
 * so `everyAddress` asks for nothing more. What can't be sent is thrown, and Countersign keeps it and tries again.
 */
export function createNotifier(
  db: Database,
  {
    baseUrl,
    siteName,
    linkTickets,
    send,
  }: { baseUrl: string; siteName: string; linkTickets: readonly Buffer[]; send: SendMail },
): Notifier {
  async function findNames(ids: readonly unknown[]): Promise<Map<string, string>> {
    const names = new Map<string, string>()
    for (const id of ids) {
      const person = typeof id === 'string' ? await findPerson(db, id) : null
      if (person) names.set(person.id, person.name)
    }
    return names
  }

  return {
    async notify(event) {
      const person = await findPerson(db, event.userId)
      if (!person) return
      const notice = composeNotice(event, {
        text: textIn(person.mailLocale),
        format: formatFor(person.mailLocale, person),
        name: person.name,
        baseUrl,
        siteName,
        linkTickets,
        names: await findNames([event.data.actorId, event.data.memberId]),
      })
      if (!notice) return
      await send({ ...notice, to: person.address, locale: person.mailLocale, at: event.at })
    },
  }
}
