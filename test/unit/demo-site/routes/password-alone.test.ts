import { describe, expect, it } from 'vitest'
import { createOwner, readMailedCode } from '../entries.ts'
import { openSession } from '../sessions.ts'
import { anna, createTestSite, password, showFactor, signIn, type TestSite, turnOn } from '../test-site.ts'
import { origin, type Visitor } from '../visitor.ts'

/** What only people who are signed in read: a name in the header, a note, a key to scan. */
const inside = /Lindqvist<|Ellison|class="qr"/

/** Every route that the router has: pages, forms and the API. */
function routesOf({ app }: TestSite): string[] {
  const routes = app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()
}

async function ask(site: TestSite, route: string, headers: Record<string, string> = {}) {
  const [method = '', path = ''] = route.split(' ')
  const isForm = !path.startsWith('/api/') && !path.startsWith('/test/')
  const response = await site.app.request(
    `${origin}${path.replace(':id', 'note-1041').replace(':clinicId', 'harbour').replace(':userId', 'anna')}`,
    {
      method,
      headers: {
        origin,
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...headers,
      },
      ...(method === 'POST' && { body: isForm ? 'code=000000&locale=en&saved=yes' : '{"challenge":"x"}' }),
    },
  )
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    body: await response.text(),
    cookies: response.headers.getSetCookie().join('\n'),
  }
}

const adam = 'admin@harbour.example'

type Answer = Awaited<ReturnType<typeof ask>>

/** Whether an answer sends a stranger away: a page to the sign-in, the API with its refusal. */
const isClosed = ({ status, location }: Answer) =>
  (status === 303 && location.startsWith('/sign-in?next=')) || status === 401

const cookie = (visitor: Visitor, name: string) => visitor.cookies.get(`__Host-${name}`) ?? ''

/** A site on which Anna has a factor, and everything that she holds before her second step or apart from her session. */
async function collectTokens(): Promise<{ site: TestSite; tokens: Record<string, string> }> {
  const site = await createTestSite()
  const own = site.visitor()
  const { key } = await turnOn(site, own)
  await own.get('/step-up?next=/settings/two-factor/add-phone')
  const stepUp = cookie(own, 'step-up')
  await showFactor(site, own, key)

  const waiting = site.visitor()
  await signIn(waiting)
  const begun = await waiting.json('/api/v1/sessions', { address: anna, password })
  const { challenge } = (await begun.json()) as { challenge: string }

  const entering = site.visitor()
  await turnOn(site, site.visitor(), adam)
  expect((await (await createOwner(site)).reset('adam')).status).toBe('ok')
  await site.twoFactor.settle()
  await signIn(entering, adam)
  const unproven = cookie(entering, 'waiting-set-up').split('.')[0] ?? ''
  await entering.post('/sign-in/mailed-code', { code: await readMailedCode(site) })
  const proven = cookie(entering, 'waiting-set-up').split('.')[0] ?? ''
  expect(proven).not.toBe(unproven)
  return {
    site,
    tokens: {
      'the waiting sign-in': cookie(waiting, 'waiting-sign-in'),
      'the challenge of the API': challenge,
      'the step-up that waits': stepUp,
      'the step-up that is done': cookie(own, 'fresh-factor'),
      'the way to a new factor before the mailed code': unproven,
      'the way to a new factor after it': proven,
    },
  }
}

describe('who has shown the password alone', () => {
  it('gets nothing from any route for what it holds, be that shown as a session or as a bearer token', async () => {
    const { site, tokens } = await collectTokens()
    const sessions = await site.db.all('SELECT * FROM sessions ORDER BY token_hash')
    const closed: string[] = []
    for (const route of routesOf(site)) {
      if (!isClosed(await ask(site, route))) continue
      closed.push(route)
      for (const [what, token] of Object.entries(tokens)) {
        expect(token.length, what).toBeGreaterThan(40)
        for (const headers of [
          { cookie: `__Host-session=${token}; __Host-fresh-factor=${token}` },
          { authorization: `Bearer ${token}` },
        ]) {
          const answer = await ask(site, route, headers)
          expect(isClosed(answer), `${what}, ${route}: ${answer.status} ${answer.location}`).toBe(true)
          expect(answer.cookies, route).not.toMatch(/__Host-session=[^;]/)
        }
      }
    }
    expect(closed.length).toBeGreaterThan(80)
    expect(closed.filter((route) => route.includes('/api/v1/')).length).toBeGreaterThan(3)
    expect(await site.db.all('SELECT * FROM sessions ORDER BY token_hash')).toEqual(sessions)
  })

  it.each(['browser', 'api'] as const)(
    'gets nothing from any route for a session of the %s from before there was a factor',
    async (channel) => {
      const site = await createTestSite()
      await turnOn(site, site.visitor())
      await site.db.run('DELETE FROM sessions')
      for (const route of routesOf(site)) {
        const stranger = await ask(site, route)
        const token = await openSession(site.db, {
          ...{ userId: 'anna', now: site.clock.now(), factorAt: null, channel },
        })
        const answer = await ask(site, route, {
          ...(channel === 'browser'
            ? { cookie: `__Host-session=${token}` }
            : { authorization: `Bearer ${token}` }),
        })
        expect(answer.body, route).not.toMatch(inside)
        expect(answer.cookies, route).not.toMatch(/__Host-session=[^;]/)
        if (!isClosed(stranger)) continue
        const isPage = channel === 'browser' && !route.includes('/api/')
        if (isPage) expect(answer.location, route).toMatch(/^\/sign-in(\/code)?\?next=/)
        else expect(isClosed(answer), route).toBe(true)
        // A click too many gets the answer of the first for three seconds.
        site.clock.advance(3000)
        const asCookie = await ask(site, route, { cookie: `__Host-session=${token}` })
        expect(isClosed(asCookie), `${route}, once more`).toBe(true)
      }
    },
  )
})
