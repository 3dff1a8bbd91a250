/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clearInvitationToken, nameToken, readInvitationToken } from '../auth/cookies.ts'
import { readTicket, tokenOf } from '../auth/link-ticket.ts'
import { askedInvitationBuckets, invitationBuckets } from '../auth/password-limits.ts'
import { findLapsed, invitationMs, renewInvitation } from '../data/invitations.ts'
import { takeAttempt } from '../data/password-attempts.ts'
import { runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { type Page, stayAt } from '../http/page.ts'
import { recordSoon } from '../http/record-soon.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { askForInvitation, type EndedInvitation } from './ask-anew.ts'
import { writeInvitation } from './write-invitation.ts'

const path = '/invitation/again'

/**
 * A new link in the place of one that has ended: mailed at once while the clinic's list has the invitation, to the address
 * that it was for and to no other; asked for at the clinic after that, at any age. A link that never was ours gets the
 * same answer and nothing else.
 */
export function lapsedInvitationRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => {
      const { page } = c.var
      const { againTitle, again, passedOnTitle, passedOn } = page.text.invitation
      const isPassedOn = c.req.query('notice') === 'passed-on'
      const title = isPassedOn ? passedOnTitle : againTitle
      return render(c, <LinkPage page={page} title={title} sentences={[isPassedOn ? passedOn : again]} />)
    })
    .post(path, async (c) => {
      const { token: link } = await readForm(c, 'token')
      // The page of this address says that a mail is on its way, which is not so for who is refused one.
      stayAt(c, '/invitation')
      const { page } = c.var
      const { now, locale } = page
      const renewed = await runOnce(
        site.db,
        // Pressed twice, it must not come to the ticket below, by which the link that was just mailed would be replaced.
        { formId: `invitation ${nameToken(tokenOf(link))}`, now },
        () => renew(site, page, tokenOf(link)),
        ({ status }) => status === 'mailed',
      )
      if (renewed === null || renewed.status === 'mailed') return c.redirect(path, 303)
      if (renewed.status === 'too_many') {
        setRetryAfter(c, renewed.until, now)
        const { invite, invitation } = page.text
        const sentences = [invite.tooMany(page.format.from(renewed.until, now))]
        return render(c, <LinkPage page={page} title={invitation.deadTitle} sentences={sentences} />, 429)
      }
      const ended = readEnded(site, link)
      if (!ended) return c.redirect(path, 303)
      const isFirst = (await takeAttempt(site.db, askedInvitationBuckets(ended), now)) === null
      // Not before the answer: how long it takes depends on what the clinic and the address have become.
      if (isFirst) site.errands.start('invitation.ask', () => askForInvitation(site, { now, locale }, ended))
      return c.redirect(withQuery(path, { notice: 'passed-on' }), 303)
    })
}

type Renewed = { status: 'mailed' } | { status: 'too_many'; until: number } | { status: 'not_lapsed' }

/** Mails a new link in the place of one whose week is over. */
async function renew(site: Site, page: Page, token: string): Promise<Renewed> {
  const { now } = page
  const lapsed = await findLapsed(site.db, token, now)
  if (!lapsed) return { status: 'not_lapsed' }
  const until = await takeAttempt(site.db, invitationBuckets(lapsed), now)
  if (until !== null) return { status: 'too_many', until }
  const renewed = { ...lapsed, expiresAt: now + invitationMs }
  const written = await writeInvitation(site, page, renewed)
  // Else the clinic has just mailed a newer one itself, or has withdrawn it.
  await renewInvitation(site.db, renewed, { ...written, mailKey: site.keys.queuedMail, now })
  await recordSoon(site, now)
  return { status: 'mailed' }
}

/** Forgets the link that the cookie has, if it is this one: that of a living one, in another tab, stays. */
export function forgetInvitation(c: Context<SiteEnv>, link: string): void {
  if (tokenOf(link) === tokenOf(readInvitationToken(c))) clearInvitationToken(c)
}

/** What a link says that leads nowhere; one that was ours has a button for a new one, whatever its age. */
export async function renderDeadInvitation(c: Context<SiteEnv>, site: Site, link: string): Promise<Response> {
  forgetInvitation(c, link)
  const { page } = c.var
  const { deadTitle, dead, lapsed, ended, sendAgain, askAnew, signIn } = page.text.invitation
  const invitation = await findLapsed(site.db, tokenOf(link), page.now)
  const asked = invitation ? null : readEnded(site, link)
  const sentence = invitation
    ? lapsed(invitation.clinicName, invitation.address)
    : asked
      ? ended(asked.address)
      : dead
  const label = invitation ? sendAgain : askAnew
  return render(
    c,
    <LinkPage
      page={page}
      title={deadTitle}
      sentences={[sentence]}
      {...(invitation || asked ? { button: { action: path, token: link, label } } : {})}
      links={invitation ? [] : [{ href: '/sign-in', label: signIn }]}
    />,
    410,
  )
}

/** What an invitation of ours was about, by its link alone. */
function readEnded({ keys }: Site, link: string): EndedInvitation | null {
  const { clinicId, address, inviterId } = readTicket(link, keys.linkTickets, 'invitation') ?? {}
  return clinicId && address && inviterId ? { clinicId, address, inviterId } : null
}
