import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createOwner, enter, readMail, readMailedCode } from '../entries.ts'
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

const session = '__Host-session'
const cookie = '__Host-waiting-set-up'
const mailed = '/sign-in/mailed-code'
const setUp = '/sign-in/set-up'
const scan = '/sign-in/set-up/scan'
const codes = '/settings/two-factor/recovery-codes'

/** Anna, whose factor the owner of her clinic has reset, or has let her in without. */
async function createSite(act: 'reset' | 'allowOnce' = 'reset') {
  const site = await createTestSite()
  const owner = await createOwner(site)
  const old = site.visitor()
  const { key, recoveryCodes } = await turnOn(site, old)
  expect(await owner[act]('anna')).toMatchObject({ status: 'ok' })
  await site.twoFactor.settle()
  return { site, owner, old, oldKey: key, oldCodes: recoveryCodes }
}

async function openScan(visitor: Visitor) {
  await visitor.post(setUp, {})
  const page = await visitor.text(scan)
  return { page, key: readKey(page), enrollment: readHidden(page, 'enrollment') }
}

const countSessions = async (site: TestSite) =>
  (await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).length

function wrongMailedCode(right: string): string {
  return right === '11111111' ? '22222222' : '11111111'
}

describe('a sign-in after a reset', () => {
  it('asks for the mailed code, then for a new factor, and only then makes a session', async () => {
    const { site, old, oldKey } = await createSite()
    expect((await old.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    expect(await countSessions(site)).toBe(0)
    const visitor = site.visitor()
    const first = await signIn(visitor, anna, '/notes')
    expect(first.headers.get('location')).toBe(`${mailed}?next=%2Fnotes`)
    expect([...visitor.cookies.keys()]).toEqual([cookie])
    expect(first.headers.getSetCookie().join()).toMatch(
      /__Host-waiting-set-up=[^;]+; Max-Age=4500; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    )
    const page = await visitor.text(`${mailed}?next=%2Fnotes`)
    expect(page).toContain('An admin has reset your two-factor authentication.')
    expect(page).toContain(`we have sent a code to ${anna}`)
    expect(page).toContain('You have 5 tries left.')
    expect(page).toMatch(
      /<input id="code"[^>]*autocomplete="one-time-code"[^>]*inputmode="numeric"[^>]*autofocus=""/,
    )
    expect(page).not.toContain('I have my app or phone after all')

    const form = { code: await readMailedCode(site), next: '/notes' }
    const proven = await visitor.post(mailed, form)
    expect(proven.headers.get('location')).toBe(`${setUp}?next=%2Fnotes`)
    const start = await visitor.text(setUp)
    expect(start).toContain('As soon as you have entered its first code you are signed in.')
    expect(start).not.toContain('gone for good')
    const { key, enrollment } = await openScan(visitor)
    expect(key).not.toBe(oldKey)
    expect(visitor.cookies.has(session)).toBe(false)

    const done = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(done.headers.get('location')).toBe(codes)
    expect(visitor.cookies.has(cookie)).toBe(false)
    const shown = await visitor.text(codes)
    expect(readRecoveryCodes(shown)).toHaveLength(10)
    expect((await visitor.get('/notes')).status).toBe(200)
    expect(await countSessions(site)).toBe(1)
    const saved = await visitor.post(codes, { list: readHidden(shown, 'list'), saved: 'yes' })
    expect(saved.headers.get('location')).toBe('/?notice=codes-saved')
    expect(await visitor.text('/?notice=codes-saved')).toContain('your recovery codes are saved')

    site.clock.advance(60_000)
    const next = site.visitor()
    await signIn(next)
    expect((await next.post('/sign-in/code', { code: codeFor(site, oldKey) })).status).toBe(422)
    expect((await next.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe('/')
  })

  it('is there in Swedish too', async () => {
    const { site } = await createSite()
    await setLocale(site.db, 'anna', 'sv')
    const visitor = site.visitor()
    await signIn(visitor)
    const swedish = { 'accept-language': 'sv' }
    expect(await (await visitor.get(mailed, swedish)).text()).toContain(
      'En administratör har återställt din tvåfaktorsautentisering.',
    )
    const mail = await readMail(site, 'Din kod för att logga in')
    expect(mail).toContain('Hej Anna Lindqvist!')
    const code = /^\d{8}$/m.exec(mail)?.[0] ?? ''
    const wrong = await visitor.post(mailed, { code: wrongMailedCode(code) }, swedish)
    const body = await wrong.text()
    expect(body).toContain('Koden är fel.')
    expect(body).toContain('Du har 4 försök kvar.')
    await visitor.post(mailed, { code }, swedish)
    expect(await (await visitor.get(setUp, swedish)).text()).toContain('Ställ in en autentiseringsapp nu.')
  })

  it('counts a wrong code, brings the focus to the field, and never sends the code back', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const wrong = wrongMailedCode(await readMailedCode(site))
    const answer = await visitor.post(mailed, { code: wrong })
    const body = await answer.text()
    expect(answer.status).toBe(422)
    expect(body).toContain('Enter the code from the newest mail.')
    expect(body).toContain('You have 4 tries left.')
    expect(body).not.toContain(wrong)
    expect(body).toMatch(/<input id="code"[^>]*aria-invalid="true" aria-describedby="code-error code-hint"/)
    expect(await visitor.text(mailed)).toContain('You have 4 tries left.')
    expect((await visitor.get(setUp)).headers.get('location')).toBe(`${mailed}?next=%2F`)
  })

  it.each(['', 'abcdefgh', '123456', '１２３４５６７８'])('takes %j for no code, uncounted', async (code) => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const answer = await visitor.post(mailed, { code })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('The code is eight digits.')
    expect(await visitor.text(mailed)).toContain('You have 5 tries left.')
  })

  it('ends after five wrong codes, the right one included', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const code = await readMailedCode(site)
    for (let i = 0; i < 4; i++) await visitor.post(mailed, { code: wrongMailedCode(code) })
    const twin = visitor.clone()
    const last = await visitor.post(mailed, { code: wrongMailedCode(code), next: '/notes' })
    expect(last.headers.get('location')).toBe('/sign-in?notice=exhausted&next=%2Fnotes')
    expect(visitor.cookies.size).toBe(0)
    expect((await twin.post(mailed, { code })).headers.get('location')).toContain('notice=exhausted')
    expect(await countSessions(site)).toBe(0)
  })

  it('is paused by ten wrong codes over all sign-ins, and says until when', async () => {
    const { site } = await createSite()
    const visitor = site.visitor()
    let last: Response | undefined
    for (let i = 0; i < 10; i++) {
      if (i % 4 === 0) await enter(site, visitor, { proven: false })
      last = await visitor.post(mailed, { code: wrongMailedCode(await readMailedCode(site)) })
    }
    expect(last?.status).toBe(429)
    expect(Number(last?.headers.get('retry-after'))).toBe(900)
    const body = await last?.text()
    expect(body).toMatch(/<div class="notice danger" role="alert"[^>]*>Too many wrong codes\./)
    expect(body).not.toContain('<input id="code"')
    expect((await signIn(site.visitor())).status).toBe(429)
  })

  it('sends a new code after a minute, which voids the one before, and three in all', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const first = await readMailedCode(site)
    const early = await visitor.post(`${mailed}/resend`, {})
    expect(early.status).toBe(429)
    expect(Number(early.headers.get('retry-after'))).toBe(60)
    expect(await early.text()).toContain('You can ask for a new code from ')
    expect(await readMailedCode(site)).toBe(first)
    site.clock.advance(60_000)
    const sent = await visitor.post(`${mailed}/resend`, { next: '/notes' })
    expect(sent.headers.get('location')).toBe(`${mailed}?notice=sent&next=%2Fnotes`)
    expect(await visitor.text(`${mailed}?notice=sent`)).toContain('A new code is on its way.')
    const second = await readMailedCode(site)
    expect(second).not.toBe(first)
    expect((await visitor.post(mailed, { code: first })).status).toBe(422)
    site.clock.advance(60_000)
    await visitor.post(`${mailed}/resend`, {})
    site.clock.advance(60_000)
    const last = await readMailedCode(site)
    expect((await visitor.post(`${mailed}/resend`, {})).headers.get('location')).toBe(`${mailed}?next=%2F`)
    expect(await visitor.text(mailed)).toContain('No more codes are sent for this sign-in.')
    expect(await readMailedCode(site)).toBe(last)
    expect((await visitor.post(mailed, { code: last })).headers.get('location')).toBe(`${setUp}?next=%2F`)
  })

  it('begins again after an hour, and says so', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const code = await readMailedCode(site)
    site.clock.advance(3_600_000)
    const late = await visitor.post(mailed, { code })
    expect(late.headers.get('location')).toBe(`${setUp}?next=%2F`)
    const ended = await visitor.get(`${setUp}?next=%2F`)
    expect(ended.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
    expect(visitor.cookies.size).toBe(0)
    expect((await visitor.post(mailed, { code })).headers.get('location')).toBe(
      '/sign-in?notice=ended&next=%2F',
    )
  })

  it('goes on when the mailed code is sent twice', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const form = { code: await readMailedCode(site) }
    const second = visitor.clone()
    await visitor.post(mailed, form)
    // Within three seconds it would get the answer of the first.
    site.clock.advance(3000)
    const late = await second.post(mailed, form)
    expect(late.headers.getSetCookie()).toEqual([])
    // The browser has the cookie of the first answer by now.
    expect((await visitor.get(late.headers.get('location') ?? '')).status).toBe(200)
  })

  it('is worth nothing with a token from before the mailed code', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: false })
    const thief = visitor.clone()
    await visitor.post(mailed, { code: await readMailedCode(site) })
    expect((await thief.post(setUp, {})).headers.get('location')).toBe(`${setUp}?next=%2F`)
    expect((await thief.get(setUp)).headers.get('location')).toBe('/sign-in?notice=accepted&next=%2F')
    expect((await visitor.get(setUp)).status).toBe(200)
  })

  it('can be cancelled, with the authenticator that was being set up', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    const twin = visitor.clone()
    expect((await visitor.post('/sign-in/cancel', {})).headers.get('location')).toBe(
      '/sign-in?notice=cancelled',
    )
    expect(visitor.cookies.size).toBe(0)
    await twin.post(scan, { enrollment, code: codeFor(site, key) })
    expect(twin.cookies.has(session)).toBe(false)
    expect(await countSessions(site)).toBe(0)
  })

  it('awaits a session of the password alone that slipped through, too', async () => {
    const { site } = await createSite()
    const late = site.visitor()
    const token = await openSession(site.db, { userId: 'anna', now: site.clock.now(), factorAt: null })
    late.cookies.set(session, token)
    expect((await late.get('/notes')).headers.get('location')).toBe(`${setUp}?next=%2Fnotes`)
    expect([...late.cookies.keys()]).toEqual([cookie])
    expect(await countSessions(site)).toBe(0)
    expect((await late.get(`${setUp}?next=%2Fnotes`)).headers.get('location')).toBe(`${mailed}?next=%2Fnotes`)
  })

  it('leads from a new password, for which nothing but the mail is asked, to the mailed code', async () => {
    const { site } = await createSite()
    await site.visitor().post('/forgotten-password', { address: anna })
    const link = /http:\/\/localhost:3000(\S+)/.exec(await readMail(site, 'Your link to a new password'))?.[1]
    const visitor = site.visitor()
    await visitor.get(link ?? '')
    expect((await visitor.get('/new-password/code')).headers.get('location')).toBe('/new-password')
    expect((await visitor.get('/new-password')).status).toBe(200)
    const stored = await visitor.post('/new-password', { account: anna, password: 'four words in a row' })
    expect(stored.headers.get('location')).toBe('/sign-in?notice=password-changed')
    const back = await visitor.post('/sign-in', { address: anna, password: 'four words in a row' })
    expect(back.headers.get('location')).toBe(`${mailed}?next=%2F`)
    expect(visitor.cookies.has(session)).toBe(false)
  })
})

