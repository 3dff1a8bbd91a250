import { describe, expect, it } from 'vitest'
import { findPerson } from '../../../../demo-site/src/data/people.ts'
import { createAdmin } from '../admins.ts'
import { createProgram } from '../api/program.ts'
import { createOwner, readMailedCode } from '../entries.ts'
import { switchLanguage } from '../languages.ts'
import { askForLink, listMails, press, readLink } from '../recoveries.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  readHidden,
  readKey,
  signIn,
  type TestSite,
  turnOn,
} from '../test-site.ts'

const turnedOn = 'Tvåfaktorsautentisering är på'

describe('the language of mail', () => {
  it('is the one that was chosen on the way in, from the first mail of that sign-in on', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    await (await createOwner(site)).requireFactors()
    const visitor = site.visitor()
    await signIn(visitor)
    const { path } = await switchLanguage(visitor, await visitor.text('/sign-in/set-up?next=%2Fnotes'))
    expect(path).toBe('/sign-in/set-up?next=%2Fnotes')
    await visitor.post('/sign-in/set-up', { next: '/notes' })
    const page = await visitor.text('/sign-in/set-up/scan')
    const code = codeFor(site, readKey(page))
    await visitor.post('/sign-in/set-up/scan', { enrollment: readHidden(page, 'enrollment'), code })
    await site.twoFactor.settle()
    expect((await listMails(site, anna)).map(({ subject }) => subject)).toEqual([turnedOn])
  })

  it('is the one that a program asks for on the way in', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    await (await createOwner(site)).requireFactors()
    const program = await createProgram(site)
    const swedish = { 'accept-language': 'sv' }
    const { challenge } = (await program.post('/sessions', { address: anna, password }, swedish)).body
    const { enrollment, secret } = (await program.post('/sessions/set-up', { challenge })).body
    const form = { challenge, enrollment, code: codeFor(site, secret) }
    expect((await program.post('/sessions/set-up/confirm', form, swedish)).status).toBe(201)
    await site.twoFactor.settle()
    expect((await listMails(site, anna)).map(({ subject }) => subject)).toEqual([turnedOn])
  })

  it('is not chosen by who waits for the mailed code of somebody else', async () => {
    const site = await createTestSite()
    await signIn(site.visitor())
    const program = await createProgram(site)
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    const swedish = { 'accept-language': 'sv' }
    const { challenge } = (await program.post('/sessions', { address: anna, password }, swedish)).body
    const form = { challenge, enrollment: 'none', code: '123456' }
    expect((await program.post('/sessions/set-up/confirm', form, swedish)).body.code).toBe(
      'challenge_expired',
    )
    expect((await findPerson(site.db, 'anna'))?.mailLocale).toBe('en')
  })
})

describe('the language switch on the answer to a form', () => {
  it.each(['', '&factor=own'])('leads back to the sign-in with where it goes on to: %s', async (factor) => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const opened = await visitor.text(`/sign-in?next=%2Fnotes${factor}`)
    const form = { address: anna, password: 'wrong', next: '/notes', factor: readHidden(opened, 'factor') }
    const refused = await visitor.post('/sign-in', form)
    const { page } = await switchLanguage(visitor, await refused.text())
    expect(readHidden(page, 'next')).toBe('/notes')
    expect(readHidden(page, 'factor')).toBe(factor === '' ? '' : 'own')
    expect(page).toContain('Logga in')
  })

  it('leads back to the second step, also from a page that only sends', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    for (const path of ['/sign-in/code', '/sign-in/recovery']) {
      const refused = await visitor.post(path, { code: 'none', next: '/notes' })
      const { path: shown, page } = await switchLanguage(visitor, await refused.text())
      expect([shown, readHidden(page, 'next')]).toEqual([`${path}?next=%2Fnotes`, '/notes'])
    }
    site.clock.advance(60_000)
    const inside = await visitor.post('/sign-in/code', { code: codeFor(site, key), next: '/notes' })
    expect(inside.headers.get('location')).toBe('/notes')
    const asked = await visitor.post('/step-up', { code: 'none', next: '/settings' })
    expect((await switchLanguage(visitor, await asked.text(), 'en')).path).toBe('/step-up?next=%2Fsettings')
  })

  it('leads back to every step of a set-up on the way in', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    const visitor = site.visitor()
    await signIn(visitor, anna, '/notes')
    const next = { next: '/notes' }
    const mailed = await visitor.post('/sign-in/mailed-code', { code: 'none', ...next })
    const again = await visitor.post('/sign-in/mailed-code/resend', next)
    expect([mailed.status, again.status]).toEqual([400, 429])
    for (const answer of [mailed, again]) {
      const { path } = await switchLanguage(visitor, await answer.text())
      expect(path).toBe('/sign-in/mailed-code?next=%2Fnotes')
    }
    await visitor.post('/sign-in/mailed-code', { code: await readMailedCode(site), ...next })
    await visitor.post('/sign-in/set-up', next)
    const enrollment = readHidden(await visitor.text('/sign-in/set-up/scan'), 'enrollment')
    const refused = await visitor.post('/sign-in/set-up/scan', { code: 'none', enrollment, ...next })
    const { path } = await switchLanguage(visitor, await refused.text())
    expect(path).toBe('/sign-in/set-up/scan?next=%2Fnotes')
  })

  it('leads back to the password that is asked for once more', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const form = { password: 'wrong', next: '/settings/two-factor/set-up' }
    const refused = await visitor.post('/settings/two-factor/password', form)
    const { path, page } = await switchLanguage(visitor, await refused.text())
    expect(path).toBe('/settings/two-factor/password?next=%2Fsettings%2Ftwo-factor%2Fset-up')
    expect(page).toContain('lang="sv"')
  })
})

