import { describe, expect, it } from 'vitest'
import { ownerField } from '../../../../demo-site/src/http/form-owner.ts'
import { createAdmin, readMails } from '../admins.ts'
import { switchLanguage } from '../languages.ts'
import { findRequestPath, request } from '../recoveries.ts'
import { anna, codeFor, createTestSite, readHidden, signIn, type TestSite } from '../test-site.ts'
import { origin, type Visitor } from '../visitor.ts'

const tenMinutes = 600_000
const anHour = 3_600_000
const notSent = 'It was not sent yet'
const cookie = '__Host-unsent-form'
const newcomer = 'nell@somewhere.example'

const forms: [string, Record<string, string>, RegExp[]][] = [
  ['/clinics/harbour/members/anna/allow-once', { reason: 'Left it at home' }, [/value="Left it at home"/]],
  [
    '/clinics/harbour/invite',
    { address: newcomer, name: 'Nell Ferry', role: 'admin', practitioner: 'yes' },
    [
      /name="address"[^>]* value="nell@somewhere\.example"/,
      /name="name"[^>]* value="Nell Ferry"/,
      /value="admin" checked/,
      /name="practitioner" value="yes" checked/,
    ],
  ],
  ['/clinics/harbour/members/anna/setting', { setting: 'exempt' }, [/value="exempt" checked/]],
  [
    '/settings/two-factor/add-phone',
    { number: '+46 70 174 06 05', name: 'Work phone' },
    [/value="\+46 70 174 06 05"/, /value="Work phone"/],
  ],
  ['/settings/two-factor/add-app', { name: 'Old tablet' }, [/value="Old tablet"/]],
]

async function open() {
  const site = await createTestSite()
  const { visitor, key, prove } = await createAdmin(site)
  await prove()
  return { site, visitor, key, prove }
}

async function fillIn(visitor: Visitor, path: string, typed: Record<string, string>) {
  return { ...typed, form: readHidden(await visitor.text(path), 'form') || crypto.randomUUID() }
}

async function signInAgain(site: TestSite, visitor: Visitor, key: string, next: string): Promise<string> {
  site.clock.advance(60_000)
  await signIn(visitor, 'owner@harbour.example', next)
  const answer = await visitor.post('/sign-in/code', { code: codeFor(site, key), next })
  return answer.headers.get('location') ?? ''
}

const nextOf = (answer: Response) =>
  new URL(answer.headers.get('location') ?? '', origin).searchParams.get('next') ?? ''