describe('the set-up in a sign-in', () => {
  it('stays open after a wrong code, and keeps the same QR code', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    const answer = await visitor.post(scan, { enrollment, code: wrongCodeFor(site, key), next: '/notes' })
    const body = await answer.text()
    expect(answer.status).toBe(422)
    expect(body).toContain('That code is wrong.')
    expect(body).toContain('name="next" value="/notes"')
    expect(readKey(body)).toBe(key)
    await visitor.post(setUp, {})
    expect(readKey(await visitor.text(scan))).toBe(key)
    expect((await visitor.post(scan, { enrollment, code: 'none' })).status).toBe(400)
    expect(await countSessions(site)).toBe(0)
  })

  it('begins again with another QR code after ten minutes, and after too many wrong codes', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    site.clock.advance(600_000)
    const late = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(late.headers.get('location')).toBe(`${setUp}?notice=expired&next=%2F`)
    expect(await visitor.text(`${setUp}?notice=expired`)).toContain('That QR code is no longer valid')
    const again = await openScan(visitor)
    expect(again.key).not.toBe(key)
    const stale = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(stale.headers.get('location')).toBe(`${scan}?notice=stale&next=%2F`)
    let last: Response | undefined
    for (let i = 0; i < 10; i++) {
      last = await visitor.post(scan, { enrollment: again.enrollment, code: wrongCodeFor(site, again.key) })
    }
    expect(last?.headers.get('location')).toBe(`${setUp}?notice=exhausted&next=%2F`)
    expect((await openScan(visitor)).key).not.toBe(again.key)
    expect(await countSessions(site)).toBe(0)
  })

  it('sent twice makes one session with one list of codes, and no error', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    const form = { enrollment, code: codeFor(site, key) }
    const twin = visitor.clone()
    const answers = await Promise.all([visitor.post(scan, form), twin.post(scan, form)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    // Whichever answer the browser shows.
    expect(twin.cookies.get(session)).toBe(visitor.cookies.get(session))
    expect((await twin.get(setUp)).headers.get('location')).toBe(codes)
    expect(readRecoveryCodes(await twin.text(codes))).toHaveLength(10)
    expect(await countSessions(site)).toBe(1)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })

  it('shows the recovery codes even when no session can be made', async () => {
    const { site } = await createSite()
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    await site.db.run(
      "CREATE TRIGGER no_sessions BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    const answer = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    const body = await answer.text()
    expect(answer.status).toBe(200)
    expect(readRecoveryCodes(body)).toHaveLength(10)
    expect(body).toContain('These codes are shown this once')
    expect(visitor.cookies.has(session)).toBe(false)
    expect(site.logged.join('')).toContain('session.not_made')
  })

  it('never confirms what another sign-in has begun', async () => {
    const { site, owner } = await createSite()
    await turnOn(site, site.visitor(), 'admin@harbour.example')
    expect(await owner.reset('adam')).toEqual({ status: 'ok' })
    const visitor = await enter(site, site.visitor(), { proven: true })
    const { key, enrollment } = await openScan(visitor)
    const other = site.visitor()
    site.clock.advance(1000)
    await signIn(other, 'admin@harbour.example')
    await other.post(mailed, { code: await readMailedCode(site) })
    const [token] = (other.cookies.get(cookie) ?? '').split('.')
    other.cookies.set(cookie, `${token}.${enrollment}`)
    const answer = await other.post(scan, { enrollment, code: codeFor(site, key) })
    expect(answer.headers.get('location')).toBe(`${setUp}?notice=expired&next=%2F`)
    expect(other.cookies.has(session)).toBe(false)
    expect((await visitor.get(scan)).status).toBe(200)
  })
})

