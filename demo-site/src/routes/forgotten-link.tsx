/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { render } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'

/**
 * The page of a mailed link in a browser that has none: the cookie has it for an hour, and the link may hold for days. What
 * has become of the link is known to nobody here, so nothing is said of it.
 */
export function renderForgottenLink(c: Context<SiteEnv>): Promise<Response> {
  const { page } = c.var
  const { forgottenTitle, forgotten } = page.text.otherTab
  const links = [{ href: '/sign-in', label: page.text.recoveryLink.toSignIn }]
  return render(c, <LinkPage page={page} title={forgottenTitle} sentences={[forgotten]} links={links} />, 410)
}
