import { describe, expect, it } from 'vitest'
import { createAdmin } from '../admins.ts'
import { createOwner, enter } from '../entries.ts'
import { createTestSite, signIn, type TestSite, turnOn } from '../test-site.ts'
import { origin, type Visitor } from '../visitor.ts'

/** What is open to everybody. Whoever opens another route has to name it here. */
const open = [
  'GET /admin-request',
  'GET /admin-request/again',
  'GET /assets/enhance.js',
  'GET /assets/mark.svg',
  'GET /assets/styles.css',
  'GET /forgotten-password',
  'GET /health',
  'GET /invitation',
  'GET /invitation/again',
  'GET /language',
  'GET /mailbox',
  'GET /new-password',
  'GET /new-password/code',
  'GET /new-password/recovery',
  'GET /new-password/sms',
  'GET /new-password/sms/send',
  'GET /recovery',
  'GET /recovery/cancel',
  'GET /recovery/complete',
  'GET /recovery/request',
  'GET /sign-in',
  'GET /sign-in/cancel',
  'GET /sign-in/code',
  'GET /sign-in/mailed-code',
  'GET /sign-in/mailed-code/resend',
  'GET /sign-in/recovery',
  'GET /sign-in/set-up',
  'GET /sign-in/set-up/phone',
  'GET /sign-in/set-up/phone/code',
  'GET /sign-in/set-up/phone/code/send',
  'GET /sign-in/set-up/scan',
  'GET /sign-in/sms',
  'GET /sign-in/sms/send',
  'GET /sign-out',
  'GET /test/outbox',
  'POST /admin-request',
  'POST /admin-request/again',
  'POST /forgotten-password',
  'POST /invitation',
  'POST /invitation/again',
  'POST /language',
  'POST /new-password',
  'POST /new-password/code',
  'POST /new-password/recovery',
  'POST /new-password/sms',
  'POST /new-password/sms/send',
  'POST /recovery',
  'POST /recovery/cancel',
  'POST /recovery/complete',
  'POST /recovery/request',
  'POST /sign-in',
  'POST /sign-in/cancel',
  'POST /sign-in/code',
  'POST /sign-in/mailed-code',
  'POST /sign-in/mailed-code/resend',
  'POST /sign-in/recovery',
  'POST /sign-in/set-up',
  'POST /sign-in/set-up/phone',
  'POST /sign-in/set-up/phone/code',
  'POST /sign-in/set-up/phone/code/send',
  'POST /sign-in/set-up/scan',
  'POST /sign-in/sms',
  'POST /sign-in/sms/send',
  'POST /sign-out',
  'POST /test/clock',
]

/** What a sign-in that has passed the password only may use, beyond what everybody may. */
const ofTheSecondStep = [
  'GET /sign-in/code',
  'GET /sign-in/recovery',
  'GET /sign-in/sms',
  'POST /sign-in/code',
  'POST /sign-in/recovery',
  'POST /sign-in/sms',
  'POST /sign-in/sms/send',
]

/** What a sign-in that leads to a new factor may use. */
const ofTheEntry = (route: string) => /^(GET|POST) \/sign-in\/(mailed-code|set-up)/.test(route)

/** Every page and form. What programs ask has its own such test, in `../api`. */
function routesOf(site: TestSite): string[] {
  const routes = site.app.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/api/'))
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()
}

/** Where a route leads for the owner of a clinic. */
function addressOf(path: string): string {
  return path.replace(':id', 'note-1041').replace(':clinicId', 'harbour').replace(':userId', 'anna')
}

async function ask(
  visitor: Visitor,
  route: string,
): Promise<{ status: number; location: string | null; body: string }> {
  const [method, path = ''] = route.split(' ')
  const address = addressOf(path)
  const response =
    method === 'GET'
      ? await visitor.get(address)
      : path === '/test/clock'
        ? await visitor.json(address, { advanceSeconds: 0 })
        : await visitor.post(address, { code: '000000', locale: 'en', saved: 'yes' })
  return { status: response.status, location: response.headers.get('location'), body: await response.text() }
}

function cookiesOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

