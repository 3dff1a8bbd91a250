import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import type { Mail } from '../data/outbox.ts'
import { findPerson } from '../data/people.ts'
import { createFormat } from '../http/format.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { composeMemberNotice, type MemberNotice } from '../mail/compose-member-notice.ts'
import { type Catalogue, textIn } from '../text/catalogue.ts'

/** Who did it, where and when, as the member reads it. */
export interface NoticeFacts {
  admin: string
  clinic: string
  when: string
}

/**
 * The mail to a member about what the admin who is there changes for them, in the member's language. Throws
 * `HTTPException` 404 for nobody.
 */
export async function writeMemberNotice(
  c: Context<SiteEnv>,
  site: Site,
  userId: string,
  tell: (text: Catalogue, facts: NoticeFacts) => MemberNotice,
): Promise<Mail> {
  const receiver = await findPerson(site.db, userId)
  if (!receiver) throw new HTTPException(404)
  const { person, clinic } = clinicAdmin(c)
  const { mailLocale: locale, name, address: to } = receiver
  const { now } = c.var.page
  const text = textIn(locale)
  const when = createFormat(locale, clinic.timeZone).moment(now)
  const notice = tell(text, { admin: person.name, clinic: clinic.clinicName, when })
  const mail = composeMemberNotice(notice, { text, name, siteName: site.config.issuer })
  return { ...mail, to, locale, at: now }
}
