import { Hono } from 'hono'
import { doChores } from '../chores.ts'
import type { AdjustableClock } from '../clock.ts'
import { listOutbox } from '../data/outbox.ts'
import { normalizeAddress } from '../data/people.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** What lies outside is a mistake in a test. */
const [earliest, latest] = [Date.parse('2000-01-01T00:00:00Z'), Date.parse('2101-01-01T00:00:00Z')]

/** What tests steer the site with. Registered only with COUNTERSIGN_TEST_CONTROLS=1, which production refuses. */
export function testControlRoutes(site: Site, clock: AdjustableClock): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/test/clock', async (c) => {
      const body: unknown = await c.req.json().catch(() => null)
      const now = readClockMove(body, clock.now())
      if (now === null || now < earliest || now >= latest) {
        const error = 'Send { "now": an ISO time } or { "advanceSeconds": a number }, within 2000 to 2100.'
        return c.json({ error }, 400)
      }
      clock.set(now)
      // What falls due by that goes out at once: tests don't wait a minute for it.
      await doChores(site)
      return c.json({ now: new Date(clock.now()).toISOString() })
    })
    .get('/test/outbox', async (c) => {
      // Nor for what goes out at some moment of the next seconds.
      await site.errands.settle()
      await site.twoFactor.settle()
      const to = c.req.query('to')
      const messages = await listOutbox(site.db, {
        ...(to === undefined ? {} : { to: normalizeAddress(to) }),
        limit: 200,
      })
      return c.json(messages.map((message) => ({ ...message, at: new Date(message.at).toISOString() })))
    })
}

/** The time that is asked for (ms), or null when none is; NaN never gets through. */
function readClockMove(body: unknown, now: number): number | null {
  if (typeof body !== 'object' || body === null) return null
  let moved = Number.NaN
  if ('now' in body && typeof body.now === 'string') moved = Date.parse(body.now)
  else if ('advanceSeconds' in body && typeof body.advanceSeconds === 'number') {
    moved = now + body.advanceSeconds * 1000
  }
  return Number.isFinite(moved) ? moved : null
}
