import type { MiddlewareHandler } from 'hono'
import { isReviewer } from '../data/people.ts'
import type { Site, SiteEnv } from './site.ts'

/** What every page of somebody who is signed in shows besides its own matter. */
export function loadAlerts(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const { page } = c.var
    if (page.person) {
      const userId = page.person.id
      const recovery = await site.twoFactor.accountRecovery.find({ userId })
      const recoveryAskedAt = recovery?.createdAt ?? null
      const openReviews = isReviewer(page.person) ? await countReviews(site, userId) : null
      c.set('page', { ...page, recoveryAskedAt, openReviews })
    }
    await next()
  }
}

/** How many requests wait for somebody's decision. */
async function countReviews(site: Site, actorId: string): Promise<number> {
  const requests = await site.twoFactor.accountRecovery.list({ actorId })
  return requests.filter(({ state }) => state === 'requested').length
}
