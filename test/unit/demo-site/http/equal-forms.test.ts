import { describe, expect, it } from 'vitest'
import { createAdmin, readMails, readTypes } from '../admins.ts'
import { codeFor, createTestSite, readHidden, readKey, signIn, turnOn, wrongCodeFor } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const anna = 'anna@harbour.example'

/** One click too many: the same form of the same browser again, while the first answer is not there yet. */
async function clickTwice(visitor: Visitor, path: string, form: Record<string, string>, times = 2) {
  const tabs = Array.from({ length: times }, () => visitor.clone())
  const answers = await Promise.all(tabs.map((tab) => tab.post(path, form)))
  // A browser shows the answer to the last click, and may have thrown the others away.
  const last = tabs.at(-1) as Visitor
  return { last, answers, statuses: answers.map(({ status }) => status) }
}

const locationsOf = (answers: Response[]) => answers.map(({ headers }) => headers.get('location'))

async function enrolled() {
  const site = await createTestSite()
  const codes = await turnOn(site, site.visitor())
  await site.db.run('DELETE FROM sessions')
  site.clock.advance(60_000)
  return { site, ...codes }
}

describe('a form that one browser sends twice at once', () => {
  it.each(['code', 'recovery'] as const)('signs in by a %s once, whichever answer is shown', async (step) => {
    const { site, key, recoveryCodes } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    const code = step === 'code' ? codeFor(site, key) : (recoveryCodes[0] ?? '')
    const { last, answers } = await clickTwice(visitor, `/sign-in/${step}`, { code })
    const home = step === 'code' ? '/' : '/?notice=recovery-used'
    expect(locationsOf(answers)).toEqual([home, home])
    expect((await last.get('/notes')).status).toBe(200)
    expect(await site.db.all('SELECT user_id FROM sessions')).toHaveLength(1)
    expect(await readTypes(site, 'anna')).not.toContain('verification.failed')
    const subjects = (await readMails(site, anna)).map(({ subject }) => subject)
    expect(subjects).not.toContain('A used code was entered again')
  })

  it('counts one wrong code as one', async () => {
    const { site, key } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    const { answers, statuses } = await clickTwice(visitor, '/sign-in/code', {
      code: wrongCodeFor(site, key),
    })
    expect(statuses).toEqual([422, 422])
    for (const answer of answers) {
      expect(await answer.text()).toContain('4 ')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    const failures = (await readTypes(site, 'anna')).filter((type) => /fail|wrong|rejected/.test(type))
    expect(failures).toHaveLength(1)
  })

  it('steps up once', async () => {
    const { site, key } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    site.clock.advance(60_000)
    await visitor.get('/step-up?next=/settings')
    const form = { code: codeFor(site, key), next: '/settings' }
    const { last, answers } = await clickTwice(visitor, '/step-up', form)
    expect(locationsOf(answers)).toEqual(['/settings', '/settings'])
    expect((await last.get('/settings/two-factor/add-app')).status).toBe(200)
    const subjects = (await readMails(site, anna)).map(({ subject }) => subject)
    expect(subjects).not.toContain('A used code was entered again')
  })

  it('changes what is required of a member, and of a clinic, once', async () => {
    const site = await createTestSite()
    const { visitor, prove } = await createAdmin(site)
    await prove()
    const own = '/clinics/harbour/members/anna/setting'
    const form = { setting: 'required', edition: readHidden(await visitor.text(own), 'edition') }
    const set = await clickTwice(visitor, own, form, 3)
    expect(set.statuses).toEqual([303, 303, 303])
    expect(await readMails(site, anna)).toHaveLength(1)
    expect((await readTypes(site, 'anna')).filter((type) => type.startsWith('policy.'))).toHaveLength(1)

    const rule = { who: 'everyone', grace: '7', from: '', totp: 'yes', sms: 'yes', computers: 'usual' }
    const preview = `/clinics/harbour/policy/preview?${new URLSearchParams(rule)}`
    const edition = readHidden(await visitor.text(preview), 'edition')
    const changed = await clickTwice(visitor, '/clinics/harbour/policy', { ...rule, edition }, 3)
    expect(locationsOf(changed.answers)).toEqual(Array(3).fill('/clinics/harbour/policy?notice=saved'))
    const entries = await site.twoFactor.audit.list({})
    expect(entries.filter(({ type }) => type === 'policy.organization_changed')).toHaveLength(1)
  })

  it.each(['/forgotten-password', '/recovery'])('mails one link of %s', async (path) => {
    const { site } = await enrolled()
    const before = (await readMails(site, anna)).length
    const { statuses } = await clickTwice(site.visitor(), path, { address: anna })
    expect(statuses[1]).toBe(statuses[0])
    await site.errands.settle()
    expect(await readMails(site, anna)).toHaveLength(before + 1)
  })

  it('is two forms when anything of them differs, and nobody else’s', async () => {
    const { site, key } = await enrolled()
    const [mine, theirs] = [site.visitor(), site.visitor()]
    await signIn(mine)
    await signIn(theirs)
    const form = { code: codeFor(site, key) }
    const answers = await Promise.all([mine, theirs].map((one) => one.post('/sign-in/code', form)))
    expect(answers.filter((answer) => answer.headers.get('location') === '/')).toHaveLength(1)
    const both = [mine, theirs].filter((one) => one.cookies.has('__Host-session'))
    expect(both).toHaveLength(1)
    // The same password in two browsers makes two sign-ins.
    const [first, second] = [site.visitor(), site.visitor()]
    await Promise.all([signIn(first), signIn(second)])
    const waiting = (visitor: Visitor) => visitor.cookies.get('__Host-waiting-sign-in')
    expect(waiting(first)).not.toBe(waiting(second))
  })
})

/** The same form again after its answer, which the browser has thrown away with its cookies. */
describe('a form that one browser sends again when it was answered just now', () => {
  async function step(what: 'code' | 'recovery' | 'step-up' | 'first app') {
    if (what === 'first app') {
      const site = await createTestSite()
      const visitor = site.visitor()
      await signIn(visitor)
      await visitor.post('/settings/two-factor/set-up', {})
      const path = '/settings/two-factor/set-up/scan'
      const page = await visitor.text(path)
      const code = codeFor(site, readKey(page))
      return { site, visitor, path, form: { enrollment: readHidden(page, 'enrollment'), code } }
    }
    const { site, key, recoveryCodes } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    if (what !== 'step-up') {
      const code = what === 'code' ? codeFor(site, key) : (recoveryCodes[0] ?? '')
      return { site, visitor, path: `/sign-in/${what}`, form: { code } }
    }
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    site.clock.advance(60_000)
    await visitor.get('/step-up?next=/settings')
    return { site, visitor, path: '/step-up', form: { code: codeFor(site, key), next: '/settings' } }
  }

  it.each(['code', 'recovery', 'step-up', 'first app'] as const)(
    'gets the answer of the first, with its cookies: %s',
    async (what) => {
      const { site, visitor, path, form } = await step(what)
      const second = visitor.clone()
      const first = await visitor.post(path, form)
      expect(first.headers.get('location')).not.toContain('/sign-in')
      const facts = () => Promise.all([readTypes(site, 'anna'), site.db.all('SELECT * FROM sessions')])
      const before = await facts()
      site.clock.advance(2900)
      const late = await second.post(path, form)
      expect([late.status, late.headers.get('location')]).toEqual([303, first.headers.get('location')])
      expect(late.headers.getSetCookie()).toEqual(first.headers.getSetCookie())
      expect(await facts()).toEqual(before)
      expect((await second.get(late.headers.get('location') ?? '')).status).toBe(200)
      expect(second.cookies).toEqual(visitor.cookies)
      const log = site.logged.join('\n')
      for (const secret of [form.code, ...second.cookies.values()]) expect(log).not.toContain(secret)
    },
  )

  it('is judged anew after three seconds', async () => {
    const { site, visitor, path, form } = await step('code')
    const second = visitor.clone()
    await visitor.post(path, form)
    site.clock.advance(3000)
    expect((await second.post(path, form)).headers.get('location')).not.toBe('/')
    expect(second.cookies.has('__Host-session')).toBe(false)
  })

  it.each([
    ['another cookie', (thief: Visitor) => thief.cookies.set('language', 'sv'), {}],
    ['no cookie', (thief: Visitor) => thief.cookies.clear(), {}],
    ['another browser', () => {}, { 'user-agent': 'another' }],
    ['another address', () => {}, { 'x-forwarded-for': '198.51.100.9' }],
  ])('is nobody else’s: %s', async (_name, change, headers) => {
    const { site, visitor, path, form } = await step('code')
    site.config.trustedProxies.push('127.0.0.1')
    const thief = visitor.clone()
    await visitor.post(path, form)
    change(thief)
    expect((await thief.post(path, form, headers)).headers.get('location')).not.toBe('/')
    expect(thief.cookies.has('__Host-session')).toBe(false)
  })

  it('has every refusal judged', async () => {
    const { site, key } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    const form = { code: wrongCodeFor(site, key) }
    for (const left of ['4 ', '3 ', '2 ']) {
      expect(await (await visitor.post('/sign-in/code', form)).text()).toContain(left)
    }
  })

  it('does what was meant again after another form in between', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    visitor.cookies.set('a', 'b')
    const choose = async (locale: string) => {
      const answer = await visitor.clone().post('/language', { locale, next: '/sign-in' })
      return answer.headers.getSetCookie().join()
    }
    expect(await choose('sv')).toContain('sv')
    expect(await choose('en')).toContain('en')
    expect(await choose('sv')).toContain('sv')
  })
})
