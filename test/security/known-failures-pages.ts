import { decodeBase32 } from 'countersign/otp'
import { expect } from 'vitest'
import { checkPassword } from '../../demo-site/src/auth/passwords.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  signIn,
  type TestSite,
  turnOn,
  wrongCodeFor,
} from '../unit/demo-site/test-site.ts'
import { origin, type Visitor } from '../unit/demo-site/visitor.ts'
import type { PageCases } from './known-failures-ground.ts'

const bo = 'bo@harbour.example'
const session = '__Host-session'
const waitingCookie = '__Host-waiting-sign-in'
const fresh = 'four words in a row'

/** What a request may change that matters: sessions, passwords, factors. */
async function readAccounts({ db, twoFactor }: TestSite) {
  const users = await db.all<{ id: string; password_hash: string }>(
    'SELECT id, password_hash FROM users ORDER BY id',
  )
  return {
    users,
    sessions: await db.all('SELECT token_hash, user_id, factor_at, enrollment_id FROM sessions ORDER BY id'),
    factors: await Promise.all(users.map(({ id }) => twoFactor.factors.list({ userId: id }))),
    codesLeft: await Promise.all(users.map(({ id }) => twoFactor.recoveryCodes.remaining({ userId: id }))),
  }
}

/** Every route that is there, as a method and a path that leads to something. */
const routesOf = ({ app }: TestSite): [method: string, path: string][] =>
  [
    ...new Set(
      app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
    ),
  ]
    .map((route) => route.replace(':id', 'note-1041').split(' ') as [string, string])
    .filter(([, path]) => path !== '/test/clock')

function ask(visitor: Visitor, [method, path]: [string, string], headers: Record<string, string> = {}) {
  if (method === 'GET') return visitor.get(path, headers)
  const form = { code: '000000', locale: 'en', saved: 'yes', password: fresh, enrollment: 'x'.repeat(22) }
  return visitor.post(path, form, headers)
}

/** A site where somebody holds the password of a person with a factor, and got as far as it goes. */
async function openWaiting() {
  const site = await createTestSite()
  const { key } = await turnOn(site, site.visitor())
  site.clock.advance(30_000)
  const waiting = site.visitor()
  expect((await signIn(waiting)).headers.get('location')).toBe('/sign-in/code?next=%2F')
  const token = waiting.cookies.get(waitingCookie) ?? ''
  expect(token).not.toBe('')
  return { site, key, waiting, token }
}

export const halfSignedInPages: PageCases = {
  'at every route of the site': async () => {
    const { site, waiting } = await openWaiting()
    const closed: string[] = []
    const before = await readAccounts(site)
    for (const route of routesOf(site)) {
      const stranger = await ask(site.visitor(), route)
      const thief = waiting.clone()
      const answer = await ask(thief, route)
      const name = route.join(' ')
      expect(thief.cookies.has(session), name).toBe(false)
      expect(await answer.text(), name).not.toMatch(/Lindqvist<|Ellison|class="qr"|class="key"/)
      if (stranger.headers.get('location') !== `/sign-in?next=${encodeURIComponent(route[1])}`) continue
      closed.push(name)
      // What is closed to strangers is closed in just the same way.
      expect([answer.status, answer.headers.get('location')], name).toEqual([
        303,
        stranger.headers.get('location'),
      ])
    }
    expect(closed.length).toBeGreaterThan(10)
    for (const name of ['POST /settings/two-factor/set-up', 'GET /notes/note-1041'])
      expect(closed).toContain(name)
    expect(await readAccounts(site)).toEqual(before)
  },

  'by another transport: its token as a session, as a bearer, in the query, in a set-up': async () => {
    const { site, token } = await openWaiting()
    const before = await readAccounts(site)
    const places: [Record<string, string>, Record<string, string>, string][] = [
      [{ [session]: token }, {}, ''],
      [{ '__Host-waiting-set-up': `${token}.` }, {}, ''],
      [{ '__Host-step-up': token, '__Host-new-password': `${token}.${token}.${token}` }, {}, ''],
      [{ session: token }, { authorization: `Bearer ${token}`, 'x-session': token }, ''],
      [
        {},
        { authorization: `Basic ${Buffer.from(`${anna}:${password}`).toString('base64')}` },
        `?token=${token}`,
      ],
    ]
    for (const [cookies, headers, query] of places) {
      for (const [method, path] of routesOf(site)) {
        const thief = site.visitor()
        for (const [name, value] of Object.entries(cookies)) thief.cookies.set(name, value)
        const answer = await ask(thief, [method, `${path}${query}`], headers)
        expect(await answer.text(), path).not.toMatch(/Lindqvist<|Ellison|class="qr"|class="key"/)
        if (method === 'POST') expect(thief.cookies.get(session) ?? token, path).toBe(token)
      }
      expect((await site.visitor().get('/notes', headers)).status).toBe(303)
    }
    expect(await readAccounts(site)).toEqual(before)
  },
}

