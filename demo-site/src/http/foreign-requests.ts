import type { MiddlewareHandler } from 'hono'
import { type Config, isLocalHost } from '../config.ts'
import { renderProblem } from './problems.tsx'
import type { SiteEnv } from './site.ts'

const loopback = ['127.0.0.1', '[::1]']

/**
 * Answers under the site's own name alone: another name that leads to it is one that somebody has pointed here, to read
 * the pages as if they were theirs (DNS rebinding), or the name of another region. The names of this machine will do too,
 * for a proxy beside the site, unless they are those of regions. Nobody can point the number of this machine elsewhere, and
 * programs keep no cookies by it: they may use it in a region too.
 */
export function refuseForeignHosts(config: Config): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const { hostname } = new URL(c.req.url)
    if (hostname === new URL(config.baseUrl).hostname) return next()
    if (config.region === null && isLocalHost(hostname)) return next()
    if (c.req.path.startsWith('/api/') && loopback.includes(hostname)) return next()
    return renderProblem(c, 421, config.baseUrl)
  }
}

/**
 * Refuses what another site sends (ASVS 5.0 3.5.1), whatever its content type: a request that changes something has to
 * say by `Origin` or `Sec-Fetch-Site` that it comes from the site itself, and neither may say otherwise. Where `BASE_URL`
 * is not given, the site is at the address that the request came to. Programs that send neither header, as no browser
 * does, reach the test controls only.
 */
export function refuseForeignRequests(config: Config): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const ours = config.baseUrlGiven ? config.baseUrl : new URL(c.req.url).origin
    const foreign =
      (origin !== undefined && origin !== ours) || (site !== undefined && site !== 'same-origin')
    const silent = origin === undefined && site === undefined
    const testControl = config.testControls && c.req.path.startsWith('/test/')
    if (foreign || (silent && !testControl)) return renderProblem(c, 403)
    return next()
  }
}

/** Refuses NUL characters, which PostgreSQL stores nowhere and nobody types, in the path and in the query. */
export function refuseNul(): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    if (/%00|\0/.test(c.req.url)) return renderProblem(c, 400)
    return next()
  }
}
