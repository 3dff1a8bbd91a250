/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clearInvitationToken } from '../auth/cookies.ts'
import { invitationBuckets } from '../auth/password-limits.ts'
import { findLapsed, renewInvitation } from '../data/invitations.ts'
import { takeAttempt } from '../data/password-attempts.ts'
import { readForm } from '../http/form.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { writeInvitation } from './write-invitation.ts'

const path = '/invitation/again'

/** A new link for an invitation whose week is over, to the address that it was for and to no other. */
export function lapsedInvitationRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => {
      const { page } = c.var
      const { againTitle, again } = page.text.invitation
      return render(c, <LinkPage page={page} title={againTitle} sentences={[again]} />)
    })
    .post(path, async (c) => {
      const { token } = await readForm(c, 'token')
      const { page } = c.var
      const lapsed = await findLapsed(site.db, token, page.now)
      // Sent twice, or withdrawn meanwhile: there is nothing left to renew.
      if (!lapsed) return c.redirect(path, 303)
      const until = await takeAttempt(site.db, invitationBuckets(lapsed), page.now)
      if (until !== null) {
        setRetryAfter(c, until, page.now)
        const { invite, invitation } = page.text
        const sentences = [invite.tooMany(page.format.until(until, page.now))]
        return render(c, <LinkPage page={page} title={invitation.deadTitle} sentences={sentences} />, 429)
      }
      const written = await writeInvitation(site, page, lapsed)
      await renewInvitation(site.db, lapsed, {
        ...written,
        mailKey: site.keys.queuedMail,
        now: page.now,
      })
      return c.redirect(path, 303)
    })
}

/** What a link says that leads nowhere; one whose week is over has a button for a new one. */
export async function renderDeadInvitation(
  c: Context<SiteEnv>,
  site: Site,
  token: string,
): Promise<Response> {
  clearInvitationToken(c)
  const { page } = c.var
  const { deadTitle, dead, lapsed, sendAgain, signIn } = page.text.invitation
  const invitation = await findLapsed(site.db, token, page.now)
  if (!invitation) {
    const links = [{ href: '/sign-in', label: signIn }]
    return render(c, <LinkPage page={page} title={deadTitle} sentences={[dead]} links={links} />, 410)
  }
  return render(
    c,
    <LinkPage
      page={page}
      title={deadTitle}
      sentences={[lapsed(invitation.clinicName, invitation.address)]}
      button={{ action: path, token, label: sendAgain }}
    />,
    410,
  )
}
