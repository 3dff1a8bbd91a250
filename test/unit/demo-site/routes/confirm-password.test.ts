import { describe, expect, it } from 'vitest'
import { createOwner } from '../entries.ts'
import { anna, codeFor, createTestSite, password, readHidden, readKey, signIn, turnOn } from '../test-site.ts'

const page = '/settings/two-factor/password'
const setUp = '/settings/two-factor/set-up'
const addApp = '/settings/two-factor/add-app'
const addPhone = '/settings/two-factor/add-phone'

/** Anna without a factor, signed in twenty minutes ago. */
async function createLate() {
  const site = await createTestSite()
  const visitor = site.visitor()
  await signIn(visitor)
  site.clock.advance(20 * 60_000)
  return { site, visitor }
}

const toPassword = (next: string) => `${page}?next=${encodeURIComponent(next)}`

describe('the password once more', () => {
  it('is asked for before a first factor, whichever way it is begun', async () => {
    const { site, visitor } = await createLate()
    const form = { form: crypto.randomUUID(), number: '+46701234567', name: '' }
    for (const [answer, location] of [
      [await visitor.get(setUp), toPassword(setUp)],
      [await visitor.post(setUp, {}), toPassword(setUp)],
      [await visitor.get(addPhone), toPassword(addPhone)],
      [await visitor.post(addPhone, form), toPassword(addPhone)],
      [await visitor.get(addApp), setUp],
      [await visitor.post(addApp, { name: 'Tablet' }), setUp],
    ] as const)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, location])
    expect(await site.db.all('SELECT enrollment_id FROM sessions')).toEqual([{ enrollment_id: null }])
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
  })

  it('is not asked for sooner, nor of who sets up a factor within twenty minutes of it', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    site.clock.advance(20 * 60_000 - 1)
    expect((await visitor.get(setUp)).status).toBe(200)
    expect((await visitor.post(setUp, {})).headers.get('location')).toBe(`${setUp}/scan`)
    expect((await visitor.get(`${setUp}/scan`)).status).toBe(200)
  })

  it('is asked for before a first app is shown or confirmed that was begun with it, and leads back there', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    site.clock.advance(20 * 60_000 - 1)
    await visitor.post(setUp, {})
    const scan = `${setUp}/scan`
    const shown = await visitor.text(scan)
    site.clock.advance(1)
    const form = { enrollment: readHidden(shown, 'enrollment'), code: codeFor(site, readKey(shown)) }
    expect((await visitor.get(scan)).headers.get('location')).toBe(toPassword(scan))
    expect((await visitor.post(scan, form)).headers.get('location')).toBe(toPassword(scan))
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
    await visitor.post(page, { password, next: scan })
    expect(readHidden(await visitor.text(scan), 'enrollment')).toBe(form.enrollment)
    await visitor.post(scan, form)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })

  it('leads back with a new token, and holds for twenty minutes in that session alone', async () => {
    const { site, visitor } = await createLate()
    const thief = visitor.clone()
    const shown = await visitor.text(toPassword(setUp))
    expect(shown).toContain('Enter your password again')
    expect(shown).toContain(`name="next" value="${setUp}"`)
    const answer = await visitor.post(page, { password, next: setUp })
    expect(answer.headers.get('location')).toBe(setUp)
    expect((await thief.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    expect((await visitor.post(setUp, {})).headers.get('location')).toBe(`${setUp}/scan`)
    site.clock.advance(20 * 60_000)
    expect((await visitor.post(setUp, {})).headers.get('location')).toBe(toPassword(setUp))
    expect((await visitor.get('/notes')).status).toBe(200)
  })

  it('changes nothing when it is wrong, or was wrong too often, and never leads off this site', async () => {
    const { visitor } = await createLate()
    const wrong = await visitor.post(page, { password: 'no', next: setUp })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('The password is wrong.'),
    ])
    expect((await visitor.get(setUp)).headers.get('location')).toBe(toPassword(setUp))
    for (let i = 0; i < 9; i++) await visitor.post(page, { password: 'no', next: setUp })
    const refused = await visitor.post(page, { password, next: setUp })
    expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('Too many tries.')])
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await visitor.get(setUp)).headers.get('location')).toBe(toPassword(setUp))
    expect(await visitor.text(`${page}?next=https://evil.example`)).toContain('name="next" value="/"')
  })

  it('is asked for in Swedish too', async () => {
    const { visitor } = await createLate()
    await visitor.post('/language', { locale: 'sv', next: '/' })
    expect(await visitor.text(toPassword(setUp))).toContain('Ange ditt lösenord igen')
  })

  it('is not what a further factor takes', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    site.clock.advance(20 * 60_000)
    expect((await visitor.get(addApp)).headers.get('location')).toMatch(/^\/step-up\?/)
  })
})

