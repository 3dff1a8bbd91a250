import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { setLastLocale } from '../data/people.ts'
import { endSession, type ProvenPassword, startSession } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import {
  clearChallengeToken,
  clearEntryProgress,
  clearFreshFactor,
  clearSessionToken,
  clearStepUpToken,
  readKnownBrowser,
  readSessionToken,
  setKnownBrowser,
  setSessionToken,
} from './cookies.ts'

/**
 * Makes the session, once nothing more is to be proven, and returns its token; null when the password has been changed
 * meanwhile, or all sessions of the person have been ended.
 *
 * @param input.factor true when a second factor was shown or a trusted computer stood for one, false when the password was all
 * there is to show
 */
export async function completeSignIn(
  c: Context<SiteEnv>,
  site: Site,
  input: ProvenPassword & { factor: boolean },
): Promise<string | null> {
  const now = site.clock.now()
  clearChallengeToken(c)
  clearEntryProgress(c)
  const token = await startSession(site.db, { ...input, now, factorAt: input.factor ? now : null })
  if (token === null) return null
  setSessionToken(c, token)
  const known = await readKnownBrowser(c, site.keys.knownBrowser)
  const browserId = known?.userId === input.userId ? known.browserId : randomUUID()
  await setKnownBrowser(c, site.keys.knownBrowser, { userId: input.userId, browserId })
  await setLastLocale(site.db, input.userId, c.var.page.locale)
  site.log.info('sign_in.completed', { id: c.var.requestId, user: input.userId, factor: input.factor })
  return token
}

/**
 * Ends the session that the browser holds, if any: at signing out, and as soon as a password has been proven, so that a
 * session which somebody planted beforehand never grows into another standing (ASVS 5.0 7.2.4). True when there was one.
 */
export async function dropSession(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  const token = readSessionToken(c)
  if (token === null) return false
  clearSessionToken(c)
  clearStepUpToken(c)
  clearFreshFactor(c)
  return endSession(site.db, token)
}
