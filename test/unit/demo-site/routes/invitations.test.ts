import { describe, expect, it } from 'vitest'
import { keepInvitation, newInvitationToken } from '../../../../demo-site/src/data/invitations.ts'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import type { PolicyRule } from '../../../../sdk/src/index.ts'
import { admin, createAdmin, readMails } from '../admins.ts'
import { createTestSite, readHidden, signIn, type TestSite, turnOn } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const members = '/clinics/harbour/members'
const invite = '/clinics/harbour/invite'
const newcomer = 'nell@somewhere.example'
const forNell = { account: newcomer, clinic: 'harbour' }
const forNadia = { account: 'owner@northside.example', clinic: 'harbour' }

async function open(address?: string) {
  const site = await createTestSite()
  const inviter = await createAdmin(site, address)
  await inviter.prove()
  return { site, inviter: inviter.visitor }
}

async function send(inviter: Visitor, form: Record<string, string>): Promise<Response> {
  const number = readHidden(await inviter.text(invite), 'form')
  return inviter.post(invite, { form: number, name: 'Nell Ferry', role: 'practitioner', ...form })
}

/** The path and query of the link in the newest invitation to an address. */
async function readLink(site: TestSite, to: string): Promise<string> {
  const mails = await readMails(site, to)
  const link = /http:\/\/localhost:3000(\/invitation\S+)/.exec(mails.at(-1)?.body ?? '')
  return link?.[1] ?? ''
}

