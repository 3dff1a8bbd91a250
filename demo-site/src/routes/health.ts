import { Hono } from 'hono'
import type { Site, SiteEnv } from '../http/site.ts'

/** For whoever watches over the process: does it answer, and does its database? */
export function healthRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get('/health', async (c) => {
    try {
      await site.db.get('SELECT 1 AS one')
      return c.json({ status: 'ok' })
    } catch {
      return c.json({ status: 'database_unreachable' }, 503)
    }
  })
}
