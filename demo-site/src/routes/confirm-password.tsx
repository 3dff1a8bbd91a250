/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { setSessionToken } from '../auth/cookies.ts'
import { passwordPage } from '../auth/fresh-password.ts'
import { provePassword } from '../auth/prove-password.ts'
import { signedIn } from '../auth/signed-in.ts'
import { renewSession } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import { stayAt } from '../http/page.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { ConfirmPasswordPage } from '../views/confirm-password-page.tsx'
import { nameRequiring } from '../views/requirement.ts'

/**
 * The password once more, in a session that is not fresh any more; then on to where it was asked for. The one page that is
 * open to a session which owes a factor.
 */
export function confirmPasswordRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(passwordPage, async (c) => {
      const next = localPath(c.req.query('next'))
      const owing = await findOwing(c, site)
      return render(c, <ConfirmPasswordPage page={c.var.page} next={next} owing={owing} />)
    })
    .post(passwordPage, (c) => confirm(c, site))
}

async function confirm(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'password', 'next')
  const next = localPath(form.next)
  stayAt(c, withQuery(passwordPage, { next }))
  const { page } = c.var
  const { session, person } = signedIn(c)
  const proven = await provePassword(c, site, { address: person.address, password: form.password })
  const asked = { page, next, owing: await findOwing(c, site) }
  if (proven.status === 'wrong') {
    const error = page.text.confirmPassword.wrong
    return render(c, <ConfirmPasswordPage {...asked} error={error} />, 422)
  }
  if (proven.status === 'limited') {
    setRetryAfter(c, proven.until, page.now)
    const refused = page.text.confirmPassword.tooMany(page.format.when(proven.until, page.now))
    return render(c, <ConfirmPasswordPage {...asked} refused={refused} />, 429)
  }
  const token = await renewSession(site.db, session, { what: 'password' }, page.now)
  if (token !== null) setSessionToken(c, token)
  return c.redirect(next, 303)
}

/** Whether the session opens nothing else until then, and who requires a factor of its person. */
async function findOwing(c: Context<SiteEnv>, site: Site): Promise<{ requiredBy: string | null } | null> {
  if (c.var.owesFactor === null) return null
  const { page } = c.var
  const { person } = signedIn(c)
  const { isDue, because } = await site.twoFactor.policy.evaluate({ userId: person.id })
  return { requiredBy: isDue ? nameRequiring(page, person, because) : null }
}
