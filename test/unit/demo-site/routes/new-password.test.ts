import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import type { Database, Statements } from '../../../../demo-site/src/db/database.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  signIn,
  suspend,
  type TestSite,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'
import { createVisitor, origin, type Visitor } from '../visitor.ts'

const fresh = 'four words in a row'

async function askForLink(site: TestSite, address = anna): Promise<string> {
  const visitor = site.visitor()
  // The newest mail is the first, and the clock of a test stands still.
  site.clock.advance(1)
  const asked = await visitor.post('/forgotten-password', { address })
  expect(asked.headers.get('location')).toBe('/forgotten-password?notice=sent')
  const [mail] = (await (await visitor.get(`/test/outbox?to=${address}`)).json()) as { body: string }[]
  return /http:\/\/localhost:3000(\/new-password\?token=\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
}

async function openLink(site: TestSite, link: string): Promise<Visitor> {
  const visitor = site.visitor()
  const opened = await visitor.get(link)
  expect(opened.headers.get('location')).toBe('/new-password')
  return visitor
}

function signInWith(site: TestSite, secret: string): Promise<Response> {
  return site.visitor().post('/sign-in', { address: anna, password: secret })
}

describe('a forgotten password', () => {
  it('is replaced over a mailed link, ends all sessions of the person, and signs nobody in', async () => {
    const site = await createTestSite()
    const [before, other] = [site.visitor(), site.visitor()]
    await signIn(before)
    await signIn(other, 'bo@harbour.example')
    expect(await site.visitor().text('/sign-in')).toContain(
      '<a href="/forgotten-password">Forgot your password?</a>',
    )
    const visitor = await openLink(site, await askForLink(site))
    expect(await visitor.text('/new-password')).toContain(`For ${anna}.`)
    const stored = await visitor.post('/new-password', { account: anna, password: fresh })
    expect(stored.headers.get('location')).toBe('/sign-in?notice=password-changed')
    expect(await visitor.text('/sign-in?notice=password-changed')).toContain('Your password was changed')
    expect(visitor.cookies.size).toBe(0)
    expect((await before.get('/notes')).status).toBe(303)
    expect((await other.get('/notes')).status).toBe(200)
    expect((await signInWith(site, password)).status).toBe(422)
    expect((await signInWith(site, fresh)).headers.get('location')).toBe('/')
    expect(await site.db.all('SELECT subject FROM outbox')).toContainEqual({
      subject: 'Your password was changed',
    })
  })

  it('is answered alike for an address that nobody has, and leaves no row of it', async () => {
    const site = await createTestSite()
    const answer = async (address: string) => {
      const response = await site.visitor().post('/forgotten-password', { address })
      return { status: response.status, headers: [...response.headers], body: await response.text() }
    }
    const unknown = await answer('nobody@harbour.example')
    expect(await site.db.all('SELECT * FROM outbox')).toEqual([])
    expect(await site.db.all('SELECT * FROM password_resets')).toEqual([])
    expect(await answer(anna)).toEqual(unknown)
    expect(await site.db.all('SELECT recipient FROM outbox')).toEqual([{ recipient: anna }])
  })

  it('asks the database the same questions for an address that nobody has: each more would show in the time', async () => {
    const site = await createTestSite()
    const read = async (address: string) => {
      const asked: string[] = []
      const keep = (sql: string) => {
        asked.push(sql)
        return sql
      }
      const note = ({ all, get, run }: Statements): Statements => ({
        all: (sql, ...values) => all(keep(sql), ...values),
        get: (sql, ...values) => get(keep(sql), ...values),
        run: (sql, ...values) => run(keep(sql), ...values),
      })
      const transaction: Database['transaction'] = (work) => site.db.transaction((tx) => work(note(tx)))
      const db = { ...site.db, ...note(site.db), transaction }
      await createVisitor(createApp({ ...site, db })).post('/forgotten-password', { address })
      return asked
    }
    const unknown = await read('nobody@harbour.example')
    expect(unknown.length).toBeGreaterThan(0)
    expect(await read(anna)).toEqual(unknown)
  })

  it('mails no more than five links an hour from one network, and counts unknown addresses alike', async () => {
    const site = await createTestSite()
    for (const address of [anna, 'nobody@harbour.example']) {
      for (let i = 0; i < 5; i++)
        expect((await site.visitor().post('/forgotten-password', { address })).status).toBe(303)
      const refused = await site.visitor().post('/forgotten-password', { address })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('3600')
      expect(await refused.text()).toContain('You can ask for another one at')
    }
  })

  it('refuses what is no address', async () => {
    const site = await createTestSite()
    for (const address of ['', 'anna', 'a b@x.example'])
      expect((await site.visitor().post('/forgotten-password', { address })).status).toBe(422)
  })

  it('stands in the record once, for the person and for the clinic, with when and from where', async () => {
    const site = await createTestSite()
    const visitor = await openLink(site, await askForLink(site))
    const readEntries = async () =>
      (await site.twoFactor.audit.list({ userId: 'anna' })).filter(({ type }) => type.startsWith('site.'))
    await visitor.post('/new-password', { account: anna, password: 'short' })
    expect(await readEntries()).toEqual([])
    const twin = visitor.clone()
    await visitor.post('/new-password', { account: anna, password: fresh })
    await twin.post('/new-password', { account: anna, password: 'four other words here' })
    const happenedAt = site.clock.now()
    expect(await readEntries()).toMatchObject([
      { type: 'site.password_changed', userId: 'anna', address: '127.0.0.1', data: { happenedAt } },
    ])
    const again = site.visitor()
    await again.post('/sign-in', { address: anna, password: fresh })
    const activity = await again.text('/settings/two-factor/activity')
    for (const said of [
      'Your password was changed by a link from our mail.',
      '21 November 2026 at 10:00 GMT',
    ])
      expect(activity).toContain(said)
    expect(activity).toContain('Sign-ins for which the password was enough are not listed')
    const owner = site.visitor()
    await signIn(owner, 'owner@harbour.example')
    const record = '/clinics/harbour/record?kind=password&member=anna'
    expect(await owner.text(record)).toContain('Changed the password by a mailed link')
    await owner.post('/language', { locale: 'sv', next: '/' })
    expect(await owner.text(record)).toContain('Bytte lösenord med en mejlad länk')
  })

  it('mails a link to the configured address of the site, whatever Host says, and keeps its hash only', async () => {
    const site = await createTestSite()
    await site.app.request('http://evil.localhost:3000/forgotten-password', {
      method: 'POST',
      body: new URLSearchParams({ address: anna }).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://evil.localhost:3000',
        host: 'evil.localhost:3000',
      },
    })
    const [mail] = await site.db.all<{ body: string }>('SELECT body FROM outbox')
    expect(mail?.body).toContain(`${origin}/new-password?token=`)
    expect(mail?.body).not.toContain('evil')
    const token = /token=(\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(JSON.stringify(await site.db.all('SELECT * FROM password_resets'))).not.toContain(token)
  })
})

describe('a factor that is confirmed while the new password is hashed', () => {
  it('is asked for before that password is stored', async () => {
    const site = await createTestSite()
    const [before] = await site.db.all("SELECT password_hash FROM users WHERE id = 'anna'")
    const visitor = await openLink(site, await askForLink(site))
    const { factors } = site.twoFactor
    let asked = 0
    const racing: typeof factors = {
      ...factors,
      async list(input) {
        const found = await factors.list(input)
        if (asked++ === 0) await turnOn(site, site.visitor())
        return found
      },
    }
    const app = createApp({ ...site, twoFactor: { ...site.twoFactor, factors: racing } })
    const late = createVisitor(app, visitor.cookies)
    const sent = await late.post('/new-password', { account: anna, password: fresh })
    expect(sent.headers.get('location')).toBe('/new-password')
    expect((await late.get('/new-password')).headers.get('location')).toBe('/new-password/code')
    expect(await site.db.all("SELECT password_hash FROM users WHERE id = 'anna'")).toEqual([before])
  })
})

describe('a mailed link', () => {
  it('holds for half an hour, and says so and offers a new one afterwards', async () => {
    const site = await createTestSite()
    const link = await askForLink(site)
    const visitor = await openLink(site, link)
    site.clock.advance(30 * 60_000)
    for (const late of [
      await site.visitor().get(link),
      await visitor.get('/new-password'),
      await visitor.post('/new-password', { account: anna, password: fresh }),
    ]) {
      expect(late.status).toBe(410)
      expect(await late.text()).toMatch(
        /This link no longer works.*<a href="\/forgotten-password" class="button">/,
      )
    }
    expect((await signInWith(site, password)).status).toBe(303)
  })

  it('works once, however many use it at the same moment, and so do all others of the person', async () => {
    const site = await createTestSite()
    const [link, twin] = [await askForLink(site), await askForLink(site)]
    const visitors = await Promise.all([link, link, twin].map((one) => openLink(site, one)))
    const answers = await Promise.all(
      visitors.map((visitor, index) =>
        visitor.post('/new-password', { account: anna, password: `${fresh} ${index}` }),
      ),
    )
    const locations = answers.map(({ headers }) => headers.get('location'))
    const index = locations.indexOf('/sign-in?notice=password-changed')
    // The twin, or the two of the other link, have changed nothing; who came second by the same link is told of the first.
    const ends = index === 2 ? [null, null] : ['/sign-in?notice=link-used', null]
    expect(locations.toSpliced(index, 1)).toEqual(ends)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(index === 2 ? 2 : 1)
    expect((await site.visitor().get(twin)).status).toBe(410)
  })

  it('leads to a password of 15 to 256 characters, since nothing stands beside it, that is hard to guess', async () => {
    const site = await createTestSite()
    const visitor = await openLink(site, await askForLink(site))
    for (const [refused, sentence] of [
      ['fourteen signs', 'at least 15 characters'],
      ['x'.repeat(257), 'at most 256 characters'],
      ['Password 2026 Password!', 'one of the passwords that everybody tries first'],
      [anna, 'Your name, your address and the name of this site'],
    ] as const) {
      const response = await visitor.post('/new-password', { account: anna, password: refused })
      const body = await response.text()
      expect([response.status, body]).toEqual([422, expect.stringContaining(sentence)])
      if (refused !== anna) expect(body).not.toContain(refused)
      expect(body).toContain('At least 15 characters. Several words')
    }
    expect((await signInWith(site, password)).status).toBe(303)
    expect((await visitor.post('/new-password', { account: anna, password: 'fifteen letters' })).status).toBe(
      303,
    )
  })

  it('may be of eight characters where a second factor stands beside it', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = await openLink(site, await askForLink(site))
    site.clock.advance(60_000)
    await visitor.post('/new-password/code', { code: codeFor(site, key) })
    expect(await visitor.text('/new-password')).toContain('At least 8 characters. Several words')
    const short = await visitor.post('/new-password', { account: anna, password: 'seven77' })
    expect(await short.text()).toContain('at least 8 characters')
    const common = { account: anna, password: 'Lösenord1' }
    const swedish = await visitor.post('/new-password', common, { 'accept-language': 'sv' })
    expect(await swedish.text()).toContain('Det är ett av de lösenord som alla provar först.')
    expect((await visitor.post('/new-password', { account: anna, password: 'eight888' })).status).toBe(303)
  })

  it('never tells whether a password is the one that the person has', async () => {
    const site = await createTestSite()
    const answers: unknown[] = []
    for (const guess of [password, fresh]) {
      const visitor = await openLink(site, await askForLink(site))
      const { status, headers } = await visitor.post('/new-password', { account: anna, password: guess })
      answers.push([status, headers.get('location')])
    }
    expect(answers).toEqual([
      [303, '/sign-in?notice=password-changed'],
      [303, '/sign-in?notice=password-changed'],
    ])
  })
})

