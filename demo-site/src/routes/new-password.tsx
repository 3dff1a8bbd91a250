/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import {
  clearChallengeToken,
  clearEntryProgress,
  clearResetProgress,
  clearSessionToken,
  readResetProgress,
  setResetProgress,
} from '../auth/cookies.ts'
import { findPasswordFault } from '../auth/password-fault.ts'
import { hashPassword, leastPasswordLength } from '../auth/passwords.ts'
import { settlePassword } from '../auth/settle-password.ts'
import { addMail } from '../data/outbox.ts'
import { findReset, storeNewPassword } from '../data/password-resets.ts'
import { findUsedForm } from '../data/used-links.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { recordSoon } from '../http/record-soon.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { composePasswordChangedMail } from '../mail/compose-reset-mail.ts'
import { textIn } from '../text/catalogue.ts'
import { NewPasswordPage } from '../views/new-password-page.tsx'
import { findOpenReset, type OpenReset, renderDeadLink } from './open-reset.tsx'
import { renderOtherAccount } from './other-tab.tsx'

const path = '/new-password'

/**
 * From the mailed link to a new password. Who has a second factor shows it first (`reset-code.tsx`); whoever gets to the
 * end is not signed in by it.
 */
export function newPasswordRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const token = c.req.query('token')
      if (token !== undefined) {
        if (!(await findReset(site.db, token, c.var.page.now))) return renderDeadLink(c, token)
        // Out of the address bar, the history and whatever the next page might pass on.
        setResetProgress(c, { link: token, challenge: '', permission: '' })
        return c.redirect(path, 303)
      }
      const open = await findOpenReset(c, site)
      if (!open) return renderDeadLink(c)
      if (open.needsCode) return c.redirect(`${path}/code`, 303)
      return renderForm(c, open)
    })
    .post(path, async (c) => {
      const { password, account } = await readForm(c, 'password', 'account')
      const open = await findOpenReset(c, site)
      if (!open) return sentBefore(c, site)
      const { address } = open.person
      // The cookie is that of the link opened last, perhaps in another tab and for somebody else.
      if (account !== address) return renderOtherAccount(c, { address, goOn: path, openedBy: 'mailed_link' })
      if (open.needsCode) return c.redirect(`${path}/code`, 303)
      const { page } = c.var
      // Never compared with the old one: whoever holds the link could try out with it what the old one is.
      const { person, hasFactor } = open
      const error = findPasswordFault(page.text, password, {
        ...{ address, name: person.name, siteName: site.config.issuer },
        hasFactor,
      })
      if (error !== null) return renderForm(c, open, error)
      const passwordHash = await hashPassword(password)
      // That has taken its time: a factor that was confirmed meanwhile is asked for, and without one more is asked.
      const still = await findOpenReset(c, site)
      if (!still) return sentBefore(c, site)
      if (still.needsCode || still.hasFactor !== hasFactor) return c.redirect(path, 303)
      return changePassword(c, site, still, passwordHash)
    })
}

function renderForm(
  c: Context<SiteEnv>,
  { person, hasFactor }: OpenReset,
  error?: string,
): Promise<Response> {
  const props = { page: c.var.page, address: person.address, least: leastPasswordLength({ hasFactor }) }
  return error === undefined
    ? render(c, <NewPasswordPage {...props} />)
    : render(c, <NewPasswordPage {...props} error={error} />, 422)
}

/** Of two different passwords the first holds, so this is no word of success. */
async function sentBefore(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const link = readResetProgress(c)?.link
  const changed = link === undefined ? null : await findUsedForm(site.db, link, 'password_changed')
  if (changed === null) return renderDeadLink(c)
  clearResetProgress(c)
  return c.redirect(withQuery('/sign-in', { notice: 'link-used' }), 303)
}

async function changePassword(
  c: Context<SiteEnv>,
  site: Site,
  { reset, person, hasFactor, progress }: OpenReset,
  passwordHash: string,
): Promise<Response> {
  const { now } = c.var.page
  const { userId } = reset
  const ip = clientAddress(c, site.config.trustedProxies)
  if (hasFactor) {
    const { status } = await site.twoFactor.passwordReset.complete({
      userId,
      permission: progress.permission,
      ip,
    })
    if (status !== 'ok') {
      setResetProgress(c, { ...progress, permission: '' })
      return c.redirect(withQuery(`${path}/code`, { notice: 'again' }), 303)
    }
  }
  if (!(await storeNewPassword(site.db, reset, { passwordHash, ip, now }))) return sentBefore(c, site)
  await settlePassword(site, { userId, ip })
  await recordSoon(site, now)
  clearResetProgress(c)
  clearSessionToken(c)
  clearChallengeToken(c)
  clearEntryProgress(c)
  const mail = composePasswordChangedMail({
    text: textIn(person.mailLocale),
    siteName: site.config.issuer,
    name: person.name,
    when: formatFor(person.mailLocale, person).moment(now),
  })
  const { address: to, mailLocale: locale } = person
  await addMail(site.db, { ...mail, to, locale, at: now }, site.keys.queuedMail)
  site.log.info('password.changed', { id: c.var.requestId, user: userId })
  return c.redirect(withQuery('/sign-in', { notice: 'password-changed' }), 303)
}
