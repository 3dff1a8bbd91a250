import { describe, expect, it } from 'vitest'
import { ownerField } from '../../../../demo-site/src/http/form-owner.ts'
import { createAdmin, owner } from '../admins.ts'
import { addPhone, firstNumber } from '../phones.ts'
import { anna, codeFor, createTestSite, readHidden, signIn, type TestSite, turnOn } from '../test-site.ts'

const notOne = 'harbour-no-such-id'

function listRoutes({ app }: TestSite, wanted: 'GET' | 'POST'): string[] {
  const own = app.routes.filter(({ method, path }) => method === wanted && !path.startsWith('/api/'))
  return [...new Set(own.map(({ path }) => path))].filter((path) => !path.startsWith('/test/')).sort()
}

const addressOf = (path: string) =>
  path.replace(':clinicId', 'harbour').replace(':userId', 'anna').replaceAll(/:\w+/g, notOne)

/** All that the site and the SDK keep, but for when a session was used last. */
async function readEverything({ db }: TestSite) {
  const tables = await db.all<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions' ORDER BY name`,
  )
  expect(tables.length).toBeGreaterThan(10)
  const rows = tables.map(async ({ name }) => [name, await db.all(`SELECT * FROM "${name}"`)])
  return { ...Object.fromEntries(await Promise.all(rows)), sessions: await readSessions(db) }
}

const readSessions = (db: TestSite['db']) => db.all('SELECT token_hash, user_id, clinic_id FROM sessions')

/** Anna’s pages in one tab, then the owner’s session, with a factor shown in it, in the next. */
async function openOtherTab(site: TestSite) {
  const { visitor, key, prove } = await createAdmin(site)
  await visitor.post('/sign-out', {})
  await signIn(visitor)
  const form = await visitor.text(addPhone)
  await visitor.post('/sign-out', {})
  site.clock.advance(60_000)
  await signIn(visitor, owner)
  await visitor.post('/sign-in/code', { code: codeFor(site, key) })
  await prove()
  return { visitor, older: readHidden(form, ownerField), form }
}

describe('a form of a session, in a browser where somebody else has signed in since', () => {
  it('does nothing at any route, and neither does one that does not say whose it is', async () => {
    const site = await createTestSite()
    const { visitor, older } = await openOtherTab(site)
    expect(older.length).toBeGreaterThan(20)
    await site.twoFactor.settle()
    const before = await readEverything(site)
    const closed: string[] = []
    for (const path of listRoutes(site, 'POST')) {
      const address = addressOf(path)
      const stranger = await site.visitor().post(address, {})
      if (!stranger.headers.get('location')?.startsWith('/sign-in?next=')) continue
      closed.push(path)
      for (const whose of [older, '', 'of-nobody']) {
        const answer = await visitor.post(address, { [ownerField]: whose, form: crypto.randomUUID() })
        expect([path, answer.status, await answer.text()]).toEqual([
          path,
          409,
          expect.stringContaining(`Your form is about another account than ${owner}`),
        ])
      }
    }
    expect(closed.length).toBeGreaterThan(30)
    await site.twoFactor.settle()
    expect(await readEverything(site)).toEqual(before)
    expect((await visitor.post('/nowhere', { [ownerField]: older })).status).toBe(404)
  })

  it('sends no code to its number, and makes that number nobody’s factor', async () => {
    const site = await createTestSite()
    const { visitor, older, form } = await openOtherTab(site)
    const sent = { [ownerField]: older, form: readHidden(form, 'form'), number: firstNumber, name: 'Work' }
    const refused = await visitor.post(addPhone, sent)
    const page = await refused.text()
    expect([refused.status, page]).toEqual([409, expect.stringContaining('Nothing was changed')])
    expect(page).toContain(`<a href="/" class="button">Go on with ${owner}</a>`)
    expect(await site.db.all(`SELECT * FROM outbox WHERE kind = 'sms'`)).toEqual([])
    for (const userId of ['anna', 'olivia'])
      expect((await site.twoFactor.factors.list({ userId })).map(({ type }) => type)).not.toContain('sms')
  })

  it('keeps what was typed for the person whose form it is, and shows it to nobody else', async () => {
    const site = await createTestSite()
    const { visitor, older } = await openOtherTab(site)
    const typed = { number: '+46 70 174 06 05', name: 'Work phone' }
    const refused = await visitor.post(addPhone, { [ownerField]: older, ...typed })
    expect(await refused.text()).toContain('What you entered is kept for an hour')
    expect(await visitor.text(addPhone)).not.toContain('Work phone')
    const left = await visitor.post('/sign-out', { next: addPhone })
    const signInPage = left.headers.get('location') ?? ''
    expect(signInPage).toBe(`/sign-in?${new URLSearchParams({ notice: 'signed-out', next: addPhone })}`)
    expect(readHidden(await visitor.text(signInPage), 'next')).toBe(addPhone)
    expect((await signIn(visitor, anna, addPhone)).headers.get('location')).toBe(addPhone)
    const page = await visitor.text(addPhone)
    for (const value of [...Object.values(typed), 'It was not sent yet']) expect(page).toContain(value)
  })

  it('says nothing of what was typed where nothing was, and keeps no password', async () => {
    const site = await createTestSite()
    const { visitor, older } = await openOtherTab(site)
    const sent = { [ownerField]: older, password: 'harbour-demo-2026', code: '123456' }
    const refused = await visitor.post('/settings/two-factor/turn-off', sent)
    expect(await refused.text()).not.toContain('What you entered')
    expect(visitor.cookies.has('__Host-unsent-form')).toBe(false)
  })

  it('chooses no language for somebody else, but signs out whoever is there', async () => {
    const site = await createTestSite()
    const { visitor, older } = await openOtherTab(site)
    const choose = (whose: string) =>
      visitor.post('/language', { [ownerField]: whose, locale: 'sv', next: '/' })
    const readLocale = () => site.db.all(`SELECT locale FROM users WHERE id = 'olivia'`)
    const before = await readLocale()
    expect((await choose(older)).status).toBe(409)
    expect(await readLocale()).toEqual(before)
    // The page of nobody is from before the sign-in.
    expect((await choose('')).status).toBe(303)
    expect(await readLocale()).toEqual([{ locale: 'sv' }])
    const left = await visitor.post('/sign-out', { [ownerField]: older })
    expect(left.headers.get('location')).toBe('/sign-in?notice=signed-out')
    expect((await visitor.get('/settings')).status).toBe(303)
  })
})

describe('every page of a session', () => {
  it('says in each of its forms whose it is, and says the same after the next sign-in', async () => {
    const site = await createTestSite()
    const { visitor, older } = await openOtherTab(site)
    const own = readHidden(await visitor.text('/'), ownerField)
    expect([own.length, own === older]).toEqual([older.length, false])
    let forms = 0
    for (const path of listRoutes(site, 'GET')) {
      const page = await visitor.text(addressOf(path))
      for (const [form] of page.matchAll(/<form method="post".*?<\/form>/gs)) {
        expect([path, readHidden(form, ownerField)]).toEqual([path, own])
        forms++
      }
    }
    expect(forms).toBeGreaterThan(60)
    const again = site.visitor()
    await turnOn(site, again)
    expect(readHidden(await again.text('/settings'), ownerField)).toBe(older)
  })
})
