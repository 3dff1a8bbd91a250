import { expect, test } from '@playwright/test'
import { until } from '../driver/wait.ts'
import { readEntries, readFactors } from '../own-records.ts'
import { SITE_PASSWORD, type Stage, VAULT_PASSWORD } from '../stage.ts'
import { enterAt, tabTo } from '../steps/keyboard.ts'
import { readRecoveryCodes } from '../steps/site.ts'
import { closePopup, letTimePass, openAccounts, openPopup } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

// The second goes on where the first ends, so both are run for each of these.
const TAGS = ['@c1', '@c6', '@c9']
const ADAM = 'admin@harbour.example'

const stage = useStage()

test('by keyboard alone: signed in with a password, the key scanned, two-factor authentication turned on', {
  tag: TAGS,
}, async () => {
  const { page, site, words, driver } = stage()
  await signInByKeyboard(stage())
  await page.waitForText(words.site.greeting)
  await enterAt(page, words.site.settings)
  await page.waitFor('link', words.site.manage)
  await enterAt(page, words.site.manage)
  await page.waitFor('link', words.site.setUp)
  await enterAt(page, words.site.setUp)
  await page.waitFor('button', words.site.showQr)
  await enterAt(page, words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)

  const popup = await openPopup(stage())
  await popup.waitForFocus(words.popup.password)
  await popup.type(VAULT_PASSWORD)
  await tabTo(popup, words.popup.passwordAgain)
  await popup.type(VAULT_PASSWORD)
  await popup.key('Enter')
  await popup.waitFor('button', words.popup.scan)
  await enterAt(popup, words.popup.scan)
  await popup.waitForFocus(words.popup.save)
  await popup.key('Enter')
  await popup.waitForText(words.popup.saved('Harbour Practice'))
  await closePopup(stage())

  await tabTo(page, words.site.code)
  await driver.pressFillShortcut(page)
  await waitForCode(stage())
  await tabTo(page, words.site.turnOn)
  await page.key('Enter')
  await page.waitForText(words.site.turnedOn)
  expect(await readRecoveryCodes(stage())).toHaveLength(10)
  await tabTo(page, words.site.codesSaved)
  await page.key(' ')
  await enterAt(page, words.site.done)
  await page.waitForText(words.site.savedNotice)
  expect(readFactors(site, 'adam')).toHaveLength(1)
  expect(await site.mailSubjects(ADAM)).toContain(words.site.enabledSubject)
})

test('by keyboard alone: a wrong code leads back to its field, and Enter in the popup fills the right one', {
  tag: TAGS,
}, async () => {
  const { page, site, words } = stage()
  await enterAt(page, words.site.signOut)
  await page.waitForText(words.site.signedOut)
  await letTimePass(stage(), 30)
  await signInByKeyboard(stage())
  await page.waitFor('heading', words.site.enterCode)
  await page.waitForFocus(words.site.code)
  await page.type('12 34')
  await page.key('Enter')
  await page.waitForText('A code is six digits.')
  await page.waitForFocus(words.site.code)

  const popup = await openAccounts(stage())
  await popup.waitForFocus(words.popup.search)
  await popup.key('Enter')
  await popup.waitUntilClosed()
  await closePopup(stage())
  await waitForCode(stage())
  await page.key('Enter')
  await page.waitForText(words.site.greeting)
  expect(readEntries(site, 'adam')[0]).toMatchObject({ type: 'login.verified', data: { method: 'totp' } })
})

async function signInByKeyboard({ page, site, words }: Stage): Promise<void> {
  await page.goto(`${site.origin}/sign-in`)
  await page.waitForFocus(words.site.address)
  await page.type(ADAM)
  await tabTo(page, words.site.password)
  await page.type(SITE_PASSWORD)
  await page.key('Enter')
}

/** Waits until a code is in the field, and the focus with it. */
async function waitForCode({ page, words }: Stage): Promise<void> {
  await until(
    async () => (/^\d{6}$/.test(await page.value(words.site.code)) ? true : null),
    () => 'the field stays empty',
  )
}