describe('a bypass', () => {
  it('leads to a new factor, and the old one goes when that is confirmed', async () => {
    const { site, old } = await createSite('allowOnce')
    expect((await old.get('/notes')).status).toBe(200)
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text(mailed)).toContain(
      'An admin has allowed you to sign in once without your app or phone.',
    )
    await visitor.post(mailed, { code: await readMailedCode(site) })
    expect(await visitor.text('/sign-in/set-up')).toContain('phone numbers from before are gone for good')
    const { key, enrollment } = await openScan(visitor)
    await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect((await visitor.get('/notes')).status).toBe(200)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
    expect((await signIn(site.visitor())).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('is left to who has the authenticator after all, and enters the password once more', async () => {
    const { site, oldKey } = await createSite('allowOnce')
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    const link = /<a href="([^"]+)">I have my app or phone after all</.exec(
      await visitor.text(`${mailed}?next=%2Fnotes`),
    )
    expect(link?.[1]).toBe('/sign-in?factor=own&amp;next=%2Fnotes')
    const page = await visitor.text('/sign-in?factor=own&next=%2Fnotes')
    expect(page).toContain('Enter your password once more.')
    const factor = readHidden(page, 'factor')
    const wrong = await visitor.post('/sign-in', { address: anna, password: 'wrong', factor })
    expect(readHidden(await wrong.text(), 'factor')).toBe('own')
    const asked = await visitor.post('/sign-in', { address: anna, password: 'harbour-demo-2026', factor })
    expect(asked.headers.get('location')).toBe('/sign-in/code?next=%2F')
    expect([...visitor.cookies.keys()]).toEqual(['__Host-waiting-sign-in'])
    const form = { code: codeFor(site, oldKey) }
    expect((await visitor.post('/sign-in/code', form)).headers.get('location')).toBe('/')
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })

  it('never lets somebody in without a factor by asking for one', async () => {
    const { site } = await createSite()
    const visitor = site.visitor()
    const form = { address: anna, password: 'harbour-demo-2026', factor: 'own' }
    expect((await visitor.post('/sign-in', form)).headers.get('location')).toBe(`${mailed}?next=%2F`)
    expect(visitor.cookies.has(session)).toBe(false)
  })

  it('that has begun leaves older sessions the recovery codes to answer with, and the last of them gives the app back', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    const old = site.visitor()
    const { recoveryCodes } = await turnOn(site, old)
    for (const code of recoveryCodes.slice(1)) {
      const visitor = site.visitor()
      await signIn(visitor)
      expect((await visitor.post('/sign-in/recovery', { code })).status).toBe(303)
    }
    await owner.allowOnce('anna')
    await enter(site, site.visitor(), { proven: true })
    const stepUp = '/step-up?next=%2Fsettings%2Ftwo-factor%2Fnew-recovery-codes'
    expect(await old.text(stepUp)).toContain('Use a recovery code instead.')
    const last = site.visitor()
    await last.post('/sign-in', { address: anna, password: 'harbour-demo-2026', factor: 'own' })
    await last.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(0)
    expect(await old.text(stepUp)).toContain('<input id="code"')
  })
})

