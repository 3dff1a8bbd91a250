import { describe, expect, it } from 'vitest'
import { createOwner, readMailedCode } from '../entries.ts'
import { readNewestMail } from '../recoveries.ts'
import {
  codeFor,
  createTestSite,
  readHidden,
  readKey,
  showFactor,
  signIn,
  type TestSite,
  turnOn,
} from '../test-site.ts'

const adam = 'admin@harbour.example'
const newPassword = '/new-password'

/** Adam with an app and one recovery code or none, whom the owner of his clinic has let in once. */
async function createSite({ codeLeft }: { codeLeft: boolean }) {
  const site = await createTestSite()
  const owner = await createOwner(site)
  const open = site.visitor()
  const { key, recoveryCodes } = await turnOn(site, open, adam)
  const { stepUp } = site.twoFactor
  for (const code of codeLeft ? recoveryCodes.slice(1) : recoveryCodes) {
    const begun = await stepUp.begin({ userId: 'adam' })
    if (begun.status !== 'challenge') throw new Error(begun.status)
    expect(await stepUp.verify({ token: begun.token, method: 'recovery_code', code })).toMatchObject({
      status: 'ok',
    })
  }
  expect(await owner.allowOnce('adam')).toMatchObject({ status: 'ok' })
  return { site, open, key, codeLeft: recoveryCodes[0] ?? '' }
}

/** Adam at the set-up, with the mailed code shown. */
async function beginSetUp(site: TestSite) {
  const visitor = site.visitor()
  await signIn(visitor, adam)
  await visitor.post('/sign-in/mailed-code', { code: await readMailedCode(site) })
  expect(await visitor.text('/sign-in/set-up')).toContain('Set up')
  return visitor
}

/** Where the link leads that is mailed for a forgotten password. */
async function openReset(site: TestSite) {
  const visitor = site.visitor()
  await visitor.post('/forgotten-password', { address: adam })
  const opened = await visitor.get((await readNewestMail(site, adam)).to(newPassword))
  expect(opened.headers.get('location')).toBe(newPassword)
  return visitor
}

