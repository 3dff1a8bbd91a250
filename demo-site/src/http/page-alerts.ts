import type { MiddlewareHandler } from 'hono'
import { isClinicAdmin } from '../data/people.ts'
import type { Site, SiteEnv } from './site.ts'

const dayMs = 86_400_000

/**
 * For how long a request can be open after its last step: 30 days undecided; 30 more from the end of the waiting period,
 * which is a week at most.
 */
const openMs: Readonly<Record<string, number>> = {
  'account_recovery.requested': 30 * dayMs,
  'account_recovery.approved': 37 * dayMs,
}

const steps = [
  ...Object.keys(openMs),
  ...['rejected', 'cancelled', 'completed'].map((end) => `account_recovery.${end}`),
]

/** What every page of somebody who is signed in shows besides its own matter. */
export function loadAlerts(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const { page } = c.var
    if (page.person) {
      const { id: userId, memberships } = page.person
      const recoveryAskedAt = await findOpenRecovery(site, userId)
      const openReviews = memberships.some(isClinicAdmin) ? await countReviews(site, userId) : null
      c.set('page', { ...page, recoveryAskedAt, openReviews })
    }
    await next()
  }
}

/** Since when somebody's account recovery has been under way (ms), by the record; null when none is. */
async function findOpenRecovery(site: Site, userId: string): Promise<number | null> {
  const [last, before] = await site.twoFactor.audit.list({ userId, types: steps, limit: 2 })
  if (last === undefined || last.at + (openMs[last.type] ?? 0) <= site.clock.now()) return null
  // The request stands right before its approval.
  return last.type === 'account_recovery.approved' ? (before?.at ?? last.at) : last.at
}

/** How many requests wait for somebody's decision. */
async function countReviews(site: Site, actorId: string): Promise<number> {
  const requests = await site.twoFactor.accountRecovery.list({ actorId })
  return requests.filter(({ state }) => state === 'requested').length
}
