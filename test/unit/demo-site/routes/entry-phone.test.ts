import { describe, expect, it } from 'vitest'
import { createOwner, enter, readMailedCode } from '../entries.ts'
import {
  firstNumber,
  firstShown,
  newestSms,
  otherThan,
  readSms,
  secondMask,
  secondNumber,
  secondShown,
} from '../phones.ts'
import {
  createTestSite,
  readHidden,
  readRecoveryCodes,
  showFactor,
  signIn,
  type TestSite,
  turnOn,
} from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const phone = '/sign-in/set-up/phone'

/** Anna's clinic requires a factor, of these types. */
async function requireOf(site: TestSite, methods: string[]): Promise<void> {
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor, 'owner@harbour.example')
  await showFactor(site, visitor, key)
  const changed = await site.twoFactor.policy.setOrganization({
    organizationId: 'harbour',
    rule: { default: 'required', graceDays: 0, methods },
    actorId: 'olivia',
    stepUp: visitor.cookies.get('__Host-fresh-factor'),
  })
  expect(changed.status).toBe('ok')
}

async function enterNumber(visitor: Visitor, number = firstNumber): Promise<Response> {
  const form = readHidden(await visitor.text(phone), 'form')
  return visitor.post(phone, { form, number, name: '', next: '/notes' })
}

describe('a phone number set up inside a sign-in', () => {
  it('ends in a session with recovery codes, and in none before its code is right', async () => {
    const site = await createTestSite()
    await requireOf(site, ['totp', 'sms'])
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/sign-in/set-up?next=%2Fnotes')).toContain(
      `<a href="${phone}?next=%2Fnotes">Use codes by SMS</a>`,
    )
    const entered = await enterNumber(visitor)
    expect(entered.headers.get('location')).toBe(`${phone}/code?next=%2Fnotes`)
    const page = await visitor.text(`${phone}/code?next=%2Fnotes`)
    expect(page).toContain(`We have sent a code to ${firstShown}.`)
    const form = { enrollment: readHidden(page, 'enrollment'), next: '/notes' }
    const code = await newestSms(site)
    expect((await visitor.post(`${phone}/code`, { ...form, code: otherThan(code) })).status).toBe(422)
    expect((await visitor.get('/notes')).status).toBe(303)
    await visitor.post(`${phone}/code`, { ...form, code })
    expect((await visitor.get('/notes')).status).toBe(200)
    const codes = await visitor.text('/settings/two-factor/recovery-codes')
    expect(readRecoveryCodes(codes)).toHaveLength(10)
    const saved = { list: readHidden(codes, 'list'), saved: 'yes' }
    const done = await visitor.post('/settings/two-factor/recovery-codes', saved)
    expect(done.headers.get('location')).toBe('/notes')
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toMatchObject([{ type: 'sms' }])
  })

  it('is where the set-up begins when the clinic allows nothing else', async () => {
    const site = await createTestSite()
    await requireOf(site, ['sms'])
    const visitor = site.visitor()
    await signIn(visitor)
    expect((await visitor.get('/sign-in/set-up')).headers.get('location')).toBe(`${phone}?next=%2F`)
    const page = await visitor.text(phone)
    expect(page).not.toContain('Use an authenticator app instead')
    expect(page).toContain('Two-factor authentication for your account is required by Harbour Physio.')
    expect(page).toContain('Add a phone number now.')
  })

  it('is not offered, nor begun, where the clinic allows apps only', async () => {
    const site = await createTestSite()
    await requireOf(site, ['totp'])
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/sign-in/set-up')).not.toContain('Use codes by SMS')
    const refused = await enterNumber(visitor)
    expect(refused.headers.get('location')).toBe('/sign-in/set-up?next=%2Fnotes')
    expect(await readSms(site)).toEqual([])
  })

  it('is refused beside its field when it is none, and sent no second code at once', async () => {
    const site = await createTestSite()
    await requireOf(site, ['totp', 'sms'])
    const visitor = site.visitor()
    await signIn(visitor)
    const refused = await enterNumber(visitor, '12')
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('That is no phone number.'),
    ])
    await enterNumber(visitor)
    const enrollment = readHidden(await visitor.text(`${phone}/code`), 'enrollment')
    const early = await visitor.post(`${phone}/code/send`, { enrollment, next: '/' })
    expect([early.status, await early.text()]).toEqual([
      429,
      expect.stringContaining('You can ask for another one in 30 seconds.'),
    ])
    expect(await readSms(site)).toHaveLength(1)
  })

  it.each([
    ['en', 'The number was changed in another tab since.'],
    ['sv', 'Numret byttes i en annan flik sedan dess.'],
  ])(
    'that another tab has changed takes no code of the one before, nor has one sent: the page says so in %s',
    async (locale, sentence) => {
      const site = await createTestSite()
      await requireOf(site, ['totp', 'sms'])
      const visitor = site.visitor()
      await visitor.post('/language', { locale })
      await signIn(visitor)
      await enterNumber(visitor)
      const older = readHidden(await visitor.text(`${phone}/code`), 'enrollment')
      site.clock.advance(30_000)
      await enterNumber(visitor, secondNumber)
      const stale = { enrollment: older, code: await newestSms(site), next: '/notes' }
      for (const path of [`${phone}/code`, `${phone}/code/send`]) {
        const answer = await visitor.post(path, stale)
        expect(answer.headers.get('location')).toBe(`${phone}/code?notice=stale&next=%2Fnotes`)
      }
      const page = await visitor.text(`${phone}/code?notice=stale&next=%2Fnotes`)
      expect(page).toContain(sentence)
      expect(page).toContain(secondShown)
      expect([(await readSms(site)).length, (await readSms(site, secondNumber)).length]).toEqual([1, 1])
      expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])

      const newer = { ...stale, enrollment: readHidden(page, 'enrollment') }
      expect((await visitor.post(`${phone}/code`, newer)).status).toBe(422)
      await visitor.post(`${phone}/code`, { ...newer, code: await newestSms(site, secondNumber) })
      expect(await site.twoFactor.factors.list({ userId: 'anna' })).toMatchObject([{ number: secondMask }])
      expect((await visitor.get('/notes')).status).toBe(200)
    },
  )

  it('takes the place of the old factors after a reset, and not before the mailed code', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    await site.twoFactor.settle()
    const visitor = await enter(site, site.visitor(), { proven: false })
    expect((await visitor.get(phone)).headers.get('location')).toBe('/sign-in/mailed-code?next=%2F')
    await visitor.post('/sign-in/mailed-code', { code: await readMailedCode(site) })
    await enterNumber(visitor)
    const page = await visitor.text(`${phone}/code`)
    const enrollment = readHidden(page, 'enrollment')
    await visitor.post(`${phone}/code`, { enrollment, code: await newestSms(site), next: '/' })
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toMatchObject([{ type: 'sms' }])
    expect((await visitor.get('/notes')).status).toBe(200)
  })
})
