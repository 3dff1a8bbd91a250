import { expect, test } from '@playwright/test'
import { readFactors } from '../own-records.ts'
import { readAudit } from '../records.ts'
import { type Site, startSite } from '../site.ts'
import { readMail } from '../steps/desk.ts'
import { enroll, makeVault } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { closePopup, letTimePass, openAccounts, openPopup } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const [UK, AU] = ['Harbour Practice (UK)', 'Harbour Practice (AU)']

const stage = useStage()
let uk: Site
let au: Site
test.beforeAll(async () => {
  uk = await startSite('uk')
  au = await startSite('au')
})
test.afterAll(async () => {
  await uk?.stop()
  await au?.stop()
})

test('turned on in one country it is off in the other: two accounts', { tag: '@c19' }, async () => {
  const { page, words } = stage()
  stage().site = uk
  await page.goto(`${uk.origin}/sign-in`)
  expect(new URL(uk.origin).hostname).toBe('uk.localhost')
  await makeVault(stage())
  await enroll(stage(), ANNA, UK)
  await readMail(stage(), ANNA, words.site.enabledSubject)
  expect(readAudit(uk.dataDir, 'anna')).toContain('two_factor.enabled')
  await signOut(stage())

  stage().site = au
  await enterPassword(stage(), ANNA)
  await page.waitForText(words.site.greeting)
  await page.waitForText('Harbour Physio Sydney')
  expect(readAudit(au.dataDir, 'anna')).toEqual([])
  expect(await au.mailSubjects(ANNA)).toEqual([])
  expect([readFactors(uk, 'anna').length, readFactors(au, 'anna').length]).toEqual([1, 0])
  await signOut(stage())
})

test('the code of one country is not offered to the other', { tag: '@c19' }, async () => {
  const { page, words } = stage()
  await enterPassword(stage(), ANNA)
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.press(words.site.setUp, { role: 'link' })
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  const popup = await openPopup(stage())
  await popup.waitForFocus(words.popup.search)
  await popup.key('Enter')
  await popup.press(words.popup.fill, { within: UK })
  await popup.waitFor('heading', 'Not the site of this account')
  const text = await popup.text()
  expect(text).toMatch(/The account belongs to\s+uk\.localhost/)
  expect(text).toMatch(/This page is\s+au\.localhost/)
  await closePopup(stage())
  expect(await page.value(words.site.code)).toBe('')
  await page.goto(au.origin)
  await signOut(stage())
})

test('each country gets the code of its own entry', { tag: '@c19' }, async () => {
  const { page, words } = stage()
  await enroll(stage(), ANNA, AU)
  expect(readAudit(au.dataDir, 'anna')).toContain('two_factor.enabled')
  await readMail(stage(), ANNA, stage().words.site.enabledSubject)
  const ids = [uk, au].flatMap((site) => readFactors(site, 'anna').map(({ id }) => id))
  expect(new Set(ids).size).toBe(2)
  await signOut(stage())
  await letTimePass(stage(), 30)
  await uk.advanceClock(30)

  for (const [site, issuer, other] of [
    [au, AU, UK],
    [uk, UK, AU],
  ] as const) {
    stage().site = site
    await enterPassword(stage(), ANNA)
    await page.waitFor('heading', words.site.enterCode)
    const popup = await openAccounts(stage())
    await popup.press(words.popup.fill, { within: other })
    await popup.waitFor('heading', 'Not the site of this account')
    await closePopup(stage())
    expect(await page.value(words.site.code)).toBe('')
    await fillCode(stage(), issuer)
    await page.press(words.site.continue)
    await page.waitForText(words.site.greeting)
    expect(readAudit(site.dataDir, 'anna').at(-1)).toBe('login.verified')
  }
})
