import type { Context } from 'hono'
import { owesFactor } from '../auth/owes-factor.ts'
import { findPerson, type Person } from '../data/people.ts'
import { endSession, findSession, type Session } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** Who calls, by the token of a session that the API has given out. */
export interface Caller {
  session: Session
  person: Person
  token: string
}

/**
 * Finds out who calls; null for nobody. Looks at `Authorization` alone, never at a cookie, and at sessions of the API
 * alone: the token of a browser's session is worth nothing here, nor is that of a sign-in that waits for its code.
 */
export async function findCaller(c: Context<SiteEnv>, site: Site): Promise<Caller | null> {
  const token = /^Bearer ([\w-]{43})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
  if (token === undefined) return null
  const session = await findSession(site.db, token, site.clock.now(), 'api')
  const person = session && (await findPerson(site.db, session.userId))
  if (!session || !person) return null
  if (await owesFactor(site, session)) {
    await endSession(site.db, token)
    return null
  }
  c.res.headers.delete('WWW-Authenticate')
  return { session, person, token }
}
