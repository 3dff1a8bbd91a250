import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { anna, createTestSite, password, signIn, turnOn } from '../test-site.ts'
import { origin } from '../visitor.ts'
import { createProgram } from './program.ts'

type Program = Awaited<ReturnType<typeof createProgram>>

function operationsOf({ document }: Program): string[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

const isOpen = [
  ...['', '/sms', '/verify', '/cancel', '/proof', '/set-up', '/set-up/confirm'].map(
    (step) => `POST /sessions${step}`,
  ),
]

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1 and names the address of the site', async () => {
    const { document } = await createProgram(await createTestSite())
    const { valid, errors } = await new Validator().validate({ ...document })
    expect([valid, errors]).toEqual([true, undefined])
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost:3000/api/v1' }] })
  })

  it('has every route of the API, and none that is not there', async () => {
    const site = await createTestSite()
    const routes = site.app.routes
      .filter(({ method, path }) => path.startsWith('/api/v1/') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/:(\w+)/, '{$1}')}`)
    expect([...new Set(routes)].sort()).toEqual(operationsOf(await createProgram(site)).sort())
    expect(routes.length).toBeGreaterThan(7)
  })
})

describe('every operation of the API', () => {
  const ask = (program: Program, operation: string, headers: Record<string, string>) => {
    const [method = '', path = ''] = operation.split(' ')
    return program.ask(method, `/api/v1${path.replace('{id}', 'note-1041')}`, {
      ...(method === 'POST' ? { body: { challenge: 'x' } } : {}),
      headers,
    })
  }

  it('is closed to strangers, to cookies, to waiting sign-ins and to tokens of a browser, but for signing in', async () => {
    const site = await createTestSite()
    const browser = site.visitor()
    await turnOn(site, browser)
    const waiting = site.visitor()
    await signIn(waiting)
    const session = browser.cookies.get('__Host-session') ?? ''
    const challenge = waiting.cookies.get('__Host-waiting-sign-in') ?? ''
    expect([session.length, challenge.length]).toEqual([43, 43])
    const program = await createProgram(site)
    const closed = operationsOf(program).filter((operation) => !isOpen.includes(operation))
    expect(closed.length).toBe(operationsOf(program).length - isOpen.length)
    for (const operation of closed) {
      for (const headers of [
        {},
        { cookie: `__Host-session=${session}` },
        { authorization: `Bearer ${session}` },
        { authorization: `Bearer ${challenge}` },
        { authorization: `Bearer ${session} ${challenge}` },
        { authorization: `Basic ${Buffer.from(`${anna}:${password}`).toString('base64')}` },
      ]) {
        const answer = await ask(program, operation, headers)
        expect([answer.status, answer.body.code], operation).toEqual([401, 'unauthorized'])
        expect(answer.headers.get('www-authenticate'), operation).toMatch(/^Bearer/)
      }
    }
    // The session of the browser was not ended by any of them.
    expect((await browser.get('/notes')).status).toBe(200)
  })

  it('gives a token that opens no page, in whatever place it is shown', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const { token } = (await program.post('/sessions', { address: anna, password })).body
    expect((await program.get('/notes', token)).status).toBe(200)
    const thief = site.visitor()
    thief.cookies.set('__Host-session', token)
    for (const path of ['/', '/notes', '/settings', '/settings/two-factor']) {
      const page = await thief.get(path, { authorization: `Bearer ${token}` })
      expect([page.status, page.headers.get('location')], path).toEqual([
        303,
        expect.stringContaining('/sign-in'),
      ])
    }
  })

  it('answers in JSON whatever is wrong, and is kept by nobody', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    for (const [path, status, code] of [
      ['/api/v1/nothing', 404, 'not_found'],
      ['/api/v2/notes', 404, 'not_found'],
      ['/api/v1/notes%00', 400, 'malformed_request'],
    ] as const) {
      const answer = await program.ask('GET', path)
      expect([answer.status, answer.body.code], path).toEqual([status, code])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect((await program.ask('PUT', '/api/v1/notes')).body.code).toBe('not_found')
    const elsewhere = await site.app.request('http://evil.example/api/v1/me')
    expect([elsewhere.status, await elsewhere.json()]).toEqual([
      421,
      expect.objectContaining({ code: 'other_host' }),
    ])
    await site.db.close()
    const broken = await program.get('/me', 'x'.repeat(43))
    expect(broken.body).toMatchObject({ status: 500, code: 'server_error' })
  })

  it('is not for pages of other sites: none of them may read an answer', async () => {
    const site = await createTestSite()
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await site.app.request(`${origin}/api/v1/me`, { method, headers })
      expect(answer.headers.has('access-control-allow-origin')).toBe(false)
    }
  })
})
