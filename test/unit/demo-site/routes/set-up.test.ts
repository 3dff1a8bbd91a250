import { describe, expect, it } from 'vitest'
import { openSession } from '../sessions.ts'
import {
  anna,
  codeFor,
  createTestSite,
  readHidden,
  readKey,
  readRecoveryCodes,
  signIn,
  type TestSite,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const state = '/settings/two-factor'
const setUp = '/settings/two-factor/set-up'
const scan = '/settings/two-factor/set-up/scan'
const codes = '/settings/two-factor/recovery-codes'

async function openScanPage(site: TestSite) {
  const visitor = site.visitor()
  await signIn(visitor)
  await visitor.post(setUp, {})
  const page = await visitor.text(scan)
  return { visitor, page, key: readKey(page), enrollment: readHidden(page, 'enrollment') }
}

async function isOn(visitor: Visitor): Promise<boolean> {
  return (await visitor.text(state)).includes('<h2>Two-factor authentication is on</h2>')
}

describe('setting up two-factor authentication', () => {
  it('suggests three apps, ours first, before it shows any QR code', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor)
    const page = await visitor.text(setUp)
    expect([...page.matchAll(/<strong>([^<]+)<\/strong>/g)].map((match) => match[1])).toEqual([
      'Countersign',
      'Google Authenticator',
      'Microsoft Authenticator',
    ])
    expect(page).not.toContain('class="qr"')
    expect((await visitor.get(scan)).headers.get('location')).toBe(setUp)
  })

  it('shows the QR code as a picture with an alternative text, and the same key as text', async () => {
    const { page, key } = await openScanPage(await createTestSite())
    expect(key).toMatch(/^[A-Z2-7]{32}$/)
    const picture =
      /<img class="qr" src="data:image\/svg\+xml;base64,([^"]+)" width="240" height="240" alt="[^"]+/.exec(
        page,
      )
    expect(Buffer.from(picture?.[1] ?? '', 'base64').toString()).toMatch(/^<svg width="240" height="240" /)
  })

  it('is on when the code is right, with a new session token, and the old one is void', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    const before = visitor.clone()
    const response = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(response.headers.get('location')).toBe(codes)
    expect(await isOn(visitor)).toBe(true)
    expect((await before.get(state)).status).toBe(303)
    await site.twoFactor.settle()
    expect(await visitor.text('/mailbox')).toContain('Two-factor authentication was turned on')
  })

  it('stays off after a wrong code, and keeps the same QR code', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    const code = wrongCodeFor(site, key)
    const response = await visitor.post(scan, { enrollment, code })
    const body = await response.text()
    expect(response.status).toBe(422)
    expect(body).toContain('That code is wrong.')
    expect(body).toMatch(/You have \d+ tries left\./)
    expect(body).not.toContain(code)
    expect(readKey(body)).toBe(key)
    expect(await isOn(visitor)).toBe(false)
  })

  it('answers what is no code with a 400, uncounted', async () => {
    const { visitor, enrollment } = await openScanPage(await createTestSite())
    const response = await visitor.post(scan, { enrollment, code: 'six digits' })
    expect(response.status).toBe(400)
    expect(await isOn(visitor)).toBe(false)
  })

  it('starts again after ten minutes', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    site.clock.advance(600_000)
    const response = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(response.headers.get('location')).toBe(`${setUp}?notice=expired`)
    expect(await visitor.text(`${setUp}?notice=expired`)).toContain('no longer valid')
    expect(await isOn(visitor)).toBe(false)
    await visitor.post(setUp, {})
    expect(readKey(await visitor.text(scan))).not.toBe(key)
  })

  it('starts again after too many wrong codes', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    let last: Response | undefined
    for (let i = 0; i < 10; i++)
      last = await visitor.post(scan, { enrollment, code: wrongCodeFor(site, key) })
    expect(last?.headers.get('location')).toBe(`${setUp}?notice=exhausted`)
    const late = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(late.status).toBe(303)
    expect(await isOn(visitor)).toBe(false)
    await visitor.post(setUp, {})
    expect((await visitor.get(scan)).status).toBe(200)
  })

  it('can be cancelled, twice', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    for (let i = 0; i < 2; i++) {
      expect((await visitor.post(`${setUp}/cancel`, {})).headers.get('location')).toBe(
        `${state}?notice=cancelled`,
      )
    }
    const late = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(await isOn(visitor)).toBe(false)
    const page = await visitor.text(late.headers.get('location') ?? '')
    expect(page).toContain('the set-up was cancelled, or its ten minutes are over')
  })

  it('shows the same QR code in two tabs', async () => {
    const { visitor, key } = await openScanPage(await createTestSite())
    await visitor.post(setUp, {})
    expect(readKey(await visitor.text(scan))).toBe(key)
  })

  it('never judges the code of an older QR code', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    await visitor.post(`${setUp}/cancel`, {})
    await visitor.post(setUp, {})
    const response = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(response.headers.get('location')).toBe(`${scan}?notice=stale`)
    expect(await visitor.text(`${scan}?notice=stale`)).toContain('A newer QR code has been made since.')
  })

  it('never confirms what somebody else has begun', async () => {
    const site = await createTestSite()
    const { key, enrollment } = await openScanPage(site)
    const other = site.visitor()
    await signIn(other, 'bo@harbour.example')
    const response = await other.post(scan, { enrollment, code: codeFor(site, key) })
    expect(response.status).toBe(303)
    expect(await isOn(other)).toBe(false)
  })

  it('sent twice is on once, with one list of codes and no error', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    const form = { enrollment, code: codeFor(site, key) }
    const twin = visitor.clone()
    const [first, second] = await Promise.all([visitor.post(scan, form), twin.post(scan, form)])
    expect([first.status, second.status]).toEqual([303, 303])
    const inCharge = first.headers.getSetCookie().length > 0 ? visitor : twin
    expect(readRecoveryCodes(await inCharge.text(codes))).toHaveLength(10)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(10)
  })

  it('ends the sessions that have shown no factor, and those of this person only', async () => {
    const site = await createTestSite()
    const [older, other] = [site.visitor(), site.visitor()]
    await signIn(older)
    await signIn(other, 'bo@harbour.example')
    await turnOn(site, site.visitor())
    expect((await older.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    expect((await other.get('/notes')).status).toBe(200)
    const left = await site.db.all('SELECT user_id, factor_at IS NULL AS bare FROM sessions ORDER BY user_id')
    expect(left).toMatchObject([
      { user_id: 'anna', bare: 0 },
      { user_id: 'bo', bare: 1 },
    ])
  })

  it('leaves a session of the password alone nothing but the second step, wherever it comes from', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const late = site.visitor()
    // As when a sign-in was on its way while the app was confirmed.
    const token = await openSession(site.db, { userId: 'anna', now: site.clock.now(), factorAt: null })
    late.cookies.set('__Host-session', token)
    const twin = late.clone()
    expect(await late.text('/sign-in')).not.toContain('Anna Lindqvist')
    const sentOn = await late.get('/notes')
    expect(sentOn.headers.get('location')).toBe('/sign-in/code?next=%2Fnotes')
    expect([...late.cookies.keys()]).toEqual(['__Host-waiting-sign-in'])
    expect((await twin.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    const form = { code: codeFor(site, key), next: '/notes' }
    expect((await late.post('/sign-in/code', form)).headers.get('location')).toBe('/notes')
    expect((await late.get('/notes')).status).toBe(200)
  })

  it('is not offered to who has it on', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    expect((await visitor.get(setUp)).headers.get('location')).toBe(state)
    expect((await visitor.post(setUp, {})).headers.get('location')).toBe(`${state}?notice=already-on`)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })
})

