import type { Context } from 'hono'
import { type ProvenPassword, sessionAbsoluteMs, startSession } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/**
 * Makes the session, once nothing more is to be proven. Of the API: no cookie of the site will ever do for it. Null when
 * the password has been changed meanwhile.
 */
export async function completeByApi(
  c: Context<SiteEnv>,
  site: Site,
  { userId, passwordHash, factor }: ProvenPassword & { factor: boolean },
): Promise<{ status: 'complete'; token: string; expiresAt: string } | null> {
  const now = site.clock.now()
  const factorAt = factor ? now : null
  const token = await startSession(site.db, { userId, passwordHash, now, factorAt, channel: 'api' })
  if (token === null) return null
  site.log.info('sign_in.completed', { id: c.var.requestId, user: userId, factor, channel: 'api' })
  return { status: 'complete', token, expiresAt: toIso(now + sessionAbsoluteMs) }
}

/** What a program keeps of a device that is trusted now, if any. */
export function toDevice({ device }: { device?: { token: string; expiresAt: number } }) {
  return device ? { device: { token: device.token, expiresAt: toIso(device.expiresAt) } } : {}
}

export function toIso(at: number): string {
  return new Date(at).toISOString()
}
