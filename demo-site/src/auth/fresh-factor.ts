import type { Context } from 'hono'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { readFreshFactor } from './cookies.ts'
import { signedIn } from './signed-in.ts'

export { readFreshFactor }

/**
 * Sends the person to show a factor, and back to a page of this site afterwards: for verbs that answered
 * `step_up_required`, and for pages that lead to one. What was in a form is kept
 * (`unsent-form.ts`); still, ask before it is shown where you can.
 */
export function askForFactor(c: Context<SiteEnv>, next: string): Response {
  return c.redirect(withQuery('/step-up', { next }), 303)
}

/** Whether the person who is signed in has shown a factor in the last ten minutes, in this browser. */
export function hasFreshFactor(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  const { id: userId } = signedIn(c).person
  return site.twoFactor.stepUp.isFresh({ userId, stepUp: readFreshFactor(c) })
}
