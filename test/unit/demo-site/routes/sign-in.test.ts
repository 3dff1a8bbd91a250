import { describe, expect, it } from 'vitest'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  signIn,
  suspend,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'

const session = '__Host-session'
const waiting = '__Host-waiting-sign-in'

describe('signing in with a password', () => {
  it('opens the site and says who is there', async () => {
    const visitor = (await createTestSite()).visitor()
    const response = await signIn(visitor)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/')
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith(session))
    expect(cookie).toMatch(/; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(await visitor.text('/')).toContain('Anna Lindqvist')
  })

  it('takes the address in any case and with spaces around it', async () => {
    const visitor = (await createTestSite()).visitor()
    expect((await signIn(visitor, '  Anna@Harbour.EXAMPLE ')).status).toBe(303)
  })

  it('leads on to the page that was asked for, and never off the site', async () => {
    const site = await createTestSite()
    const asked = await site.visitor().get('/notes/note-1041?from=mail')
    expect(asked.headers.get('location')).toBe('/sign-in?next=%2Fnotes%2Fnote-1041%3Ffrom%3Dmail')
    expect((await signIn(site.visitor(), anna, '/notes')).headers.get('location')).toBe('/notes')
    expect((await signIn(site.visitor(), anna, '//evil.example')).headers.get('location')).toBe('/')
  })

  it('tells an unknown address and a wrong password apart by nothing', async () => {
    const site = await createTestSite()
    const answer = async (address: string) => {
      const response = await site.visitor().post('/sign-in', { address, password: 'not the password' })
      // What was typed, sealed for the language switch, is another text each time.
      const body = (await response.text())
        .replaceAll(address, 'ADDRESS')
        .replace(/(name="typed" value=)"[^"]+"/, '$1"SEALED"')
      return { status: response.status, headers: [...response.headers], body }
    }
    const known = await answer(anna)
    expect(await answer('nobody@harbour.example')).toEqual(known)
    expect(known.status).toBe(422)
    expect(known.body).toContain('The email address or the password is wrong.')
  })

  it('asks for the address where there is none, and brings the focus there', async () => {
    const visitor = (await createTestSite()).visitor()
    for (const address of ['', '  ']) {
      const answer = await visitor.post('/sign-in', { address, password: '' })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toMatch(/<input id="address"[^>]*autofocus=""[^>]*aria-invalid="true"/)
      expect(page.match(/autofocus/g)).toHaveLength(1)
    }
  })

  it('does the same work for an unknown address', async () => {
    const site = await createTestSite()
    // Processor time of all threads, not time on the clock: a busy machine changes only the latter.
    const work = async (address: string) => {
      const before = process.cpuUsage()
      await site.visitor().post('/sign-in', { address, password: 'not the password' })
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    await work('warm-up@harbour.example')
    const unknown = Math.min(await work('a@x.example'), await work('b@x.example'), await work('c@x.example'))
    const known = Math.min(await work(anna), await work(anna), await work(anna))
    expect(unknown).toBeGreaterThan(known / 2)
  })

  it('never sends a password back, and keeps the address', async () => {
    const response = await (await createTestSite())
      .visitor()
      .post('/sign-in', { address: anna, password: 'hunter2-hunter2' })
    const body = await response.text()
    expect(body).not.toContain('hunter2')
    expect(body).toContain(`value="${anna}"`)
    expect(body).toMatch(
      /<input id="password"[^>]*autofocus=""[^>]*aria-invalid="true" aria-describedby="password-error"/,
    )
  })

  it('ends the session that was there before', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor)
    const before = visitor.clone()
    await signIn(visitor)
    expect(visitor.cookies.get(session)).not.toBe(before.cookies.get(session))
    expect((await before.get('/notes')).status).toBe(303)
    expect((await visitor.get('/notes')).status).toBe(200)
  })

  it('stores no token and no password as it is', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const rows = JSON.stringify([
      await site.db.all('SELECT * FROM sessions'),
      await site.db.all('SELECT * FROM users'),
    ])
    expect(rows).not.toContain(visitor.cookies.get(session))
    expect(rows).not.toContain(password)
  })
})

