import { describe, expect, it } from 'vitest'
import { anna, createTestSite, signIn, type TestSite, testKey } from './test-site.ts'
import { origin } from './visitor.ts'

describe('the site', () => {
  it('answers an address that is not there with a page of its own', async () => {
    const site = await createTestSite()
    const stranger = await site.visitor().get('/no/such/page')
    expect(stranger.status).toBe(404)
    expect(await stranger.text()).toContain('<h1>This page is not here</h1>')
    const visitor = site.visitor()
    await signIn(visitor)
    expect((await visitor.get('/notes/no-such-note')).status).toBe(404)
  })

  it('answers its own mistakes with a number to report, and nothing else', async () => {
    const site = await createTestSite()
    await site.db.run('DROP TABLE memberships')
    const visitor = site.visitor()
    await signIn(visitor)
    const response = await visitor.post('/sign-in', { address: anna, password: 'harbour-demo-2026' })
    const body = await response.text()
    expect(response.status).toBe(500)
    const reference = /give this number: ([0-9a-f-]{36})/.exec(body)?.[1]
    expect(body).not.toMatch(/memberships|SQL|Error:/)
    expect(site.logged.filter((line) => line.includes('request.failed')).at(-1)).toContain(reference)
  })

  it('says whether its database answers', async () => {
    const site = await createTestSite()
    expect((await site.visitor().get('/health')).status).toBe(200)
    await site.db.close()
    const response = await site.visitor().get('/health')
    expect([response.status, await response.json()]).toEqual([503, { status: 'database_unreachable' }])
  })

  it('writes no password, code, token or query into its log', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await visitor.post('/sign-in', { address: anna, password: 'hunter2-hunter2' })
    await signIn(visitor)
    await visitor.get('/notes?secret=tell-nobody')
    const log = site.logged.join('')
    for (const secret of [
      'hunter2',
      'harbour-demo',
      'tell-nobody',
      anna,
      testKey,
      ...visitor.cookies.values(),
    ]) {
      expect(log).not.toContain(secret)
    }
    expect(log).toContain('"path":"/notes"')
  })

  it('has neither mailbox nor test controls in production', async () => {
    const site = await createTestSite({
      production: true,
      testControls: false,
      baseUrl: 'https://practice.example',
    })
    expect((await site.visitor().get('/mailbox')).status).toBe(404)
    expect((await site.visitor().get('/test/outbox')).status).toBe(404)
    const move = site.visitor().json('/test/clock', { advanceSeconds: 60 }, { origin })
    expect((await move).status).toBe(404)
    const page = await site.visitor().get('/sign-in')
    expect(page.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    expect(await page.text()).not.toContain('/mailbox')
  })

  it('takes forms from the configured address only, once one is configured', async () => {
    const site = await createTestSite({ baseUrl: 'https://practice.example', baseUrlGiven: true })
    const form = { address: anna, password: 'harbour-demo-2026' }
    expect((await site.visitor().post('/sign-in', form)).status).toBe(403)
    const right = await site.visitor().post('/sign-in', form, { origin: 'https://practice.example' })
    expect(right.status).toBe(303)
  })
})

describe('the name that the site is asked for by', () => {
  const ask = (site: TestSite, host: string) => site.app.request(`http://${host}/sign-in`)

  it('leads to this machine, as long as no address is configured', async () => {
    const site = await createTestSite()
    for (const host of ['localhost:3000', 'clinic.localhost', '127.0.0.1:3000', '[::1]:3000'])
      expect((await ask(site, host)).status, host).toBe(200)
    for (const host of [
      'evil.example:3000',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '10.0.0.1',
    ]) {
      const answer = await ask(site, host)
      expect([answer.status, await answer.text()], host).toEqual([
        421,
        expect.stringContaining('This site has another address'),
      ])
    }
  })

  it('may be another one once an address is configured', async () => {
    const site = await createTestSite({ baseUrl: 'https://practice.example', baseUrlGiven: true })
    expect((await ask(site, 'practice.example')).status).toBe(200)
    expect((await ask(site, '127.0.0.1:3000')).status).toBe(200)
    expect((await ask(site, 'evil.example')).status).toBe(421)
  })
})

