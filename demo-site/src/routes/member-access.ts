import type { AdminAct } from 'countersign'
import type { Context } from 'hono'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { listMembers } from '../data/members.ts'
import { changePractitionerAccess } from '../data/practitioner-access.ts'
import { toOneLine } from '../http/one-line.ts'
import { recordSoon } from '../http/record-soon.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { findActRefusal } from './act-refusal.ts'
import type { MemberAct } from './member-acts.tsx'
import { writeMemberNotice } from './write-member-notice.ts'

/**
 * Practitioner access, given and taken after the invitation. It is the site's own affair, with the rules of what
 * Countersign does for admins: a fresh code, a reason, never for oneself, never upwards, on the record.
 */
export const accessActs: readonly MemberAct[] = [
  {
    path: 'give-access',
    words: ({ access: text }) => ({
      title: text.giveTitle,
      about: text.giveAbout,
      heading: text.giveFor,
      what: text.giveWhat,
      button: text.giveButton,
    }),
    isFor: ({ practitioner }) => !practitioner,
    note: async () => null,
    run: (act, site, c) => changeAccess(act, site, c, true),
  },
  {
    path: 'take-access',
    words: ({ access: text }) => ({
      title: text.takeTitle,
      about: text.takeAbout,
      heading: text.takeFor,
      what: text.takeWhat,
      button: text.takeButton,
    }),
    isFor: ({ practitioner }) => practitioner,
    // Allowed all the same: somebody who leaves may be the last one. The notes are kept, and access can be given.
    note: async ({ page: { text }, member }, site, c) => {
      const members = await listMembers(site.db, clinicAdmin(c).clinic.clinicId)
      const others = members.filter(({ userId, practitioner }) => practitioner && userId !== member.userId)
      return others.length === 0 ? text.access.takeLast(member.name) : null
    },
    run: (act, site, c) => changeAccess(act, site, c, false),
  },
]

async function changeAccess(act: AdminAct, site: Site, c: Context<SiteEnv>, practitioner: boolean) {
  const { actorId, userId, ip } = act
  const refusal = await findActRefusal(act, site, c)
  if (refusal !== null) return refusal
  const reason = toOneLine(act.reason)
  const { clinicId } = clinicAdmin(c).clinic
  const { now } = c.var.page
  const isChanged = await changePractitionerAccess(site.db, {
    ...{ clinicId, userId, actorId, practitioner, now, mailKey: site.keys.queuedMail },
    entry: {
      type: practitioner ? 'site.practitioner_given' : 'site.practitioner_taken',
      ...{ userId, actorId, ...(ip !== undefined && { ip }) },
      data: { organizationId: clinicId, reason },
    },
    mail: await writeMemberNotice(c, site, userId, ({ access: text }, { admin, clinic, when }) =>
      practitioner
        ? {
            subject: text.givenSubject(clinic),
            sentences: [text.givenMail(admin, clinic, when), text.askOwner],
          }
        : {
            subject: text.takenSubject(clinic),
            sentences: [text.takenMail(admin, clinic, when), text.askOwner],
          },
    ),
  })
  if (!isChanged) return { status: 'same' } as const
  await recordSoon(site, now)
  return { status: 'ok' } as const
}
