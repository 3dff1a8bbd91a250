import type { Context } from 'hono'
import { briefly, lookAgain } from '../data/look-again.ts'
import { endSessionsWithoutFactor, isRenewed, renewSession, type Session } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { setSessionToken } from './cookies.ts'
import { signedIn } from './signed-in.ts'

/**
 * A factor has been shown: the session's standing changes, and so does its token; sessions that showed none end. Should
 * that fail, what comes next is shown all the same, and the next request asks for the second step.
 */
export async function raiseSession(c: Context<SiteEnv>, site: Site): Promise<void> {
  const { session } = signedIn(c)
  const shown = { what: 'new_factor', enrollmentId: session.enrollmentId } as const
  try {
    const token = await renewSession(site.db, session, shown, c.var.page.now)
    if (token !== null) setSessionToken(c, token)
    await endSessionsWithoutFactor(site.db, session.userId)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    site.log.error('session.not_renewed', { id: c.var.requestId, name })
  }
}

/**
 * Whether another request is raising this session just now, having confirmed what was set up in it: the token in hand is
 * void by then, and nothing is to be asked of whoever has it.
 */
export async function isRaisedElsewhere({ db, twoFactor }: Site, session: Session): Promise<boolean> {
  const { userId, enrollmentId } = session
  const factors = enrollmentId === null ? [] : await twoFactor.factors.list({ userId })
  if (!factors.some(({ id }) => id === enrollmentId)) return false
  return (await lookAgain(async () => (await isRenewed(db, session)) || null, briefly)) !== null
}