describe('a clinic that requires a factor', () => {
  it('has it set up in the sign-in, without a mailed code, before there is a session', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    expect(await owner.requireFactors()).toMatchObject({ status: 'ok' })
    const visitor = site.visitor()
    const first = await signIn(visitor, anna, '/notes')
    expect(first.headers.get('location')).toBe(`${setUp}?next=%2Fnotes`)
    expect([...visitor.cookies.keys()]).toEqual([cookie])
    const page = await visitor.text(`${setUp}?next=%2Fnotes`)
    expect(page).toContain('Two-factor authentication for your account is required by Harbour Physio.')
    expect(page).not.toContain('no longer works')
    const swedish = await visitor.get(setUp, { 'accept-language': 'sv' })
    expect(await swedish.text()).toContain('Harbour Physio kräver tvåfaktorsautentisering för')
    expect((await visitor.get(mailed)).headers.get('location')).toBe(`${setUp}?next=%2F`)
    expect((await visitor.post(mailed, { code: '12345678' })).headers.get('location')).toBe(
      `${setUp}?next=%2F`,
    )
    const { key, enrollment } = await openScan(visitor)
    const done = await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect(done.headers.get('location')).toBe(codes)
    expect((await visitor.get('/notes')).status).toBe(200)
  })

  it('never takes a second factor by a sign-in that began before the first', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await owner.requireFactors()
    const [slow, quick] = [site.visitor(), site.visitor()]
    await signIn(slow)
    await signIn(quick)
    const { key, enrollment } = await openScan(quick)
    await quick.post(scan, { enrollment, code: codeFor(site, key) })
    expect((await slow.post(setUp, {})).headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
    expect(slow.cookies.size).toBe(0)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })
})

