import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Site, SiteEnv } from './site.ts'

/** One line a request: what was asked and what became of it. The query stays out, and so does everything that was sent. */
export function requestLog(site: Site): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    c.set('requestId', randomUUID())
    const started = performance.now()
    await next()
    site.log.info('request', {
      id: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    })
  }
}