describe('a form that a proof came in between', () => {
  it.each(forms)(
    'at %s holds what was typed after a fresh code, once, and says that it was not sent',
    async (path, typed, held) => {
      const { site, visitor, prove } = await open()
      const form = await fillIn(visitor, path, typed)
      site.clock.advance(tenMinutes)
      const asked = await visitor.post(path, form)
      expect(asked.headers.get('location')).toMatch(/^\/step-up\?/)
      expect((await prove(nextOf(asked))).headers.get('location')).toBe(path)
      const page = await visitor.text(path)
      for (const value of [...held, notSent]) expect(page).toMatch(value)
      expect(await readMails(site, newcomer)).toEqual([])
      const again = await visitor.text(path)
      expect(again).not.toContain(notSent)
      if (path.endsWith('setting')) expect(again).toMatch(/value="default" checked/)
      else expect(again).not.toMatch(held[0] ?? '')
    },
  )

  it.each(forms)('at %s holds what was typed after a sign-in too', async (path, typed, held) => {
    const { site, visitor, key, prove } = await open()
    const form = await fillIn(visitor, path, typed)
    site.clock.advance(anHour)
    const asked = await visitor.post(path, form)
    expect(asked.headers.get('location')).toMatch(/^\/sign-in\?/)
    expect(await signInAgain(site, visitor, key, nextOf(asked))).toBe(path)
    await prove(path)
    const page = await visitor.text(path)
    for (const value of [...held, notSent]) expect(page).toMatch(value)
  })

  it('is still held after a sign-in that was refused and went on in another language', async () => {
    const { site, visitor, key, prove } = await open()
    const path = '/clinics/harbour/members/anna/allow-once'
    const form = await fillIn(visitor, path, { reason: 'Left it at home' })
    site.clock.advance(anHour)
    const next = nextOf(await visitor.post(path, form))
    const wrong = { [ownerField]: '', address: newcomer, password: 'wrong', next }
    const refused = await visitor.post('/sign-in', wrong)
    expect((await switchLanguage(visitor, await refused.text())).page).toContain(`value="${newcomer}"`)
    expect(await signInAgain(site, visitor, key, next)).toBe(path)
    await prove(path)
    expect(await visitor.text(path)).toContain('value="Left it at home"')
    expect([...visitor.cookies.keys()].filter((name) => name.endsWith('-form'))).toEqual([])
  })

  it('holds the name of an app that takes the place of another, and of which', async () => {
    const { site, visitor, prove } = await open()
    const [factor] = await site.twoFactor.factors.list({ userId: 'olivia' })
    const path = `/settings/two-factor/add-app?replaces=${factor?.id}`
    site.clock.advance(tenMinutes)
    const asked = await visitor.post(path, { name: 'Old tablet' })
    expect((await prove(nextOf(asked))).headers.get('location')).toBe(path)
    const page = await visitor.text(path)
    for (const value of ['value="Old tablet"', `action="${path}"`, notSent]) expect(page).toContain(value)
  })

  it('holds the new name of a factor after a sign-in', async () => {
    const { site, visitor, key } = await open()
    const [factor] = await site.twoFactor.factors.list({ userId: 'olivia' })
    const path = `/settings/two-factor/factors/${factor?.id}`
    site.clock.advance(anHour)
    const asked = await visitor.post(`${path}/rename`, { name: 'Old tablet' })
    const back = await signInAgain(site, visitor, key, nextOf(asked))
    const page = await visitor.text(back)
    for (const value of ['value="Old tablet"', `action="${path}/rename"`, notSent])
      expect(page).toContain(value)
    expect(await site.twoFactor.factors.list({ userId: 'olivia' })).toMatchObject([{ label: factor?.label }])
    expect((await visitor.get(back)).headers.get('location')).toBe(path)
  })

  it('holds the reason for a decision on an account recovery', async () => {
    const { site, visitor, prove } = await open()
    await request(site, anna)
    await prove()
    const path = await findRequestPath(visitor)
    site.clock.advance(tenMinutes)
    const asked = await visitor.post(path, { decision: 'approve', reason: 'I know her voice' })
    await prove(nextOf(asked))
    const page = await visitor.text(path)
    for (const value of ['I know her voice', notSent]) expect(page).toContain(value)
    expect(await visitor.text(path)).not.toContain('I know her voice')
  })

  it('leads a policy that could not be saved back to the look at what it would change', async () => {
    const { site, visitor, key } = await open()
    site.clock.advance(anHour)
    const asked = await visitor.post('/clinics/harbour/policy', { who: 'everyone', grace: '9', totp: 'yes' })
    expect(await signInAgain(site, visitor, key, nextOf(asked))).toBe('/clinics/harbour/policy')
    const led = await visitor.get('/clinics/harbour/policy')
    expect(led.headers.get('location')).toMatch(
      /^\/clinics\/harbour\/policy\/preview\?who=everyone&.*grace=9/,
    )
    expect((await visitor.get('/clinics/harbour/policy')).status).toBe(200)
  })

  it('is nobody else’s: not at another address, not for who signs in from that browser next, not after an hour', async () => {
    const { site, visitor, prove } = await open()
    const path = '/clinics/harbour/members/anna/allow-once'
    const form = await fillIn(visitor, path, { reason: 'Left it at home' })
    site.clock.advance(tenMinutes)
    await visitor.post(path, form)
    await prove()
    expect(await visitor.text('/clinics/harbour/members/bo/allow-once')).not.toContain('Left it at home')

    const thief = await createAdmin(site, 'admin@harbour.example')
    await thief.prove()
    thief.visitor.cookies.set(cookie, visitor.cookies.get(cookie) ?? '')
    const theirs = await thief.visitor.text(path)
    expect(theirs).toContain('name="reason"')
    expect(theirs).not.toContain('Left it at home')

    const kept = visitor.cookies.get(cookie) ?? ''
    expect(kept.length).toBeGreaterThan(40)
    for (let minutes = 0; minutes < 60; minutes += 20) {
      site.clock.advance(anHour / 3)
      await visitor.get('/')
    }
    await prove()
    visitor.cookies.set(cookie, kept)
    expect(await visitor.text(path)).not.toContain('Left it at home')
  })

  it('keeps no password and no code, and nothing that is too long for a cookie', async () => {
    const { site, visitor } = await open()
    site.clock.advance(anHour)
    await visitor.post('/settings/two-factor/turn-off', { password: 'harbour-demo-2026', code: '123456' })
    expect(visitor.cookies.has(cookie)).toBe(false)
    const path = '/clinics/harbour/members/anna/allow-once'
    const long = await visitor.post(path, { reason: 'å'.repeat(2000), form: crypto.randomUUID() })
    expect([long.status, visitor.cookies.has(cookie)]).toEqual([303, false])
  })
})
