/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { findPerson } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import {
  findLinkToken,
  isTokenInAddress,
  recoveryPaths,
  renderDeadLink,
  renderEndedLink,
  showLinkAt,
} from './mailed-link.tsx'

/** The two links that end an account recovery: called off, or completed. Opening them shows what the button would do. */
export function recoveryLinkRoutes(site: Site): Hono<SiteEnv> {
  const { accountRecovery } = site.twoFactor
  const routes = new Hono<SiteEnv>()
  for (const leads of ['cancel', 'complete'] as const) {
    const path = recoveryPaths[leads]
    routes
      .get(path, (c) => showLink(c, site, leads))
      .post(path, async (c) => {
        const { token } = await readForm(c, 'token')
        const ip = clientAddress(c, site.config.trustedProxies)
        await accountRecovery[leads]({ token, ip })
        // Whatever has become of it, the link's own page says so.
        return showLinkAt(c, path, token)
      })
  }
  return routes
}

async function showLink(c: Context<SiteEnv>, site: Site, leads: 'cancel' | 'complete'): Promise<Response> {
  const { page } = c.var
  const text = page.text.recoveryLink
  const token = findLinkToken(c)
  const link = await site.twoFactor.accountRecovery.describe({ token })
  if (link.status === 'ended' && !isTokenInAddress(c)) return renderEndedLink(c, site, link)
  if (link.status === 'ended') return showLinkAt(c, recoveryPaths[leads], token)
  const person = link.status === 'open' ? await findPerson(site.db, link.userId) : null
  if (link.status !== 'open' || !person) return renderDeadLink(c, token)
  if (link.leads !== leads || isTokenInAddress(c)) return showLinkAt(c, recoveryPaths[link.leads], token)

  const until = link.completableAt
  const moment = until === null ? '' : formatFor(page.locale, person).moment(until)
  const action = recoveryPaths[leads]
  if (leads === 'cancel') {
    const { cancelUntil, cancelAfter } = text
    const approved = until === null ? [] : [(until > page.now ? cancelUntil : cancelAfter)(moment)]
    return render(
      c,
      <LinkPage
        page={page}
        title={text.cancelTitle}
        sentences={[text.cancel(person.address), ...approved, text.cancelAbout]}
        button={{ action, token, label: text.cancelSubmit }}
      />,
    )
  }
  // Not approved, it can't be completed at any time: no mail has this link before that.
  if (until === null) return renderDeadLink(c, token)
  if (until > page.now)
    return render(c, <LinkPage page={page} title={text.tooSoonTitle} sentences={[text.tooSoon(moment)]} />)
  return render(
    c,
    <LinkPage
      page={page}
      title={text.completeTitle}
      sentences={[text.complete(person.address), text.completeAbout]}
      button={{ action, token, label: text.completeSubmit }}
    />,
  )
}