describe('somebody who was let in once', () => {
  it('is asked for a code before a new password while the new app is set up: the mail alone opens nothing', async () => {
    const { site, open } = await createSite({ codeLeft: false })
    await beginSetUp(site)
    const thief = await openReset(site)
    const choose = { password: 'the words of somebody else', account: adam }
    for (const answer of [await thief.get(newPassword), await thief.post(newPassword, choose)])
      expect(answer.headers.get('location')).toBe(`${newPassword}/code`)
    const blocked = await thief.get(`${newPassword}/code`)
    expect([blocked.status, await blocked.text()]).toEqual([
      403,
      expect.stringMatching(/you were let in without one.*work again at \d\d:\d\d GMT/s),
    ])
    // The session from before is told the same, in its settings too.
    expect(await open.text('/step-up')).toContain('you were let in without one')
    expect(await open.text('/settings/two-factor')).toMatch(/Out of use, because.*works again at \d\d:\d\d/s)
    // An hour later the app is asked for as ever.
    site.clock.advance(3_600_000)
    expect(await (await openReset(site)).text(`${newPassword}/code`)).toContain('name="code"')
  })

  it('and signs in by the last recovery code has the app back, and no error page follows', async () => {
    const { site, key, codeLeft } = await createSite({ codeLeft: true })
    const waiting = await beginSetUp(site)
    const visitor = site.visitor()
    await visitor.post('/sign-in', { address: adam, password: 'harbour-demo-2026', factor: 'own' })
    const entered = await visitor.post('/sign-in/recovery', { code: codeLeft })
    expect(entered.headers.get('location')).toMatch(/^\//)
    expect(await visitor.text('/settings/two-factor')).not.toMatch(/Out of use|Suspended/)
    expect((await waiting.get('/sign-in/set-up')).headers.get('location')).toMatch(/^\/sign-in\?/)
    expect(await (await openReset(site)).text(`${newPassword}/code`)).toContain('name="code"')
    site.clock.advance(60_000)
    const again = site.visitor()
    expect((await signIn(again, adam)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    await again.post('/sign-in/code', { code: codeFor(site, key) })
    expect((await again.get('/')).status).toBe(200)
  })

  it('and has had all the mails of an hour is led to the app that works', async () => {
    const { site, key } = await createSite({ codeLeft: false })
    const visitor = site.visitor()
    for (let mail = 0; mail < 6; mail++) await signIn(visitor, adam)
    const refused = await signIn(visitor, adam, '/settings')
    const page = await refused.text()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600'])
    expect(page).toContain('as many codes as an hour allows')
    const link = /<a href="([^"]+)">I have my app or phone after all</.exec(page)?.[1]
    expect(link).toBe('/sign-in?factor=own&amp;next=%2Fsettings')
    await visitor.post('/sign-in', { address: adam, password: 'harbour-demo-2026', factor: 'own' })
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect((await visitor.get('/settings')).status).toBe(200)
  })

  it.each([
    ['the start page', {}, '/?notice=codes-saved'],
    ['the page that they wanted', { next: '/settings' }, '/?notice=codes-saved&next=%2Fsettings'],
  ])(
    'is offered to end the sessions of before with the new app, on the way to %s',
    async (_name, next, offer) => {
      const { site, open } = await createSite({ codeLeft: false })
      const visitor = await beginSetUp(site)
      await visitor.post('/sign-in/set-up', next)
      const scan = await visitor.text('/sign-in/set-up/scan')
      const proof = { enrollment: readHidden(scan, 'enrollment'), code: codeFor(site, readKey(scan)) }
      await visitor.post('/sign-in/set-up/scan', { ...next, ...proof })
      const codes = '/settings/two-factor/recovery-codes'
      const saved = { list: readHidden(await visitor.text(codes), 'list'), saved: 'yes' }
      expect((await visitor.post(codes, saved)).headers.get('location')).toBe(offer)
      const page = await visitor.text(offer)
      expect(page).toContain('Besides this browser, 1 other place is signed in to your account.')
      expect(page.includes('<a href="/settings">Go on to the page that you wanted</a>')).toBe('next' in next)
      await visitor.post('/settings/sign-out-elsewhere', {})
      expect((await open.get('/')).headers.get('location')).toMatch(/^\/sign-in/)
      expect(await visitor.text(offer)).not.toContain('Sign out everywhere else')
    },
  )

  it('and shows a code of the app in a session that was there is told of a code, not of a sign-in', async () => {
    const { site, open, key } = await createSite({ codeLeft: false })
    await showFactor(site, open, key)
    const types = (await site.twoFactor.audit.list({ userId: 'adam' })).map(({ type }) => type)
    expect(types[0]).toBe('bypass.ended')
    expect(await open.text('/settings/two-factor/activity')).toContain(
      'The permission to sign in without a code ended: a code was entered, or',
    )
    expect(await open.text('/clinics/harbour/record')).toContain(
      'The permission to sign in without a code ended: a code was entered, or',
    )
    await open.post('/language', { locale: 'sv', next: '/' })
    expect(await open.text('/settings/two-factor/activity')).toContain(
      'Tillåtelsen att logga in utan kod upphörde: en kod angavs, eller',
    )
  })
})

describe('somebody who was let in once, has entered the mailed code and has found the phone since', () => {
  const own = { address: adam, password: 'harbour-demo-2026', factor: 'own' }
  const readLinks = (page: string) => page.match(/<a [^>]*href="\/sign-in\?factor=own[^>]*>[^<]*/g) ?? []
  const inSwedish = { 'accept-language': 'sv' }

  it('is told why the recovery code is asked for and until when, and of no wrong codes', async () => {
    const { site, codeLeft } = await createSite({ codeLeft: true })
    await beginSetUp(site)
    const visitor = site.visitor()
    await signIn(visitor, adam)
    const mailed = await visitor.text('/sign-in/mailed-code')
    expect(mailed).toMatch(/a mailed code was entered already.*work again at \d\d:\d\d GMT/s)
    expect(readLinks(mailed)).toEqual([expect.stringMatching(/>I have a recovery code$/)])
    expect(await visitor.text('/sign-in?factor=own')).toContain('by SMS, or a recovery code')
    const asked = await visitor.post('/sign-in', own)
    expect(asked.headers.get('location')).toBe('/sign-in/recovery?next=%2F')
    for (const path of ['/sign-in/recovery', '/sign-in/code']) {
      const page = await visitor.text(path)
      expect(page).toMatch(/you were let in without them.*work again at \d\d:\d\d GMT/s)
      expect(page).not.toContain('wrong codes')
      const swedish = await (await visitor.get(path, inSwedish)).text()
      expect(swedish).toMatch(/du släpptes in utan dem.*fungerar de igen .*\d\d:\d\d/s)
      expect(swedish).not.toContain('felaktiga koder')
    }
    const entered = await visitor.post('/sign-in/recovery', { code: codeLeft })
    expect(entered.headers.get('location')).toBe('/?notice=recovery-used')
    expect((await visitor.get('/')).status).toBe(200)
  })

  it('is led round in no circle where no recovery code is left', async () => {
    const { site, key } = await createSite({ codeLeft: false })
    await beginSetUp(site)
    const visitor = site.visitor()
    expect((await visitor.post('/sign-in', own)).headers.get('location')).toBe(
      '/sign-in/mailed-code?next=%2F',
    )
    const page = await visitor.text('/sign-in/mailed-code')
    expect(page).toMatch(/a mailed code was entered already.*work again at \d\d:\d\d GMT/s)
    expect(readLinks(page)).toEqual([])
    const swedish = await (await visitor.get('/sign-in/mailed-code', inSwedish)).text()
    expect(swedish).toMatch(/en mejlad kod har redan angetts.*fungerar de igen .*\d\d:\d\d/s)
    let refused = await signIn(visitor, adam)
    for (let mail = 0; refused.status === 303 && mail < 6; mail++) refused = await signIn(visitor, adam)
    const full = await refused.text()
    expect(refused.status).toBe(429)
    expect(full).toMatch(/as many codes as an hour allows.*a mailed code was entered already/s)
    expect(readLinks(full)).toEqual([])
    site.clock.advance(3_600_000)
    expect((await signIn(visitor, adam)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect((await visitor.get('/')).status).toBe(200)
  })

  it('is offered the app again once the set-up has been cancelled', async () => {
    const { site } = await createSite({ codeLeft: false })
    const first = await beginSetUp(site)
    await first.post('/sign-in/cancel', {})
    const visitor = site.visitor()
    await signIn(visitor, adam)
    const page = await visitor.text('/sign-in/mailed-code')
    expect(page).not.toContain('a mailed code was entered already')
    expect(readLinks(page)).toEqual([expect.stringMatching(/>I have my app or phone after all$/)])
  })
})
