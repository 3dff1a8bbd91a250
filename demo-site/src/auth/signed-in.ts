import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Person } from '../data/people.ts'
import type { Session } from '../data/sessions.ts'
import type { SiteEnv } from '../http/site.ts'

/** Who is there, behind `requireSession`. Throws `HTTPException` 500 when a route forgot to stand behind it. */
export function signedIn(c: Context<SiteEnv>): { session: Session; person: Person } {
  const { session, page } = c.var
  if (!session || !page.person) throw new HTTPException(500)
  return { session, person: page.person }
}