describe('wrong passwords', () => {
  it('pause the account in this network after ten, the right password included', async () => {
    const site = await createTestSite()
    for (let i = 0; i < 10; i++) {
      expect((await site.visitor().post('/sign-in', { address: anna, password: 'wrong' })).status).toBe(422)
    }
    const refused = await signIn(site.visitor())
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('900')
    expect(await refused.text()).toContain('You can try again at 10:16 GMT.')
    site.clock.advance(900_000)
    expect((await signIn(site.visitor())).status).toBe(303)
  })

  it('of a stranger never keep the person out of a browser that they have signed in from', async () => {
    const site = await createTestSite()
    const own = site.visitor()
    await signIn(own)
    await own.post('/sign-out', {})
    for (let i = 0; i < 12; i++) await site.visitor().post('/sign-in', { address: anna, password: 'wrong' })
    expect((await signIn(site.visitor())).status).toBe(429)
    expect((await signIn(own)).status).toBe(303)
  })

  it('are counted alike for addresses that nobody has', async () => {
    const site = await createTestSite()
    const address = 'nobody@harbour.example'
    for (let i = 0; i < 10; i++) await site.visitor().post('/sign-in', { address, password: 'wrong' })
    expect((await site.visitor().post('/sign-in', { address, password: 'wrong' })).status).toBe(429)
  })

  it('are not what right ones count as', async () => {
    const site = await createTestSite()
    for (let i = 0; i < 12; i++) expect((await signIn(site.visitor())).status).toBe(303)
  })
})

describe('a session', () => {
  it('ends after an hour without use', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    site.clock.advance(59 * 60_000)
    expect((await visitor.get('/notes')).status).toBe(200)
    site.clock.advance(59 * 60_000)
    expect((await visitor.get('/notes')).status).toBe(200)
    site.clock.advance(60 * 60_000)
    expect((await visitor.get('/notes')).status).toBe(303)
  })

  it('ends after a day, however busy', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    for (let hour = 0; hour < 47; hour++) {
      site.clock.advance(30 * 60_000)
      expect((await visitor.get('/')).status).toBe(200)
    }
    site.clock.advance(30 * 60_000)
    expect((await visitor.get('/')).status).toBe(303)
  })

  it('ends at signing out, for whoever holds its token; signing out again does no harm', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor)
    const thief = visitor.clone()
    const out = await visitor.post('/sign-out', {})
    expect(out.headers.get('location')).toBe('/sign-in?notice=signed-out')
    expect((await thief.get('/notes')).status).toBe(303)
    expect((await visitor.post('/sign-out', {})).status).toBe(303)
  })

  it('can be ended everywhere else', async () => {
    const site = await createTestSite()
    const [here, there, somebodyElse] = [site.visitor(), site.visitor(), site.visitor()]
    await signIn(here)
    await signIn(there)
    await signIn(somebodyElse, 'bo@harbour.example')
    expect(await here.text('/settings')).toContain('1 other place is signed in')
    await here.post('/settings/sign-out-elsewhere', {})
    expect((await there.get('/notes')).status).toBe(303)
    expect((await somebodyElse.get('/notes')).status).toBe(200)
    expect(await here.text('/settings')).toContain('You are signed in here only.')
  })
})

