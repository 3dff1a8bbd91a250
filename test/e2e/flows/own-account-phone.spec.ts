import { expect, test } from '@playwright/test'
import { newestSmsCode, readEntries, readFactors, readSessions } from '../own-records.ts'
import { readRows } from '../records.ts'
import type { Stage } from '../stage.ts'
import { SITE_PASSWORD } from '../stage.ts'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { fillCode, showFreshCode } from '../steps/fill.ts'
import { enterPassword, readRecoveryCodes, signOut, wrongCode } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const NUMBER = '+44 7400 123456'
const OTHER_NUMBER = '+44 7400 123478'
/** The numbers as they are shown: only to be known again. */
const [SHOWN, OTHER_SHOWN] = [/\+44 •• ••• •• 56/, /\+44 •• ••• •• 78/]

const stage = useStage()

test(
  'a phone number is the weaker choice, and counts only when the code that is sent to it was entered',
  {
    tag: ['@c4', '@c7'],
  },
  () => addFirstNumber(stage()),
)

test('a sign-in by SMS sends nothing before it is asked to, and lets a code in once', {
  tag: ['@c6', '@c7'],
}, async () => {
  const { page, site, words } = stage()
  await withPhone(stage())
  await signOut(stage())
  await letTimePass(stage(), 60)
  const sent = (await site.mails('+447400123456')).length
  await enterPassword(stage(), ANNA)
  await page.waitFor('heading', 'Get a code by SMS')
  expect(await site.mails('+447400123456')).toHaveLength(sent)
  await askForSms(stage())
  const code = await newestSmsCode(site, NUMBER)
  await page.fill('Code from the SMS', code)
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
  expect(readEntries(site, 'anna')[0]).toMatchObject({ type: 'login.verified', data: { method: 'sms' } })
  expect(readSessions(site, 'anna')).toEqual([{ channel: 'browser', factor: true }])

  await signOut(stage())
  await letTimePass(stage(), 60)
  await enterPassword(stage(), ANNA)
  await askForSms(stage())
  await page.fill('Code from the SMS', code)
  await page.press(words.site.continue)
  await page.waitForText('That code')
  expect(readEntries(site, 'anna')[0]).toMatchObject({ type: 'code.rejected' })
  expect(readSessions(site, 'anna')).toEqual([])
  await page.fill('Code from the SMS', await newestSmsCode(site, NUMBER))
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
})

test('an app is added after a fresh code, and then both ways are there at sign-in, one click from each other', {
  tag: ['@c4', '@c7'],
}, async () => {
  const { page, site, words } = stage()
  await withPhone(stage())
  await addApp(stage())
  await page.press('Change Countersign', { role: 'link' })
  await page.press('Ask for this first')
  await page.waitForText('From now on this is asked for first.')
  await signOut(stage())
  await letTimePass(stage(), 60)
  await enterPassword(stage(), ANNA)
  await page.waitFor('heading', words.site.enterCode)
  await page.press(/^Get a code by SMS to \+44/, { role: 'link' })
  await page.waitFor('button', /^Send a code to /)
  await page.press('Use the authenticator app', { role: 'link' })
  await page.waitFor('heading', words.site.enterCode)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
  expect(readEntries(site, 'anna')[0]).toMatchObject({ type: 'login.verified', data: { method: 'totp' } })
  expect(readSessions(site, 'anna')).toEqual([{ channel: 'browser', factor: true }])
})

test('a new number takes the place of the old one, which works until the new one is proven', {
  tag: ['@c4', '@c13'],
}, async () => {
  const { page, site } = stage()
  await withPhoneAndApp(stage())
  const [old] = readFactors(site, 'anna')
  // The code that was shown a moment ago is not fresh any more.
  await letTimePass(stage(), 660)
  await openSecurity(stage())
  await page.press('Change Work phone', { role: 'link' })
  await page.press('Change the number', { role: 'link' })
  await showFreshCode(stage())
  await page.waitFor('heading', 'Change the phone number')
  await page.fill('Mobile number', OTHER_NUMBER)
  await page.press('Send the code')
  await page.waitForText(OTHER_SHOWN)
  expect(readFactors(site, 'anna')).toContainEqual(old)
  await page.fill('Code from the SMS', await newestSmsCode(site, OTHER_NUMBER))
  await page.press('Use this number')
  await page.waitForText('The new one has taken the place of the old one')
  await page.waitForText(OTHER_SHOWN)
  const factors = readFactors(site, 'anna')
  expect(factors.map(({ type }) => type).sort()).toEqual(['sms', 'totp'])
  expect(factors).not.toContainEqual(old)
  expect(types(stage())).toContain('factor.replaced')
  expect((await site.mails(ANNA))[0]?.subject).toBe('Your phone number was replaced')
})

