import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../../../demo-site/src/config.ts'
import { claimForRegion } from '../../../demo-site/src/data/region-claim.ts'
import { type RegionName, regions } from '../../../demo-site/src/regions.ts'
import { textIn } from '../../../demo-site/src/text/catalogue.ts'
import { addPhone, enterNumber, newestSms } from './phones.ts'
import {
  anna,
  codeFor,
  createTestSite,
  showFactor,
  signIn,
  type TestSite,
  testKey,
  turnOn,
} from './test-site.ts'

const names = Object.keys(regions) as RegionName[]

/** What `REGION` decides, but for the folder: each test site has one of its own. */
function settingsOf(region: RegionName): Partial<Config> {
  const {
    dataDir: _,
    testControls: __,
    ...settings
  } = readConfig({ COUNTERSIGN_KEY: testKey, REGION: region })
  return settings
}

async function signInWith(site: TestSite, code: string): Promise<{ status: number; signedIn: boolean }> {
  const visitor = site.visitor()
  await signIn(visitor)
  const { status } = await visitor.post('/sign-in/code', { code })
  return { status, signedIn: visitor.cookies.has('__Host-session') }
}

describe('a region', () => {
  it.each(names)('%s has its own folder, address, issuer and clinics', async (region) => {
    const config = readConfig({ COUNTERSIGN_KEY: testKey, REGION: region, DATA_DIR: '/data', PORT: '4321' })
    expect(config).toMatchObject({
      dataDir: join('/data', region),
      baseUrl: `http://${region}.localhost:4321`,
      issuer: `Harbour Practice (${region.toUpperCase()})`,
      timeZone: regions[region].timeZone,
    })
    expect(config.smsCountries[0]).toBe({ uk: 'GB', au: 'AU', se: 'SE' }[region])
    const site = await createTestSite(settingsOf(region))
    const clinics = await site.db.all('SELECT name, time_zone FROM clinics WHERE id = ?', 'harbour')
    const { name, timeZone } = regions[region].clinics.harbour
    expect(clinics).toEqual([{ name, time_zone: timeZone }])
    const page = await site.visitor().text('/sign-in')
    expect(page).toContain(`Harbour Practice (${region.toUpperCase()}), ${region}.localhost:3000`)
  })

  it.each(['en', 'sv'] as const)('is named by its mails and pages too, in %s', (locale) => {
    const { invitation, recovery } = textIn(locale)
    const site = 'Harbour Practice (UK)'
    expect(invitation.mail('Olivia', 'Harbour Physio', site)).toContain(site)
    expect(recovery.noCodes(site)).toContain(site)
  })

  it('is one of those that there are', () => {
    expect(() => readConfig({ COUNTERSIGN_KEY: testKey, REGION: 'no' })).toThrow(
      /^REGION must be one of uk, au, se/,
    )
    expect(() => readConfig({ COUNTERSIGN_KEY: testKey, REGION: 'constructor' })).toThrow(/REGION/)
    expect(readConfig({ COUNTERSIGN_KEY: testKey })).toMatchObject({
      ...{ region: null, issuer: 'Harbour Practice', baseUrl: 'http://localhost:3000' },
    })
  })

  it('keeps the person of another one apart: no code, recovery code, session or cookie of there is worth anything here', async () => {
    const [uk, se] = [await createTestSite(settingsOf('uk')), await createTestSite(settingsOf('se'))]
    const there = uk.visitor()
    const ukFactor = await turnOn(uk, there)
    const seFactor = await turnOn(se, se.visitor())
    expect(ukFactor.key).not.toBe(seFactor.key)
    expect(await signInWith(se, codeFor(uk, ukFactor.key, 1))).toEqual({ status: 422, signedIn: false })
    expect(await signInWith(se, codeFor(se, seFactor.key, 1))).toEqual({ status: 303, signedIn: true })
    const visitor = se.visitor()
    await signIn(visitor)
    const [code = ''] = ukFactor.recoveryCodes
    expect((await visitor.post('/sign-in/recovery', { code })).status).toBe(422)

    // Cookies of one host never reach another; and if they did:
    const carrier = se.visitor()
    for (const [name, value] of there.cookies) carrier.cookies.set(name, value)
    expect((await carrier.get('/notes')).status).toBe(303)
    const rows = await se.db.all<{ bucket: string }>('SELECT bucket FROM password_attempts')
    await carrier.post('/sign-in', { address: anna, password: 'wrong' })
    const after = await se.db.all<{ bucket: string }>('SELECT bucket FROM password_attempts')
    const added = after.filter(({ bucket }) => !rows.some((row) => row.bucket === bucket))
    expect(added.filter(({ bucket }) => bucket.startsWith('browser'))).toEqual([])
  })

  it('has its notes in the language of its country', async () => {
    const site = await createTestSite(settingsOf('se'))
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post('/language', { locale: 'sv', next: '/notes' })
    const list = await visitor.text('/notes')
    expect(list).toContain('Vänster knä, vecka sex efter operation')
    expect(list).not.toMatch(/Ellison|Lower back/)
    expect(await visitor.text('/notes/note-1038')).toContain('Ont lågt på höger sida')
    const english = await createTestSite(settingsOf('au'))
    const other = english.visitor()
    await signIn(other)
    expect(await other.text('/notes')).toContain('Left knee, week six after surgery')
  })

  it.each(names)('%s shows an example of a number that it takes', async (region) => {
    const site = await createTestSite(settingsOf(region))
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor)
    await showFactor(site, visitor, key)
    const page = await visitor.text(addPhone)
    const example = /such as (\+[\d ]+\d)/.exec(page)?.[1] ?? ''
    const sent = await enterNumber(visitor, example)
    expect([sent.status, await newestSms(site, example)]).toEqual([303, expect.stringMatching(/^\d{6}$/)])
  })

  it('names itself in the authenticator, in mails and in SMS', async () => {
    const site = await createTestSite(settingsOf('au'))
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'totp' })
    expect(begun).toMatchObject({ uri: expect.stringContaining('issuer=Harbour%20Practice%20(AU)') })
    await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number: '0412 345 678' })
    await site.visitor().post('/forgotten-password', { address: anna })
    const sent = await site.db.all<{ kind: string; recipient: string; body: string }>('SELECT * FROM outbox')
    expect(sent.find(({ kind }) => kind === 'sms')).toMatchObject({
      recipient: '+61412345678',
      body: expect.stringMatching(/Harbour Practice \(AU\)[\s\S]*\n@au\.localhost #\d{6}$/),
    })
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    const mails = await site.db.all<{ body: string }>("SELECT body FROM outbox WHERE kind = 'mail'")
    expect(mails.length).toBeGreaterThan(1)
    for (const { body } of mails) expect(body).toMatch(/\n\nHarbour Practice \(AU\)$/)
    expect(sent.find(({ kind }) => kind === 'mail')?.body).toContain(
      '\nhttp://au.localhost:3000/new-password?token=',
    )
  })

  it('answers under its own name only', async () => {
    const site = await createTestSite(settingsOf('uk'))
    const ask = (host: string) => site.app.request(`http://${host}/sign-in`)
    expect((await ask('uk.localhost:3000')).status).toBe(200)
    for (const host of [
      'se.localhost:3000',
      'localhost:3000',
      '127.0.0.1:3000',
      'uk.localhost.evil.example',
    ]) {
      expect((await ask(host)).status, host).toBe(421)
    }
    const wrong = await (await ask('se.localhost:3000')).text()
    expect(wrong).toContain('<a href="http://uk.localhost:3000">http://uk.localhost:3000</a>')
    expect(wrong).not.toContain('Go to the first page')
    // Whoever watches over the process asks it by number.
    expect((await site.app.request('http://127.0.0.1:3000/health')).status).toBe(200)
  })

  it('never takes the database of another one', async () => {
    const { db } = await createTestSite(settingsOf('uk'))
    expect(await claimForRegion(db, 'uk')).toBe(true)
    expect(await claimForRegion(db, 'se')).toBe(false)
    expect(await claimForRegion(db, null)).toBe(false)
    expect(await claimForRegion(db, 'uk')).toBe(true)
  })
})