export const guessesOnPages: PageCases = {
  'by X-Forwarded-For that nobody trusts': async () => {
    const site = await createTestSite()
    const headers = (index: number) => ({
      'x-forwarded-for': `198.51.100.${index}`,
      forwarded: `for=198.51.100.${index}`,
    })
    const guess = (index: number, secret = 'wrong') =>
      site.visitor().post('/sign-in', { address: anna, password: secret }, headers(index))
    for (let index = 0; index < 10; index++) expect((await guess(index)).status).toBe(422)
    expect((await guess(11)).status).toBe(429)
    expect((await guess(12, password)).status).toBe(429)
    expect(await site.db.all('SELECT token_hash FROM sessions')).toEqual([])

    const { key } = await turnOn(site, site.visitor(), bo)
    const waiting = site.visitor()
    await signIn(waiting, bo)
    await waiting.post('/sign-in/code', { code: wrongCodeFor(site, key) }, headers(13))
    const [rejected] = await site.twoFactor.audit.list({ types: ['code.rejected'] })
    expect(rejected?.address).toBe('127.0.0.1')
  },
}

export const accountsLockedOnPages: PageCases = {
  'by wrong passwords: neither the browser that is known nor the factor step': async () => {
    const site = await createTestSite()
    const own = site.visitor()
    const { key } = await turnOn(site, own)
    await own.post('/sign-out', {})
    for (let made = 0; made < 25; made++)
      await site.visitor().post('/sign-in', { address: anna, password: 'wrong' })
    site.clock.advance(30_000)
    expect((await signIn(own)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    expect((await own.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe('/')
    expect(
      await site.twoFactor.audit.list({ userId: 'anna', types: ['code.rejected', 'factor_step.paused'] }),
    ).toEqual([])
  },
}

export const flagsOnPages: PageCases = {
  'in fields of the forms, or by switching the person between the steps': async () => {
    const { site, waiting } = await openWaiting()
    const { key: ownKey } = await turnOn(site, site.visitor(), bo)
    site.clock.advance(30_000)
    const before = await readAccounts(site)
    const flags = {
      verified: 'true',
      skip: '1',
      userId: 'bo',
      user: 'bo',
      factor: 'none',
      secret: ownKey,
      trust: 'on',
    }
    const forged = await waiting.post('/sign-in/code', { ...flags, code: codeFor(site, ownKey) })
    expect([forged.status, waiting.cookies.has(session)]).toEqual([422, false])
    expect(await readAccounts(site)).toEqual(before)
    // The attacker's own password in the browser where somebody else's was shown: the session is their own.
    await signIn(waiting, bo)
    await waiting.post('/sign-in/code', { ...flags, userId: 'anna', code: codeFor(site, ownKey) })
    expect(await waiting.text('/')).toContain('Bo Hartley')
    const made = await site.db.all<{ user_id: string }>(
      'SELECT user_id FROM sessions WHERE factor_at IS NOT NULL',
    )
    expect(made.filter(({ user_id }) => user_id === 'anna')).toHaveLength(1)
  },
}

/** The path of the newest mailed link to a new password. */
async function askForLink(site: TestSite, headers: Record<string, string> = {}): Promise<string> {
  site.clock.advance(1)
  await site.visitor().post('/forgotten-password', { address: anna }, headers)
  const [mail] = await site.db.all<{ body: string }>('SELECT body FROM outbox ORDER BY sent_at DESC LIMIT 1')
  return /(\/new-password\?token=\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
}

export const passwordsResetOnPages: PageCases = {
  'before the factor was shown, and signs in': async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const before = await readAccounts(site)
    const visitor = site.visitor()
    await visitor.get(await askForLink(site))
    for (const path of ['/new-password', '/new-password/code', '/new-password/recovery'])
      await visitor.post(path, { password: fresh, code: wrongCodeFor(site, key) })
    expect(await readAccounts(site)).toEqual(before)
    await visitor.post('/new-password/code', { code: codeFor(site, key) })
    expect((await readAccounts(site)).users).toEqual(before.users)
    await visitor.post('/new-password', { account: anna, password: fresh })
    const after = await readAccounts(site)
    const hash = after.users.find(({ id }) => id === 'anna')?.password_hash ?? ''
    expect(await checkPassword(hash, fresh)).toBe(true)
    const isOther = ({ id }: { id: string }) => id !== 'anna'
    expect(after.users.filter(isOther)).toEqual(before.users.filter(isOther))
    expect([after.sessions, visitor.cookies.has(session)]).toEqual([[], false])
    expect((await visitor.get('/notes')).status).toBe(303)
    const again = await site.visitor().post('/sign-in', { address: anna, password: fresh })
    expect(again.headers.get('location')).toBe('/sign-in/code?next=%2F')
  },
}

/** Addresses of another site, in whatever spelling a browser follows. */
const OFF_SITE = [
  ...['https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example'],
  ...[
    '/.//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
  ],
  ...['/a/..//evil.example', 'http:evil.example', '@evil.example', '/\r\nlocation: https://evil.example'],
]

export const textsOnPages: PageCases = {
  'in Host and its like: mailed links lead to the configured address': async () => {
    const baseUrl = 'https://practice.example'
    const site = await createTestSite({ baseUrl, baseUrlGiven: true })
    const forget = (address: string, forged: Record<string, string>) =>
      site.app.request(`${address}/forgotten-password`, {
        method: 'POST',
        body: new URLSearchParams({ address: anna }).toString(),
        headers: { ...forged, 'content-type': 'application/x-www-form-urlencoded', origin: baseUrl },
      })
    for (const forged of [
      { 'x-forwarded-host': 'evil.example' },
      { forwarded: 'host=evil.example;proto=http' },
      { 'x-host': 'evil.example', 'x-original-url': 'https://evil.example/' },
    ])
      expect((await forget(baseUrl, forged)).status).toBe(303)
    // Under another name the site may answer or refuse; it never mails that name.
    await forget('http://evil.example', { host: 'evil.example' })
    await turnOnBehind(site)
    await site.twoFactor.accountRecovery.begin({ userId: 'anna' })
    await site.twoFactor.settle()
    const mails = await site.db.all<{ subject: string; body: string }>('SELECT subject, body FROM outbox')
    const links = mails.flatMap(({ body }) => body.match(/https?:\/\/\S+/g) ?? [])
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) expect(new URL(link).origin).toBe(baseUrl)
    expect(JSON.stringify(mails)).not.toContain('evil')
  },

  'in next: no redirect leaves the site, at any step': async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const isOurs = (answer: Response) => {
      const location = answer.headers.get('location') ?? ''
      expect(new URL(location, origin).origin, location).toBe(origin)
      const next = new URL(location, origin).searchParams.get('next') ?? '/'
      expect(new URL(next, origin).origin, next).toBe(origin)
    }
    const isOursToo = async (page: Promise<string>) => {
      const targets = [...(await page).matchAll(/(?:href|action|name="next" value)="([^"]*)"/g)]
      expect(targets.length).toBeGreaterThan(2)
      for (const [, target = ''] of targets) {
        const url = new URL(target.replaceAll('&amp;', '&'), `${origin}/sign-in`)
        expect(url.origin, target).toBe(origin)
      }
    }
    for (const next of OFF_SITE) {
      site.clock.advance(30_000)
      const visitor = site.visitor()
      const query = new URLSearchParams({ next }).toString()
      await isOursToo(visitor.text(`/sign-in?${query}`))
      isOurs(await visitor.post('/language', { locale: 'en', next }))
      isOurs(await signIn(visitor, anna, next))
      await isOursToo(visitor.text(`/sign-in/code?${query}`))
      isOurs(await visitor.post('/sign-in/code', { code: codeFor(site, key), next }))
      isOurs(await visitor.get(`/sign-in?${query}`))
      expect((await visitor.get('/notes')).status).toBe(200)
    }
  },

  'in names: markup is text on every page, and line breaks stay out of mail headers': async () => {
    const name = '<img src=x onerror=alert(1)>\r\nBcc: all@evil.example'
    const site = await createTestSite()
    await site.db.run('UPDATE users SET name = ? WHERE id = ?', name, 'anna')
    await site.db.run('UPDATE clinics SET name = ? WHERE id = ?', '"><script>alert(2)</script>', 'harbour')
    const visitor = site.visitor()
    await turnOn(site, visitor)
    await site.visitor().post('/forgotten-password', { address: anna })
    await site.twoFactor.settle()
    const pages: string[] = []
    for (const [method, path] of routesOf(site)) {
      if (method !== 'GET' || path.startsWith('/assets') || path.startsWith('/test')) continue
      const answer = await visitor.get(path)
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
      const page = await answer.text()
      expect(page, path).not.toMatch(/<img src=x|<script>alert/)
      pages.push(page)
    }
    expect(
      pages.filter((page) => page.includes('&lt;img src=x onerror=alert(1)&gt;')).length,
    ).toBeGreaterThan(1)
    const mails = await site.db.all<{ recipient: string; subject: string }>(
      'SELECT recipient, subject FROM outbox',
    )
    expect(mails.length).toBeGreaterThan(1)
    for (const mail of mails) expect(`${mail.recipient} ${mail.subject}`).not.toMatch(/[\r\n]|evil/)
  },
}

/** Turns the factor of Anna on without the pages. */
async function turnOnBehind({ twoFactor, clock }: TestSite): Promise<void> {
  const begun = await twoFactor.enrollment.begin({ userId: 'anna' })
  if (begun.status !== 'pending' || begun.type !== 'totp') throw new Error(begun.status)
  expect(decodeBase32(begun.secret)).toHaveLength(20)
  const code = codeFor({ clock } as TestSite, begun.secret)
  const { enrollmentId } = begun
  expect((await twoFactor.enrollment.confirm({ userId: 'anna', enrollmentId, code })).status).toBe('ok')
}

/** An answer with all that a stranger could compare. */
async function readAnswer(response: Response, address: string) {
  // What was typed, sealed for the language switch, is another text each time: it is made of the form alone.
  const body = (await response.text())
    .replaceAll(address, 'ADDRESS')
    .replace(/(name="typed" value=)"[^"]+"/, '$1"SEALED"')
  return { status: response.status, headers: [...response.headers], body }
}

/** The processor time of all threads that an answer takes, the least of three: a busy machine changes only the clock's. */
async function measure(work: (index: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < 3; index++) {
    const before = process.cpuUsage()
    await work(index)
    const { user, system } = process.cpuUsage(before)
    times.push(user + system)
  }
  return Math.min(...times)
}

export const peopleOnPages: PageCases = {
  'by the answer to a wrong password or a forgotten one': async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor(), bo)
    const nobody = 'nobody@harbour.example'
    const wrong = async (address: string) =>
      readAnswer(await site.visitor().post('/sign-in', { address, password: 'wrong' }), address)
    const forgot = async (address: string) =>
      readAnswer(await site.visitor().post('/forgotten-password', { address }), address)
    for (const answer of [wrong, forgot]) {
      const unknown = await answer(nobody)
      for (const address of [anna, bo]) expect(await answer(address)).toEqual(unknown)
    }
    // And alike when there were too many.
    for (let made = 1; made < 11; made++) for (const address of [nobody, anna]) await wrong(address)
    expect((await wrong(nobody)).status).toBe(429)
    expect(await wrong(anna)).toEqual(await wrong(nobody))
    const recipients = await site.db.all<{ recipient: string }>('SELECT recipient FROM outbox')
    expect(recipients.map(({ recipient }) => recipient)).not.toContain(nobody)
  },

  'by the time that a wrong password takes: a hash is computed for nobody too': async () => {
    const site = await createTestSite()
    const guess = (address: string) => site.visitor().post('/sign-in', { address, password: 'wrong' })
    await guess('warm-up@harbour.example')
    const hash = await measure(() => checkPassword(null, 'wrong'))
    const unknown = await measure((index) => guess(`nobody-${index}@harbour.example`))
    expect(unknown).toBeGreaterThan(hash / 2)
    expect(unknown).toBeGreaterThan((await measure(() => guess(anna))) / 2)
  },
}
