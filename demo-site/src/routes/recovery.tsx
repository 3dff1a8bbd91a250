/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { askForLink } from '../auth/ask-for-link.ts'
import { clientAddress } from '../auth/client-address.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findCredentials, isAddress } from '../data/people.ts'
import { pretendMail } from '../data/pretended-mail.ts'
import { listSupport } from '../data/support.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { fallbackLocale } from '../text/catalogue.ts'
import type { AddressAsked } from '../views/address-form.tsx'
import { LostAllPage } from '../views/lost-all-page.tsx'

const path = '/recovery'

/** The way in for who has lost everything begins with a link to the registered address. One answer for every address. */
export function recoveryRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) =>
      showForm(c, site, { sent: c.req.query('notice') === 'sent', ...takeUnsentForm(c, site, 'address') }),
    )
    .post(path, async (c) => {
      const { address } = await readForm(c, 'address')
      const { page } = c.var
      if (!isAddress(address)) {
        const error = page.text.lostAll.malformed
        return showForm(c, site, { address, error }, 422)
      }
      const ip = clientAddress(c, site.config.trustedProxies)
      const asked = await askForLink(c, site, { purpose: 'recovery', address })
      if (asked.status === 'limited') {
        setRetryAfter(c, asked.until, page.now)
        const refused = page.text.lostAll.tooMany(page.format.when(asked.until, page.now))
        return showForm(c, site, { address, refused }, 429)
      }
      // Not before the answer: how long it takes depends on whether anybody has the address, and on how they sign in.
      if (asked.isMailed) site.errands.start('account_recovery.link', () => sendLink(site, { address, ip }))
      return c.redirect(withQuery(path, { notice: 'sent' }), 303)
    })
}

async function showForm(c: Context<SiteEnv>, site: Site, asked: AddressAsked, status: 200 | 422 | 429 = 200) {
  const hasSupport = (await listSupport(site.db)).length > 0
  return render(c, <LostAllPage page={c.var.page} hasSupport={hasSupport} {...asked} />, status)
}

/** Holds up other requests for as long when there is nothing to send; see `pretendMail`. */
async function sendLink(site: Site, { address, ip }: { address: string; ip: string }): Promise<void> {
  const credentials = await findCredentials(site.db, address)
  // `sent`, or why not: nobody but the log is told.
  const begun = credentials && (await site.twoFactor.accountRecovery.begin({ userId: credentials.id, ip }))
  if (begun?.status !== 'sent') {
    const pretended = { subject: address, body: address, locale: fallbackLocale, at: site.clock.now() }
    await pretendMail(site.db, pretended, site.keys.queuedMail)
  }
  site.log.info('account_recovery.asked', { user: credentials?.id ?? null, status: begun?.status ?? null })
}
