import type { EnrollmentDescribed, Factor, FactorType } from 'countersign'
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor } from '../auth/fresh-factor.ts'
import { raiseSession } from '../auth/raise-session.ts'
import { signedIn } from '../auth/signed-in.ts'
import type { CodeHandover } from '../data/code-handovers.ts'
import { briefly, lookAgain } from '../data/look-again.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type FirstCodeFault, findFirstCodeFault } from './first-code.ts'
import { findHandover, handOver, recoveryCodes } from './recovery-codes.tsx'

export type Pending = Extract<EnrollmentDescribed, { status: 'pending' }>

/** The app or the number that is being set up in this session, or null. */
export async function findPending(c: Context<SiteEnv>, site: Site): Promise<Pending | null> {
  const { userId, enrollmentId } = signedIn(c).session
  if (enrollmentId === null) return null
  const described = await site.twoFactor.enrollment.describe({ userId, enrollmentId })
  return described.status === 'pending' ? described : null
}

/** Where a set-up that can't begin leads, when it is not about what was entered. */
export function refuseSetUp(c: Context<SiteEnv>, status: string, start: string): Response {
  switch (status) {
    case 'step_up_required':
      return askForFactor(c, start)
    case 'too_many_factors':
      return c.redirect(`${twoFactorSettings}?notice=too-many`, 303)
    case 'method_not_allowed':
      return c.redirect(`${twoFactorSettings}?notice=not-allowed`, 303)
    // Removed in another tab meanwhile.
    default:
      return c.redirect(twoFactorSettings, 303)
  }
}

/** Has the first code judged: the end of the set-up, or what is wrong with the code. */
export async function confirmSetUp(
  c: Context<SiteEnv>,
  site: Site,
  { type, enrollmentId }: Pick<Pending, 'type' | 'enrollmentId'>,
  code: string,
): Promise<Response | FirstCodeFault> {
  const { id: userId } = signedIn(c).person
  const factorsBefore = (await site.twoFactor.factors.list({ userId })).length
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await site.twoFactor.enrollment.confirm({ userId, enrollmentId, code, ip })
  return result.status === 'ok'
    ? endSetUp(c, site, { ...result, factorsBefore })
    : findFirstCodeFault(c.var.page.text, type, result)
}

/** The end of a set-up: the recovery codes that come with a first factor, or the settings again. */
async function endSetUp(
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

/** The person's own app or number of this id, or null. */
export async function findOwnFactor(
  c: Context<SiteEnv>,
  site: Site,
  factorId: string | null | undefined,
): Promise<Factor | null> {
  const factors = await site.twoFactor.factors.list({ userId: signedIn(c).person.id })
  return factors.find(({ id }) => id === factorId) ?? null
}

/** To the settings, for a page about an app or number that is there no longer. */
export const toGone = `${twoFactorSettings}?notice=gone`

/** The recovery codes of the set-up that a form ended which was sent twice: the first of the two keeps them by and by. */
export function findTwinsCodes(c: Context<SiteEnv>, site: Site): Promise<CodeHandover | null> {
  const isSetUpHere = signedIn(c).session.enrollmentId !== null
  return lookAgain(() => findHandover(c, site), isSetUpHere ? briefly : 1)
}

/**
 * Where to go when nothing of this type waits to be confirmed: done, when a form that was sent twice did it; else to
 * `retry`. What another tab sets up goes on.
 *
 * @param ways.replaces what was to go once the new one is confirmed, if anything
 */
export async function leaveSetUp(
  c: Context<SiteEnv>,
  site: Site,
  { type, retry, replaces }: { type: FactorType; retry: string; replaces: string | undefined },
): Promise<Response> {
  const pending = await findPending(c, site)
  if (pending !== null && pending.type !== type)
    return c.redirect(`${twoFactorSettings}?notice=other-set-up`, 303)
  const { userId, enrollmentId } = signedIn(c).session
  if (enrollmentId === null) return c.redirect(twoFactorSettings, 303)
  const factors = await site.twoFactor.factors.list({ userId })
  if (factors.some(({ id }) => id === enrollmentId)) {
    if (factors.length === 1 && !replaces && (await findTwinsCodes(c, site)))
      return c.redirect(recoveryCodes, 303)
    return c.redirect(`${twoFactorSettings}?notice=${replaces ? 'replaced' : 'added'}`, 303)
  }
  await site.twoFactor.enrollment.cancel({
    ...{ userId, enrollmentId },
    ip: clientAddress(c, site.config.trustedProxies),
  })
  return c.redirect(retry, 303)
}
