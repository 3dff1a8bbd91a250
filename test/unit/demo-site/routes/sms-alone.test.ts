import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createSiteTwoFactor } from '../../../../demo-site/src/two-factor.ts'
import { createAdmin, sendAct } from '../admins.ts'
import { provePhone } from '../phones.ts'
import { readNewestMail } from '../recoveries.ts'
import { anna, createTestSite, signIn } from '../test-site.ts'
import { createVisitor } from '../visitor.ts'

it.each([
  ['en', /by SMS|phone/, 'your authenticator apps, phone numbers and recovery codes no longer work'],
  ['sv', /per sms|telefon/, 'dina autentiseringsappar, telefonnummer och återställningskoder fungerar inte'],
] as const)('who has codes by SMS and no app is spoken to as well: %s', async (locale, ofPhones, reset) => {
  const site = await createTestSite()
  await setLocale(site.db, 'anna', locale)
  const visitor = site.visitor()
  await signIn(visitor)
  await provePhone(site, visitor)
  const codes = '/settings/two-factor/recovery-codes'
  const lead = /<p class="no-print">([^<]+)/.exec(await visitor.text(codes))?.[1]
  expect(lead).toMatch(ofPhones)
  expect(await visitor.text(`${codes}/download`)).toMatch(ofPhones)
  const other = site.visitor()
  await signIn(other)
  const byList = await (await other.get('/sign-in/recovery', { 'accept-language': locale })).text()
  expect(/<p>([^<]*(?:ten|tio) [^<]+)/.exec(byList)?.[1]).toMatch(ofPhones)
  const owner = await createAdmin(site)
  await owner.prove()
  await sendAct(owner.visitor, '/clinics/harbour/members/anna/reset')
  expect((await readNewestMail(site, anna)).body).toContain(reset)
})

it('who has codes by SMS alone is asked for a recovery code where none are sent any more, and told of no wrong codes', async () => {
  const site = await createTestSite()
  const visitor = site.visitor()
  await signIn(visitor)
  await provePhone(site, visitor)
  const config = { ...site.config, production: true }
  const twoFactor = createSiteTwoFactor(config, site.db, site.clock)
  onTestFinished(() => twoFactor.close())
  const later = createVisitor(createApp({ ...site, config, twoFactor }))
  expect((await signIn(later)).headers.get('location')).toBe('/sign-in/recovery?next=%2F')
  for (const path of ['/sign-in/recovery', '/sign-in/code']) {
    const page = await later.text(path)
    expect(page).toContain('can’t be used for this sign-in. Use a recovery code instead.')
    expect(page).not.toContain('wrong codes')
  }
})
