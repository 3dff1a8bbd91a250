import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { findPerson } from '../data/people.ts'
import { findSession } from '../data/sessions.ts'
import { withQuery } from '../http/local-path.ts'
import { setPerson } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { readSessionToken } from './cookies.ts'

/** Finds out who is there. Looks at the session cookie only: a waiting sign-in leaves the visitor unknown. */
export function loadSession(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const token = readSessionToken(c)
    const session = token === null ? null : await findSession(site.db, token, site.clock.now())
    const person = session && (await findPerson(site.db, session.userId))
    if (person) {
      c.set('session', session)
      setPerson(c, person)
    }
    await next()
  }
}

/** Lets only people who are signed in pass. The others go to the sign-in page and come back afterwards. */
export function requireSession(): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (c.var.session) return next()
    // Middleware is registered for every method; only a real route has one of its own.
    if (!matchedRoutes(c).some((route) => route.method !== 'ALL')) return c.notFound()
    return c.redirect(withQuery('/sign-in', { next: c.var.page.path }), 303)
  }
}