describe('every route', () => {
  it('is closed to strangers unless it is named as open', async () => {
    const site = await createTestSite()
    const closed = routesOf(site).filter((route) => !open.includes(route))
    expect(closed.length).toBeGreaterThan(10)
    expect(routesOf(site).filter((route) => open.includes(route))).toEqual(open)
    for (const route of closed) {
      const answer = await ask(site.visitor(), route)
      expect(answer.status, route).toBe(303)
      expect(answer.location, route).toMatch(/^\/sign-in\?next=/)
    }
  })

  it('gives a sign-in that has passed the password only what it gives to strangers, but for the second step', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const before = await site.db.all('SELECT token_hash, enrollment_id FROM sessions')
    for (const route of routesOf(site)) {
      const waiting = site.visitor()
      await signIn(waiting)
      expect(waiting.cookies.size).toBe(1)
      const answer = await ask(waiting, route)
      expect(waiting.cookies.has('__Host-session'), route).toBe(false)
      expect(answer.body, route).not.toMatch(/Lindqvist<|Ellison|class="qr"/)
      if (ofTheSecondStep.includes(route)) continue
      const stranger = await ask(site.visitor(), route)
      expect({ ...answer, route }).toEqual({ ...stranger, route })
    }
    expect(await site.db.all('SELECT token_hash, enrollment_id FROM sessions')).toEqual(before)
  })

  it.each([
    ['with the password alone', false],
    ['with the mailed code too', true],
  ])(
    'gives a sign-in on the way to a new factor, %s, what it gives to strangers, but for the set-up',
    async (_, proven) => {
      const site = await createTestSite()
      const owner = await createOwner(site)
      await turnOn(site, site.visitor())
      await owner.reset('anna')
      await site.twoFactor.settle()
      await site.db.run('DELETE FROM sessions')
      const waiting = await enter(site, site.visitor(), { proven })
      for (const route of routesOf(site)) {
        if (route === 'POST /sign-in/cancel') continue
        const visitor = waiting.clone()
        expect(visitor.cookies.size).toBe(1)
        const answer = await ask(visitor, route)
        expect(visitor.cookies.has('__Host-session'), route).toBe(false)
        expect(answer.body, route).not.toMatch(/Lindqvist<|Ellison/)
        if (ofTheEntry(route)) continue
        expect(answer.body, route).not.toContain('class="qr"')
        const stranger = await ask(site.visitor(), route)
        expect({ ...answer, route }).toEqual({ ...stranger, route })
      }
      expect(await site.db.all('SELECT * FROM sessions')).toEqual([])
      const [token = ''] = (waiting.cookies.get('__Host-waiting-set-up') ?? '').split('.')
      expect(token.length).toBeGreaterThan(40)
      for (const name of ['__Host-session', '__Host-waiting-sign-in']) {
        const thief = site.visitor()
        thief.cookies.set(name, token)
        expect((await thief.get('/notes', { authorization: `Bearer ${token}` })).status).toBe(303)
        expect((await thief.post('/sign-in/code', { code: '000000' })).headers.get('location')).toContain(
          'ended',
        )
      }
    },
  )

  it('never takes the waiting token for a session, in whatever place it is shown', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const waiting = site.visitor()
    await signIn(waiting)
    const token = waiting.cookies.get('__Host-waiting-sign-in') ?? ''
    const thief = site.visitor()
    thief.cookies.set('__Host-session', token)
    expect((await thief.get('/notes', { authorization: `Bearer ${token}` })).status).toBe(303)
    expect((await thief.get(`/notes?token=${token}`)).status).toBe(303)
  })

  it('refuses what another site sends, and does nothing', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const before = site.clock.now()
    const posts = routesOf(site).filter((route) => route.startsWith('POST'))
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://evil.localhost:3000', 'sec-fetch-site': 'same-site' },
      { origin, 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'content-type': '\xa0application/x-www-form-urlencoded' },
      { origin: 'https://evil.example', 'content-type': 'application/json' },
    ]
    for (const route of posts) {
      for (const headers of foreign) {
        const body = route.includes('/test/') ? '{"advanceSeconds":60}' : ''
        const answer = await visitor.post(route.split(' ')[1] ?? '', body, headers)
        expect(answer.status, route).toBe(403)
        expect(await answer.text()).toContain('This request came from another site')
      }
    }
    expect(site.clock.now()).toBe(before)
    expect((await visitor.get('/notes')).status).toBe(200)
  })

  it('refuses a request that does not say where it comes from, but for the test controls', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    for (const route of routesOf(site).filter((one) => one.startsWith('POST') && !one.includes('/test/'))) {
      const path = route.split(' ')[1] ?? ''
      for (const type of ['application/x-www-form-urlencoded', '\xa0application/x-www-form-urlencoded']) {
        const headers = { 'content-type': type, cookie: cookiesOf(visitor) }
        const answer = await site.app.request(`${origin}${path}`, { method: 'POST', body: '', headers })
        expect(answer.status, route).toBe(403)
      }
    }
    expect((await visitor.get('/notes')).status).toBe(200)
    expect((await visitor.json('/test/clock', { advanceSeconds: 1 })).status).toBe(200)
  })

  it('takes a request that says by one of the two headers alone that it comes from the site', async () => {
    const site = await createTestSite()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    const post = (path: string) => site.app.request(`${origin}${path}`, { method: 'POST', body: '', headers })
    expect((await post('/sign-out')).status).toBe(303)
    expect((await site.visitor().post('/sign-out', {})).status).toBe(303)
  })

  it('refuses NUL characters in every path, query and field', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, 'owner@harbour.example')
    for (const route of routesOf(site)) {
      const path = addressOf(route.split(' ')[1] ?? '')
      expect((await visitor.get(`${path}?next=%00`)).status, route).toBe(400)
      expect((await visitor.get(`${path}%00`)).status, route).toBe(400)
      if (!route.startsWith('POST') || route.includes('/test/')) continue
      for (const body of ['address=a%00%40x.example&password=x', 'code=%00', '%00=x', 'password=a%00b']) {
        const answer = await visitor.post(path, body)
        expect(answer.status, `${route} ${body}`).toBe(400)
        expect(await answer.text()).toContain('This form could not be read')
      }
    }
    expect((await visitor.get('/notes/note%001041')).status).toBe(400)
    expect((await visitor.get('/settings')).status).toBe(200)
  })

  it('takes a line break in a path for a thing that is not there', async () => {
    const site = await createTestSite()
    const { visitor, prove } = await createAdmin(site)
    await prove()
    for (const route of routesOf(site).filter((one) => one.includes(':'))) {
      const [method, path = ''] = route.split(' ')
      const odd = path.replace(':clinicId', 'harbour').replaceAll(/:\w+/g, '%0d%0aX:1')
      const { headers, status } = await (method === 'GET' ? visitor.get(odd) : visitor.post(odd, {}))
      expect(status, route).toBeLessThan(500)
      expect(headers.get('x'), route).toBeNull()
      const location = headers.get('location')
      if (location?.includes('X')) expect((await visitor.get(location)).status, route).toBe(404)
    }
  })

  it('leads whoever comes to the address of a form, as a sign-in that comes in between does, to a page', async () => {
    const site = await createTestSite()
    const routes = routesOf(site)
    const posts = routes.filter((route) => route.startsWith('POST ') && !route.includes('/test/'))
    for (const route of posts) expect(routes).toContain(route.replace('POST', 'GET'))
    const visitor = site.visitor()
    await signIn(visitor, 'owner@harbour.example')
    for (const [from, to] of [
      ['report/ask', 'report'],
      ['invitations/withdraw', 'members'],
    ]) {
      const led = await visitor.get(`/clinics/harbour/${from}`)
      expect(led.headers.get('location')).toBe(`/clinics/harbour/${to}`)
    }
  })

  it('refuses a field that is given twice', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, 'owner@harbour.example')
    const posts = routesOf(site).filter((route) => route.startsWith('POST') && route !== 'POST /test/clock')
    for (const route of posts) {
      const answer = await visitor.post(addressOf(route.split(' ')[1] ?? ''), 'code=111111&code=222222')
      expect(answer.status, route).toBe(400)
      expect(await answer.text()).toContain('This form could not be read')
    }
    expect((await visitor.get('/sign-in?next=%2F&next=%2Fnotes')).status).toBe(400)
    expect((await visitor.get('/settings')).status).toBe(200)
  })

  it('refuses a body that is too large or no form', async () => {
    const site = await createTestSite()
    const large = await site.visitor().post('/sign-in', { address: 'x'.repeat(20_000), password: 'x' })
    expect(large.status).toBe(413)
    expect(await large.text()).toContain('That was too much at once')
    const json = await site
      .visitor()
      .json('/sign-in', { address: ['anna@harbour.example'], password: {} }, { origin })
    expect(json.status).toBe(400)
  })

  it('is sent with headers that let nothing foreign run, frame or remember it', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, 'owner@harbour.example')
    for (const route of routesOf(site).filter((one) => one.startsWith('GET'))) {
      const path = addressOf(route.split(' ')[1] ?? '')
      const { headers } = await visitor.get(path)
      const policy = headers.get('content-security-policy') ?? ''
      for (const part of [
        "default-src 'none'",
        "script-src 'self';",
        "style-src 'self';",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
      ]) {
        expect(policy, route).toContain(part)
      }
      expect(policy, route).not.toContain('unsafe')
      expect(headers.get('x-content-type-options'), route).toBe('nosniff')
      expect(headers.get('referrer-policy'), route).toBe('same-origin')
      expect(headers.get('cache-control'), route).toBe(path.startsWith('/assets/') ? 'no-cache' : 'no-store')
    }
  })

  it('has no markup in its pages that the policy would stop', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    for (const path of [
      '/',
      '/notes',
      '/settings',
      '/settings/two-factor',
      '/settings/two-factor/recovery-codes',
      '/mailbox',
    ]) {
      expect(await visitor.text(path), path).not.toMatch(
        / style="|<style|<script(?! src="\/assets\/)| on[a-z]+="|https?:\/\//,
      )
    }
  })
})