describe('the second step', () => {
  it('comes before any session', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const response = await signIn(visitor, anna, '/notes')
    expect(response.headers.get('location')).toBe('/sign-in/code?next=%2Fnotes')
    expect([...visitor.cookies.keys()]).toEqual([waiting])
    const page = await visitor.text('/sign-in/code?next=%2Fnotes')
    expect(page).toContain('<h1>Enter the code from your authenticator app</h1>')
    expect(page).toMatch(/<input id="code"[^>]*autocomplete="one-time-code"[^>]*inputmode="numeric"/)
    expect(page).toContain('You have 5 tries left.')
  })

  it('lets the right code in, and ends the waiting sign-in', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    const thief = visitor.clone()
    const response = await visitor.post('/sign-in/code', { code: codeFor(site, key), next: '/notes' })
    expect(response.headers.get('location')).toBe('/notes')
    expect(visitor.cookies.has(waiting)).toBe(false)
    expect((await visitor.get('/notes')).status).toBe(200)
    expect((await thief.get('/sign-in/code')).headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
  })

  it('counts a wrong code, says how many tries are left, and never sends it back', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    const code = wrongCodeFor(site, key)
    const response = await visitor.post('/sign-in/code', { code })
    const body = await response.text()
    expect(response.status).toBe(422)
    expect(body).toContain('That code is wrong.')
    expect(body).toContain('You have 4 tries left.')
    expect(body).not.toContain(code)
    expect(body).toMatch(
      /<input id="code"[^>]*autofocus=""[^>]*aria-invalid="true" aria-describedby="code-error code-hint"/,
    )
    expect((await visitor.get('/notes')).status).toBe(303)
  })

  it.each(['', 'abcdef', '12345', '1234567', '１２３４５６', '12 34 5', '-', '<b>'])(
    'refuses %j as no code at all, uncounted',
    async (code) => {
      const site = await createTestSite()
      await turnOn(site, site.visitor())
      const visitor = site.visitor()
      await signIn(visitor)
      const response = await visitor.post('/sign-in/code', { code })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('A code is six digits.')
      expect(await visitor.text('/sign-in/code')).toContain('You have 5 tries left.')
    },
  )

  it('refuses the code that has just confirmed the app, and says to wait for the next one', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    const response = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('already been used. Wait until the app shows the next one')
  })

  it('starts again after five wrong codes', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    const wrong = () => visitor.post('/sign-in/code', { code: wrongCodeFor(site, key), next: '/notes' })
    for (let i = 0; i < 4; i++) expect((await wrong()).status).toBe(422)
    expect((await wrong()).headers.get('location')).toBe('/sign-in?notice=exhausted&next=%2Fnotes')
    expect(await visitor.text('/sign-in?notice=exhausted')).toContain('Too many wrong codes for one sign-in.')
    site.clock.advance(60_000)
    await signIn(visitor)
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/',
    )
  })

  it('starts again after five minutes', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    site.clock.advance(300_000)
    const response = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(response.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
    expect(await visitor.text('/sign-in?notice=ended')).toContain('Sign in again.')
    expect(visitor.cookies.size).toBe(0)
  })

  it('says that it has ended when its cookie is gone', async () => {
    const site = await createTestSite()
    const response = await site.visitor().post('/sign-in/code', { code: '123456', next: '/notes' })
    expect(response.headers.get('location')).toBe('/sign-in?notice=ended&next=%2Fnotes')
    const page = await site.visitor().text('/sign-in?notice=ended&next=%2Fnotes')
    expect(page).toContain('That sign-in took too long or has already been used. Sign in again.')
    expect((await site.visitor().get('/sign-in/code')).headers.get('location')).toBe('/sign-in?next=%2F')
  })

  it.each([
    ['en', 'You can sign in again at 00:10 GMT.'],
    ['sv', 'Du kan logga in igen 00:10 GMT.'],
  ])('says in %s when a pause ends that midnight lies in', async (language, sentence) => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.set(Date.parse('2026-11-21T23:55:00Z'))
    const visitor = site.visitor()
    await visitor.post('/language', { locale: language })
    for (let i = 0; i < 10; i++) {
      if (i % 5 === 0) await signIn(visitor)
      await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    const again = await signIn(visitor)
    expect(again.status).toBe(429)
    expect(await again.text()).toContain(sentence)
  })

  it('pauses after ten wrong codes over all sign-ins, and says until when', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = site.visitor()
    const early = site.visitor()
    await signIn(early)
    let last: Response | undefined
    for (let i = 0; i < 10; i++) {
      if (i % 4 === 0) await signIn(visitor)
      last = await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    expect(last?.status).toBe(429)
    expect(Number(last?.headers.get('retry-after'))).toBe(900)
    expect(await last?.text()).toMatch(/Too many wrong codes\. You can sign in again at 10:17 GMT/)
    const locked = await early.post('/sign-in/code', { code: codeFor(site, key) })
    expect(locked.status).toBe(429)
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800)
    expect(await locked.text()).toMatch(/You can sign in again at 10:17 GMT/)
    const again = await signIn(site.visitor())
    expect(again.status).toBe(429)
    const paused = await again.text()
    for (const held of ['Your password is right', `value="${anna}"`]) expect(paused).toContain(held)
    site.clock.advance(901_000)
    const after = site.visitor()
    await signIn(after)
    expect((await after.post('/sign-in/code', { code: codeFor(site, key) })).status).toBe(303)
  })

  it('can be cancelled', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    const thief = visitor.clone()
    await visitor.post('/sign-in/cancel', {})
    expect(visitor.cookies.size).toBe(0)
    expect(
      (await thief.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location'),
    ).toContain('ended')
    expect((await visitor.post('/sign-in/cancel', {})).status).toBe(303)
  })

  it('sent twice makes one session and no error', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await site.db.run('DELETE FROM sessions')
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    const form = { code: codeFor(site, key) }
    const second = visitor.clone()
    expect((await visitor.post('/sign-in/code', form)).headers.get('location')).toBe('/')
    // Within three seconds it would get the answer of the first.
    site.clock.advance(3000)
    const late = await second.post('/sign-in/code', form)
    expect(late.status).toBe(303)
    // The browser has the cookie of the first answer by now: the sign-in page sends it on.
    expect((await visitor.get(late.headers.get('location') ?? '')).headers.get('location')).toBe('/')
    expect((await visitor.post('/sign-in/code', form)).headers.get('location')).toBe('/')
    expect(await site.db.all('SELECT user_id FROM sessions')).toHaveLength(1)
  })

  it('lets a code in once, however many send it at the same moment', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await site.db.run('DELETE FROM sessions')
    site.clock.advance(60_000)
    const visitors = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const visitor = site.visitor()
        await signIn(visitor)
        return visitor
      }),
    )
    const form = { code: codeFor(site, key) }
    const answers = await Promise.all(visitors.map((visitor) => visitor.post('/sign-in/code', form)))
    expect(answers.filter((answer) => answer.headers.get('location') === '/')).toHaveLength(1)
    expect(await site.db.all('SELECT user_id FROM sessions')).toHaveLength(1)
  })
})

