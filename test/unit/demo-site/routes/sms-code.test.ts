import { describe, expect, it } from 'vitest'
import {
  firstNumber,
  firstShown,
  newestSms,
  otherThan,
  provePhone,
  readSms,
  secondNumber,
  secondShown,
} from '../phones.ts'
import { anna, codeFor, createTestSite, readHidden, showFactor, signIn, turnOn } from '../test-site.ts'

const sms = '/sign-in/sms'
const send = '/sign-in/sms/send'

/** Anna with a number and nothing else. */
async function withNumber() {
  const site = await createTestSite()
  const visitor = site.visitor()
  await signIn(visitor)
  await provePhone(site, visitor)
  site.clock.advance(3_600_000)
  return site
}

/** Anna with an app, which she prefers, and two numbers. */
async function withEverything() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const { key, recoveryCodes } = await turnOn(site, visitor)
  await showFactor(site, visitor, key)
  await provePhone(site, visitor, firstNumber)
  site.clock.advance(1000)
  await provePhone(site, visitor, secondNumber, { name: 'Work' })
  site.clock.advance(3_600_000)
  return { site, key, recoveryCodes }
}

describe('a sign-in of somebody with a phone number', () => {
  it('sends nothing before it is asked to, then a code that lets in once', async () => {
    const site = await withNumber()
    const before = (await readSms(site)).length
    const visitor = site.visitor()
    const begun = await signIn(visitor, anna, '/notes')
    expect(begun.headers.get('location')).toBe('/sign-in/sms?next=%2Fnotes')
    const page = await visitor.text('/sign-in/sms?next=%2Fnotes')
    expect(page).toContain('<h1>Get a code by SMS</h1>')
    expect(page).toContain(`Send a code to ${firstShown}`)
    expect(page).not.toContain('id="code"')
    expect(await readSms(site)).toHaveLength(before)

    const sent = await visitor.post(send, { to: readHidden(page, 'to'), next: '/notes' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/sign-in/sms?next=%2Fnotes'])
    const asked = await visitor.text('/sign-in/sms?next=%2Fnotes')
    expect(asked).toContain(`We have sent a code to ${firstShown}.`)
    expect(asked).toContain('You can ask for a new code in 30 seconds.')
    expect(asked).not.toContain('7400')
    const code = await newestSms(site)
    expect(asked).not.toContain(code)
    const form = { code, next: '/notes' }
    expect((await visitor.post(sms, form)).headers.get('location')).toBe('/notes')
    expect((await visitor.get('/notes')).status).toBe(200)

    const again = site.visitor()
    await signIn(again)
    await again.post(send, {})
    expect((await again.post(sms, form)).status).toBe(422)
    expect((await again.get('/notes')).status).toBe(303)
  })

  it('counts a wrong code, and never what is none', async () => {
    const site = await withNumber()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post(send, {})
    const wrong = await visitor.post(sms, { code: otherThan(await newestSms(site)) })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringMatching(/That code is wrong, or its five minutes are over.*You have 4 tries left\./),
    ])
    expect((await visitor.post(sms, { code: '12' })).status).toBe(400)
    expect(await visitor.text(sms)).toContain('You have 4 tries left.')
  })

  it('sends one code for two clicks, and takes the second for the first', async () => {
    const site = await withNumber()
    const visitor = site.visitor()
    await signIn(visitor)
    const before = (await readSms(site)).length
    const second = visitor.clone()
    await visitor.post(send, {})
    const late = await second.post(send, {})
    expect([late.status, late.headers.get('location')]).toEqual([303, '/sign-in/sms?next=%2F'])
    expect(await second.text(sms)).toContain(`We have sent a code to ${firstShown}.`)
    expect(await readSms(site)).toHaveLength(before + 1)
  })

  it('never says of a new sign-in that the code of the one before is on its way', async () => {
    const site = await withNumber()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post(send, {})
    await visitor.post('/sign-in/cancel', {})
    await signIn(visitor)
    const page = await visitor.text(sms)
    expect(page).toContain(`Send a code to ${firstShown}`)
    expect(page).not.toContain('We have sent a code')
  })

  it('sends four codes at most, each after a longer wait, of which only the newest works', async () => {
    const site = await withNumber()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post(send, {})
    const first = await newestSms(site)
    for (const seconds of [30, 60, 120]) {
      site.clock.advance(seconds * 1000)
      expect((await visitor.post(send, {})).status).toBe(303)
    }
    expect(await readSms(site)).toHaveLength(5)
    const page = await visitor.text(sms)
    expect(page).toContain('No more codes are sent for this one.')
    expect(page).not.toContain('Send a new code')
    const refused = await visitor.post(send, {})
    expect([refused.status, await refused.text()]).toEqual([
      429,
      expect.stringContaining('No more codes are sent for this one.'),
    ])
    expect(await readSms(site)).toHaveLength(5)
    const newest = await newestSms(site)
    if (first !== newest) expect((await visitor.post(sms, { code: first })).status).toBe(422)
    expect((await visitor.post(sms, { code: newest })).headers.get('location')).toBe('/')
  })

  it('says until when no more are sent once an hour has had its five', async () => {
    const site = await withNumber()
    for (let i = 0; i < 5; i++) {
      const visitor = site.visitor()
      await signIn(visitor)
      expect((await visitor.post(send, {})).status).toBe(303)
    }
    const visitor = site.visitor()
    await signIn(visitor)
    const refused = await visitor.post(send, {})
    const body = await refused.text()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600'])
    expect(body).toContain('Too many codes were sent by SMS. You can ask for another one at 12:01 GMT.')
    expect(body).toContain('href="/sign-in/recovery?next=%2F"')
  })

  it('says that an SMS could not be sent, takes no code of it, and offers to try again', async () => {
    const site = await createTestSite({ smsWebhookUrl: 'http://127.0.0.1:1/' })
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor)
    await showFactor(site, visitor, key)
    const page = await visitor.text('/settings/two-factor/add-phone')
    const form = { form: readHidden(page, 'form'), number: firstNumber, name: '' }
    const failed = await visitor.post('/settings/two-factor/add-phone', form)
    expect(failed.headers.get('location')).toBe('/settings/two-factor/add-phone/code?notice=failed')
    const waiting = await visitor.text('/settings/two-factor/add-phone/code?notice=failed')
    expect(waiting).toContain('The SMS could not be sent. Nothing was lost.')
    expect(waiting).toContain(`No code has reached ${firstShown} yet.`)
    expect(waiting).toContain('Send a new code')
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
  })
})

