import type { Context } from 'hono'
import { withQuery } from '../http/local-path.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { SiteEnv } from '../http/site.ts'
import { signedIn } from './signed-in.ts'

/** NIST SP 800-63B-4 4.1.2.1: a sign-in of that long ago does not do any more for a new way in. */
const freshMs = 20 * 60_000

export const passwordPage = `${twoFactorSettings}/password`

/**
 * Whether the password has been shown lately in this session. For a first factor, which no other can vouch for: whoever
 * holds a session of somebody else could make it their own by one (ASVS 5.0 7.5.1).
 */
export function hasFreshPassword(c: Context<SiteEnv>): boolean {
  return c.var.page.now - signedIn(c).session.passwordAt < freshMs
}

/** Sends the person to show the password, and back to a page of this site afterwards. */
export function askForPassword(c: Context<SiteEnv>, next: string): Response {
  return c.redirect(withQuery(passwordPage, { next }), 303)
}
