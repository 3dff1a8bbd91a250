import type { Context } from 'hono'
import { completeSignIn } from '../auth/complete-sign-in.ts'
import { endSessionsWithoutFactor, findSession } from '../data/sessions.ts'
import { setPerson } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { OpenEntry } from './open-entry.ts'
import { handOver, renderOnce } from './recovery-codes.tsx'

/**
 * The end of the sign-in: the session, and the recovery codes in it. The codes are made by now and are shown whatever
 * fails; without a session the person signs in again, by the new app or number.
 */
export async function finishEntry(
  c: Context<SiteEnv>,
  site: Site,
  { person, proven, next }: OpenEntry,
  { userId, recoveryCodes: codes }: { userId: string; recoveryCodes: string[] },
): Promise<Response> {
  const fresh = { codes, replaces: false, next }
  try {
    const token = await completeSignIn(c, site, { ...proven, factor: true })
    await endSessionsWithoutFactor(site.db, userId)
    const session = token && (await findSession(site.db, token, c.var.page.now))
    if (!session) return renderOnce(c, person, fresh)
    c.set('session', session)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    site.log.error('session.not_made', { id: c.var.requestId, name })
    return renderOnce(c, person, fresh)
  }
  setPerson(c, site, person)
  return handOver(c, site, fresh)
}