describe('a hundred wrong codes within a month', () => {
  it('mean that the password is known to others: the app is suspended and the password has to change', async () => {
    const site = await createTestSite()
    const { key, recoveryCodes } = await turnOn(site, site.visitor())
    const early = site.visitor()
    await suspend(site, key, () => signIn(early))
    const refused = await signIn(site.visitor())
    expect(refused.status).toBe(403)
    const page = await refused.text()
    expect(page).toMatch(/It has to be changed before you can sign in\. <a href="\/forgotten-password">/)
    expect(page).toContain(`value="${anna}"`)

    expect(await early.text('/sign-in/code')).toContain('suspended after many wrong codes')
    const byApp = await early.post('/sign-in/code', { code: codeFor(site, key, 1) })
    expect(byApp.status).toBe(422)
    expect(await byApp.text()).toContain('Use a recovery code for this sign-in.')
    expect((await early.get('/notes')).status).toBe(303)
    const byRecoveryCode = await early.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })
    expect(byRecoveryCode.headers.get('location')).toBe('/?notice=recovery-used')
    expect((await early.get('/notes')).status).toBe(200)
    await site.twoFactor.settle()
    expect(await site.db.all('SELECT subject FROM outbox')).toContainEqual({
      subject: 'Your apps and phone numbers are suspended',
    })
  })
})

describe('a recovery code', () => {
  it('lets in once, in any spelling, and is told of on the page and by mail', async () => {
    const site = await createTestSite()
    const { recoveryCodes } = await turnOn(site, site.visitor())
    const code = (recoveryCodes[3] ?? '').toLowerCase().replaceAll('-', ' ')
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/sign-in/recovery')).toContain('<h1>Use a recovery code</h1>')
    const response = await visitor.post('/sign-in/recovery', { code })
    expect(response.headers.get('location')).toBe('/?notice=recovery-used')
    expect(await visitor.text('/?notice=recovery-used')).toContain('You have 9 left.')
    await site.twoFactor.settle()
    expect(await visitor.text('/mailbox')).toContain('A recovery code was used')

    const again = site.visitor()
    await signIn(again)
    const refused = await again.post('/sign-in/recovery', { code })
    expect(refused.status).toBe(422)
    expect((await again.get('/notes')).status).toBe(303)
  })

  it('leads on to the page that was asked for, over the one that says how many are left', async () => {
    const site = await createTestSite()
    const { recoveryCodes } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    const answer = await visitor.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '', next: '/notes' })
    const home = answer.headers.get('location') ?? ''
    expect(home).toBe('/?notice=recovery-used&next=%2Fnotes')
    const page = await visitor.text(home)
    expect(page).toContain('You have 9 left.')
    expect(page).toContain('<a href="/notes">Go on to the page that you wanted</a>')
    for (const elsewhere of ['/?notice=recovery-used&next=%2F%2Fevil.example', '/?next=%2Fnotes'])
      expect(await visitor.text(elsewhere)).not.toContain('Go on to the page')
  })

  it('of somebody else is wrong', async () => {
    const site = await createTestSite()
    const { recoveryCodes } = await turnOn(site, site.visitor(), 'bo@harbour.example')
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    const response = await visitor.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('That recovery code is wrong.')
  })

  it('that is none is refused uncounted', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    expect((await visitor.post('/sign-in/recovery', { code: 'ABCD' })).status).toBe(400)
    expect(await visitor.text('/sign-in/recovery')).toContain('You have 5 tries left.')
  })
})
