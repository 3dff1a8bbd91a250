import { invitationBuckets } from '../auth/password-limits.ts'
import { findStanding, renewInvitation } from '../data/invitations.ts'
import { listMembers } from '../data/members.ts'
import { addMail } from '../data/outbox.ts'
import { takeAttempt } from '../data/password-attempts.ts'
import { findPerson, isClinicAdmin, type Membership, type Person } from '../data/people.ts'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { recordSoon } from '../http/record-soon.ts'
import type { Site } from '../http/site.ts'
import { type AskedAnew, composeAskedAnew } from '../mail/compose-asked-anew.ts'
import { type Catalogue, textIn } from '../text/catalogue.ts'
import { writeInvitation } from './write-invitation.ts'

/** The facts of a ticket: what the link was about when it was mailed. */
export interface EndedInvitation {
  clinicId: string
  address: string
  inviterId: string
}

/**
 * Asks for a new invitation in the place of one that has ended. One that has replaced it and holds is mailed anew, to the
 * invited address and to no other, and for no longer: an old link keeps no invitation alive. Else its inviter, or its
 * owners where that one invites nobody any more, hear of it. Says nothing of which it was.
 */
export async function askForInvitation(
  site: Site,
  { now, locale }: Pick<Page, 'now' | 'locale'>,
  ended: EndedInvitation,
): Promise<void> {
  const { clinicId, address, inviterId } = ended
  const members = await listMembers(site.db, clinicId)
  if (members.some((member) => member.address === address)) return
  const standing = await findStanding(site.db, ended, now)
  if (standing !== null) {
    if ((await takeAttempt(site.db, invitationBuckets(standing), now)) !== null) return
    const written = await writeInvitation(site, { now, locale }, standing)
    await renewInvitation(site.db, standing, { ...written, mailKey: site.keys.queuedMail, now })
    await recordSoon(site, now)
    return
  }
  const admins = members.filter(({ role }) => role !== 'practitioner')
  const inviter = admins.filter(({ userId }) => userId === inviterId)
  const told = inviter.length > 0 ? inviter : admins.filter(({ role }) => role === 'owner')
  for (const { userId } of told) {
    await tell(site, now, userId, ({ mail }, reader) => {
      const clinic = reader.memberships.find((membership) => membership.clinicId === clinicId)
      return (
        clinic && {
          subject: mail.askedInvitationSubject(clinic.clinicName),
          sentence: mail.askedInvitation(address, clinic.clinicName),
          link: `${site.config.baseUrl}${clinicPath(clinic)}/invite`,
          leave: mail.askedInvitationLeave,
        }
      )
    })
  }
}

/** The facts of a ticket: who had asked whom. */
export interface EndedRequest {
  userId: string
  actorId: string
}

/**
 * Asks an admin to ask again, in the place of a question whose link has ended: the one who asked, or, where that one has no
 * say any more, the owners of the person's clinics. The factor that the admin had shown is too old to mail it anew by itself.
 */
export async function askForQuestion(site: Site, now: number, ended: EndedRequest): Promise<void> {
  const { userId, actorId } = ended
  const person = await findPerson(site.db, userId)
  // Without a factor there is nothing to be helped with.
  if (!person || (await site.twoFactor.factors.list({ userId })).length === 0) return
  const actor = await findPerson(site.db, actorId)
  const told = actor && findSay(actor, person) ? [actorId] : await listOwners(site, person)
  for (const readerId of told) {
    await tell(site, now, readerId, ({ mail }, reader) => {
      const clinic = findSay(reader, person)
      return (
        clinic && {
          subject: mail.askedWordSubject(person.name),
          sentence: mail.askedWord(person.name),
          link: `${site.config.baseUrl}${clinicPath(clinic)}/members/${encodeURIComponent(userId)}`,
          leave: mail.askedWordLeave,
        }
      )
    })
  }
}

/** The clinic in which an admin has a say over somebody, or nothing: never over oneself, never upwards. */
function findSay(admin: Person, person: Person): Membership | undefined {
  if (admin.id === person.id) return undefined
  return admin.memberships.find((own) => {
    const theirs = person.memberships.find(({ clinicId }) => clinicId === own.clinicId)
    return theirs && isClinicAdmin(own) && (own.role === 'owner' || theirs.role !== 'owner')
  })
}

async function listOwners(site: Site, { id, memberships }: Person): Promise<string[]> {
  const lists = await Promise.all(memberships.map(({ clinicId }) => listMembers(site.db, clinicId)))
  const owners = lists.flat().filter(({ role, userId }) => role === 'owner' && userId !== id)
  return [...new Set(owners.map(({ userId }) => userId))]
}

async function tell(
  site: Site,
  now: number,
  readerId: string,
  write: (text: Catalogue, reader: Person) => AskedAnew | undefined,
): Promise<void> {
  const reader = await findPerson(site.db, readerId)
  if (!reader) return
  const text = textIn(reader.mailLocale)
  const asked = write(text, reader)
  if (!asked) return
  const mail = composeAskedAnew({ text, siteName: site.config.issuer, name: reader.name, asked })
  const sent = { ...mail, to: reader.address, locale: reader.mailLocale, at: now }
  await addMail(site.db, sent, site.keys.queuedMail)
}
