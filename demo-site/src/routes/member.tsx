/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { MemberPage } from '../views/member-page.tsx'
import { letInHindrance } from '../views/out-of-use.ts'
import { memberActs } from './member-acts.tsx'
import { readReport } from './members.tsx'
import { openMember } from './open-member.ts'

/** One member: how things stand, and what an admin can do for them. */
export function memberPageRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get('/clinics/:clinicId/members/:userId', async (c) => {
    const { member, obstacle } = await openMember(c, site)
    const report = await readReport(site, clinicAdmin(c).clinic.clinicId, member.userId)
    if (!report) return c.notFound()
    return render(
      c,
      <MemberPage
        page={c.var.page}
        member={member}
        report={report}
        obstacle={obstacle}
        acts={memberActs
          .filter(({ isFor }) => isFor?.(member) !== false)
          .map(({ path, words }) => ({ path, ...words(c.var.page.text) }))}
        notice={memberNotice(c, letInHindrance(c.var.page, member.name, report))}
      />,
    )
  })
}

/** @param hindrance why somebody who was let in once can't sign in yet, or null */
function memberNotice(
  c: Context<SiteEnv>,
  hindrance: string | null,
): { kind: 'ok' | 'info'; sentence: string } | null {
  const { text, format, now } = c.var.page
  const words = text.member
  const done = { kind: 'ok' } as const
  const info = { kind: 'info' } as const
  // The address stays in the history for longer than what it tells of.
  const until = Number(c.req.query('until'))
  const isToCome = until > now && until < now + 86_400_000
  switch (c.req.query('notice')) {
    case 'reset':
      return { ...done, sentence: words.resetDone }
    case 'allowed': {
      if (!isToCome) return null
      const allowed = words.allowDone(format.until(until, now))
      return hindrance === null
        ? { ...done, sentence: allowed }
        : { ...info, sentence: `${allowed} ${hindrance}` }
    }
    case 'asked':
      return isToCome ? { ...info, sentence: words.asked(format.until(until, now)) } : null
    case 'asked-often':
      return isToCome ? { ...info, sentence: words.askedOften(format.from(until, now)) } : null
    case 'pause-ended':
      return { ...done, sentence: words.pauseDone }
    case 'signed-out':
      return { ...done, sentence: words.signOutDone }
    case 'setting-saved':
      return { ...done, sentence: words.settingDone }
    case 'access-given':
      return { ...done, sentence: text.access.given }
    case 'access-taken':
      return { ...done, sentence: text.access.taken }
    case 'same':
      return { ...info, sentence: words.settingSame }
    case 'already-open':
      return { ...info, sentence: words.allowAlready }
    case 'sent-twice':
      return { ...info, sentence: words.sentTwice }
    case 'not-paused':
      return { ...info, sentence: words.pauseNone }
    case 'not-enrolled':
      return { ...info, sentence: words.notEnrolled }
    default:
      return null
  }
}
