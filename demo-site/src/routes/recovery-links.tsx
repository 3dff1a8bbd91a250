/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { findPerson } from '../data/people.ts'
import { findUsedLink, keepUsedLink, type LinkOutcome } from '../data/used-links.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'
import {
  findLinkToken,
  isTokenInAddress,
  recoveryPaths,
  renderDeadLink,
  renderUsedLink,
  showLinkAt,
} from './mailed-link.tsx'

/** The two links that end an account recovery: called off, or completed. Opening them shows what the button would do. */
export function recoveryLinkRoutes(site: Site): Hono<SiteEnv> {
  const inTurn = createTurns()
  const routes = new Hono<SiteEnv>()
  for (const leads of ['cancel', 'complete'] as const) {
    const path = recoveryPaths[leads]
    routes
      .get(path, (c) => showLink(c, site, leads))
      .post(path, async (c) => {
        const { token } = await readForm(c, 'token')
        await inTurn(token, () => pressButton(c, site, { token, leads }))
        // Whatever has become of it, the link's own page says so.
        return showLinkAt(c, path, token)
      })
  }
  return routes
}

async function pressButton(
  c: Context<SiteEnv>,
  site: Site,
  { token, leads }: { token: string; leads: 'cancel' | 'complete' },
): Promise<void> {
  const { accountRecovery } = site.twoFactor
  // Whose it is can't be told any more afterwards.
  const link = await accountRecovery.describe({ token })
  if (link.status !== 'open') return
  const ip = clientAddress(c, site.config.trustedProxies)
  const { status } =
    leads === 'cancel'
      ? await accountRecovery.cancel({ token })
      : await accountRecovery.complete({ token, ip })
  const outcome = findOutcome(leads, status)
  if (outcome) await keepUsedLink(site.db, token, { outcome, userId: link.userId, at: c.var.page.now })
}

function findOutcome(leads: 'cancel' | 'complete', status: string): LinkOutcome | null {
  if (leads === 'complete' && status === 'ok') return 'completed'
  if (status === 'cancelled') return leads === 'cancel' ? 'cancelled' : 'factor_used'
  return null
}

async function showLink(c: Context<SiteEnv>, site: Site, leads: 'cancel' | 'complete'): Promise<Response> {
  const { page } = c.var
  const text = page.text.recoveryLink
  const token = findLinkToken(c)
  const used = await findUsedLink(site.db, token)
  if (used) return renderUsedLink(c, site, used)
  const link = await site.twoFactor.accountRecovery.describe({ token })
  const person = link.status === 'open' ? await findPerson(site.db, link.userId) : null
  if (link.status !== 'open' || !person) return renderDeadLink(c)
  if (link.leads !== leads || isTokenInAddress(c)) return showLinkAt(c, recoveryPaths[link.leads], token)

  const until = link.completableAt
  const moment = until === null ? '' : formatFor(page.locale, person).moment(until)
  const action = recoveryPaths[leads]
  if (leads === 'cancel') {
    const approved = until === null ? [] : [text.cancelUntil(moment)]
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
  if (until === null) return renderDeadLink(c)
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
