import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import {
  addPhone,
  enterNumber,
  firstMask,
  firstNumber,
  firstShown,
  newestSms,
  otherThan,
  provePhone,
  readSms,
  secondMask,
  secondNumber,
} from '../phones.ts'
import {
  codeFor,
  createTestSite,
  password,
  readHidden,
  readKey,
  readRecoveryCodes,
  showFactor,
  signIn,
  type TestSite,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'
import { createVisitor, type Visitor } from '../visitor.ts'

const state = '/settings/two-factor'
const addApp = `${state}/add-app`

async function enrolled() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const first = await turnOn(site, visitor)
  await site.db.run('DELETE FROM code_handovers')
  return { site, visitor, ...first }
}

const listFactors = (site: TestSite, userId = 'anna') => site.twoFactor.factors.list({ userId })

const listTypes = async (site: TestSite) =>
  (await site.twoFactor.audit.list({ userId: 'anna' })).map(({ type }) => type)

async function listSubjects(site: TestSite): Promise<string[]> {
  await site.twoFactor.settle()
  const mails = await site.db.all<{ subject: string }>("SELECT subject FROM outbox WHERE kind = 'mail'")
  return mails.map(({ subject }) => subject)
}

/** Leads a new app from its name to its first code. */
async function addAnApp(site: TestSite, visitor: Visitor, start = addApp, name = 'Tablet') {
  const begun = await visitor.post(start, { name })
  const page = await visitor.text(begun.headers.get('location') ?? '')
  const key = readKey(page)
  const [enrollment, replaces] = [readHidden(page, 'enrollment'), readHidden(page, 'replaces')]
  const confirmed = await visitor.post(`${addApp}/scan`, { replaces, enrollment, code: codeFor(site, key) })
  return { key, page, confirmed }
}

