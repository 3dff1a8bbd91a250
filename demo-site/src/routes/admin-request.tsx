/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AdminRequest } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { nameToken } from '../auth/cookies.ts'
import { readTicket, tokenOf } from '../auth/link-ticket.ts'
import { askedWordBuckets } from '../auth/password-limits.ts'
import { takeAttempt } from '../data/password-attempts.ts'
import { findPerson } from '../data/people.ts'
import { runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { askForQuestion, type EndedRequest } from './ask-anew.ts'
import { renderForgottenLink } from './forgotten-link.tsx'
import { findLinkToken, isTokenInAddress, showLinkAt, stayAtLink } from './mailed-link.tsx'

const path = '/admin-request'
const again = `${path}/again`

/** How long a link works that was mailed again. */
const linkMs = 3_600_000

/** The word of somebody in several clinics for what an admin of one of them wants to do. The mailed link is the proof. */
export function adminRequestRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const link = findLinkToken(c)
      if (link === '') return renderForgottenLink(c)
      const request = await site.twoFactor.admin.describeRequest({ token: tokenOf(link) })
      const ended = request.status === 'expired' ? readEnded(site, link) : null
      if (request.status === 'expired' && !ended) return renderDead(c)
      if (isTokenInAddress(c)) return showLinkAt(c, path, link)
      if (request.status === 'expired') return renderEnded(c, site, { link, ended })
      if (request.status === 'done') return renderDone(c, site, request)
      return renderRequest(c, site, { link, request })
    })
    .post(path, async (c) => {
      const { token: link } = await readForm(c, 'token')
      const ip = clientAddress(c, site.config.trustedProxies)
      await site.twoFactor.admin.confirm({ token: tokenOf(link), ip })
      // Whatever has become of it, the link's own page says so.
      return showLinkAt(c, path, link)
    })

    .get(again, (c) => {
      const { page } = c.var
      const { invitation, adminRequest: text } = page.text
      const isPassedOn = c.req.query('notice') === 'passed-on'
      const title = isPassedOn ? invitation.passedOnTitle : invitation.againTitle
      return render(
        c,
        <LinkPage page={page} title={title} sentences={[isPassedOn ? text.passedOn : text.again]} />,
      )
    })
    .post(again, async (c) => {
      const { token: link } = await readForm(c, 'token')
      const ip = clientAddress(c, site.config.trustedProxies)
      const token = tokenOf(link)
      const { admin } = site.twoFactor
      const { now } = c.var.page
      const renewed = await runOnce(
        site.db,
        // Pressed twice, it must not come to the ticket below: nobody need ask again while the link just mailed is open.
        { formId: `admin-request ${nameToken(token)}`, now, heldMs: linkMs },
        () => admin.renewRequest({ token, ip }),
        ({ status }) => status === 'sent',
      )
      if (renewed?.status === 'too_many') {
        stayAtLink(c, path, link)
        return renderTooMany(c, renewed.until)
      }
      const isEnded =
        renewed?.status === 'expired' && (await admin.describeRequest({ token })).status === 'expired'
      const ended = isEnded ? readEnded(site, link) : null
      if (ended) {
        const isFirst = (await takeAttempt(site.db, askedWordBuckets(ended), now)) === null
        // Not before the answer: how long it takes depends on what the people have become.
        if (isFirst) site.errands.start('admin_request.ask', () => askForQuestion(site, now, ended))
        return c.redirect(withQuery(again, { notice: 'passed-on' }), 303)
      }
      // Sent twice, or settled meanwhile: the answer is the same, and the mail says the rest.
      return c.redirect(again, 303)
    })
}