describe('a question for a code', () => {
  it('begins with what is preferred and has every other way one click away', async () => {
    const { site, key, recoveryCodes } = await withEverything()
    const visitor = site.visitor()
    expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    const byApp = await visitor.text('/sign-in/code')
    expect(byApp).toContain('<a href="/sign-in/sms?next=%2F">Get a code by SMS</a>')
    expect(byApp).toContain('<a href="/sign-in/recovery?next=%2F">Need help?</a>')
    const bySms = await visitor.text(sms)
    expect(bySms).toContain(`Send a code to ${firstShown}`)
    expect(bySms).toContain(`Send a code to Work, ${secondShown}`)
    expect(bySms).toContain('<a href="/sign-in/code?next=%2F">Use the authenticator app</a>')
    const byList = await visitor.text('/sign-in/recovery')
    expect(byList).toContain('<a href="/sign-in/code?next=%2F">Use the authenticator app</a>')
    expect(byList).toContain('<a href="/sign-in/sms?next=%2F">Get a code by SMS</a>')
    expect(byList).toContain('<a href="/recovery">I have lost everything</a>')

    const [, work = ''] = [...bySms.matchAll(/name="to" value="([^"]+)"/g)].map(([, id]) => id)
    await visitor.post(send, { to: work })
    expect(await visitor.text(sms)).toContain(`We have sent a code to ${secondShown}.`)
    // What was begun by SMS can be ended by the app, or by the list.
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).status).toBe(303)
    const other = site.visitor()
    await signIn(other)
    await other.post(send, {})
    const used = await other.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })
    expect(used.headers.get('location')).toBe('/?notice=recovery-used')
  })

  it('never sends to a number of somebody else, nor takes the code of another question', async () => {
    const { site } = await withEverything()
    const bo = site.visitor()
    await signIn(bo, 'bo@harbour.example')
    await provePhone(site, bo, '+44 7400 123499')
    const [his] = await site.twoFactor.factors.list({ userId: 'bo' })
    const before = (await readSms(site, '+44 7400 123499')).length
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post(send, { to: his?.id ?? '' })
    expect(await readSms(site, '+44 7400 123499')).toHaveLength(before)
    const code = await newestSms(site)
    const thief = site.visitor()
    await signIn(thief)
    expect((await thief.post(sms, { code })).status).toBe(422)
    expect((await visitor.post(sms, { code })).status).toBe(303)
  })

  it('is asked by SMS in the middle of a session, and before a new password', async () => {
    const { site, key } = await withEverything()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(await visitor.text('/step-up?next=%2Fsettings')).toContain(
      '<a href="/step-up/sms?next=%2Fsettings">Get a code by SMS</a>',
    )
    await visitor.post('/step-up/sms/send', { next: '/settings' })
    const form = { code: await newestSms(site), next: '/settings' }
    expect((await visitor.post('/step-up/sms', form)).headers.get('location')).toBe('/settings')
    expect(visitor.cookies.has('__Host-fresh-factor')).toBe(true)

    site.clock.advance(3_600_000)
    const forgetful = site.visitor()
    await forgetful.post('/forgotten-password', { address: anna })
    const [mail] = await site.db.all<{ body: string }>(
      "SELECT body FROM outbox WHERE subject = 'Your link to a new password'",
    )
    await forgetful.get(/\/new-password\?token=\S+/.exec(mail?.body ?? '')?.[0] ?? '')
    expect(await forgetful.text('/new-password/code')).toContain('href="/new-password/sms"')
    await forgetful.post('/new-password/sms/send', {})
    const code = await newestSms(site)
    expect((await forgetful.post('/new-password/sms', { code })).headers.get('location')).toBe(
      '/new-password',
    )
    expect((await forgetful.get('/new-password')).status).toBe(200)
  })

  it('leads away from a page for what the person does not have', async () => {
    const site = await withNumber()
    const visitor = site.visitor()
    await signIn(visitor)
    expect((await visitor.get('/sign-in/code')).headers.get('location')).toBe('/sign-in/sms?next=%2F')
    const app = await createTestSite()
    await turnOn(app, app.visitor())
    const other = app.visitor()
    await signIn(other)
    expect((await other.get(sms)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    expect((await other.post(send, {})).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('speaks Swedish to who reads Swedish', async () => {
    const { site } = await withEverything()
    const visitor = site.visitor()
    await visitor.post('/language', { locale: 'sv', next: '/' })
    await signIn(visitor)
    expect(await visitor.text(sms)).toContain(`Skicka en kod till ${firstShown}`)
    await visitor.post(send, {})
    expect(await visitor.text(sms)).toContain('Du kan be om en ny kod om 30 sekunder.')
  })
})