describe('an invitation', () => {
  it('leads somebody new from the mail to an account, a sign-in and the clinic, once', async () => {
    const { site, inviter } = await open()
    const sent = await send(inviter, {
      address: ' Nell@Somewhere.example ',
      role: 'admin',
      practitioner: 'yes',
    })
    expect(sent.headers.get('location')).toBe(`${members}?notice=invited`)
    const list = await inviter.text(`${members}?notice=invited`)
    expect(list).toContain('The invitation is on its way.')
    expect(list).toMatch(
      /Nell Ferry[\s\S]*nell@somewhere\.example[\s\S]*Admin and practitioner[\s\S]*28 November 2026/,
    )
    const [mail] = await readMails(site, newcomer)
    expect(mail).toMatchObject({ subject: 'You are invited to Harbour Physio' })
    expect(mail?.body).toMatch(/Olivia Marsh invites you[\s\S]*until 28 November 2026/)

    const visitor = site.visitor()
    const link = await readLink(site, newcomer)
    const opened = await visitor.get(link)
    expect(opened.headers.get('location')).toBe('/invitation')
    const page = await visitor.text('/invitation')
    expect(page).toContain('Olivia Marsh has invited you to Harbour Physio, as: Admin and practitioner.')
    expect(page).not.toContain('requires two-factor authentication')
    const short = await visitor.post('/invitation', {
      ...forNell,
      name: 'Nell F.',
      password: 'fourteen signs',
    })
    const body = await short.text()
    expect([short.status, body]).toEqual([422, expect.stringContaining('at least 15 characters')])
    expect(body).toContain('value="Nell F."')
    expect(body).not.toContain('fourteen signs')
    expect(await site.db.get('SELECT id FROM users WHERE address = ?', newcomer)).toBeNull()

    const password = 'four quiet lanterns'
    const made = await visitor.post('/invitation', { ...forNell, name: 'Nell Ferry', password })
    expect(made.headers.get('location')).toBe('/sign-in?notice=account-made')
    expect([...visitor.cookies.keys()]).toEqual([])
    expect(await visitor.text('/sign-in?notice=account-made')).toContain('Your account is made.')
    expect((await visitor.get('/notes')).status).toBe(303)
    await visitor.post('/sign-in', { address: newcomer, password })
    expect(await visitor.text('/')).toContain('Good to see you, Nell Ferry')
    expect(await visitor.text('/settings')).toContain('Admin and practitioner')
    expect((await visitor.get(members)).status).toBe(200)

    const late = await site.visitor().get(link)
    expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('no longer works')])
    expect(await inviter.text(members)).not.toContain('Invitations that wait')
  })

  it('leads somebody who has an account over the sign-in to a button, and into the clinic', async () => {
    const { site, inviter } = await open()
    await setLocale(site.db, 'nadia', 'sv')
    await send(inviter, { address: 'owner@northside.example', name: 'Nadia' })
    const [mail] = await readMails(site, 'owner@northside.example')
    expect(mail).toMatchObject({ subject: 'Du är inbjuden till Harbour Physio' })
    const nadia = site.visitor()
    await nadia.get(await readLink(site, 'owner@northside.example'))
    const page = await nadia.text('/invitation')
    expect(page).toContain('You have an account already.')
    expect(page).toContain('href="/sign-in?next=%2Finvitation"')
    const sneaky = await nadia.post('/invitation', {
      ...forNadia,
      name: 'Other',
      password: 'another-password',
    })
    expect(sneaky.headers.get('location')).toBe('/invitation')
    expect((await nadia.post('/invitation/join', forNadia)).headers.get('location')).toMatch(
      /^\/sign-in\?next=/,
    )
    expect((await signIn(nadia, 'owner@northside.example', '/invitation')).headers.get('location')).toBe(
      '/invitation',
    )
    expect(await nadia.text('/invitation')).toContain('Gå med i mottagningen')
    const [tab, bo] = [nadia.clone(), site.visitor()]
    await signIn(bo, 'bo@harbour.example')
    bo.cookies.set('__Host-invitation', nadia.cookies.get('__Host-invitation') ?? '')
    expect((await nadia.post('/invitation/join', forNadia)).headers.get('location')).toBe('/')
    // Somebody else has joined nothing by it.
    expect((await bo.post('/invitation/join', forNadia)).status).toBe(410)
    expect((await tab.post('/invitation/join', forNadia)).headers.get('location')).toBe('/')
    expect(tab.cookies.has('__Host-invitation')).toBe(false)
    expect(await nadia.text('/')).toMatch(/<option value="harbour" selected[^>]*>Harbour Physio/)
    const rows = await site.db.all(
      "SELECT clinic_id, role, practitioner FROM memberships WHERE user_id = 'nadia' ORDER BY clinic_id",
    )
    expect(rows).toEqual([
      { clinic_id: 'harbour', role: 'practitioner', practitioner: 1 },
      { clinic_id: 'northside', role: 'owner', practitioner: 1 },
    ])
  })

  it('tells its sender nothing of whether anybody has the address', async () => {
    const { inviter } = await open()
    const answers = []
    for (const address of ['owner@northside.example', newcomer]) {
      const sent = await send(inviter, { address })
      const list = await inviter.text(members)
      answers.push([sent.status, sent.headers.get('location'), list.replaceAll(address, 'ADDRESS')])
      await inviter.post('/clinics/harbour/invitations/withdraw', { address })
    }
    expect(answers[0]).toEqual(answers[1])
  })

  it('is for the person at that address alone', async () => {
    const { site, inviter } = await open()
    await send(inviter, { address: newcomer })
    const nadia = site.visitor()
    await signIn(nadia, 'owner@northside.example')
    await nadia.get(await readLink(site, newcomer))
    expect(await nadia.text('/invitation')).toContain('The invitation was sent to nell@somewhere.example')
    expect((await nadia.post('/invitation/join', forNell)).headers.get('location')).toBe('/invitation')
    expect((await nadia.get(members)).status).toBe(404)
  })

  it('holds no longer when it is withdrawn, replaced, a week old, or its sender is no admin any more', async () => {
    const { site, inviter } = await open()
    await send(inviter, { address: newcomer })
    const first = await readLink(site, newcomer)
    site.clock.advance(1000)
    await send(inviter, { address: newcomer })
    const second = await readLink(site, newcomer)
    expect(second).not.toBe(first)
    expect((await site.visitor().get(first)).status).toBe(410)
    expect((await site.visitor().get(second)).status).toBe(303)

    await site.db.run("UPDATE memberships SET role = 'practitioner' WHERE user_id = 'olivia'")
    expect((await site.visitor().get(second)).status).toBe(410)
    await site.db.run("UPDATE memberships SET role = 'owner' WHERE user_id = 'olivia'")
    const visitor = site.visitor()
    await visitor.get(second)
    await inviter.post('/clinics/harbour/invitations/withdraw', { address: newcomer })
    const answer = await visitor.post('/invitation', {
      ...forNell,
      name: 'Nell',
      password: 'four quiet lanterns',
    })
    expect(answer.status).toBe(410)
    expect(await site.db.get('SELECT id FROM users WHERE address = ?', newcomer)).toBeNull()

    site.clock.advance(1000)
    await send(inviter, { address: newcomer })
    const third = await readLink(site, newcomer)
    site.clock.advance(7 * 86_400_000 - 1)
    expect((await site.visitor().get(third)).status).toBe(303)
    site.clock.advance(1)
    expect((await site.visitor().get(third)).status).toBe(410)
    expect((await site.visitor().get('/invitation?token=guessed')).status).toBe(410)
    expect((await site.visitor().get('/invitation')).status).toBe(410)
  })

  it('makes one account when its form is sent eight times', async () => {
    const { site, inviter } = await open()
    await send(inviter, { address: newcomer })
    const visitor = site.visitor()
    await visitor.get(await readLink(site, newcomer))
    const form = { ...forNell, name: 'Nell', password: 'four quiet lanterns' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => visitor.clone().post('/invitation', form)),
    )
    for (const { headers } of answers) expect(headers.get('location')).toBe('/sign-in?notice=account-made')
    const late = visitor.clone()
    const other = await late.post('/invitation', { ...form, password: 'five loud lanterns' })
    expect(other.headers.get('location')).toBe('/sign-in?notice=link-used')
    expect(await late.text('/sign-in?notice=link-used')).toContain('This link has been used already.')
    expect(late.cookies.has('__Host-invitation')).toBe(false)
    expect((await late.post('/invitation', form)).status).toBe(410)
    expect(await site.db.all('SELECT address FROM users WHERE address = ?', newcomer)).toHaveLength(1)
    const joined = await site.db.all("SELECT user_id FROM memberships WHERE clinic_id = 'harbour'")
    expect(joined).toHaveLength(5)
  })

  it('keeps what was typed and says what is wrong, in each field', async () => {
    const { site, inviter } = await open()
    const wrong = await send(inviter, { address: 'nobody', name: ' ', role: 'emperor' })
    const body = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(body).toContain('value="nobody"')
    for (const sentence of ['That is not an email address.', 'Enter the name', 'Choose a role.'])
      expect(body).toContain(sentence)
    const member = await send(inviter, { address: 'BO@harbour.example' })
    expect([member.status, await member.text()]).toEqual([422, expect.stringContaining('is a member')])
    expect(await site.db.all('SELECT * FROM invitations')).toEqual([])
  })

  it('of an owner is an owner’s to give, never an admin’s', async () => {
    const { site, inviter } = await open(admin)
    expect(await inviter.text(invite)).not.toContain('value="owner"')
    expect((await send(inviter, { address: newcomer, role: 'owner' })).status).toBe(422)
    expect(await site.db.all('SELECT * FROM invitations')).toEqual([])
    expect((await send(inviter, { address: newcomer, role: 'admin' })).status).toBe(303)
  })

  it('is sent once by a form that is sent twice, five times a day to one address, and by nobody without a fresh code', async () => {
    const { site, inviter } = await open()
    const form = {
      form: readHidden(await inviter.text(invite), 'form'),
      ...{ address: newcomer, name: 'Nell', role: 'practitioner' },
    }
    for (let sent = 0; sent < 2; sent++) expect((await inviter.post(invite, form)).status).toBe(303)
    expect(await readMails(site, newcomer)).toHaveLength(1)
    for (let sent = 0; sent < 4; sent++) await send(inviter, { address: newcomer })
    const refused = await send(inviter, { address: newcomer })
    expect([refused.status, await refused.text()]).toEqual([
      429,
      expect.stringContaining('Too many invitations'),
    ])
    // Nothing was sent by it, so it is not said to have been sent before.
    const again = { ...form, form: crypto.randomUUID() }
    for (let sent = 0; sent < 2; sent++) expect((await inviter.post(invite, again)).status).toBe(429)
    expect(await readMails(site, newcomer)).toHaveLength(5)
    site.clock.advance(600_000)
    expect((await inviter.get(invite)).headers.get('location')).toMatch(/^\/step-up/)
    const other = { ...form, form: crypto.randomUUID(), address: 'other@somewhere.example' }
    expect((await inviter.post(invite, other)).headers.get('location')).toMatch(/^\/step-up/)
    expect(await readMails(site, 'other@somewhere.example')).toEqual([])
  })

  it('is not said to be on its way when something broke, and is sent by the same form afterwards', async () => {
    const { site, inviter } = await open()
    const form = {
      form: readHidden(await inviter.text(invite), 'form'),
      ...{ address: newcomer, name: 'Nell', role: 'practitioner' },
    }
    await site.db.run("CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    for (let sent = 0; sent < 2; sent++) expect((await inviter.post(invite, form)).status).toBe(500)
    await site.db.run('DROP TRIGGER broken')
    expect(await site.db.all('SELECT * FROM invitations')).toEqual([])
    for (let sent = 0; sent < 2; sent++) expect((await inviter.post(invite, form)).status).toBe(303)
    expect(await readMails(site, newcomer)).toHaveLength(1)
  })

  it('is no way around two-factor authentication: who has it on shows a code before joining', async () => {
    const { site, inviter } = await open()
    await turnOn(site, site.visitor(), 'owner@northside.example')
    await send(inviter, { address: 'owner@northside.example' })
    const nadia = site.visitor()
    await nadia.get(await readLink(site, 'owner@northside.example'))
    const signed = await signIn(nadia, 'owner@northside.example', '/invitation')
    expect(signed.headers.get('location')).toMatch(/^\/sign-in\/code/)
    expect((await nadia.post('/invitation/join', forNadia)).headers.get('location')).toMatch(/^\/sign-in/)
  })

  it('to a second clinic gives its grace from the joining on, whatever another one required long before', async () => {
    const site = await createTestSite()
    const token = newInvitationToken()
    const anna = 'anna@harbour.example'
    async function requireOfAll(address: string, clinic: string, grace: string) {
      const { visitor, prove } = await createAdmin(site, address)
      await prove()
      const form = {
        ...{ who: 'everyone', owner: '', admin: '', practitioner: '', from: '' },
        ...{ grace, totp: 'yes', sms: 'yes', computers: 'usual' },
      }
      const preview = await visitor.text(`/clinics/${clinic}/policy/preview?${new URLSearchParams(form)}`)
      await visitor.post(`/clinics/${clinic}/policy`, { ...form, edition: readHidden(preview, 'edition') })
    }
    await requireOfAll('owner@harbour.example', 'harbour', '60')
    await signIn(site.visitor(), anna)
    site.clock.advance(35 * 86_400_000)
    await requireOfAll('owner@northside.example', 'northside', '14')
    site.clock.advance(20 * 86_400_000)
    await keepInvitation(site.db, {
      ...{
        token,
        clinicId: 'northside',
        address: anna,
        name: 'Anna',
        role: 'practitioner',
        practitioner: true,
      },
      ...{ invitedBy: 'nadia', mailKey: null, now: site.clock.now() },
      mail: { to: anna, locale: 'en', subject: 'Come', body: 'Text', at: site.clock.now() },
    })
    const visitor = site.visitor()
    await signIn(visitor, anna)
    await visitor.get(`/invitation?token=${token}`)
    expect(await visitor.text('/invitation')).toContain(
      'you have 14 days to set it up once you have joined, unless another clinic of yours requires it sooner.',
    )
    await visitor.post('/language', { locale: 'sv', next: '/' })
    expect(await visitor.text('/invitation')).toContain(
      'har du 14 dagar på dig att ställa in den när du har gått med, om inte en annan av dina mottagningar',
    )
    const joined = await visitor.post('/invitation/join', { account: anna, clinic: 'northside' })
    expect(joined.headers.get('location')).toBe('/')
    expect((await visitor.get('/')).status).toBe(200)
    const { deadline, isDue } = await site.twoFactor.policy.evaluate({ userId: 'anna' })
    // Harbour's sixty days are over before Northside's fourteen.
    expect([isDue, Math.round(((deadline ?? 0) - site.clock.now()) / 86_400_000)]).toEqual([false, 5])
  })
  it('names the day from which the clinic requires a factor, by its clock, and speaks of others to members only', async () => {
    const { site, inviter } = await open()
    await site.db.run("UPDATE clinics SET time_zone = 'Asia/Tokyo' WHERE id = 'harbour'")
    const from = Date.parse('2026-12-05T00:00:00+09:00')
    async function requireWith(rule: PolicyRule) {
      const stepUp = inviter.cookies.get('__Host-fresh-factor')
      const asked = { organizationId: 'harbour', actorId: 'olivia', rule, stepUp }
      expect((await site.twoFactor.policy.setOrganization(asked)).status).toBe('ok')
    }
    for (const address of [newcomer, 'owner@northside.example']) await send(inviter, { address })
    const [nell, nadia] = [site.visitor(), site.visitor()]
    await nell.get(await readLink(site, newcomer))
    await nadia.get(await readLink(site, 'owner@northside.example'))
    const elsewhere = ', unless another clinic of yours requires it sooner.'

    await requireWith({ default: 'required', graceDays: 0, from })
    expect(await nell.text('/invitation')).toMatch(
      /From 5 December 2026 Harbour Physio requires [\s\S]* you have until then to set it up\.</,
    )
    await nell.post('/language', { locale: 'sv', next: '/invitation' })
    expect(await nell.text('/invitation')).toMatch(
      /Från 5 december 2026 kräver Harbour Physio [\s\S]* har du till dess på dig att ställa in den\.</,
    )
    expect(await nadia.text('/invitation')).toContain(`you have until then to set it up${elsewhere}`)

    await requireWith({ roles: { practitioner: 'required' }, graceDays: 1, from })
    expect(await nadia.text('/invitation')).toContain(`you have 1 day from then to set it up${elsewhere}`)
    expect(await nell.text('/invitation')).toContain('har du 1 dag från den dagen på dig att ställa in den.')

    await requireWith({ default: 'required', graceDays: 0 })
    const page = await nadia.text('/invitation')
    expect(page).toContain('you set it up as soon as you have joined.')
    expect(page).not.toContain('From 5 December')
    await requireWith({ roles: { owner: 'required' }, from })
    expect(await nadia.text('/invitation')).not.toContain('requires two-factor authentication')
  })
})