describe('an account recovery', () => {
  it('ends by mailed links of the configured address in the same sign-in, and leaves no secret in the log', async () => {
    const site = await createTestSite({ baseUrl: 'https://practice.example' })
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const { accountRecovery } = site.twoFactor
    const tokens: string[] = []
    const follow = async (subject: string, path: string) => {
      const body = await readMail(site, subject)
      const token = body.split(`https://practice.example${path}?token=`)[1]?.split('\n')[0] ?? ''
      tokens.push(token)
      return token
    }
    expect(await accountRecovery.begin({ userId: 'anna' })).toEqual({ status: 'sent' })
    const token = await follow('Your link to account recovery', '/recovery/request')
    const requested = await accountRecovery.request({ token, details: { phone: '555' } })
    if (requested.status !== 'ok') throw new Error(requested.status)
    const cancelToken = await follow('Account recovery was requested', '/recovery/cancel')
    expect(await readMail(site, 'A member of your clinic asks for account recovery')).toContain(
      'Anna Lindqvist',
    )
    const approved = await owner.approve(requested.requestId)
    if (approved.status !== 'ok' || approved.completableAt === null) throw new Error(approved.status)
    expect(await follow('Your account recovery was approved', '/recovery/cancel')).toBe(cancelToken)
    site.clock.set(approved.completableAt)
    await site.twoFactor.deliverPending()
    expect(await follow('Account recovery is under way', '/recovery/cancel')).toBe(cancelToken)
    expect(await follow('You can complete your account recovery', '/recovery/cancel')).toBe(cancelToken)
    const complete = await follow('You can complete your account recovery', '/recovery/complete')
    // As a mail scanner and the person open it.
    await site.visitor().get(`/recovery/complete?token=${complete}`)
    expect(await accountRecovery.complete({ token: complete })).toMatchObject({ status: 'ok' })

    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text(mailed)).toContain('Your account recovery is complete.')
    const code = await readMailedCode(site)
    await visitor.post(mailed, { code })
    const { key, enrollment } = await openScan(visitor)
    await visitor.post(scan, { enrollment, code: codeFor(site, key) })
    expect((await visitor.get('/notes')).status).toBe(200)
    const log = site.logged.join('')
    for (const secret of [...tokens, code, key]) {
      expect(secret.length).toBeGreaterThan(7)
      expect(log).not.toContain(secret)
    }
  })
})