test('turning it off takes the password besides a fresh code, deletes every factor, and is told by mail', {
  tag: ['@c4', '@c5'],
}, async () => {
  const { page, site, words } = stage()
  await withPhoneAndApp(stage())
  await letTimePass(stage(), 660)
  await openSecurity(stage())
  await page.press('Turn off two-factor authentication', { role: 'link' })
  await showFreshCode(stage())
  await page.waitFor('heading', 'Turn off two-factor authentication')
  await page.fill('Your password', `${SITE_PASSWORD}x`)
  await page.press('Turn it off')
  await page.waitForText('The password is wrong. Nothing was changed.')
  expect(await page.value('Your password')).toBe('')
  expect(readFactors(site, 'anna')).toHaveLength(2)
  await page.fill('Your password', SITE_PASSWORD)
  await page.press('Turn it off')
  await page.waitForText('Two-factor authentication is off. Your password alone signs you in.')

  expect(readFactors(site, 'anna')).toEqual([])
  const codes = 'SELECT * FROM countersign_recovery_codes WHERE user_id = ?'
  expect(readRows(site.dataDir, 'two-factor', codes, 'anna')).toEqual([])
  expect(types(stage())[0]).toBe('two_factor.disabled')
  expect((await site.mails(ANNA))[0]?.subject).toBe('Two-factor authentication was turned off')
  await page.press('See the recent activity', { role: 'link' })
  await page.waitForText('Two-factor authentication was turned off.')
  await signOut(stage())
  await enterPassword(stage(), ANNA)
  await page.waitForText(words.site.greeting)
})

const types = ({ site }: Stage) => readEntries(site, 'anna').map(({ type }) => type)

/** Each of these can be told by itself: then the number is set up first. */
async function withPhone(stage: Stage): Promise<void> {
  if (readFactors(stage.site, 'anna').length === 0) await addFirstNumber(stage)
}

async function withPhoneAndApp(stage: Stage): Promise<void> {
  await withPhone(stage)
  if (readFactors(stage.site, 'anna').length === 1) await addApp(stage)
}

/** Two-factor authentication by SMS, from the settings to the saved codes. */
async function addFirstNumber(stage: Stage): Promise<void> {
  const { page, site, words } = stage
  await enterPassword(stage, ANNA)
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.waitForText('An app is the stronger choice')
  await page.waitFor('link', words.site.setUp)
  await page.press('Use codes by SMS', { role: 'link' })
  await page.fill('Mobile number', NUMBER)
  await page.fill('Name', 'Work phone')
  await page.press('Send the code')
  await page.waitFor('heading', 'Enter the code from the SMS')
  await page.waitForText(SHOWN)

  const code = await newestSmsCode(site, NUMBER)
  await page.fill('Code from the SMS', wrongCode(code))
  await page.press('Use this number')
  await page.waitForText('That code is wrong')
  expect(await page.value('Code from the SMS')).toBe('')
  expect(readFactors(site, 'anna')).toEqual([])
  await page.fill('Code from the SMS', code)
  await page.press('Use this number')
  await page.waitForText(words.site.turnedOn)
  expect(await readRecoveryCodes(stage)).toHaveLength(10)
  await page.check(words.site.codesSaved)
  await page.press(words.site.done)
  await page.waitForText(words.site.savedNotice)
  await page.waitFor('heading', 'Work phone')

  expect(readFactors(site, 'anna')).toEqual([expect.objectContaining({ type: 'sms', label: 'Work phone' })])
  expect(
    JSON.stringify(readRows(site.dataDir, 'two-factor', 'SELECT * FROM countersign_factors')),
  ).not.toContain('7400')
  expect(types(stage)).toContain('two_factor.enabled')
  const [mail] = await site.mails(ANNA)
  expect(mail?.subject).toBe(words.site.enabledSubject)
  expect(mail?.body).toContain('a code that we send to your phone')
}

/** The extension beside the number. */
async function addApp(stage: Stage): Promise<void> {
  const { page, site, words } = stage
  await openSecurity(stage)
  await page.press('Add an authenticator app', { role: 'link' })
  await page.waitFor('heading', 'Show that it is you')
  await letTimePass(stage, 60)
  await showSmsFactor(stage)
  await page.waitFor('heading', 'Add an authenticator app')
  await page.fill('Name', 'Countersign')
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await makeVault(stage)
  await scanAndSave(stage, 'Harbour Practice')
  await fillCode(stage)
  await page.press('Use this app')
  await page.waitForText('It was added, and works from now on.')
  expect(readFactors(site, 'anna').map(({ type }) => type)).toEqual(['sms', 'totp'])
  expect(types(stage)).toContain('factor.added')
  expect((await site.mails(ANNA))[0]?.subject).toBe('An authenticator app was added')
}

async function openSecurity({ page, words }: Stage): Promise<void> {
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
}

/** Has the code sent to the one number there is. */
async function askForSms({ page }: Stage): Promise<void> {
  await page.press(/^Send a code to /)
  await page.waitForText(/We have sent a code to/)
}

async function showSmsFactor(stage: Stage): Promise<void> {
  await askForSms(stage)
  await stage.page.fill('Code from the SMS', await newestSmsCode(stage.site, NUMBER))
  await stage.page.press('Go on')
}
