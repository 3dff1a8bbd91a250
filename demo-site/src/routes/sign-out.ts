import { Hono } from 'hono'
import { dropSession } from '../auth/complete-sign-in.ts'
import { readForm } from '../http/form.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/**
 * Signing out twice, or after the session has ended by itself, ends just the same: signed out. So does the button of a page
 * that somebody else had open before: whoever leaves a shared computer by it must find nobody signed in there.
 */
export function signOutRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/sign-out', async (c) => {
      const form = await readForm(c, 'next')
      await dropSession(c, site)
      const next = form.next === '' ? null : localPath(form.next)
      return c.redirect(withQuery('/sign-in', { notice: 'signed-out', next }), 303)
    })
    .get('/sign-out', (c) => c.redirect('/'))
}
