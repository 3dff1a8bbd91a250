import { Hono } from 'hono'
import { dropSession } from '../auth/complete-sign-in.ts'
import { readForm } from '../http/form.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** Signing out twice, or after the session has ended by itself, ends just the same: signed out. */
export function signOutRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/sign-out', async (c) => {
      await readForm(c)
      await dropSession(c, site)
      return c.redirect('/sign-in?notice=signed-out', 303)
    })
    .get('/sign-out', (c) => c.redirect('/'))
}
