import type { Context } from 'hono'
import { keepKnownDevice } from '../data/known-devices.ts'
import { setLastLocale } from '../data/people.ts'
import { type ProvenPassword, sessionAbsoluteMs, startSession } from '../data/sessions.ts'
import { findLocale } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/**
 * Makes the session, once nothing more is to be proven. Of the API: no cookie of the site will ever do for it. Null when
 * the password has been changed meanwhile, or all sessions of the person have been ended.
 */
export async function completeByApi(
  c: Context<SiteEnv>,
  site: Site,
  { factor, ...proven }: ProvenPassword & { factor: boolean },
): Promise<{ status: 'complete'; token: string; expiresAt: string } | null> {
  const now = site.clock.now()
  const { userId } = proven
  const factorAt = factor ? now : null
  const token = await startSession(site.db, { ...proven, now, factorAt, channel: 'api' })
  if (token === null) return null
  await keepLocale(c, site, userId)
  site.log.info('sign_in.completed', { id: c.var.requestId, user: userId, factor, channel: 'api' })
  return { status: 'complete', token, expiresAt: toIso(now + sessionAbsoluteMs) }
}

/** Writes mail in the language that the program asks for from now on, where it asks for one. */
export async function keepLocale(c: Context<SiteEnv>, site: Site, userId: string): Promise<void> {
  const locale = findLocale(c)
  if (locale !== null) await setLastLocale(site.db, userId, locale)
}

/** What a program keeps of a device that is trusted now, if any. Strangers can't fill its counter of passwords. */
export async function handOutDevice(
  { db, clock }: Site,
  userId: string,
  { device }: { device?: { token: string; expiresAt: number } },
) {
  if (device === undefined) return {}
  const { token, expiresAt } = device
  await keepKnownDevice(db, { token, userId, expiresAt, now: clock.now() })
  return { device: { token, expiresAt: toIso(expiresAt) } }
}

export function toIso(at: number): string {
  return new Date(at).toISOString()
}
