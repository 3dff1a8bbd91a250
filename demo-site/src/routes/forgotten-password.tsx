/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { askForLink } from '../auth/ask-for-link.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { keepReset, newResetToken, resetLinkMs } from '../data/password-resets.ts'
import { findCredentials, findPerson, isAddress } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { composeResetMail } from '../mail/compose-reset-mail.ts'
import { textIn } from '../text/catalogue.ts'
import { ForgottenPasswordPage } from '../views/forgotten-password-page.tsx'

const path = '/forgotten-password'

/** Asks for an address and mails a link to it. The answer is one and the same, whether or not anybody has that address. */
export function forgottenPasswordRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => {
      const typed = takeUnsentForm(c, site, 'address')
      return render(
        c,
        <ForgottenPasswordPage page={c.var.page} sent={c.req.query('notice') === 'sent'} {...typed} />,
      )
    })
    .post(path, async (c) => {
      const { address } = await readForm(c, 'address')
      const { page } = c.var
      if (!isAddress(address)) {
        const error = page.text.forgotten.malformed
        return render(c, <ForgottenPasswordPage page={page} address={address} error={error} />, 422)
      }
      const asked = await askForLink(c, site, { purpose: 'reset', address })
      if (asked.status === 'limited') {
        setRetryAfter(c, asked.until, page.now)
        const refused = page.text.forgotten.tooMany(page.format.when(asked.until, page.now))
        return render(c, <ForgottenPasswordPage page={page} address={address} refused={refused} />, 429)
      }
      if (asked.isMailed) await sendLink(c, site, address)
      return c.redirect(withQuery(path, { notice: 'sent' }), 303)
    })
}

/** Does for an unknown address what it does for a known one; see `keepReset`. */
async function sendLink(c: Context<SiteEnv>, site: Site, address: string): Promise<void> {
  const { now, locale } = c.var.page
  const credentials = await findCredentials(site.db, address)
  const person = await findPerson(site.db, credentials?.id ?? '')
  const mailLocale = person?.mailLocale ?? locale
  const token = newResetToken()
  const mail = composeResetMail({
    text: textIn(mailLocale),
    siteName: site.config.issuer,
    name: person?.name ?? address,
    // From the configuration: whoever asks decides what `Host` says.
    link: `${site.config.baseUrl}${withQuery('/new-password', { token })}`,
    until: formatFor(mailLocale, person).until(now + resetLinkMs, now),
  })
  await keepReset(site.db, {
    token,
    userId: person?.id ?? null,
    mail: { ...mail, to: person?.address ?? '', locale: mailLocale, at: now },
    mailKey: site.keys.queuedMail,
    now,
  })
  site.log.info('password_reset.asked', { id: c.var.requestId, user: person?.id ?? null })
}