describe('another app', () => {
  it('takes a fresh factor, works beside the first, and leaves the recovery codes as they are', async () => {
    const { site, visitor, key } = await enrolled()
    expect((await visitor.get(addApp)).headers.get('location')).toBe(
      `/step-up?next=${encodeURIComponent(addApp)}`,
    )
    expect((await visitor.post(addApp, { name: 'Tablet' })).headers.get('location')).toContain('/step-up')
    await showFactor(site, visitor, key)
    const added = await addAnApp(site, visitor)
    expect(added.page).toContain('Nothing changes until you have entered the first code of the new app.')
    expect(added.confirmed.headers.get('location')).toBe(`${state}?notice=added`)
    const page = await visitor.text(`${state}?notice=added`)
    expect(page).toContain('It was added, and works from now on.')
    expect(page).toContain('<h2>Tablet</h2>')
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(10)
    expect(await listTypes(site)).toContain('factor.added')
    expect(await listSubjects(site)).toContain('An authenticator app was added')
    for (const one of [key, added.key]) {
      site.clock.advance(60_000)
      const other = site.visitor()
      await signIn(other)
      expect((await other.post('/sign-in/code', { code: codeFor(site, one) })).status).toBe(303)
    }
  })

  it('changes nothing with a wrong first code, nor when it is cancelled', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    await visitor.post(addApp, { name: '' })
    const page = await visitor.text(`${addApp}/scan`)
    const wrong = await visitor.post(`${addApp}/scan`, {
      enrollment: readHidden(page, 'enrollment'),
      code: wrongCodeFor(site, readKey(page)),
    })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('You have 9 tries left.'),
    ])
    const cancelled = await visitor.post(`${state}/set-up/cancel`, {})
    expect(await visitor.text(cancelled.headers.get('location') ?? '')).toContain('Nothing was added')
    expect(await listFactors(site)).toHaveLength(1)
    expect((await visitor.get(`${addApp}/scan`)).headers.get('location')).toBe(state)
  })

  it('in the place of the first lets the first work until its own first code, and not after it', async () => {
    const { site, visitor, key } = await enrolled()
    const [old] = await listFactors(site)
    expect(await visitor.text(`${state}/factors/${old?.id}`)).toContain(
      `href="${addApp}?replaces=${old?.id}"`,
    )
    await showFactor(site, visitor, key)
    const start = `${addApp}?replaces=${old?.id}`
    expect(await visitor.text(start)).toContain('Move to a new authenticator app')
    await visitor.post(start, { name: 'New phone' })
    site.clock.advance(60_000)
    const before = site.visitor()
    await signIn(before)
    expect((await before.post('/sign-in/code', { code: codeFor(site, key) })).status).toBe(303)

    const added = await addAnApp(site, visitor, start, 'New phone')
    expect(added.confirmed.headers.get('location')).toBe(`${state}?notice=replaced`)
    expect(await listFactors(site)).toMatchObject([{ label: 'New phone' }])
    expect(await listSubjects(site)).toContain('Your authenticator app was replaced')
    site.clock.advance(60_000)
    const after = site.visitor()
    await signIn(after)
    expect((await after.post('/sign-in/code', { code: codeFor(site, key) })).status).toBe(422)
    expect((await after.post('/sign-in/code', { code: codeFor(site, added.key) })).status).toBe(303)
  })

  it('is confirmed once by a form that is sent twice', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    await visitor.post(addApp, { name: 'Tablet' })
    const page = await visitor.text(`${addApp}/scan`)
    const form = { enrollment: readHidden(page, 'enrollment'), code: codeFor(site, readKey(page)) }
    const [tab, twin] = [visitor.clone(), visitor.clone()]
    const answers = await Promise.all([tab, twin].map((one) => one.post(`${addApp}/scan`, form)))
    for (const { status, headers } of answers) {
      expect(status).toBe(303)
      expect(headers.get('location')).toMatch(/notice=added$|^\/sign-in\?next=/)
    }
    expect(await listFactors(site)).toHaveLength(2)
  })

  it('is shown and confirmed with a fresh factor only, as it was begun', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    site.clock.advance(5 * 60_000)
    const [old] = await listFactors(site)
    await visitor.post(`${addApp}?replaces=${old?.id}`, { name: 'Tablet' })
    const scan = `${addApp}/scan?replaces=${old?.id}`
    const page = await visitor.text(scan)
    site.clock.advance(5 * 60_000)
    const form = {
      ...{ enrollment: readHidden(page, 'enrollment'), replaces: readHidden(page, 'replaces') },
      code: codeFor(site, readKey(page)),
    }
    const asked = `/step-up?next=${encodeURIComponent(scan)}`
    expect((await visitor.get(scan)).headers.get('location')).toBe(asked)
    expect((await visitor.post(`${addApp}/scan`, form)).headers.get('location')).toBe(asked)
    expect(await listFactors(site)).toMatchObject([{ id: old?.id }])
    await showFactor(site, visitor, key)
    const code = codeFor(site, readKey(await visitor.text(scan)))
    await visitor.post(`${addApp}/scan`, { ...form, code })
    expect(await listFactors(site)).toMatchObject([{ id: form.enrollment, label: 'Tablet' }])
  })

  it('is not for who has none: that one is led through the set-up', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor)
    expect((await visitor.get(addApp)).headers.get('location')).toBe(`${state}/set-up`)
  })
})

