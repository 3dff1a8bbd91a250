import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { isClinicAdmin, type Membership, type Person } from '../data/people.ts'
import { clinicPath } from '../http/clinic-path.ts'
import { showClinic } from '../http/page.ts'
import type { SiteEnv } from '../http/site.ts'
import { signedIn } from './signed-in.ts'

/**
 * Lets only owners and admins of the clinic in the path pass, and shows that clinic. To everybody else there is no such
 * page: neither the answer nor the moment tells whether there is such a clinic (ASVS 5.0 8.2.2).
 */
export function requireClinicAdmin(): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const clinicId = c.req.param('clinicId')
    const clinic = signedIn(c).person.memberships.find(
      (membership) => membership.clinicId === clinicId && isClinicAdmin(membership),
    )
    if (!clinic) return c.notFound()
    showClinic(c, clinic)
    c.set('governed', clinic)
    return next()
  }
}

/** Who acts, and for which clinic, behind `requireClinicAdmin`. Throws `HTTPException` 500 when a route does not stand there. */
export function clinicAdmin(c: Context<SiteEnv>): { person: Person; clinic: Membership; base: string } {
  const clinic = c.var.governed
  if (!clinic) throw new HTTPException(500)
  return { person: signedIn(c).person, clinic, base: clinicPath(clinic) }
}
