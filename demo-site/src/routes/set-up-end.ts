import type { PendingEnrollment } from 'countersign'
import type { Context } from 'hono'
import { raiseSession } from '../auth/raise-session.ts'
import { signedIn } from '../auth/signed-in.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { handOver } from './recovery-codes.tsx'

export const twoFactorSettings = '/settings/two-factor'

/** The app or the number that is being set up in this session, or null. */
export async function findPending(c: Context<SiteEnv>, site: Site): Promise<PendingEnrollment | null> {
  const { userId, enrollmentId } = signedIn(c).session
  if (enrollmentId === null) return null
  const described = await site.twoFactor.enrollment.describe({ userId, enrollmentId })
  return described.status === 'pending' ? described : null
}

/** The end of a set-up: the recovery codes that come with a first factor, or the settings again. */
export async function endSetUp(
  c: Context<SiteEnv>,
  site: Site,
  { recoveryCodes, factorsBefore }: { recoveryCodes: string[]; factorsBefore: number },
): Promise<Response> {
  const { id: userId } = signedIn(c).person
  await raiseSession(c, site)
  if (recoveryCodes.length > 0) return handOver(c, site, { codes: recoveryCodes, replaces: false })
  const isOneMore = (await site.twoFactor.factors.list({ userId })).length > factorsBefore
  return c.redirect(`${twoFactorSettings}?notice=${isOneMore ? 'added' : 'replaced'}`, 303)
}

/** Where to go when nothing waits to be confirmed: done, when a form that was sent twice did it; else to `retry`. */
export async function leaveSetUp(c: Context<SiteEnv>, site: Site, retry: string): Promise<Response> {
  const { userId, enrollmentId } = signedIn(c).session
  if (enrollmentId === null) return c.redirect(twoFactorSettings, 303)
  const factors = await site.twoFactor.factors.list({ userId })
  if (factors.some(({ id }) => id === enrollmentId)) {
    return c.redirect(`${twoFactorSettings}?notice=added`, 303)
  }
  await site.twoFactor.enrollment.cancel({ userId, enrollmentId })
  return c.redirect(retry, 303)
}
