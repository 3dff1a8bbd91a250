import { addTicket } from '../auth/link-ticket.ts'
import { type Invitation, newInvitationToken } from '../data/invitations.ts'
import type { Mail } from '../data/outbox.ts'
import { findCredentials, findPerson } from '../data/people.ts'
import { createFormat } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import type { Site } from '../http/site.ts'
import { composeInvitation } from '../mail/compose-invitation.ts'
import { textIn } from '../text/catalogue.ts'

/** The mail of an invitation with a new token, in its reader's language where that is known, else in that of the page. */
export async function writeInvitation(
  site: Site,
  { now, locale }: Pick<Page, 'now' | 'locale'>,
  invitation: Pick<
    Invitation,
    'clinicId' | 'address' | 'name' | 'inviterId' | 'inviterName' | 'clinicName' | 'timeZone' | 'expiresAt'
  >,
): Promise<{ token: string; mail: Mail }> {
  const { clinicId, address: to, name, inviterId, inviterName, clinicName, timeZone, expiresAt } = invitation
  const credentials = await findCredentials(site.db, to)
  const known = await findPerson(site.db, credentials?.id ?? '')
  const mailLocale = known?.mailLocale ?? locale
  const token = newInvitationToken()
  const link = addTicket(token, site.keys.linkTickets, 'invitation', { clinicId, address: to, inviterId })
  const mail = composeInvitation({
    text: textIn(mailLocale),
    siteName: site.config.issuer,
    name,
    inviter: inviterName,
    clinic: clinicName,
    link: `${site.config.baseUrl}${withQuery('/invitation', { token: link })}`,
    until: createFormat(mailLocale, timeZone).until(expiresAt, now),
  })
  return { token, mail: { ...mail, to, locale: mailLocale, at: now } }
}
