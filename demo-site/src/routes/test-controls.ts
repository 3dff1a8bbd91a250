import { Hono } from 'hono'
import type { AdjustableClock } from '../clock.ts'
import { listMail } from '../data/outbox.ts'
import { normalizeAddress } from '../data/people.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** Ten years: more is a mistake in a test. */
const furthestMs = 10 * 366 * 86_400_000

/** What tests steer the site with. Registered only with COUNTERSIGN_TEST_CONTROLS=1, which production refuses. */
export function testControlRoutes(site: Site, clock: AdjustableClock): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/test/clock', async (c) => {
      const body: unknown = await c.req.json().catch(() => null)
      const moved = readClockMove(body)
      if (!moved)
        return c.json({ error: 'Send { "now": an ISO time } or { "advanceSeconds": a number }.' }, 400)
      if ('now' in moved) clock.set(moved.now)
      else clock.advance(moved.advance)
      return c.json({ now: new Date(clock.now()).toISOString() })
    })
    .get('/test/outbox', async (c) => {
      const to = c.req.query('to')
      const mails = await listMail(site.db, {
        ...(to === undefined ? {} : { to: normalizeAddress(to) }),
        limit: 200,
      })
      return c.json(mails.map((mail) => ({ kind: 'mail', ...mail, at: new Date(mail.at).toISOString() })))
    })
}

function readClockMove(body: unknown): { now: number } | { advance: number } | null {
  if (typeof body !== 'object' || body === null) return null
  if ('now' in body && typeof body.now === 'string') {
    const now = Date.parse(body.now)
    return Number.isNaN(now) ? null : { now }
  }
  if ('advanceSeconds' in body && typeof body.advanceSeconds === 'number') {
    const advance = body.advanceSeconds * 1000
    return Math.abs(advance) <= furthestMs ? { advance } : null
  }
  return null
}