describe('a phone number', () => {
  it('turns two-factor authentication on once its code is entered, with recovery codes, and is shown masked', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text(state)).toContain('An app is the stronger choice')
    const entered = await enterNumber(visitor, firstNumber)
    expect(entered.headers.get('location')).toBe(`${addPhone}/code`)
    expect(await listFactors(site)).toEqual([])
    const page = await visitor.text(`${addPhone}/code`)
    expect(page).toContain(`We have sent a code to ${firstShown}.`)
    const [code = ''] = await readSms(site)
    const enrollment = readHidden(page, 'enrollment')
    const wrong = await visitor.post(`${addPhone}/code`, { enrollment, code: otherThan(code) })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('You have 4 tries left.'),
    ])
    const proven = await visitor.post(`${addPhone}/code`, { enrollment, code })
    expect(proven.headers.get('location')).toBe(`${state}/recovery-codes`)
    expect(readRecoveryCodes(await visitor.text(`${state}/recovery-codes`))).toHaveLength(10)
    const settings = await visitor.text(state)
    expect(settings).toContain(firstShown)
    expect(settings).not.toContain('7400')
    expect(await listSubjects(site)).toContain('Two-factor authentication is on')
    const [mail] = await site.db.all<{ body: string }>(
      "SELECT body FROM outbox WHERE subject = 'Two-factor authentication is on'",
    )
    expect(mail?.body).toContain('a code that we send to your phone')
    expect(mail?.body).not.toContain('authenticator app')
  })

  it.each([
    ['12', 'That is no phone number.'],
    ['+49 1512 3456789', 'We can’t send SMS to that country.'],
    ['+46 8 465 004 00', 'Use a mobile number'],
  ])(
    '%s is refused beside the field, with what was typed kept, and nothing sent',
    async (number, sentence) => {
      const site = await createTestSite({ smsCountries: ['GB', 'SE'] })
      const visitor = site.visitor()
      await signIn(visitor)
      const refused = await enterNumber(visitor, number, { name: 'Mine' })
      const body = await refused.text()
      expect([refused.status, body]).toEqual([422, expect.stringContaining(sentence)])
      expect(body).toMatch(/<input id="number"[^>]*value="[^"]+"[^>]*autofocus=""[^>]*aria-invalid="true"/)
      expect(body).toContain('value="Mine"')
      expect(await readSms(site, number)).toEqual([])
      expect(await listFactors(site)).toEqual([])
    },
  )

  it('is sent one code by a form that is sent four times', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const form = { form: readHidden(await visitor.text(addPhone), 'form'), number: firstNumber, name: '' }
    const tabs = Array.from({ length: 4 }, () => visitor.clone())
    const answers = await Promise.all(tabs.map((tab) => tab.post(addPhone, form)))
    expect(answers.map(({ headers }) => headers.get('location'))).toEqual(Array(4).fill(`${addPhone}/code`))
    expect(await readSms(site)).toHaveLength(1)
  })

  it('is sent another code when the first does not come, but not at once', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const entered = await enterNumber(visitor, firstNumber)
    const page = await visitor.text(entered.headers.get('location') ?? '')
    const form = { enrollment: readHidden(page, 'enrollment') }
    const early = await visitor.post(`${addPhone}/code/send`, form)
    expect([early.status, early.headers.get('retry-after'), await early.text()]).toEqual([
      429,
      '30',
      expect.stringContaining('You can ask for another one in 30 seconds.'),
    ])
    site.clock.advance(30_000)
    const sent = await visitor.post(`${addPhone}/code/send`, form)
    expect(await visitor.text(sent.headers.get('location') ?? '')).toContain('A new code is on its way.')
    expect(await readSms(site)).toHaveLength(2)
    // Another tab has begun with another number: no code of this one's wish goes there.
    await enterNumber(visitor, secondNumber)
    site.clock.advance(30_000)
    const stale = await visitor.post(`${addPhone}/code/send`, form)
    expect(await visitor.text(stale.headers.get('location') ?? '')).toContain('changed in another tab')
    expect(await readSms(site, secondNumber)).toHaveLength(1)
  })

  it('takes the place of one that waits for its code, which is worth nothing from then on', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    await enterNumber(visitor, firstNumber)
    const older = readHidden(await visitor.text(`${addPhone}/code`), 'enrollment')
    const oldCode = await newestSms(site)
    site.clock.advance(30_000)
    await enterNumber(visitor, secondNumber)
    const stale = await visitor.post(`${addPhone}/code`, { enrollment: older, code: oldCode })
    expect(stale.headers.get('location')).toBe(`${addPhone}/code?notice=stale`)
    const page = await visitor.text(`${addPhone}/code?notice=stale`)
    expect(page).toContain('changed in another tab')
    expect(page).not.toContain(firstShown)
    const enrollment = readHidden(page, 'enrollment')
    expect((await visitor.post(`${addPhone}/code`, { enrollment, code: oldCode })).status).toBe(422)
    const past = { userId: 'anna', enrollmentId: older, code: oldCode }
    expect(await site.twoFactor.enrollment.confirm(past)).toEqual({ status: 'expired' })
    expect(await listFactors(site)).toEqual([])
    await visitor.post(`${addPhone}/code`, { enrollment, code: await newestSms(site, secondNumber) })
    expect(await listFactors(site)).toMatchObject([{ number: secondMask }])
  })

  it('takes the place of another, which works until the new one is proven', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    await provePhone(site, visitor)
    const [old] = await listFactors(site)
    site.clock.advance(3_600_000 - 1)
    await visitor.post('/step-up/sms/send', { next: '/' })
    const [code = ''] = await readSms(site)
    await visitor.post('/step-up/sms', { code, next: '/' })
    const replaces = { replaces: old?.id ?? '' }
    expect(await visitor.text(`${addPhone}?replaces=${old?.id}`)).toContain('Change the phone number')
    const twice = await enterNumber(visitor, firstNumber)
    expect([twice.status, await twice.text()]).toEqual([
      422,
      expect.stringContaining('You use that number already.'),
    ])
    expect(await listFactors(site)).toMatchObject([{ number: firstMask }])
    const proven = await provePhone(site, visitor, secondNumber, replaces)
    expect(proven.headers.get('location')).toBe(`${state}?notice=replaced`)
    expect(await listFactors(site)).toMatchObject([{ number: secondMask }])
    expect(await listSubjects(site)).toContain('Your phone number was replaced')
  })
})

