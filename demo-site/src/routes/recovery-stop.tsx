/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { signedIn } from '../auth/signed-in.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'

const path = '/recovery/stop'

/** The button of the banner: the holder of the account, in a session, calls an account recovery off. */
export function recoveryStopRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, (c) => {
      const { page } = c.var
      const text = page.text.recoveryStop
      const stopped = c.req.query('notice') === 'stopped' && page.recoveryAskedAt === null
      const title = stopped ? text.stoppedTitle : text.title
      // One that is under way stands in the banner, with the button.
      const sentences = stopped ? [text.stopped] : page.recoveryAskedAt === null ? [text.none] : []
      const links = [{ href: '/settings', label: page.text.settings.title }]
      return render(c, <LinkPage page={page} title={title} sentences={sentences} links={links} />)
    })
    .post(path, async (c) => {
      await readForm(c)
      await site.twoFactor.accountRecovery.cancel({
        userId: signedIn(c).person.id,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      return c.redirect(withQuery(path, { notice: 'stopped' }), 303)
    })
}
