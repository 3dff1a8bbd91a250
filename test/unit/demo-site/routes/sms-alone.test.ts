import { expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createAdmin, sendAct } from '../admins.ts'
import { provePhone } from '../phones.ts'
import { readNewestMail } from '../recoveries.ts'
import { anna, createTestSite, signIn } from '../test-site.ts'

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