describe('one of several factors', () => {
  async function withTwo() {
    const world = await enrolled()
    const { site, visitor, key } = world
    await showFactor(site, visitor, key)
    site.clock.advance(1000)
    await provePhone(site, visitor, firstNumber, { name: 'Old phone' })
    const [app, phone] = await listFactors(site)
    if (!app || !phone) throw new Error('two factors expected')
    return { ...world, app, phone }
  }

  it('is renamed and preferred without a code, and asked for first from then on', async () => {
    const { site, visitor, phone } = await withTwo()
    site.clock.advance(660_000)
    const path = `${state}/factors/${phone.id}`
    expect(await visitor.text(path)).toContain('value="Old phone"')
    const renamed = await visitor.post(`${path}/rename`, { name: 'My <phone>' })
    expect(await visitor.text(renamed.headers.get('location') ?? '')).toContain('My &lt;phone&gt;')
    await visitor.post(`${path}/prefer`, {})
    expect((await listFactors(site)).find(({ preferred }) => preferred)?.id).toBe(phone.id)
    const other = site.visitor()
    expect((await signIn(other)).headers.get('location')).toBe('/sign-in/sms?next=%2F')
  })

  it('is removed after a fresh factor and a page that says so, once, and told by mail', async () => {
    const { site, visitor, phone, key } = await withTwo()
    const path = `${state}/factors/${phone.id}/remove`
    site.clock.advance(660_000)
    expect((await visitor.get(path)).headers.get('location')).toContain('/step-up')
    expect((await visitor.post(path, {})).headers.get('location')).toContain('/step-up')
    expect(await listFactors(site)).toHaveLength(2)
    await showFactor(site, visitor, key)
    expect(await visitor.text(path)).toContain('<h1>Remove Old phone?</h1>')
    for (let i = 0; i < 2; i++)
      expect((await visitor.post(path, {})).headers.get('location')).toBe(`${state}?notice=removed`)
    expect(await listFactors(site)).toMatchObject([{ type: 'totp' }])
    expect((await listTypes(site)).filter((type) => type === 'factor.removed')).toHaveLength(1)
    expect(await listSubjects(site)).toContain('An authenticator app or phone number was removed')
  })

  it('is never the last one that goes without the password, even by two processes at once', async () => {
    const { site, visitor, app, phone, key } = await withTwo()
    await showFactor(site, visitor, key)
    const tabs = [site.app, createApp(site)].map((process) =>
      createVisitor(process, new Map(visitor.cookies)),
    )
    const answers = await Promise.all(
      [app, phone].map(({ id }, index) => tabs[index]?.post(`${state}/factors/${id}/remove`, {})),
    )
    expect(answers.map((answer) => answer?.headers.get('location')).sort()).toEqual([
      `${state}/turn-off`,
      `${state}?notice=removed`,
    ])
    const [last] = await listFactors(site)
    expect((await visitor.get(`${state}/factors/${last?.id}/remove`)).headers.get('location')).toBe(
      `${state}/turn-off`,
    )
    expect(await listFactors(site)).toHaveLength(1)
  })

  it('of somebody else is not there', async () => {
    const { site, app } = await withTwo()
    const bo = site.visitor()
    const { key } = await turnOn(site, bo, 'bo@harbour.example')
    await showFactor(site, bo, key)
    const path = `${state}/factors/${app.id}`
    for (const asked of [
      await bo.get(path),
      await bo.post(`${path}/rename`, { name: 'x' }),
      await bo.post(`${path}/prefer`, {}),
      await bo.get(`${addApp}?replaces=${app.id}`),
    ])
      expect(asked.headers.get('location')).toBe(`${state}?notice=gone`)
    expect((await listFactors(site)).map(({ label }) => label)).not.toContain('x')
    await bo.post(`${path}/remove`, {})
    expect(await listFactors(site)).toHaveLength(2)
  })

  it('that another tab has removed is said to be gone by every page and form about it, and changes nothing', async () => {
    const { site, visitor, app } = await withTwo()
    const path = `${state}/factors/${app.id}`
    const replace = `${addApp}?replaces=${app.id}`
    expect((await visitor.post(`${path}/remove`, {})).status).toBe(303)
    const before = await listFactors(site)
    for (const stale of [
      await visitor.get(path),
      await visitor.post(`${path}/rename`, { name: 'My own name' }),
      await visitor.post(`${path}/prefer`, {}),
      await visitor.get(replace),
      await visitor.post(replace, { name: 'New phone' }),
    ])
      expect([stale.status, stale.headers.get('location')]).toEqual([303, `${state}?notice=gone`])
    expect(await visitor.text(`${state}?notice=gone`)).toContain('That one was removed meanwhile')
    expect(await listFactors(site)).toEqual(before)
  })

  it('says what its first code will do, not what the address of an older tab says', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    const [old] = await listFactors(site)
    const begun = await visitor.post(`${addApp}?replaces=${old?.id}`, { name: 'New phone' })
    const older = begun.headers.get('location') ?? ''
    const form = { enrollment: readHidden(await visitor.text(older), 'enrollment'), replaces: old?.id ?? '' }
    await visitor.post(addApp, { name: 'Second' })
    const stale = await visitor.post(`${addApp}/scan`, { ...form, code: '000000' })
    expect(stale.headers.get('location')).toBe(`${addApp}/scan?notice=stale`)
    for (const path of [older, stale.headers.get('location') ?? '']) {
      const page = await visitor.text(path)
      expect(page).toContain('Nothing changes until you have entered the first code of the new app.')
      expect(page).not.toContain('goes on working until')
    }
    await visitor.post(`${addApp}?replaces=${old?.id}`, { name: 'New phone' })
    expect(await visitor.text(`${addApp}/scan`)).toContain('goes on working until')
    // A phone number in a third tab: neither is dropped for the other.
    const form2 = readHidden(await visitor.text(addPhone), 'form')
    await visitor.post(addPhone, { form: form2, number: firstNumber, name: '' })
    const other = await visitor.post(`${addApp}/scan`, { ...form, code: '000000' })
    expect(other.headers.get('location')).toBe(`${state}?notice=other-set-up`)
    expect(await visitor.text(other.headers.get('location') ?? '')).toContain('something else in another tab')
    expect((await provePhone(site, visitor, firstNumber)).status).toBe(303)
  })

  it('is changed while others are signed in, who can be put out then', async () => {
    const { site, visitor, key } = await withTwo()
    expect(await listSubjects(site)).toContain('A phone number was added')
    const elsewhere = site.visitor()
    site.clock.advance(60_000)
    await signIn(elsewhere)
    await elsewhere.post('/sign-in/code', { code: codeFor(site, key) })
    expect(await visitor.text(`${state}?notice=added`)).toContain('Sign out everywhere else')
    expect(await visitor.text(state)).not.toContain('Sign out everywhere else')
    await visitor.post('/settings/sign-out-elsewhere', {})
    expect((await elsewhere.get('/notes')).status).toBe(303)
    expect((await visitor.get('/notes')).status).toBe(200)
  })
})

