/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { clearResetProgress, type ResetProgress, readResetProgress } from '../auth/cookies.ts'
import { findReset, isPermitted, type PasswordReset } from '../data/password-resets.ts'
import { findPerson, type Person } from '../data/people.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { DeadLinkPage } from '../views/dead-link-page.tsx'

/** Somebody on the way from the mailed link to a new password. */
export interface OpenReset {
  reset: PasswordReset
  person: Person
  progress: ResetProgress
  /** True for who has a second factor. */
  enrolled: boolean
  /** True when a code has to be shown before anything of the new password. */
  needsCode: boolean
}

/** What this browser's cookie leads to, or null when its link holds no longer. */
export async function findOpenReset(c: Context<SiteEnv>, site: Site): Promise<OpenReset | null> {
  const progress = readResetProgress(c)
  const reset = progress && (await findReset(site.db, progress.link, c.var.page.now))
  const person = reset && (await findPerson(site.db, reset.userId))
  if (!progress || !reset || !person) return null
  const factors = await site.twoFactor.factors.list({ userId: person.id })
  const enrolled = factors.length > 0
  // The cookie is the visitor's word only.
  const needsCode = enrolled && !(await isPermitted(site.db, reset, progress.permission, c.var.page.now))
  return { reset, person, progress, enrolled, needsCode }
}

export function renderDeadLink(c: Context<SiteEnv>): Promise<Response> {
  clearResetProgress(c)
  return render(c, <DeadLinkPage page={c.var.page} />, 410)
}