describe('a forgotten password of a person with two-factor authentication', () => {
  it('asks for a code before the new password', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = await openLink(site, await askForLink(site))
    expect((await visitor.get('/new-password')).headers.get('location')).toBe('/new-password/code')
    const early = await visitor.post('/new-password', { account: anna, password: fresh })
    expect(early.headers.get('location')).toBe('/new-password/code')
    expect((await signInWith(site, fresh)).status).toBe(422)

    const page = await visitor.text('/new-password/code')
    expect(page).toContain('You have 5 tries left.')
    expect(page).toContain('<a href="/new-password/recovery">Need help?</a>')
    const wrong = await visitor.post('/new-password/code', { code: wrongCodeFor(site, key) })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('You have 4 tries left.'),
    ])
    expect((await visitor.post('/new-password/code', { code: 'abc' })).status).toBe(400)
    const right = await visitor.post('/new-password/code', { code: codeFor(site, key) })
    expect(right.headers.get('location')).toBe('/new-password')
    const stored = await visitor.post('/new-password', { account: anna, password: fresh })
    expect(stored.headers.get('location')).toBe('/sign-in?notice=password-changed')
    expect((await visitor.get('/notes')).status).toBe(303)
    expect((await signInWith(site, fresh)).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('takes a recovery code in its place', async () => {
    const site = await createTestSite()
    const { recoveryCodes } = await turnOn(site, site.visitor())
    const visitor = await openLink(site, await askForLink(site))
    expect(await visitor.text('/new-password/recovery')).toContain('Recovery code')
    await visitor.post('/new-password/recovery', { code: recoveryCodes[2] ?? '' })
    expect(
      (await visitor.post('/new-password', { account: anna, password: fresh })).headers.get('location'),
    ).toContain('changed')
  })

  it('shows and judges nothing of the new password for a permission that nobody earned', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = await openLink(site, await askForLink(site))
    const link = visitor.cookies.get('__Host-new-password')?.split('.')[0] ?? ''
    for (const guess of [null, 'short', fresh, password]) {
      visitor.cookies.set('__Host-new-password', `${link}..x`)
      const answer =
        guess === null
          ? await visitor.get('/new-password')
          : await visitor.post('/new-password', { account: anna, password: guess })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/new-password/code'])
    }
    expect((await visitor.get('/new-password/code')).status).toBe(200)
    expect((await signInWith(site, password)).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('never takes the permission of somebody else', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const bo = await turnOn(site, site.visitor(), 'bo@harbour.example')
    site.clock.advance(60_000)
    const attacker = await openLink(site, await askForLink(site, 'bo@harbour.example'))
    await attacker.post('/new-password/code', { code: codeFor(site, bo.key) })
    const permission = attacker.cookies.get('__Host-new-password')?.split('.')[2] ?? ''
    expect(permission).not.toBe('')
    const victim = await openLink(site, await askForLink(site))
    const link = victim.cookies.get('__Host-new-password')?.split('.')[0] ?? ''
    victim.cookies.set('__Host-new-password', `${link}..${permission}`)
    const stored = await victim.post('/new-password', { account: anna, password: fresh })
    expect(stored.headers.get('location')).toContain('/new-password/code')
    expect((await signInWith(site, fresh)).status).toBe(422)
  })

  it('pauses with the sign-in, and says until when', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = await openLink(site, await askForLink(site))
    let last: Response | undefined
    for (let i = 0; i < 10; i++)
      last = await visitor.post('/new-password/code', { code: wrongCodeFor(site, key) })
    expect(last?.status).toBe(429)
    expect(last?.headers.get('retry-after')).toBe('900')
    expect(await last?.text()).toContain('There are no tries left for now. You can try again')
    expect(await visitor.text('/new-password/code')).toContain(
      'There are no tries left for now. You can try again',
    )
  })

  it('lifts the suspension, so that nobody is locked out for good', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await suspend(site, key)
    expect((await signInWith(site, password)).status).toBe(403)
    site.clock.advance(60_000)
    const visitor = await openLink(site, await askForLink(site))
    const asked = await visitor.get('/new-password/code')
    expect([asked.status, await asked.text()]).toEqual([200, expect.stringContaining('You have 1 try left.')])
    const right = await visitor.post('/new-password/code', { code: codeFor(site, key) })
    expect(right.headers.get('location')).toBe('/new-password')
    await visitor.post('/new-password', { account: anna, password: fresh })
    site.clock.advance(60_000)
    const again = site.visitor()
    await again.post('/sign-in', { address: anna, password: fresh })
    expect((await again.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/',
    )
  })

  it('gives a suspended person few tries a day, and says when there are none left', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await suspend(site, key)
    const visitor = await openLink(site, await askForLink(site))
    const bodies: string[] = []
    for (let i = 0; i < 6; i++) {
      const answer = await visitor.post('/new-password/code', { code: wrongCodeFor(site, key) })
      expect([422, 429]).toContain(answer.status)
      bodies.push(await answer.text())
    }
    expect(bodies[0]).toMatch(/That code is wrong|There are no tries left for now. You can try again/)
    expect(bodies.at(-1)).toMatch(
      /no tries left for today|There are no tries left for now. You can try again/,
    )
    expect(
      (await visitor.post('/new-password', { account: anna, password: fresh })).headers.get('location'),
    ).toBe('/new-password/code')
  })
})
