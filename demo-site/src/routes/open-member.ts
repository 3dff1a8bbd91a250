import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { belongsElsewhere, findObstacle, type Obstacle } from '../auth/authority.ts'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { findMember, type Member } from '../data/members.ts'
import { findPerson } from '../data/people.ts'
import type { Site, SiteEnv } from '../http/site.ts'

export interface OpenMember {
  member: Member
  obstacle: Obstacle | null
  /** True when the person is asked too, because another clinic is concerned. */
  isElsewhere: boolean
  path: string
}

/** The member in the path, as seen by the admin who is there. Throws `HTTPException` 404 for who is not of the clinic. */
export async function openMember(c: Context<SiteEnv>, site: Site): Promise<OpenMember> {
  const { person: actor, clinic, base } = clinicAdmin(c)
  const userId = c.req.param('userId') ?? ''
  const member = await findMember(site.db, clinic.clinicId, userId)
  const person = member && (await findPerson(site.db, userId))
  if (!member || !person) throw new HTTPException(404)
  return {
    member,
    obstacle: findObstacle(actor, person),
    isElsewhere: belongsElsewhere(actor, person),
    path: `${base}/members/${encodeURIComponent(userId)}`,
  }
}
