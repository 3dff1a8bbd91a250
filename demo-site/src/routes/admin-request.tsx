/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearMailedLink } from '../auth/cookies.ts'
import { findPerson } from '../data/people.ts'
import { findUsedLink, keepUsedLink } from '../data/used-links.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import { findLinkToken, isTokenInAddress, renderUsedLink, showLinkAt } from './mailed-link.tsx'

const path = '/admin-request'

/** The word of somebody in several clinics for what an admin of one of them wants to do. The mailed link is the proof. */
export function adminRequestRoutes(site: Site): Hono<SiteEnv> {
  const inTurn = createTurns()
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { page } = c.var
      const text = page.text.adminRequest
      const token = findLinkToken(c)
      const used = await findUsedLink(site.db, token)
      if (used) return renderUsedLink(c, site, used)
      const request = await site.twoFactor.admin.describeRequest({ token })
      if (request.status !== 'open') {
        clearMailedLink(c)
        const { deadTitle, toSignIn } = page.text.recoveryLink
        const links = [{ href: '/sign-in', label: toSignIn }]
        return render(
          c,
          <LinkPage page={page} title={deadTitle} sentences={[text.dead]} links={links} />,
          410,
        )
      }
      if (isTokenInAddress(c)) return showLinkAt(c, path, token)
      const person = await findPerson(site.db, request.userId)
      const actor = await findPerson(site.db, request.actorId)
      const who = actor?.name ?? text.anAdmin
      const isReset = request.act === 'reset'
      return render(
        c,
        <LinkPage
          page={page}
          title={text.title}
          sentences={
            isReset ? [text.reset(who), text.resetAbout] : [text.allowOnce(who), text.allowOnceAbout]
          }
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
    })
    .post(path, async (c) => {
      const { token } = await readForm(c, 'token')
      const ip = clientAddress(c, site.config.trustedProxies)
      await inTurn(token, async () => {
        const done = await site.twoFactor.admin.confirm({ token, ip })
        if (done.status !== 'ok') return
        await keepUsedLink(site.db, token, { outcome: done.act, userId: done.userId, at: c.var.page.now })
      })
      // Whatever has become of it, the link's own page says so.
      return showLinkAt(c, path, token)
    })
}
