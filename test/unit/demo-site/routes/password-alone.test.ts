import { describe, expect, it } from 'vitest'
import { startSession } from '../../../../demo-site/src/data/sessions.ts'
import { createOwner, enter } from '../entries.ts'
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

  await (await createOwner(site)).reset('bo')
  await site.twoFactor.settle()
  return {
    site,
    tokens: {
      'the waiting sign-in': cookie(waiting, 'waiting-sign-in'),
      'the challenge of the API': challenge,
      'the step-up that waits': stepUp,
      'the step-up that is done': cookie(own, 'fresh-factor'),
    },
  }
}

describe('who has shown the password alone', () => {
  it('gets nothing from any route for what it holds, as a cookie, as a bearer token and as both', async () => {
    const { site, tokens } = await collectTokens()
    const sessions = await site.db.all('SELECT * FROM sessions ORDER BY token_hash')
    const closed: string[] = []
    for (const route of routesOf(site)) {
      if (!isClosed(await ask(site, route))) continue
      closed.push(route)
      for (const [what, token] of Object.entries(tokens)) {
        expect(token.length, what).toBeGreaterThan(40)
        for (const headers of [
          { cookie: `__Host-session=${token}` },
          { authorization: `Bearer ${token}` },
          { cookie: `__Host-session=${token}; __Host-fresh-factor=${token}`, authorization: `Bearer ${token}` },
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
})