describe('what was typed into a form that was refused', () => {
  const long = 'x'.repeat(101)

  it.each([
    ['/sign-in', { address: anna, password: 'wrong' }, [anna]],
    ['/forgotten-password', { address: 'anna(at)harbour' }, ['anna(at)harbour']],
    ['/recovery', { address: 'anna(at)harbour' }, ['anna(at)harbour']],
  ] as const)('is there in the other language too, but no password: %s', async (path, form, held) => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const refused = await visitor.post(path, form)
    const { page } = await switchLanguage(visitor, await refused.text())
    for (const text of held) expect(page).toContain(`value="${text}"`)
    expect(page).not.toContain('wrong')
    // Nothing is kept for the next visitor, and nothing is said to be unsent that was refused.
    expect(page).not.toContain('inte skickat än')
    expect(await visitor.text(path)).not.toContain(held[0])
  })

  it('is there behind a mailed link, but never the whole number of a card', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, anna)
    const refuse = async (cardDigits: string) => {
      const refused = await press(visitor, link, { cardDigits, cardName: 'Anna L', studentNumber: 'S-1' })
      return (await switchLanguage(visitor, await refused.text())).page
    }
    const page = await refuse('42')
    for (const text of ['42', 'Anna L', 'S-1']) expect(page).toContain(`value="${text}"`)
    const whole = await refuse('4242424242424242')
    expect(whole).toContain('value="Anna L"')
    expect(whole).not.toContain('4242')
  })

  it('waits for the page of its own mailed link, whatever other one is shown first', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, anna)
    const other = await visitor.get(await askForLink(site, visitor, 'bo@harbour.example'))
    const typed = { cardDigits: '42', cardName: 'Anna L', studentNumber: 'S-1' }
    const refused = await (await press(visitor, link, typed)).text()
    const footer = refused.slice(refused.indexOf('<footer'))
    const form = { next: readHidden(footer, 'next'), typed: readHidden(footer, 'typed') }
    await visitor.post('/language', { locale: 'sv', ...form })
    const theirs = await visitor.text(other.headers.get('location') ?? '')
    expect(theirs).toContain('name="cardName"')
    expect(theirs).not.toContain('Anna L')
    expect(await readLink(visitor, link)).toContain('value="Anna L"')
  })

  it('is there in a session, and in that of nobody else', async () => {
    const site = await createTestSite()
    const { visitor, prove } = await createAdmin(site)
    await prove()
    const path = '/clinics/harbour/invite'
    const form = readHidden(await visitor.text(path), 'form')
    const typed = { form, address: 'nell@somewhere.example', name: long, role: 'admin' }
    const refused = await (await visitor.post(path, typed)).text()
    const { page } = await switchLanguage(visitor, refused)
    for (const text of ['nell@somewhere.example', long]) expect(page).toContain(`value="${text}"`)
    expect(page).toContain('value="admin" checked')
    const sealed = readHidden(refused, 'typed')
    expect(sealed).not.toBe('')
    for (const who of [site.visitor(), await signedIn(site)]) {
      const switched = await who.post('/language', { locale: 'sv', next: path, typed: sealed })
      expect(switched.headers.getSetCookie().join()).not.toContain('switched-form')
    }
  })

  it('is not kept for another page than its own', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const refused = await (await visitor.post('/sign-in', { address: anna, password: 'wrong' })).text()
    for (const typed of [readHidden(refused, 'typed'), 'x', 'x'.repeat(5000)]) {
      await visitor.post('/language', { locale: 'sv', next: '/forgotten-password', typed })
      expect(visitor.cookies.has('__Host-switched-form')).toBe(false)
    }
    expect(readHidden(await visitor.text('/sign-in'), 'typed')).toBe('')
  })
})

async function signedIn(site: TestSite) {
  const visitor = site.visitor()
  await signIn(visitor)
  return visitor
}
