import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { admin, createAdmin, owner, readMails, readTypes, sendAct, sendSetting } from '../admins.ts'
import {
  anna,
  codeFor,
  createTestSite,
  readHidden,
  signIn,
  suspend,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'

const members = '/clinics/harbour/members'
const annas = `${members}/anna`
const signedOut = 'You were signed out everywhere'
const acts = ['reset', 'allow-once', 'end-pause', 'sign-out', 'setting']

/** Olivia with a fresh factor, and Anna with a factor of her own. */
async function open() {
  const site = await createTestSite()
  const olivia = await createAdmin(site)
  const visitor = site.visitor()
  const enrolled = await turnOn(site, visitor)
  await olivia.prove()
  await site.twoFactor.settle()
  await site.db.run('DELETE FROM outbox')
  return { site, olivia, anna: { visitor, ...enrolled } }
}

describe('the members of a clinic', () => {
  it('are shown with their roles, their two-factor authentication and what is required of them', async () => {
    const { site, olivia } = await open()
    const page = await olivia.visitor.text(members)
    expect(page).toContain('Members of Harbour Physio')
    expect(page).toContain('owner@harbour.example')
    expect(page).toContain('(you)')
    expect(page).toMatch(/Anna Lindqvist<\/a>[\s\S]*?On: authenticator app[\s\S]*?Optional/)
    expect(page).toMatch(/Bo Hartley<\/a>[\s\S]*?<td[^>]*>Off<\/td>/)
    expect(page).not.toContain('Nadia')
    const one = await olivia.visitor.text(annas)
    expect(one).toContain('<dd>Authenticator app</dd>')
    expect(one).toContain('<dd>21 November 2026</dd>')
    expect(one).toMatch(/<dt>Recovery codes left<\/dt><dd>10<\/dd><dt>Trusted computers<\/dt><dd>0<\/dd>/)
    await setLocale(site.db, 'olivia', 'sv')
    const swedish = await olivia.visitor.text(annas)
    expect(swedish).toContain('Återställnings\u00adkoder kvar')
    expect(swedish).toContain('lang="sv"')
  })

  it('are shown to owners and admins of that clinic only, and to others there is no such page', async () => {
    const { site, anna: member } = await open()
    const nadia = site.visitor()
    await signIn(nadia, 'owner@northside.example')
    for (const visitor of [member.visitor, nadia]) {
      for (const path of [
        '/clinics/harbour',
        members,
        annas,
        ...acts.map((act) => `${annas}/${act}`),
        '/clinics/harbour/invite',
        '/clinics/harbour/policy',
        '/clinics/harbour/policy/change',
        '/clinics/harbour/policy/preview',
        '/clinics/harbour/report',
        '/clinics/harbour/report/csv',
        '/clinics/harbour/record',
        '/clinics/harbour/record/check',
      ]) {
        const answer = await visitor.get(path)
        expect(answer.status, path).toBe(404)
        expect(await answer.text()).not.toMatch(/Adam|Olivia|Bo Hartley/)
      }
    }
    expect((await nadia.get('/clinics/northside/members/anna')).status).toBe(404)
    expect((await nadia.post('/clinics/northside/members/anna/setting', { setting: 'exempt' })).status).toBe(
      404,
    )
    expect((await nadia.get('/clinics/northside/members/bo')).status).toBe(200)
  })
})

describe('a reset by an admin', () => {
  it('asks for a fresh code and a reason, then resets, tells the member and stands in the record', async () => {
    const { site, olivia, anna: member } = await open()
    site.clock.advance(600_000)
    const path = `${annas}/reset`
    expect((await olivia.visitor.get(path)).headers.get('location')).toBe(
      `/step-up?${new URLSearchParams({ next: path })}`,
    )
    expect((await olivia.prove(path)).headers.get('location')).toBe(path)
    const page = await olivia.visitor.text(path)
    expect(page).toContain('Reset two-factor authentication for Anna Lindqvist')
    expect(page).toContain('Anna Lindqvist is signed out everywhere')
    const form = readHidden(page, 'form')
    const unsaid = await olivia.visitor.post(path, { form, reason: '  ' })
    expect([unsaid.status, await unsaid.text()]).toEqual([
      422,
      expect.stringMatching(/Say why in a few words\.[\s\S]*id="reason"[^>]*autofocus/),
    ])
    expect(await readTypes(site, 'anna')).not.toContain('admin.reset')

    const done = await olivia.visitor.post(path, { form, reason: 'Lost her phone' })
    expect(done.headers.get('location')).toBe(`${annas}?notice=reset`)
    expect(await olivia.visitor.text(`${annas}?notice=reset`)).toContain('It was reset, and they were told')
    expect(await readMails(site, anna)).toMatchObject([
      { subject: 'Your two-factor authentication was reset', body: expect.stringContaining('Olivia Marsh') },
    ])
    const [row] = await site.twoFactor.audit.list({ userId: 'anna', types: ['admin.reset'] })
    expect(row).toMatchObject({ actorId: 'olivia', data: { reason: 'Lost her phone' }, intact: true })
    expect((await member.visitor.get('/notes')).status).toBe(303)
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])
    expect((await signIn(site.visitor())).headers.get('location')).toMatch(/^\/sign-in\/mailed-code/)
    const why = 'Reset by an admin: set up anew at the next sign-in'
    const preview =
      '/clinics/harbour/policy/preview?who=everyone&grace=7&from=&totp=yes&sms=yes&computers=usual'
    for (const shown of [annas, members, '/clinics/harbour/report']) {
      const page = await olivia.visitor.text(shown)
      expect(page, shown).toContain(why)
      expect(page, shown).not.toContain('Suspended after')
    }
    expect(await olivia.visitor.text('/clinics/harbour/report')).toMatch(
      /1 of 4 members have two-factor authentication on\.[\s\S]*Ask by mail: Anna Lindqvist/,
    )
    expect(await olivia.visitor.text('/')).toContain('1 of 4 members have two-factor authentication on.')
    expect(await olivia.visitor.text(preview)).toContain('3 of them have no two-factor authentication')
  })

  it('happens once when its form is sent eight times, and again only from a new form', async () => {
    const { site, olivia } = await open()
    const path = `${annas}/reset`
    const form = { form: readHidden(await olivia.visitor.text(path), 'form'), reason: 'Lost her phone' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => olivia.visitor.post(path, form)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    const late = await olivia.visitor.post(path, form)
    expect(late.headers.get('location')).toBe(`${annas}?notice=sent-twice`)
    expect(await olivia.visitor.text(`${annas}?notice=sent-twice`)).toContain('carried out once')
    const done = await readTypes(site, 'anna')
    expect(done.filter((type) => type === 'admin.reset')).toHaveLength(1)
    expect(await readMails(site, anna)).toHaveLength(1)
  })

  it('is refused without a fresh code, without a form of ours and with a reason that is a novel', async () => {
    const { site, olivia } = await open()
    const path = `${annas}/reset`
    const form = readHidden(await olivia.visitor.text(path), 'form')
    const novel = await olivia.visitor.post(path, { form, reason: 'x'.repeat(301) })
    expect([novel.status, await novel.text()]).toEqual([422, expect.stringContaining('at most 300')])
    for (const wrong of ['', 'x', 'a'.repeat(500)])
      expect((await olivia.visitor.post(path, { form: wrong, reason: 'x' })).status).toBe(400)
    site.clock.advance(600_000)
    const stale = await olivia.visitor.post(path, { form, reason: 'Lost her phone' })
    expect(stale.headers.get('location')).toMatch(/^\/step-up/)
    expect(await readTypes(site, 'anna')).not.toContain('admin.reset')
    expect(await readMails(site, anna)).toEqual([])
    // The form that was refused for want of a code works once there is one.
    await olivia.prove()
    expect((await olivia.visitor.post(path, { form, reason: 'x' })).headers.get('location')).toContain(
      'reset',
    )
  })

  it('says so when there is nothing to reset', async () => {
    const { site, olivia } = await open()
    const answer = await sendAct(olivia.visitor, `${members}/adam/reset`)
    expect(answer.headers.get('location')).toBe(`${members}/adam?notice=not-enrolled`)
    expect(await olivia.visitor.text(`${members}/adam?notice=not-enrolled`)).toContain('nothing to do')
    expect(await readTypes(site, 'adam')).toEqual([])
  })

  it('of somebody in another clinic too waits for their word', async () => {
    const { site, olivia } = await open()
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    await olivia.prove()
    const path = `${members}/bo/reset`
    expect(await olivia.visitor.text(path)).toContain('They are asked by mail first')
    const asked = await sendAct(olivia.visitor, path)
    const location = asked.headers.get('location') ?? ''
    expect(location).toContain('notice=asked')
    expect(await olivia.visitor.text(location)).toMatch(/until 11:0\d GMT\. Nothing was changed yet\./)
    expect(await olivia.visitor.text(`${members}/bo?notice=asked&until=1`)).not.toContain('asked by mail. It')
    const bo = site.visitor()
    expect((await signIn(bo, 'bo@harbour.example')).headers.get('location')).toMatch(/^\/sign-in\/code/)
    const mails = await readMails(site, 'bo@harbour.example')
    expect(mails.map(({ subject }) => subject)).toContain('An admin needs your word')
    expect(await readTypes(site, 'bo')).not.toContain('admin.reset')
  })

  it('of somebody in another clinic asks them so often in an hour and no more', async () => {
    const { site, olivia } = await open()
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    await olivia.prove()
    const outcomes = []
    for (let sent = 0; sent < 12; sent++) {
      const answer = await sendAct(olivia.visitor, `${members}/bo/reset`)
      outcomes.push(/notice=([a-z-]+)/.exec(answer.headers.get('location') ?? '')?.[1])
    }
    const asked = outcomes.filter((outcome) => outcome === 'asked').length
    expect(outcomes.slice(asked)).toEqual(Array(12 - asked).fill('asked-often'))
    expect(asked).toBeLessThan(12)
    const mails = await readMails(site, 'bo@harbour.example')
    expect(mails.filter(({ subject }) => subject === 'An admin needs your word')).toHaveLength(asked)
  })
})

