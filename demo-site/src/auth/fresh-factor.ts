import type { Context } from 'hono'
import { withQuery } from '../http/local-path.ts'
import type { SiteEnv } from '../http/site.ts'

export { readFreshFactor } from './cookies.ts'

/**
 * Sends the person to show a factor, and back to a page of this site afterwards: for verbs that answered
 * `step_up_required`, and for pages that lead to one. What was in a form is lost, so ask before it is shown.
 */
export function askForFactor(c: Context<SiteEnv>, next: string): Response {
  return c.redirect(withQuery('/step-up', { next }), 303)
}
