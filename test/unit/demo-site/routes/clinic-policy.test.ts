import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { admin, createAdmin, owner, readMails, sendAct, sendSetting } from '../admins.ts'
import { provePhone } from '../phones.ts'
import { codeFor, createTestSite, readHidden, showFactor, signIn, turnOn } from '../test-site.ts'

const policy = '/clinics/harbour/policy'
const usual = { who: 'everyone', grace: '14', from: '', totp: 'yes', sms: 'yes', computers: 'usual' }

async function open(overrides: Parameters<typeof createTestSite>[0] = {}) {
  const site = await createTestSite(overrides)
  const { visitor, key, prove } = await createAdmin(site)
  await prove()
  const read = () => site.twoFactor.policy.getOrganization({ organizationId: 'harbour' })
  const preview = (form: Record<string, string>) =>
    visitor.get(`${policy}/preview?${new URLSearchParams(form)}`)
  async function save(form: Record<string, string>) {
    const edition = readHidden(await (await preview(form)).text(), 'edition')
    return visitor.post(policy, { ...form, edition })
  }
  return { site, visitor, key, prove, read, preview, save }
}

const adams = { default: 'optional', graceDays: 14, methods: ['totp'], trustedDevices: false }

/** With another admin, who saves a policy of their own behind the owner's back. */
async function openTwo() {
  const opened = await open()
  const { visitor, prove } = await createAdmin(opened.site, admin)
  async function adamSaves() {
    await prove()
    const form = { ...usual, who: 'nobody', sms: '', computers: 'none' }
    const page = await visitor.text(`${policy}/preview?${new URLSearchParams(form)}`)
    await visitor.post(policy, { ...form, edition: readHidden(page, 'edition') })
  }
  return { ...opened, adamSaves }
}

