import type { Context } from 'hono'
import type { Session } from '../data/sessions.ts'
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
  return isFreshPassword(signedIn(c).session, c.var.page.now)
}

/** The same of a session that opens nothing yet, because it owes a factor. */
export function isFreshPassword({ passwordAt }: Pick<Session, 'passwordAt'>, now: number): boolean {
  return now - passwordAt < freshMs
}

/** Sends the person to show the password, and back to a page of this site afterwards. */
export function askForPassword(c: Context<SiteEnv>, next: string): Response {
  return c.redirect(withQuery(passwordPage, { next }), 303)
}
