import type { Context } from 'hono'
import { isEarnedIn } from '../data/sessions.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { readFreshFactorToken } from './cookies.ts'
import { signedIn } from './signed-in.ts'

/**
 * Sends the person to show a factor, and back to a page of this site afterwards: for verbs that answered
 * `step_up_required`, and for pages that lead to one. What was in a form is kept
 * (`unsent-form.ts`); still, ask before it is shown where you can.
 */
export function askForFactor(c: Context<SiteEnv>, next: string): Response {
  return c.redirect(withQuery('/step-up', { next }), 303)
}

/** What a step-up in this session has earned, or undefined. The SDK decides whether it is still fresh. */
export function readFreshFactor(c: Context<SiteEnv>): string | undefined {
  const token = readFreshFactorToken(c)
  return token !== undefined && isEarnedIn(signedIn(c).session, token) ? token : undefined
}

/** Whether the person who is signed in has shown a factor in the last ten minutes, in this session. */
export function hasFreshFactor(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  const { id: userId } = signedIn(c).person
  return site.twoFactor.stepUp.isFresh({ userId, stepUp: readFreshFactor(c) })
}