describe('the language', () => {
  it('is the browser’s', async () => {
    const visitor = (await createTestSite()).visitor()
    const page = async (accepted: string) =>
      (await visitor.get('/sign-in', { 'accept-language': accepted })).text()
    expect(await page('sv-SE,sv;q=0.9,en;q=0.8')).toMatch(/<html lang="sv">.*<h1>Logga in<\/h1>/)
    expect(await page('sv-FI')).toContain('<html lang="sv">')
    expect(await page('de-DE,en;q=0.5,sv;q=0.4')).toContain('<html lang="en">')
    expect(await page('de-DE')).toContain('<html lang="en">')
  })

  it('is what the person has switched to, in every browser from then on', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const switched = await visitor.post('/language', { locale: 'sv', next: '/settings' })
    expect(switched.headers.get('location')).toBe('/settings')
    expect(await visitor.text('/settings')).toContain('<h1>Inställningar</h1>')
    await visitor.post('/sign-out', {})
    expect(await visitor.text('/sign-in')).toContain('<h1>Logga in</h1>')
    const elsewhere = site.visitor()
    await signIn(elsewhere)
    expect(await elsewhere.text('/')).toContain('<html lang="sv">')
  })

  it('is none but those of the site, and the switch leads nowhere else', async () => {
    const visitor = (await createTestSite()).visitor()
    expect((await visitor.post('/language', { locale: '__proto__', next: '/' })).status).toBe(400)
    const away = await visitor.post('/language', { locale: 'sv', next: 'https://evil.example' })
    expect(away.headers.get('location')).toBe('/')
  })
})

describe('client notes', () => {
  it('are read by whoever has practitioner access in the clinic, and by no other owner or admin', async () => {
    const site = await createTestSite()
    const see = async (address: string) => {
      const visitor = site.visitor()
      await signIn(visitor, address)
      const list = await visitor.get('/notes')
      return {
        list: list.status,
        harbour: (await visitor.get('/notes/note-1041')).status,
        northside: (await visitor.get('/notes/note-2012')).status,
      }
    }
    expect(await see('anna@harbour.example')).toEqual({ list: 200, harbour: 200, northside: 404 })
    expect(await see('bo@harbour.example')).toEqual({ list: 200, harbour: 200, northside: 200 })
    expect(await see('owner@harbour.example')).toEqual({ list: 403, harbour: 404, northside: 404 })
    expect(await see('owner@northside.example')).toEqual({ list: 200, harbour: 404, northside: 200 })
    expect(await see('admin@harbour.example')).toEqual({ list: 403, harbour: 404, northside: 404 })
  })

  it('are shown as text, whatever stands in them', async () => {
    const site = await createTestSite()
    await site.db.run("UPDATE notes SET title = '<img src=x onerror=alert(1)>' WHERE id = 'note-1041'")
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/notes/note-1041')).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(await visitor.text('/notes')).not.toContain('<img')
  })

  it('are those of the clinic that is shown, for a person who works in two', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor, 'bo@harbour.example')
    expect(await visitor.text('/')).toContain('You can read 4 notes.')
    expect(await visitor.text('/notes')).not.toContain('Elena Sørensen')
    expect((await visitor.post('/clinic', { clinic: 'northside' })).headers.get('location')).toBe('/')
    expect(await visitor.text('/')).toContain('You can read 2 notes.')
    const notes = await visitor.text('/notes')
    expect([notes.includes('Elena Sørensen'), notes.includes('Margaret Ellison')]).toEqual([true, false])
  })
})

describe('the test controls', () => {
  it('move the one clock of the site and of the factor step', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const moved = await visitor.json('/test/clock', { now: '2027-02-03T04:05:06Z' })
    expect(await moved.json()).toEqual({ now: '2027-02-03T04:05:06.000Z' })
    const advanced = await visitor.json('/test/clock', { advanceSeconds: 30 })
    expect(await advanced.json()).toEqual({ now: '2027-02-03T04:05:36.000Z' })
    await signIn(visitor)
    await visitor.post('/settings/two-factor/set-up', {})
    expect(await visitor.text('/settings/two-factor/set-up/scan')).toContain('valid until 04:15 GMT')
  })

  it.each([
    [null],
    [{}],
    [{ now: 'yesterday' }],
    [{ advanceSeconds: '30' }],
    [{ advanceSeconds: 1e12 }],
    [{ advanceSeconds: -1e9 }],
    [{ advanceSeconds: 1e308 }],
    [{ now: '1999-12-31T23:59:59Z' }],
    [{ now: '2101-01-01T00:00:00Z' }],
    [{ now: '+275760-09-13T00:00:00Z' }],
    [[]],
  ])('refuse %j and leave the clock alone', async (body) => {
    const site = await createTestSite()
    const before = site.clock.now()
    expect((await site.visitor().json('/test/clock', body)).status).toBe(400)
    expect(site.clock.now()).toBe(before)
  })
})
