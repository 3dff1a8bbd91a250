import { describe, expect, it } from 'vitest'
import { createOwner } from '../entries.ts'
import { anna, codeFor, createTestSite, readHidden, signIn, turnOn } from '../test-site.ts'

const bo = 'bo@harbour.example'
const cancelSignIn = '/sign-in/cancel'
const cancelSetUp = '/settings/two-factor/set-up/cancel'

const newer = (address: string) => expect.stringContaining(`The one as ${address}, which was begun last`)

describe('Cancel in an older tab', () => {
  it('of a sign-in does not cancel the newer one of this browser, and says which goes on', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    await turnOn(site, site.visitor(), bo)
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor, bo)
    const of = readHidden(await visitor.text('/sign-in/code'), 'of')
    expect(of).toMatch(/^[\w-]{16}$/)
    await signIn(visitor, anna)
    const refused = await visitor.post(cancelSignIn, { of })
    const page = await refused.text()
    expect([refused.status, page]).toEqual([409, newer(anna)])
    expect(page).toContain('href="/sign-in/code"')
    const swedish = await visitor.post(cancelSignIn, { of }, { 'accept-language': 'sv' })
    expect(await swedish.text()).toContain('Din sida gäller en äldre inloggning')
    const inside = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(inside.headers.get('location')).toBe('/')
  })

  it('of a sign-in to the same account does not cancel the newer one either', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    const of = readHidden(await visitor.text('/sign-in/code'), 'of')
    await signIn(visitor)
    expect((await visitor.post(cancelSignIn, { of })).status).toBe(409)
    // Its own does, and a second click finds nothing left.
    const own = readHidden(await visitor.text('/sign-in/code'), 'of')
    for (let click = 0; click < 2; click++) {
      const cancelled = await visitor.post(cancelSignIn, { of: own })
      expect(cancelled.headers.get('location')).toBe('/sign-in?notice=cancelled')
    }
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
      '/sign-in?notice=ended&next=%2F',
    )
  })

  it('of a sign-in that leads to a mailed code names that one', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await turnOn(site, site.visitor(), bo)
    await owner.reset('anna')
    await site.twoFactor.settle()
    const visitor = site.visitor()
    await signIn(visitor, bo)
    const older = readHidden(await visitor.text('/sign-in/code'), 'of')
    await signIn(visitor, anna)
    const refused = await visitor.post(cancelSignIn, { of: older })
    const page = await refused.text()
    expect([refused.status, page]).toEqual([409, newer(anna)])
    expect(page).toContain('href="/sign-in/mailed-code"')
    const of = readHidden(await visitor.text('/sign-in/mailed-code'), 'of')
    expect((await visitor.post(cancelSignIn, { of })).headers.get('location')).toBe(
      '/sign-in?notice=cancelled',
    )
    expect(visitor.cookies.has('__Host-waiting-set-up')).toBe(false)
  })

  it('cancels what has come to its end by itself, whatever it names, and a form that names none', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor)
    site.clock.advance(600_000)
    for (const of of ['x'.repeat(16), '']) {
      const cancelled = await visitor.post(cancelSignIn, { of })
      expect(cancelled.headers.get('location')).toBe('/sign-in?notice=cancelled')
    }
  })

  it('of a set-up cancels the one that it names, and leaves a newer one alone', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const begin = async () => {
      await visitor.post('/settings/two-factor/set-up', {})
      return readHidden(await visitor.text('/settings/two-factor/set-up/scan'), 'enrollment')
    }
    const older = await begin()
    await visitor.post(cancelSetUp, { enrollment: older })
    const page = await visitor.text('/settings/two-factor/set-up/scan')
    expect(page).not.toContain(older)
    const next = await begin()
    const cancelled = await visitor.post(cancelSetUp, { enrollment: older })
    expect(cancelled.headers.get('location')).toBe('/settings/two-factor?notice=cancelled')
    expect(await visitor.text('/settings/two-factor/set-up/scan')).toContain(next)
    expect(await site.db.all('SELECT enrollment_id FROM sessions')).toEqual([{ enrollment_id: next }])
  })

  it('of a set-up cancels nothing of somebody else', async () => {
    const site = await createTestSite()
    const [annas, bos] = [site.visitor(), site.visitor()]
    await signIn(annas)
    await annas.post('/settings/two-factor/set-up', {})
    const theirs = readHidden(await annas.text('/settings/two-factor/set-up/scan'), 'enrollment')
    await signIn(bos, bo)
    await bos.post(cancelSetUp, { enrollment: theirs })
    expect(await annas.text('/settings/two-factor/set-up/scan')).toContain(theirs)
  })
})