describe('a session that is not fresh, when a factor becomes required of its person', () => {
  const entry = '/sign-in/set-up'

  async function createDue() {
    const { site, visitor } = await createLate()
    const owner = await createOwner(site)
    expect(await owner.requireFactors()).toMatchObject({ status: 'ok' })
    return { site, visitor }
  }

  it.each(['/', '/notes', '/settings/two-factor', setUp, '/sign-in/set-up', '/no-such-page'])(
    'opens no set-up by %s: the password is asked for, and whoever does not know it gets no further',
    async (path) => {
      const { site, visitor } = await createDue()
      const sent = [await visitor.get(path), await visitor.post(path, {})]
      for (const { status, headers } of sent) {
        if (status === 404) continue
        expect(status).toBe(303)
        expect([toPassword(path), '/sign-in?next=%2F', '/sign-in?notice=ended&next=%2F']).toContain(
          headers.get('location'),
        )
      }
      await visitor.get(toPassword(path))
      expect((await visitor.post(page, { password: 'no', next: path })).status).toBe(422)
      expect([...visitor.cookies.keys()]).not.toContain('__Host-waiting-set-up')
      expect((await visitor.get('/notes')).headers.get('location')).toBe(toPassword('/notes'))
      expect((await visitor.get(entry)).headers.get('location')).toBe('/sign-in?next=%2F')
      const types = (await site.twoFactor.audit.list({ userId: 'anna' })).map(({ type }) => type)
      expect(types).not.toContain('enroll.challenged')
      expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
    },
  )

  it('leads on to the set-up by the password, and then to where its person was going', async () => {
    const { site, visitor } = await createDue()
    const thief = visitor.clone()
    const asked = (await visitor.get('/notes')).headers.get('location') ?? ''
    expect(asked).toBe(toPassword('/notes'))
    const shown = await visitor.text(asked)
    expect(shown).toContain('Two-factor authentication for your account is required by Harbour Physio.')
    expect(shown).toContain('Before you go on, show that it is still you.')
    expect(shown).toContain('Sign out')
    expect(shown).not.toContain('Cancel')
    expect((await visitor.post(page, { password, next: '/notes' })).headers.get('location')).toBe('/notes')
    expect((await visitor.get('/notes')).headers.get('location')).toBe(`${entry}?next=%2Fnotes`)
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])
    expect((await thief.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    await visitor.post(entry, { next: '/notes', account: anna })
    const scan = await visitor.text(`${entry}/scan?next=%2Fnotes`)
    const form = { enrollment: readHidden(scan, 'enrollment'), code: codeFor(site, readKey(scan)) }
    await visitor.post(`${entry}/scan`, { ...form, next: '/notes', account: anna })
    expect((await visitor.get('/notes')).status).toBe(200)
  })

  it('can be left by signing out, and is asked in Swedish too', async () => {
    const { site, visitor } = await createDue()
    await visitor.post('/language', { locale: 'sv', next: '/' })
    const shown = await visitor.text(toPassword('/'))
    expect(shown).toContain('Harbour Physio kräver tvåfaktorsautentisering')
    expect(shown).toContain('innan du fortsätter')
    await visitor.post('/sign-out', {})
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])
  })
})
