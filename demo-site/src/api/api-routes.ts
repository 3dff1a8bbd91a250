import { Hono } from 'hono'
import type { Site, SiteEnv } from '../http/site.ts'
import { describeApi } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { readingOperations, serveReading } from './reading.ts'
import { secondStepOperations, serveSecondStep } from './second-step.ts'
import { serveSessions, sessionOperations } from './sessions.ts'
import { serveSetUp, setUpOperations } from './set-up.ts'

/**
 * The API for mobile clients. It stands before everything that reads cookies, and ends whatever begins with its path:
 * nothing below is ever asked by a program.
 */
export function apiRoutes(site: Site): Hono<SiteEnv> {
  const api = new Hono<SiteEnv>()
  serveSessions(api, site)
  serveSecondStep(api, site)
  serveSetUp(api, site)
  serveReading(api, site)
  const description = describeApi(site.config, [
    ...sessionOperations,
    ...secondStepOperations,
    ...setUpOperations,
    ...readingOperations,
  ])
  return new Hono<SiteEnv>()
    .get('/api/openapi.json', (c) => c.json(description))
    .route('/api/v1', api)
    .all('/api/*', (c) => sendProblem(c, 'not_found'))
}