/** What an admin asks for, with the button that says yes; or, once its hour is over, with one for a new link. */
async function renderRequest(
  c: Context<SiteEnv>,
  site: Site,
  { link: token, request }: { link: string; request: Extract<AdminRequest, { status: 'open' | 'lapsed' }> },
): Promise<Response> {
  const { page } = c.var
  const { adminRequest: text, invitation, recoveryLink } = page.text
  const person = await findPerson(site.db, request.userId)
  const actor = await findPerson(site.db, request.actorId)
  const who = actor?.name ?? text.anAdmin
  if (request.status === 'lapsed') {
    return render(
      c,
      <LinkPage
        page={page}
        title={recoveryLink.deadTitle}
        sentences={[text.lapsed(who, person?.address ?? '')]}
        button={{ action: again, token, label: invitation.sendAgain }}
        links={[{ href: '/sign-in', label: recoveryLink.toSignIn }]}
      />,
      410,
    )
  }
  const isReset = request.act === 'reset'
  return render(
    c,
    <LinkPage
      page={page}
      title={text.title}
      sentences={isReset ? [text.reset(who), text.resetAbout] : [text.allowOnce(who), text.allowOnceAbout]}
      button={{ action: path, token, label: isReset ? text.submitReset : text.submitAllowOnce }}
      links={[{ href: '/sign-in', label: text.leave }]}
    >
      <dl>
        <dt>{text.reason}</dt>
        <dd>{request.reason}</dd>
      </dl>
      <p class="soft">{text.until(formatFor(page.locale, person).until(request.expiresAt, page.now))}</p>
    </LinkPage>,
  )
}

/** What a question of ours was about, by its link alone. */
function readEnded({ keys }: Site, link: string): EndedRequest | null {
  const { userId, actorId } = readTicket(link, keys.linkTickets, 'admin_request') ?? {}
  return userId && actorId ? { userId, actorId } : null
}

/** A link that was ours and leads nowhere now, whatever its age, with the way to a new one. */
async function renderEnded(
  c: Context<SiteEnv>,
  site: Site,
  { link, ended }: { link: string; ended: EndedRequest | null },
): Promise<Response> {
  const { page } = c.var
  const { recoveryLink, adminRequest: text, lostAll } = page.text
  const actor = await findPerson(site.db, ended?.actorId ?? '')
  return render(
    c,
    <LinkPage
      page={page}
      title={recoveryLink.deadTitle}
      sentences={[text.ended(actor?.name ?? text.theAdmin)]}
      button={{ action: again, token: link, label: text.askAnew }}
      links={[
        { href: '/sign-in', label: recoveryLink.toSignIn },
        { href: '/recovery', label: lostAll.link },
      ]}
    />,
    410,
  )
}

/** What the person's yes has done, and when, for as often as somebody asks. */
async function renderDone(
  c: Context<SiteEnv>,
  site: Site,
  { userId, act, at }: Extract<AdminRequest, { status: 'done' }>,
): Promise<Response> {
  const { page } = c.var
  const { adminRequest: text, recoveryLink } = page.text
  const format = formatFor(page.locale, await findPerson(site.db, userId))
  return render(
    c,
    <LinkPage
      page={page}
      title={act === 'reset' ? text.resetTitle : text.allowOnceTitle}
      sentences={[text.done(format.moment(at))]}
      links={[{ href: '/sign-in', label: recoveryLink.toSignIn, button: true }]}
    />,
  )
}

function renderDead(c: Context<SiteEnv>): Promise<Response> {
  const { page } = c.var
  const { recoveryLink, adminRequest: text, lostAll } = page.text
  const links = [
    { href: '/sign-in', label: recoveryLink.toSignIn },
    { href: '/recovery', label: lostAll.link },
  ]
  return render(
    c,
    <LinkPage page={page} title={recoveryLink.deadTitle} sentences={[text.dead]} links={links} />,
    410,
  )
}

function renderTooMany(c: Context<SiteEnv>, until: number): Promise<Response> {
  const { page } = c.var
  setRetryAfter(c, until, page.now)
  const { recoveryLink, adminRequest: text } = page.text
  const sentences = [text.tooMany(page.format.when(until, page.now))]
  return render(c, <LinkPage page={page} title={recoveryLink.oftenTitle} sentences={sentences} />, 429)
}