describe('turning it off', () => {
  const path = `${state}/turn-off`

  it('takes a fresh factor and the password, deletes everything, and is told by mail', async () => {
    const { site, visitor, key } = await enrolled()
    expect((await visitor.get(path)).headers.get('location')).toContain('/step-up')
    // The password is not even looked at before.
    for (const tried of [password, 'not it at all'])
      expect((await visitor.post(path, { password: tried })).headers.get('location')).toContain('/step-up')
    await showFactor(site, visitor, key)
    const wrong = await visitor.post(path, { password: 'not it at all' })
    const body = await wrong.text()
    expect([wrong.status, body]).toEqual([422, expect.stringContaining('The password is wrong.')])
    expect(body).not.toContain('not it at all')
    expect(await listFactors(site)).toHaveLength(1)

    for (let i = 0; i < 2; i++)
      expect((await visitor.post(path, { password })).headers.get('location')).toBe(`${state}?notice=off`)
    expect(await visitor.text(`${state}?notice=off`)).toContain('Your password alone signs you in.')
    expect(await listFactors(site)).toEqual([])
    expect((await listTypes(site)).filter((type) => type === 'two_factor.disabled')).toHaveLength(1)
    expect(await listSubjects(site)).toContain('Two-factor authentication was turned off')
    expect((await signIn(site.visitor())).headers.get('location')).toBe('/')
  })

  it('is off for the second of two processes too, which is not asked for a factor that is gone', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    const { twoFactor } = site
    const factors: typeof twoFactor.factors = {
      ...twoFactor.factors,
      async disable(input) {
        const first = await twoFactor.factors.disable(input)
        return first.status === 'ok' ? twoFactor.factors.disable(input) : first
      },
    }
    const second = createVisitor(createApp({ ...site, twoFactor: { ...twoFactor, factors } }))
    for (const [name, value] of visitor.cookies) second.cookies.set(name, value)
    expect((await second.post(path, { password })).headers.get('location')).toBe(`${state}?notice=off`)
    expect((await listTypes(site)).filter((type) => type === 'two_factor.disabled')).toHaveLength(1)
    expect(await listFactors(site)).toEqual([])
  })

  it('changes nothing when the password is changed while it is compared', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    const db: typeof site.db = {
      ...site.db,
      async run(sql, ...values) {
        // What follows a right password: it is another one from now on.
        if (sql.startsWith('DELETE FROM password_attempts'))
          await site.db.run("UPDATE users SET password_hash = 'another' WHERE id = 'anna'")
        return site.db.run(sql, ...values)
      },
    }
    const racing = createVisitor(createApp({ ...site, db }))
    for (const [name, value] of visitor.cookies) racing.cookies.set(name, value)
    expect((await racing.post(path, { password })).headers.get('location')).toBe('/sign-in')
    expect(await listFactors(site)).toHaveLength(1)
  })

  it('limits the tries at the password as the sign-in does', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    for (let i = 0; i < 10; i++)
      expect((await visitor.post(path, { password: 'not it at all' })).status).toBe(422)
    const limited = await visitor.post(path, { password })
    expect([limited.status, await limited.text()]).toEqual([
      429,
      expect.stringContaining('Too many tries. Nothing was changed.'),
    ])
    expect(await listFactors(site)).toHaveLength(1)
  })

  it('is for nobody who has nothing to turn off', async () => {
    const visitor = (await createTestSite()).visitor()
    await signIn(visitor)
    expect((await visitor.get(path)).headers.get('location')).toBe(state)
  })
})

describe('an owner without practitioner access', () => {
  it('uses the same pages from their own settings', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor, 'owner@harbour.example')
    expect(await visitor.text('/settings')).toContain(`href="${state}"`)
    expect(await visitor.text(state)).toContain('Two-factor authentication is on')
    await showFactor(site, visitor, key)
    await addAnApp(site, visitor)
    expect(await listFactors(site, 'olivia')).toHaveLength(2)
    expect(await listFactors(site)).toEqual([])
  })
})
