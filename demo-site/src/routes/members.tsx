/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { MemberReport } from 'countersign'
import { Hono } from 'hono'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { listInvitations, listLapsed } from '../data/invitations.ts'
import { listMembers } from '../data/members.ts'
import type { Page } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { MembersPage } from '../views/members-page.tsx'

/** Who belongs to the clinic, and how it stands with their two-factor authentication. */
export function memberRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get('/clinics/:clinicId', (c) => c.redirect(`${clinicAdmin(c).base}/members`))
    .get('/clinics/:clinicId/members', async (c) => {
      const { clinic } = clinicAdmin(c)
      const { page } = c.var
      return render(
        c,
        <MembersPage
          page={page}
          clinicName={clinic.clinicName}
          members={await reportMembers(site, clinic.clinicId)}
          invitations={await listInvitations(site.db, clinic.clinicId, page.now)}
          lapsed={await listLapsed(site.db, clinic.clinicId, page.now)}
          notice={membersNotice(page, c.req.query('notice'))}
        />,
      )
    })
}

/** The members by name, each with what Countersign knows of them. */
export async function reportMembers(site: Site, clinicId: string) {
  const reports = new Map<string, MemberReport>()
  for await (const report of site.twoFactor.report.members({ organizationId: clinicId })) {
    reports.set(report.userId, report)
  }
  const members = await listMembers(site.db, clinicId)
  return members.flatMap((member) => {
    const report = reports.get(member.userId)
    return report ? [{ member, report }] : []
  })
}

/** The same of one member, or null for who is none. */
export async function readReport(
  site: Site,
  organizationId: string,
  userId: string,
): Promise<MemberReport | null> {
  for await (const report of site.twoFactor.report.members({ organizationId, userId })) return report
  return null
}

function membersNotice({ text }: Page, notice: string | undefined) {
  const { members: words } = text
  switch (notice) {
    case 'invited':
      return { kind: 'ok', sentence: words.invitationSent } as const
    case 'withdrawn':
      return { kind: 'ok', sentence: words.invitationWithdrawn } as const
    case 'joined':
      return { kind: 'info', sentence: words.invitationUsed } as const
    case 'not-invited':
      return { kind: 'info', sentence: words.invitationNone } as const
    default:
      return null
  }
}
