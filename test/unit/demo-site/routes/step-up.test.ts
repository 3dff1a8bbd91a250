import { describe, expect, test } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import { createAdmin } from '../admins.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  showFactor,
  signIn,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'
import { createVisitor, type Visitor } from '../visitor.ts'

/** To the page that a link leads to in the end, over pages that only lead on, but never over one that asks for a code. */
async function follow(visitor: Visitor, link: string): Promise<Response> {
  const answer = await visitor.get(link)
  const location = answer.headers.get('location')
  return location === null || location.startsWith('/step-up') ? answer : follow(visitor, location)
}

async function open() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor)
  site.clock.advance(30_000)
  const [person] = await site.db.all<{ id: string }>('SELECT id FROM users WHERE address = ?', anna)
  return { site, visitor, key, userId: person?.id as string }
}

describe('a step-up', () => {
  test('leads a right code back to where it was asked for, with a proof that the SDK knows', async () => {
    const { site, visitor, key, userId } = await open()
    const page = await visitor.text('/step-up?next=%2Fsettings')
    expect(page).toContain('Show that it is you')
    const judged = await visitor.post('/step-up?next=%2Fsettings', { code: codeFor(site, key) })
    expect([judged.status, judged.headers.get('location')]).toEqual([303, '/settings'])
    const cookie = judged.headers.getSetCookie().find((text) => text.startsWith('__Host-fresh-factor='))
    const stepUp = /=([^;]+)/.exec(cookie ?? '')?.[1]
    expect(await site.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(true)
    site.clock.advance(600_000)
    expect(await site.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(false)
  })

  test('sent again after it was done, or by another process, goes on, and no code is called used', async () => {
    const { site, visitor, key, userId } = await open()
    const twin = createVisitor(createApp(site), new Map(visitor.cookies))
    const form = { code: codeFor(site, key), next: '/settings' }
    // Both have found the session by the time that the first is done.
    const { stepUp } = site.twoFactor
    let judged = 0
    const racing: typeof stepUp = {
      ...stepUp,
      async describe(input) {
        if (judged++ === 0) await visitor.post('/step-up', form)
        return stepUp.describe(input)
      },
    }
    const late = createVisitor(
      createApp({ ...site, twoFactor: { ...site.twoFactor, stepUp: racing } }),
      twin.cookies,
    )
    expect((await late.post('/step-up', form)).headers.get('location')).toBe('/settings')
    expect(judged).toBeGreaterThan(0)
    site.clock.advance(3000)
    expect((await visitor.post('/step-up', form)).headers.get('location')).toBe('/settings')
    await site.twoFactor.settle()
    const types = (await site.twoFactor.audit.list({ userId })).map(({ type }) => type)
    expect(types.filter((type) => /fail|reject|used/.test(type))).toEqual([])
    expect(await visitor.text('/mailbox')).not.toContain('A used code was entered again')
  })

  test('goes nowhere with a wrong code, and never off this site', async () => {
    const { site, visitor, key } = await open()
    const wrong = await visitor.post('/step-up?next=%2Fsettings', { code: wrongCodeFor(site, key) })
    expect(wrong.status).toBe(422)
    expect(wrong.headers.getSetCookie().join()).not.toContain('fresh-factor')
    const judged = await visitor.post('/step-up?next=https%3A%2F%2Fevil.example', {
      code: codeFor(site, key),
    })
    expect(judged.headers.get('location')).toBe('/')
  })

  test('sends who has no factor to the settings, and who is not signed in to the sign-in', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    expect((await visitor.get('/step-up')).headers.get('location')).toBe('/sign-in?next=%2Fstep-up')
    await visitor.post('/sign-in', { address: anna, password: 'harbour-demo-2026' })
    expect((await visitor.get('/step-up')).headers.get('location')).toBe('/settings/two-factor?notice=needed')
  })

  test('says to an admin without a factor why one is to be set up first, and leads on afterwards, once', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, 'owner@harbour.example')
    const wanted = '/clinics/harbour/members/anna/allow-once'
    for (const [page, before] of [
      ['/clinics/harbour/policy/change', '/clinics/harbour/policy'],
      ['/clinics/harbour/invite', '/clinics/harbour'],
      [wanted, '/clinics/harbour/members/anna'],
    ] as const) {
      const asked = await visitor.get((await visitor.get(page)).headers.get('location') ?? '')
      expect(asked.headers.get('location')).toBe('/settings/two-factor?notice=needed')
      const told = await visitor.text('/settings/two-factor?notice=needed')
      expect(told).toContain('What you wanted to do asks for a fresh code')
      expect(told).toContain(`<a href="${before}">Not now, go back</a>`)
      expect((await visitor.get(before)).status).toBeLessThan(400)
    }
    await turnOn(site, visitor, 'owner@harbour.example')
    const on = await visitor.text('/settings/two-factor?notice=on')
    expect(on).toContain(`<a href="${wanted}">Go on with what you wanted to do</a>`)
    expect(on).not.toContain('asks for a fresh code')
    expect(await visitor.text('/settings/two-factor')).not.toContain('Go on with')
  })

  test('asked for by any page can be cancelled: it leads to a page that does not ask again', async () => {
    const { site, visitor } = await open()
    const { visitor: owner } = await createAdmin(site)
    const [app] = await site.twoFactor.factors.list({ userId: 'olivia' })
    site.clock.advance(1_200_000)
    await visitor.get('/settings')
    const paths = site.app.routes
      .filter(({ method, path }) => method === 'GET' && !path.startsWith('/step-up'))
      .map(({ path }) =>
        path
          .replace('/factors/:id', `/factors/${app?.id}`)
          .replace(':clinicId', 'harbour')
          .replace(':userId', 'anna'),
      )
    const asking: string[] = []
    for (const path of new Set(paths)) {
      const location = (await owner.get(path)).headers.get('location') ?? ''
      if (!location.startsWith('/step-up?next=')) continue
      asking.push(path)
      const page = await owner.text(location)
      const cancel = /<a href="([^"]*)">Cancel</.exec(page)?.[1] ?? ''
      expect([path, cancel, (await follow(owner, cancel)).status]).toEqual([path, expect.any(String), 200])
    }
    expect(asking).toContain('/clinics/harbour/members/anna/reset')
    expect(asking.length).toBeGreaterThan(8)
  })

  test('leads nobody off this site afterwards, whatever the browser says', async () => {
    const { visitor } = await open()
    visitor.cookies.set('__Host-way-back', encodeURIComponent('//evil.example/x'))
    expect(await visitor.text('/settings/two-factor')).not.toContain('evil')
  })

  test('gives the session a new token, and leaves what is being set up in it', async () => {
    const { site, visitor, key } = await open()
    const [session] = await site.db.all<{ id: string }>('SELECT id FROM sessions')
    await site.db.run("UPDATE sessions SET enrollment_id = 'pending'")
    const thief = visitor.clone()
    await visitor.post('/step-up', { code: codeFor(site, key) })
    expect((await visitor.get('/notes')).status).toBe(200)
    expect((await thief.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    expect(await site.db.all('SELECT id, enrollment_id, factor_at FROM sessions')).toEqual([
      { id: session?.id, enrollment_id: 'pending', factor_at: site.clock.now() },
    ])
  })

  test('counts in its own session only: not after signing out, and not in another browser', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const [visitor, other] = [site.visitor(), site.visitor()]
    for (const one of [visitor, other]) {
      site.clock.advance(60_000)
      await signIn(one)
      await one.post('/sign-in/code', { code: codeFor(site, key), trust: 'yes' })
    }
    await showFactor(site, visitor, key)
    const turnOff = '/settings/two-factor/turn-off'
    expect((await visitor.get(turnOff)).status).toBe(200)
    const copy = visitor.cookies.get('__Host-fresh-factor') ?? ''
    await visitor.post('/sign-out', {})
    expect(visitor.cookies.has('__Host-fresh-factor')).toBe(false)
    // The computer is trusted: the password alone signs in, and it must not do for more.
    await signIn(visitor)
    expect((await visitor.get('/notes')).status).toBe(200)
    for (const one of [visitor, other]) {
      one.cookies.set('__Host-fresh-factor', copy)
      const refused = await one.post(turnOff, { password })
      expect(refused.headers.get('location')).toContain('/step-up?next=')
    }
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })

  test('takes a recovery code in the place of the app, and uses it up', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { recoveryCodes } = await turnOn(site, visitor)
    expect(await visitor.text('/step-up?next=%2Fsettings')).toContain(
      '<a href="/step-up/recovery?next=%2Fsettings">Need help?</a>',
    )
    const form = { code: recoveryCodes[0] ?? '', next: '/settings' }
    expect((await visitor.post('/step-up/recovery', form)).headers.get('location')).toBe('/settings')
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(9)
    expect((await visitor.post('/step-up/recovery', form)).headers.get('location')).toBe('/settings')
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(9)
    site.clock.advance(600_000)
    expect((await visitor.post('/step-up/recovery', form)).status).toBe(422)
  })

  test('goes on being asked for after five wrong codes, until the step is paused', async () => {
    const { site, visitor, key } = await open()
    for (let i = 0; i < 9; i++)
      expect((await visitor.post('/step-up', { code: wrongCodeFor(site, key) })).status).toBe(422)
    const last = await visitor.post('/step-up', { code: wrongCodeFor(site, key) })
    expect([last.status, await last.text()]).toEqual([
      429,
      expect.stringContaining('There are no tries left for now. You can try again'),
    ])
    expect((await visitor.post('/step-up', { code: codeFor(site, key) })).status).toBe(429)
  })

  test('is never answered by somebody else’s question', async () => {
    const { site, visitor } = await open()
    const other = site.visitor()
    const bo = await turnOn(site, other, 'bo@harbour.example')
    site.clock.advance(60_000)
    await other.get('/step-up')
    visitor.cookies.set('__Host-step-up', other.cookies.get('__Host-step-up') ?? '')
    const answer = await visitor.post('/step-up', { code: codeFor(site, bo.key) })
    expect([answer.status, visitor.cookies.has('__Host-fresh-factor')]).toEqual([422, false])
  })
})