describe('fresh recovery codes', () => {
  it('are shown until they are said to be saved, and never again', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { recoveryCodes } = await turnOn(site, visitor)
    expect(new Set(recoveryCodes).size).toBe(10)
    const page = await visitor.text(codes)
    expect(page).toContain(
      'You can see them here until 10:30 GMT, or until you say that you have saved them.',
    )
    expect(page).not.toContain('now and never again')
    const list = readHidden(await visitor.text(codes), 'list')
    const refused = await visitor.post(codes, { list })
    const body = await refused.text()
    expect(refused.status).toBe(422)
    expect(readRecoveryCodes(body)).toEqual(recoveryCodes)
    expect(body).toContain('tick the box')
    expect(body).toMatch(
      /<input type="checkbox" name="saved"[^>]*aria-invalid="true" aria-describedby="saved-error"/,
    )

    const done = await visitor.post(codes, { list, saved: 'yes' })
    expect(done.headers.get('location')).toBe(`${state}?notice=on`)
    expect(await visitor.text(`${state}?notice=on`)).toContain('your recovery codes are saved')
    expect((await visitor.get(codes)).headers.get('location')).toBe(state)
    expect((await visitor.get(`${codes}/download`)).headers.get('location')).toBe(state)
    expect((await visitor.post(codes, { list, saved: 'yes' })).headers.get('location')).toBe(state)
  })

  it('can be downloaded as a text file that says whose they are', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { recoveryCodes } = await turnOn(site, visitor)
    const file = await visitor.get(`${codes}/download`)
    expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename="harbour-practice-recovery-codes.txt"',
    )
    expect(file.headers.get('cache-control')).toBe('no-store')
    const lines = (await file.text()).split('\r\n')
    expect(lines[0]).toContain(anna)
    expect(lines.slice(-11, -1)).toEqual(recoveryCodes)
  })

  it('are not lost with a page that is closed, and wait in no other session', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { key, recoveryCodes } = await turnOn(site, visitor)
    site.clock.advance(60_000)
    const other = site.visitor()
    await signIn(other)
    await other.post('/sign-in/code', { code: codeFor(site, key) })
    expect(await other.text('/')).not.toContain('You have not said that you saved your recovery codes.')
    expect((await other.get(codes)).headers.get('location')).toBe(state)
    expect(await visitor.text('/')).toContain('You have not said that you saved your recovery codes.')
    expect(readRecoveryCodes(await visitor.text(codes))).toEqual(recoveryCodes)
  })

  it('are gone after half an hour', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    site.clock.advance(30 * 60_000)
    expect((await visitor.get(codes)).headers.get('location')).toBe(state)
  })

  it('are shown in the answer itself when they can’t be kept, and can be replaced later', async () => {
    const site = await createTestSite()
    const { visitor, key, enrollment } = await openScanPage(site)
    await site.db.run('ALTER TABLE code_handovers RENAME TO gone')
    const answer = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    const body = await answer.text()
    expect(answer.status).toBe(200)
    expect(readRecoveryCodes(body)).toHaveLength(10)
    expect(body).toContain('These codes are shown this once')
    await site.db.run('ALTER TABLE gone RENAME TO code_handovers')
    expect(
      (await visitor.post(codes, { list: readHidden(body, 'list'), saved: 'yes' })).headers.get('location'),
    ).toBe(state)
    expect(await visitor.text(state)).toContain('Make new recovery codes')
  })

  it('lie in no table and no log as they are', async () => {
    const site = await createTestSite()
    const { key, recoveryCodes } = await turnOn(site, site.visitor())
    const rows = JSON.stringify(await site.db.all('SELECT * FROM code_handovers')) + site.logged.join('')
    for (const secret of [key, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
      expect(rows).not.toContain(secret)
    }
    expect(site.logged.length).toBeGreaterThan(3)
  })
})
