/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearResetProgress, type ResetProgress, readResetProgress } from '../auth/cookies.ts'
import { findReset, isPermitted, type PasswordReset } from '../data/password-resets.ts'
import { findPerson, type Person } from '../data/people.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { LinkPage } from '../views/link-page.tsx'

/** Somebody on the way from the mailed link to a new password. */
export interface OpenReset {
  reset: PasswordReset
  person: Person
  progress: ResetProgress
  /** True for who has a second factor that can be asked for. */
  hasFactor: boolean
  /** True when a code has to be shown before anything of the new password. */
  needsCode: boolean
}

/** What this browser's cookie leads to, or null when its link holds no longer. */
export async function findOpenReset(c: Context<SiteEnv>, site: Site): Promise<OpenReset | null> {
  const progress = readResetProgress(c)
  const reset = progress && (await findReset(site.db, progress.link, c.var.page.now))
  const person = reset && (await findPerson(site.db, reset.userId))
  if (!progress || !reset || !person) return null
  const hasFactor = await findFactor(c, site, person.id)
  // The cookie is the visitor's word only.
  const needsCode = hasFactor && !(await isPermitted(site.db, reset, progress.permission, c.var.page.now))
  return { reset, person, progress, hasFactor, needsCode }
}

/**
 * Whether there is a factor to ask for. Factors that an admin or an account recovery took out of use are none: the mail is
 * the proof then, and the sign-in that follows asks for a new factor.
 */
async function findFactor(c: Context<SiteEnv>, site: Site, userId: string): Promise<boolean> {
  const { factors, recoveryCodes, passwordReset } = site.twoFactor
  const confirmed = await factors.list({ userId })
  if (confirmed.some(({ state }) => state === 'active')) return true
  if (confirmed.length === 0 || (await recoveryCodes.remaining({ userId })) > 0) return confirmed.length > 0
  // Suspended for wrong codes or for good: who may still answer by them only Countersign can tell.
  const ip = clientAddress(c, site.config.trustedProxies)
  const begun = await passwordReset.begin({ userId, ip })
  if (begun.status === 'challenge') await passwordReset.cancel({ token: begun.token, ip })
  return begun.status !== 'no_method' && begun.status !== 'not_enrolled'
}

/** @param link the one that was opened, where it is not that of the cookie: another tab goes on with its own */
export function renderDeadLink(c: Context<SiteEnv>, link?: string): Promise<Response> {
  if (link === undefined || link === readResetProgress(c)?.link) clearResetProgress(c)
  const { page } = c.var
  const { title, sentence, askAgain } = page.text.deadLink
  const links = [
    { href: '/forgotten-password', label: askAgain, button: true },
    { href: '/sign-in', label: page.text.forgotten.back },
  ]
  return render(c, <LinkPage page={page} title={title} sentences={[sentence]} links={links} />, 410)
}
