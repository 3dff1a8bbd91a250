import { expect, test } from '@playwright/test'
import { clinicWords } from '../clinic-words.ts'
import { until } from '../driver/wait.ts'
import { countRecoveryCodes, readEntries, readFactors, readSessions } from '../own-records.ts'
import { SITE_PASSWORD, type Stage, VAULT_PASSWORD } from '../stage.ts'
import { linkIn, readMail, turnOnElsewhere } from '../steps/desk.ts'
import { approveElsewhere, stateOf } from '../steps/help.ts'
import { enterAt, tabTo } from '../steps/keyboard.ts'
import { readRecoveryCodes } from '../steps/site.ts'
import { closePopup, letTimePass, openAccounts, openPopup } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

// The second goes on where the first ends, so both are run for each of these.
const TAGS = ['@c1', '@c6', '@c9']
const ADAM = 'admin@harbour.example'
const BO = 'bo@harbour.example'
const WEEK = 7 * 86_400

const stage = useStage()
let recoveryCodes: string[] = []

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
  recoveryCodes = await turnOnByKeyboard(stage())
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

test('by keyboard alone: a recovery code in the place of the app', { tag: ['@c3', '@c6'] }, async () => {
  const { page, site, words } = stage()
  await enterAt(page, words.site.signOut)
  await page.waitForText(words.site.signedOut)
  await signInByKeyboard(stage())
  await page.waitFor('heading', words.site.enterCode)
  await enterAt(page, words.site.needHelp)
  await page.waitForFocus(words.site.recoveryCode)
  await page.type(recoveryCodes[0] ?? '')
  await page.key('Enter')
  await page.waitForText(words.site.usedRecovery)
  expect(readEntries(site, 'adam').map(({ type }) => type)).toContain('recovery_code.used')
  expect(await site.mailSubjects(ADAM)).toContain(words.site.recoverySubject)
  expect(countRecoveryCodes(site, 'adam')).toEqual({ all: 10, used: 1 })
  await enterAt(page, words.site.signOut)
  await page.waitForText(words.site.signedOut)
})

test('by keyboard alone: who has lost everything asks for account recovery, and sets up a new app after it', {
  tag: '@c18',
}, async () => {
  const { page, words, site } = stage()
  const text = clinicWords(stage())
  await turnOnElsewhere(stage(), BO)
  const [old] = readFactors(site, 'bo')
  await page.goto(`${site.origin}/sign-in`)
  await page.waitForFocus(words.site.address)
  await enterAt(page, text.recoveryLink)
  await page.waitFor('button', text.sendLink)
  await tabTo(page, words.site.address)
  await page.type(BO)
  await page.key('Enter')
  await page.waitForText(text.linkOnItsWay)
  await page.goto(linkIn(await readMail(stage(), BO, text.linkSubject), '/recovery/request'))
  await page.waitFor('field', text.cardDigits)
  await tabTo(page, text.cardDigits)
  await page.type('4242')
  await tabTo(page, text.cardName)
  await page.type('Bo Hartley')
  await page.key('Enter')
  await page.waitForText(text.asked)

  await approveElsewhere(stage())
  await letTimePass(stage(), WEEK)
  await page.goto(linkIn(await readMail(stage(), BO, text.readySubject), '/recovery/complete'))
  await page.waitFor('button', text.complete)
  await enterAt(page, text.complete)
  await page.waitForText(text.completed)
  expect(stateOf(stage())).toBe('completed')

  await signInByKeyboard(stage(), BO)
  await page.waitForFocus(text.mailedCode)
  const [code = ''] = /^\d{8}$/m.exec(await readMail(stage(), BO, text.proofSubject)) ?? []
  await page.type(code)
  await page.key('Enter')
  await page.waitFor('button', words.site.showQr)
  await enterAt(page, words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  const popup = await openAccounts(stage())
  await popup.waitFor('button', words.popup.scan)
  await enterAt(popup, words.popup.scan)
  await popup.waitForFocus(words.popup.save)
  await popup.key('Enter')
  await popup.waitForText(words.popup.saved('Harbour Practice'))
  await popup.waitForFocus(words.popup.search)
  await popup.type(BO)
  await popup.key('Enter')
  await popup.waitUntilClosed()
  await closePopup(stage())
  await waitForCode(stage())
  await turnOnByKeyboard(stage())
  expect(readFactors(site, 'bo')).toHaveLength(1)
  expect(readFactors(site, 'bo')).not.toEqual([old])
  expect(readSessions(site, 'bo')).toEqual([{ channel: 'browser', factor: true }])
})

async function signInByKeyboard({ page, site, words }: Stage, address = ADAM): Promise<void> {
  await page.goto(`${site.origin}/sign-in`)
  await page.waitForFocus(words.site.address)
  await page.type(address)
  await tabTo(page, words.site.password)
  await page.type(SITE_PASSWORD)
  await page.key('Enter')
}

/** From the code in its field to the end of the set-up; gives the recovery codes. */
async function turnOnByKeyboard(stage: Stage): Promise<string[]> {
  const { page, words } = stage
  await tabTo(page, words.site.turnOn)
  await page.key('Enter')
  await page.waitForText(words.site.turnedOn)
  const codes = await readRecoveryCodes(stage)
  expect(codes).toHaveLength(10)
  await tabTo(page, words.site.codesSaved)
  await page.key(' ')
  await enterAt(page, words.site.done)
  await page.waitForText(words.site.savedNotice)
  return codes
}

/** Waits until a code is in the field, and the focus with it. */
async function waitForCode({ page, words }: Stage): Promise<void> {
  await until(
    async () => (/^\d{6}$/.test(await page.value(words.site.code)) ? true : null),
    () => 'the field stays empty',
  )
}