describe('a clinic’s policy', () => {
  it('is previewed with everybody whom it concerns before it is saved, and is in force afterwards', async () => {
    const { site, visitor, preview, save, read } = await open()
    expect(await visitor.text(policy)).toContain('The clinic has set nothing of its own')
    const page = await (await preview(usual)).text()
    expect(page).toContain('Nothing is saved yet.')
    expect(page).toContain('It changes something for 4 members. 3 of them have no two-factor authentication')
    expect(page).toMatch(
      /Anna Lindqvist<\/th><td[^>]*>Optional<\/td><td[^>]*>Required 14 days after the next sign-in</,
    )
    expect(page).toMatch(/Olivia Marsh<\/th><td[^>]*>Optional<\/td><td[^>]*>Required<\/td>/)
    expect(page).not.toContain('Nadia')
    expect(await read()).toBeNull()

    const saved = await save(usual)
    expect(saved.headers.get('location')).toBe(`${policy}?notice=saved`)
    expect(await read()).toEqual({ default: 'required', graceDays: 14 })
    const after = await visitor.text(`${policy}?notice=saved`)
    expect(after).toContain('The policy is saved.')
    expect(after).toContain('<dd>Everyone</dd>')
    expect(after).toContain('<dd>14 days from the first sign-in at which it is required</dd>')
    expect(after).toContain('<dt>Begins</dt><dd>At once</dd>')
    const nobody = await (await preview({ ...usual, who: 'nobody' })).text()
    expect(nobody).toContain('<dd>Nobody has to</dd>')
    expect(nobody).not.toMatch(/<dt>(Time to set it up|Begins)</)
    expect(await visitor.text('/clinics/harbour/members')).toContain(
      'Required 14 days after the next sign-in<',
    )
    await setLocale(site.db, 'olivia', 'sv')
    expect(await visitor.text(policy)).toContain('14 dagar')
  })

  it.each([
    ['en', 'This site sends no SMS, so nobody could sign in. Allow the app too.'],
    ['sv', 'Den här webbplatsen skickar inga sms, så ingen skulle kunna logga in.'],
  ])('refuses, in %s, to leave SMS alone where the site sends none', async (locale, sentence) => {
    const { visitor, preview, read } = await open({ production: true, smsWebhookUrl: null })
    await visitor.post('/language', { locale })
    const form = { ...usual, totp: '', grace: '7' }
    for (const refused of [await preview(form), await visitor.post(policy, form)]) {
      expect(refused.status).toBe(422)
      const page = await refused.text()
      expect(page).toContain(sentence)
      expect(page).toContain('value="7"')
    }
    expect(await read()).toBeNull()
    expect((await preview({ ...form, totp: 'yes' })).status).toBe(200)
  })

  it('says before it is saved that who has only another method goes on using it, as they then do', async () => {
    const { site, visitor, save, preview } = await open()
    const { key } = await turnOn(site, site.visitor())
    const bo = site.visitor()
    const { key: boKey } = await turnOn(site, bo, 'bo@harbour.example')
    await showFactor(site, bo, boKey)
    expect((await provePhone(site, bo)).status).toBe(303)
    const smsOnly = { ...usual, who: 'nobody', totp: '' }
    const page = await (await preview(smsOnly)).text()
    expect(page).toContain('Whoever has only another method goes on using it.')
    const row = (name: string) => new RegExp(`${name}</th>(.*?)</tr>`).exec(page)?.[1] ?? ''
    expect(row('Anna Lindqvist')).toMatch(
      />Optional, goes on with what is set up \(authenticator app\), can add only codes by SMS</,
    )
    expect(row('Bo Hartley')).toMatch(/>Optional, only codes by SMS</)
    expect(row('Adam Reyes')).toMatch(/>Optional, only codes by SMS</)
    expect(await visitor.text(`${policy}/change`)).toMatch(/aria-describedby="methods-hint"/)
    await save(smsOnly)
    site.clock.advance(60_000)
    const anna = site.visitor()
    await signIn(anna)
    expect((await anna.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe('/')
  })

  it('takes effect: a member without a factor is led to setting one up when grace is over', async () => {
    const { site, save } = await open()
    await save({ ...usual, grace: '0' })
    expect((await signIn(site.visitor())).headers.get('location')).toMatch(/^\/sign-in\/set-up/)
    expect((await signIn(site.visitor(), 'owner@northside.example')).headers.get('location')).toBe('/')
  })

  it('can be for some roles, from a day of the clinic’s calendar, with the app only and without trusted computers', async () => {
    const { visitor, save, read } = await open()
    const form = {
      ...usual,
      ...{
        who: 'roles',
        owner: 'yes',
        admin: 'yes',
        grace: '0',
        from: '2027-07-01',
        sms: '',
        computers: 'none',
      },
    }
    expect((await save(form)).headers.get('location')).toBe(`${policy}?notice=saved`)
    expect(await read()).toEqual({
      default: 'optional',
      roles: { owner: 'required', admin: 'required' },
      graceDays: 0,
      // Midnight in London, an hour before that of UTC in summer.
      from: Date.parse('2027-06-30T23:00:00Z'),
      methods: ['totp'],
      trustedDevices: false,
    })
    expect(await visitor.text(policy)).toMatch(/Required of: owner, admin[\s\S]*1 July 2027[\s\S]*For nobody/)
    const again = await visitor.text(`${policy}/change`)
    expect(again).toContain('value="2027-07-01"')
    expect(again).toMatch(/value="roles" checked/)
    expect(again).not.toMatch(/name="practitioner" value="yes" checked/)
  })

  it('is not saved with anything amiss; the form keeps what was entered and says what to do', async () => {
    const { visitor, read, preview } = await open()
    const wrong = { who: 'roles', grace: '400', from: '2027-02-30', totp: '', sms: '', computers: 'x' }
    for (const answer of [await preview(wrong), await visitor.post(policy, wrong)]) {
      const body = await answer.text()
      expect(answer.status).toBe(422)
      for (const sentence of [
        'Choose at least one role.',
        'Enter a whole number from 0 to 365.',
        'Enter a date as year, month and day',
        'Choose at least one. Nothing was saved.',
        'Choose one of the three. Nothing was saved.',
      ])
        expect(body).toContain(sentence)
      expect(body).toContain('value="400"')
    }
    expect((await preview({})).status).toBe(422)
    expect(await read()).toBeNull()
  })

  it('is saved once by a form that is sent twice, and never over somebody else’s change', async () => {
    const { site, visitor, preview, save, read } = await open()
    const edition = readHidden(await (await preview(usual)).text(), 'edition')
    for (let sent = 0; sent < 2; sent++)
      expect((await visitor.post(policy, { ...usual, edition })).headers.get('location')).toContain('saved')
    const changes = await site.twoFactor.audit.list({ types: ['policy.organization_changed'] })
    expect(changes).toHaveLength(1)

    const stale = readHidden(await (await preview({ ...usual, grace: '7' })).text(), 'edition')
    await save({ ...usual, grace: '30' })
    const late = await visitor.post(policy, { ...usual, grace: '7', edition: stale })
    expect([late.status, await late.text()]).toEqual([
      200,
      expect.stringContaining('The policy was changed meanwhile: Olivia Marsh saved another one on'),
    ])
    expect(await read()).toMatchObject({ graceDays: 30 })
  })

  it('is changed by one of two admins who saw the same preview; the other sees what holds now, and what they entered', async () => {
    const { site, visitor, read } = await open()
    const second = await createAdmin(site, 'admin@harbour.example')
    await second.prove()
    const admins = [
      { visitor, form: { ...usual, grace: '7' } },
      { visitor: second.visitor, form: { ...usual, grace: '30', computers: 'none' } },
    ]
    const forms: Record<string, string>[] = []
    for (const { visitor: admin, form } of admins) {
      const page = await admin.text(`${policy}/preview?${new URLSearchParams(form)}`)
      forms.push({ ...form, edition: readHidden(page, 'edition') })
    }
    expect(forms[0]?.edition).toBe(forms[1]?.edition)
    const answers = await Promise.all(
      admins.map(({ visitor: admin }, i) => admin.post(policy, forms[i] ?? {})),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303])
    const late = answers.findIndex(({ status }) => status === 200)
    const [winner, loser] = [forms[1 - late], forms[late]]
    expect(await read()).toMatchObject({ graceDays: Number(winner?.grace) })
    expect(await site.twoFactor.audit.list({ types: ['policy.organization_changed'] })).toHaveLength(1)

    const page = (await answers[late]?.text()) ?? ''
    expect(page).toContain('Nothing of yours is saved yet.')
    expect(page).toContain(`<dd>${winner?.grace} days from the first sign-in at which it is required</dd>`)
    expect(readHidden(page, 'grace')).toBe(loser?.grace)
    const again = { ...loser, edition: readHidden(page, 'edition') }
    expect((await admins[late]?.visitor.post(policy, again))?.status).toBe(303)
    expect(await read()).toMatchObject({ graceDays: Number(loser?.grace) })
  })

  it.each([
    ['en', 'The policy was changed meanwhile: Adam Reyes saved another one on 21 November 2026 at'],
    ['sv', 'Policyn har ändrats under tiden: Adam Reyes sparade en annan den 21 november 2026'],
  ])(
    'is not saved over another one that was saved after the form was filled, and the preview says so in %s',
    async (locale, sentence) => {
      const { visitor, read, adamSaves } = await openTwo()
      await visitor.post('/language', { locale })
      const filled = readHidden(await visitor.text(`${policy}/change`), 'edition')
      await adamSaves()
      const form = { ...usual, grace: '20', edition: filled }
      const wrong = await visitor.text(`${policy}/preview?${new URLSearchParams({ ...form, grace: 'x' })}`)
      expect(readHidden(wrong, 'edition')).toBe(filled)
      const page = await visitor.text(`${policy}/preview?${new URLSearchParams(form)}`)
      expect(page).toContain(sentence)
      expect(page.indexOf(sentence)).toBeLessThan(page.indexOf('<dl>'))
      expect(readHidden(page, 'grace')).toBe('20')
      expect((await visitor.post(policy, form)).status).toBe(200)
      expect(await read()).toEqual(adams)
      // Told of it, whoever saves means it.
      const told = readHidden(page, 'edition')
      expect(page).toContain(`edition=${told}`)
      expect((await visitor.post(policy, { ...form, edition: told })).status).toBe(303)
      expect(await read()).toMatchObject({ graceDays: 20 })
    },
  )

  it.each(['a code', 'a sign-in'])(
    'is not saved over another admin’s by way of %s that is asked for in between',
    async (between) => {
      const { site, visitor, key, prove, preview, read, adamSaves } = await openTwo()
      const form = { ...usual, grace: '20' }
      const edition = readHidden(await (await preview(form)).text(), 'edition')
      await adamSaves()
      // Ten minutes are the time of a code, an hour is that of a session.
      site.clock.advance(between === 'a code' ? 660_000 : 3_660_000)
      const asked = await visitor.post(policy, { ...form, edition })
      let next = new URL(asked.headers.get('location') ?? '', 'http://x').searchParams.get('next') ?? ''
      if (between === 'a sign-in') {
        expect(next).toBe(policy)
        await signIn(visitor, owner, next)
        site.clock.advance(60_000)
        await visitor.post('/sign-in/code', { code: codeFor(site, key), account: owner })
        next = (await visitor.get(policy)).headers.get('location') ?? ''
      }
      expect((await prove(next)).headers.get('location')).toBe(next)
      const page = await visitor.text(next)
      expect(page).toContain('The policy was changed meanwhile: Adam Reyes saved another one')
      expect(readHidden(page, 'grace')).toBe('20')
      expect(await read()).toEqual(adams)
    },
  )

  it('keeps what was entered, and from what, when a code is asked for on the way back to the form', async () => {
    const { site, visitor, prove, preview, adamSaves } = await openTwo()
    const form = { ...usual, grace: '20' }
    const edition = readHidden(await (await preview(form)).text(), 'edition')
    site.clock.advance(660_000)
    await adamSaves()
    const asked = await visitor.get(`${policy}/change?${new URLSearchParams({ ...form, edition })}`)
    const next = new URL(asked.headers.get('location') ?? '', 'http://x').searchParams.get('next') ?? ''
    await prove(next)
    const page = await visitor.text(next)
    expect(readHidden(page, 'edition')).toBe(edition)
    expect(page).toContain('value="20"')
  })

  it('names nobody who is no member any more, nor whoever changed it before them', async () => {
    const { site, visitor, preview, save, adamSaves } = await openTwo()
    await save(usual)
    const edition = readHidden(await visitor.text(`${policy}/change`), 'edition')
    await adamSaves()
    await site.db.run("DELETE FROM memberships WHERE user_id = 'adam'")
    const page = await (await preview({ ...usual, grace: '20', edition })).text()
    expect(page).toContain('Somebody has changed the policy meanwhile. Nothing of yours is saved yet.')
    expect(page).not.toContain('saved another one')
  })

  it('for practitioners binds an admin with practitioner access too: in the preview, at the sign-in and among the members', async () => {
    const { site, visitor, preview, save } = await open()
    await sendAct(visitor, '/clinics/harbour/members/adam/give-access')
    const form = { ...usual, who: 'roles', practitioner: 'yes', grace: '0' }
    const page = await (await preview(form)).text()
    expect(page).toMatch(/Adam Reyes<\/th><td[^>]*>Optional<\/td><td[^>]*>Required/)
    expect(page).not.toMatch(/Olivia Marsh<\/th>/)
    await save(form)
    expect((await signIn(site.visitor(), admin)).headers.get('location')).toMatch(/^\/sign-in\/set-up/)
    const members = await visitor.text('/clinics/harbour/members')
    expect(members).toMatch(/Adam Reyes[\s\S]*?Admin and practitioner[\s\S]*?Required/)
    // The role is what it was: the access gives no authority, and takes none.
    expect((await site.twoFactor.policy.evaluate({ userId: 'adam' })).trustedDevices).toBe(false)
    await sendAct(visitor, '/clinics/harbour/members/adam/take-access')
    expect((await site.twoFactor.policy.evaluate({ userId: 'adam' })).status).toBe('optional')
  })

  it.each([
    ['en', 'Somebody has changed it meanwhile, to “Not required, whatever the policy says”.'],
    ['sv', 'Någon har ändrat det under tiden, till ”Inget krav, vad policyn än säger”.'],
  ])(
    'for one member is not saved over another admin’s, and the page says so in %s',
    async (locale, sentence) => {
      const { site, visitor } = await open()
      await visitor.post('/language', { locale })
      const path = '/clinics/harbour/members/anna/setting'
      const form = { setting: 'required', edition: readHidden(await visitor.text(path), 'edition') }
      const second = await createAdmin(site, 'admin@harbour.example')
      await second.prove()
      const theirs = { ...form, setting: 'exempt' }
      expect((await second.visitor.post(path, theirs)).status).toBe(303)
      const late = await (await visitor.post(path, form)).text()
      expect(late).toContain(sentence)
      expect(late).toMatch(/value="required" checked/)
      const read = () => site.twoFactor.policy.getUser({ organizationId: 'harbour', userId: 'anna' })
      expect(await read()).toBe('exempt')
      // Sent twice it is one change, and of two mails one is theirs.
      const again = { setting: 'required', edition: readHidden(late, 'edition') }
      for (const notice of ['setting-saved', 'notice=same'])
        expect((await visitor.post(path, again)).headers.get('location')).toContain(notice)
      expect(await read()).toBe('required')
      expect(await readMails(site, 'anna@harbour.example')).toHaveLength(2)
    },
  )

  it('for one member is not saved over another admin’s by way of a code that is asked for in between', async () => {
    const { site, visitor, prove } = await open()
    const path = '/clinics/harbour/members/anna/setting'
    const form = { setting: 'required', edition: readHidden(await visitor.text(path), 'edition') }
    site.clock.advance(600_000)
    expect((await visitor.post(path, form)).headers.get('location')).toMatch(/^\/step-up/)
    const second = await createAdmin(site, 'admin@harbour.example')
    await second.prove()
    await sendSetting(second.visitor, path, 'exempt')
    await prove(path)
    const page = await visitor.text(path)
    expect(page).toContain('Somebody has changed it meanwhile, to “Not required, whatever the policy says”.')
    expect(page).toMatch(/value="required" checked/)
    expect(await site.twoFactor.policy.getUser({ organizationId: 'harbour', userId: 'anna' })).toBe('exempt')
  })

  it('is changed by nobody without a fresh code, and what was entered comes back after it', async () => {
    const { site, visitor, read, preview, prove } = await open()
    const edition = readHidden(await (await preview(usual)).text(), 'edition')
    site.clock.advance(600_000)
    expect((await visitor.get(`${policy}/change`)).headers.get('location')).toMatch(/^\/step-up/)
    const asked = await visitor.post(policy, { ...usual, edition })
    const next = new URL(asked.headers.get('location') ?? '', 'http://x').searchParams.get('next') ?? ''
    expect(next).toContain(`${policy}/preview?who=everyone`)
    expect(await read()).toBeNull()
    expect((await prove(next)).headers.get('location')).toBe(next)
    expect(await visitor.text(next)).toContain('It changes something for 4 members.')
  })

  it('leaves a person in two clinics with the stricter of the two', async () => {
    const { site, save } = await open()
    await save(usual)
    const bo = site.visitor()
    await turnOn(site, bo, 'bo@harbour.example')
    expect(await site.twoFactor.policy.evaluate({ userId: 'bo' })).toMatchObject({ status: 'required' })
    expect(await site.twoFactor.policy.evaluate({ userId: 'nadia' })).toMatchObject({ status: 'optional' })
  })
})