describe('an admin', () => {
  it('can’t act on themselves or on an owner, and is told why instead of seeing a button', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor(), owner)
    const adam = await createAdmin(site, admin)
    await adam.prove()
    const own = await adam.visitor.text(`${members}/adam`)
    expect(own).toContain('This is you.')
    const higher = await adam.visitor.text(`${members}/olivia`)
    expect(higher).toContain('Only another owner can help an owner')
    for (const [id, page] of Object.entries({ adam: own, olivia: higher })) {
      expect(page).not.toMatch(/class="button"/)
      for (const act of acts) {
        const path = `${members}/${id}/${act}`
        expect((await adam.visitor.get(path)).headers.get('location'), path).toBe(`${members}/${id}`)
        // What a page doesn't offer, somebody may send all the same.
        const form = crypto.randomUUID()
        const sent = await adam.visitor.post(path, { form, reason: 'x', setting: 'exempt' })
        expect(sent.headers.get('location'), path).toBe(`${members}/${id}`)
      }
      expect((await readTypes(site, id)).join()).not.toMatch(/admin\.|policy\./)
    }
    expect((await adam.visitor.get(`${members}/bo/reset`)).status).toBe(200)
  })

  it('lets a member in once, until a time that the page names, and not twice', async () => {
    const { site, olivia } = await open()
    const done = await sendAct(olivia.visitor, `${annas}/allow-once`, 'Left her phone at home')
    const page = await olivia.visitor.text(done.headers.get('location') ?? '')
    expect(page).toMatch(/They can sign in once until 11:0\d GMT/)
    expect(await readTypes(site, 'anna')).toContain('admin.allowed_once')
    expect((await readMails(site, anna)).map(({ subject }) => subject)).toEqual([
      'You can sign in once without your app or phone',
    ])
    const again = await sendAct(olivia.visitor, `${annas}/allow-once`)
    expect(again.headers.get('location')).toBe(`${annas}?notice=already-open`)
    expect((await signIn(site.visitor())).headers.get('location')).toMatch(/^\/sign-in\/mailed-code/)
  })

  it('is told before a member is let in once, and after it, that a pause has to be ended too', async () => {
    const { site, olivia, anna: member } = await open()
    const visitor = site.visitor()
    for (let wrong = 0; wrong < 10; wrong++) {
      if (wrong % 5 === 0) await signIn(visitor)
      await visitor.post('/sign-in/code', { code: wrongCodeFor(site, member.key) })
    }
    const paused = /Paused until 10:\d\d GMT after too many wrong codes/
    for (const path of [members, annas, '/clinics/harbour/report'])
      expect(await olivia.visitor.text(path), path).toMatch(paused)
    const note = /Anna Lindqvist is paused until 10:\d\d GMT and can’t sign in before then/
    expect(await olivia.visitor.text(`${annas}/allow-once`)).toMatch(note)
    const done = await sendAct(olivia.visitor, `${annas}/allow-once`)
    expect(await olivia.visitor.text(done.headers.get('location') ?? '')).toMatch(note)
    expect((await signIn(site.visitor())).status).toBe(429)
    await setLocale(site.db, 'olivia', 'sv')
    expect(await olivia.visitor.text(`${annas}/allow-once`)).toMatch(/är Anna Lindqvist pausad till 10:\d\d/)
    expect(await olivia.visitor.text(members)).toMatch(/Pausad till 10:\d\d/)

    await setLocale(site.db, 'olivia', 'en')
    await sendAct(olivia.visitor, `${annas}/end-pause`)
    for (const path of [members, annas, `${annas}/allow-once`])
      expect(await olivia.visitor.text(path), path).not.toMatch(/[Pp]aused until/)
    expect((await signIn(site.visitor())).headers.get('location')).toMatch(/^\/sign-in\/mailed-code/)
  })

  it('ends a pause, and is told when there is none', async () => {
    const { site, olivia, anna: member } = await open()
    const none = await sendAct(olivia.visitor, `${annas}/end-pause`)
    expect(none.headers.get('location')).toBe(`${annas}?notice=not-paused`)
    const visitor = site.visitor()
    for (let wrong = 0; wrong < 10; wrong++) {
      if (wrong % 5 === 0) await signIn(visitor)
      await visitor.post('/sign-in/code', { code: wrongCodeFor(site, member.key) })
    }
    expect((await signIn(site.visitor())).status).toBe(429)
    const ended = await sendAct(olivia.visitor, `${annas}/end-pause`, 'Typed the code of another site')
    expect(ended.headers.get('location')).toBe(`${annas}?notice=pause-ended`)
    expect((await signIn(visitor)).headers.get('location')).toMatch(/^\/sign-in\/code/)
    const code = codeFor(site, member.key)
    expect((await visitor.post('/sign-in/code', { code })).headers.get('location')).toBe('/')
    expect((await readMails(site, anna)).map(({ subject }) => subject)).toContain('You can enter codes again')
  })

  it('does not lift a suspension by ending a pause', async () => {
    const { site, olivia, anna: member } = await open()
    await suspend(site, member.key)
    await olivia.visitor.post('/sign-out', {})
    await signIn(olivia.visitor, owner)
    await olivia.visitor.post('/sign-in/code', { code: codeFor(site, olivia.key) })
    await olivia.prove()
    expect(await olivia.visitor.text(members)).toContain('Suspended after many wrong codes')
    await sendAct(olivia.visitor, `${annas}/end-pause`)
    expect((await signIn(site.visitor())).status).toBe(403)
    // Nor by letting in, which says so before.
    const note = 'Anna Lindqvist is suspended after many wrong codes and needs a new password first.'
    expect(await olivia.visitor.text(`${annas}/allow-once`)).toContain(note)
    const allowed = await sendAct(olivia.visitor, `${annas}/allow-once`)
    expect(await olivia.visitor.text(allowed.headers.get('location') ?? '')).toContain(note)
    expect((await signIn(site.visitor())).status).toBe(403)
    const mail = 'If the sign-in asks for a new password first, choose “Forgot your password?” there'
    expect((await readMails(site, anna)).at(-1)?.body).toContain(mail)
    expect(await olivia.visitor.text(`${annas}/reset`)).not.toContain(note)
    await sendAct(olivia.visitor, `${annas}/reset`)
    expect((await signIn(site.visitor())).headers.get('location')).toMatch(/^\/sign-in\/mailed-code/)
  })

  it('ends the trust in a member’s computers, and the sessions that rest on it', async () => {
    const { site, olivia, anna: member } = await open()
    const laptop = site.visitor()
    await signIn(laptop)
    await laptop.post('/sign-in/code', { code: codeFor(site, member.key), trust: 'yes' })
    expect(await olivia.visitor.text(annas)).toContain('<dt>Trusted computers</dt><dd>1</dd>')
    // Signed in by its trust alone: whoever has it now reads the notes.
    await laptop.post('/sign-out', {})
    expect((await signIn(laptop)).headers.get('location')).toBe('/')
    expect((await laptop.get('/notes')).status).toBe(200)
    const done = await sendAct(olivia.visitor, `${annas}/sign-out`, 'Sold her laptop')
    await site.twoFactor.settle()
    expect((await laptop.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    const after = await olivia.visitor.text(done.headers.get('location') ?? '')
    expect(after).toContain('No computer of theirs is trusted any more.')
    expect(after).toContain('<dt>Trusted computers</dt><dd>0</dd>')
    const [row] = await site.twoFactor.audit.list({ userId: 'anna', types: ['admin.devices_revoked'] })
    expect(row).toMatchObject({ actorId: 'olivia', data: { reason: 'Sold her laptop' } })
    expect((await signIn(laptop)).headers.get('location')).toMatch(/^\/sign-in\/code/)
    const mails = (await readMails(site, anna)).filter(({ subject }) => subject === signedOut)
    expect(mails).toMatchObject([{ body: expect.stringContaining('None of your computers is trusted') }])
    expect(mails[0]?.body).toContain('Each of your computers is asked for a code at its next sign-in.')
  })

  it('signs a member without two-factor authentication out everywhere, once, and speaks of no code', async () => {
    const { site, olivia } = await open()
    const [path, laptop] = [`${members}/adam/sign-out`, site.visitor()]
    await signIn(laptop, admin)
    const page = await olivia.visitor.text(path)
    expect(page).toContain('Adam Reyes is signed out everywhere, on lost computers too')
    expect(page).not.toMatch(/asked for a code|trusted any more/)
    await sendAct(olivia.visitor, path)
    await site.twoFactor.settle()
    expect((await laptop.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    for (let again = 0; again < 2; again++) {
      const done = await sendAct(olivia.visitor, path)
      expect(done.headers.get('location')).toBe(`${members}/adam?notice=same`)
    }
    const [mail, ...more] = (await readMails(site, admin)).filter(({ subject }) => subject === signedOut)
    expect(mail?.body).toContain('signed you out everywhere')
    expect(mail?.body).not.toMatch(/asked for a code|trusted/)
    expect(more).toEqual([])
    expect((await readTypes(site, 'adam')).filter((type) => type === 'admin.devices_revoked')).toHaveLength(1)
    // There is something to end again: that is told again.
    await signIn(laptop, admin)
    await sendAct(olivia.visitor, path)
    const mails = await readMails(site, admin)
    expect(mails.filter(({ subject }) => subject === signedOut)).toHaveLength(2)
  })

  it('is asked for a fresh code and a reason where there is nothing to sign out of too', async () => {
    const { site, olivia } = await open()
    const path = `${members}/adam/sign-out`
    expect((await sendAct(olivia.visitor, path, ' ')).status).toBe(422)
    const form = readHidden(await olivia.visitor.text(path), 'form')
    site.clock.advance(600_000)
    const stale = await olivia.visitor.post(path, { form, reason: 'Lost her laptop' })
    expect(stale.headers.get('location')).toMatch(/^\/step-up/)
    expect(await readMails(site, admin)).toEqual([])
  })
})

describe('what is required of one member', () => {
  const path = `${annas}/setting`

  it('is chosen behind a fresh code, holds at once and stands in the record once', async () => {
    const { site, olivia } = await open()
    expect(await olivia.visitor.text(path)).toMatch(/value="default" checked/)
    const none = await olivia.visitor.post(path, {})
    expect([none.status, await none.text()]).toEqual([
      422,
      expect.stringContaining('Choose one of the three.'),
    ])
    const send = (setting: string) => sendSetting(olivia.visitor, path, setting)
    const saved = await send('required')
    expect(saved.headers.get('location')).toBe(`${annas}?notice=setting-saved`)
    const later = await send('required')
    expect(later.headers.get('location')).toBe(`${annas}?notice=same`)
    expect(await olivia.visitor.text(`${annas}?notice=same`)).toContain('no mail was sent')
    expect(await olivia.visitor.text(annas)).toContain('<dd>Required</dd>')
    expect(await olivia.visitor.text(path)).toMatch(/value="required" checked/)
    const changes = await site.twoFactor.audit.list({ userId: 'anna', types: ['policy.user_changed'] })
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ actorId: 'olivia', data: { organizationId: 'harbour' } })
    const [told, ...others] = await readMails(site, anna)
    expect(others).toEqual([])
    expect(told?.subject).toBe('What is required of you has changed')
    expect(told?.body).toMatch(
      /Olivia Marsh changed on 21 November 2026[\s\S]*It is required of you[\s\S]*Harbour Practice$/,
    )
    await setLocale(site.db, 'anna', 'sv')
    await send('exempt')
    const bodies = (await readMails(site, anna)).map(({ body }) => body)
    expect(bodies.join()).toContain('Harbour Physio kräver det inte av dig.')
    expect(await site.twoFactor.policy.evaluate({ userId: 'anna' })).toMatchObject({ status: 'exempt' })
    site.clock.advance(600_000)
    expect((await send('default')).headers.get('location')).toMatch(/^\/step-up/)
    expect(await site.twoFactor.policy.evaluate({ userId: 'anna' })).toMatchObject({ status: 'exempt' })
  })
})
