import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { findPasswordHash, findPerson } from '../data/people.ts'
import { findSession, type Session } from '../data/sessions.ts'
import { withQuery } from '../http/local-path.ts'
import { setPerson } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { beginLogin } from './begin-login.ts'
import { dropSession } from './complete-sign-in.ts'
import { readSessionToken, setChallengeToken, setEntryProgress } from './cookies.ts'
import { askForPassword, isFreshPassword, passwordPage } from './fresh-password.ts'
import { owesFactor } from './owes-factor.ts'
import { isRaisedElsewhere } from './raise-session.ts'
import { secondStepPath } from './second-step-path.ts'

/**
 * Finds out who is there. Looks at the session cookie only: a waiting sign-in leaves the visitor unknown. So does a
 * session that owes a factor.
 */
export function loadSession(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const token = readSessionToken(c)
    const session = token === null ? null : await findSession(site.db, token, site.clock.now())
    const person = session && (await findPerson(site.db, session.userId))
    if (session && person) {
      if (await owesFactor(site, session)) {
        if (!(await isRaisedElsewhere(site, session))) c.set('owesFactor', session)
      } else {
        c.set('session', session)
        setPerson(c, site, person, session.clinicId)
      }
    }
    await next()
  }
}

/**
 * Lets only people who are signed in pass. The others go to the sign-in page and come back afterwards; who owes a factor
 * goes on to the second step, or to the set-up of a new factor, and the session ends. As long as its password is not
 * fresh, it stays and opens the page that asks for the password, and no other.
 */
export function requireSession(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (c.var.session) return next()
    // Middleware is registered for every method; only a real route has one of its own.
    if (!matchedRoutes(c).some((route) => route.method !== 'ALL')) return c.notFound()
    const returnTo = { next: c.var.page.path }
    const owing = c.var.owesFactor
    // A deadline does not make whoever holds an old session the one to set up its person's first factor.
    if (owing !== null && !isFreshPassword(owing, c.var.page.now)) {
      if (c.req.path !== passwordPage) return askForPassword(c, c.var.page.path)
      const person = await findPerson(site.db, owing.userId)
      c.set('session', owing)
      if (person) setPerson(c, site, person, owing.clinicId)
      return next()
    }
    const { userId = '' } = owing ?? {}
    const passwordHash = owing === null ? '' : await findPasswordHash(site.db, userId)
    // A session that is there yet rests on that password; one that another request has ended leads nowhere.
    if (owing !== null && (await dropSession(c, site))) {
      const begun = await beginLogin(c, site, { userId, passwordHash })
      if (begun.status === 'challenge') {
        setChallengeToken(c, begun.token)
        return c.redirect(secondStepPath(begun.methods, returnTo.next), 303)
      }
      if (begun.status === 'enroll') {
        setEntryProgress(c, { token: begun.token, enrollmentId: '' })
        const notice = await findOvertaken(site, owing)
        return c.redirect(withQuery('/sign-in/set-up', { notice, ...returnTo }), 303)
      }
    }
    return c.redirect(withQuery('/sign-in', returnTo), 303)
  }
}

/** Whether a QR code was shown, or a code sent, in this session, that nothing will come of: the notice that says so. */
async function findOvertaken(
  { twoFactor }: Site,
  { userId, enrollmentId }: Session,
): Promise<'overtaken' | 'overtaken-sms' | null> {
  if (enrollmentId === null) return null
  const begun = await twoFactor.enrollment.describe({ userId, enrollmentId })
  if (begun.status !== 'pending') return null
  return begun.type === 'sms' ? 'overtaken-sms' : 'overtaken'
}
