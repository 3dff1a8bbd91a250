import type { Notifier } from 'countersign'
import { addMail } from '../data/outbox.ts'
import { findPerson } from '../data/people.ts'
import type { Database } from '../db/database.ts'
import { formatFor } from '../http/format.ts'
import { textIn } from '../text/catalogue.ts'
import { composeNotice } from './compose-notice.ts'

/** Turns what Countersign reports into mail, in the person's language and time zone. */
export function createNotifier(db: Database): Notifier {
  return {
    async notify(event) {
      const person = await findPerson(db, event.userId)
      if (!person) return
      const format = formatFor(person.mailLocale, person)
      const notice = composeNotice(event, { text: textIn(person.mailLocale), format, name: person.name })
      if (!notice) return
      await addMail(db, { ...notice, to: person.address, locale: person.mailLocale, at: event.at })
    },
  }
}
