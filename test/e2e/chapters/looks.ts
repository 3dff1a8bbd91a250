import { SITE_PASSWORD } from '../stage.ts'
import { visitDesk } from '../steps/desk.ts'
import { fillCode } from '../steps/fill.ts'
import { enterPassword, openQrCode, signOut } from '../steps/site.ts'
import { createVault, openAccounts, openPopup } from '../steps/vault.ts'
import { type Chapter, ownerOf } from './chapter.ts'

const NARROW = { width: 390, height: 844 }

/** What the first chapter leaves open, in the dark and on a narrow page. */
export const LOOKS: Chapter = {
  name: 'dark-and-narrow',
  title: 'In the dark, and on a narrow page',
  about: 'The extension and the site follow the colours of the system, from 320 pixels up.',
  steps: [
    {
      name: 'The codes in the dark',
      shows: 'popup',
      async run(stage) {
        const { driver, page, site, words } = stage
        await driver.colorScheme('dark')
        await page.goto(`${site.origin}/sign-in/recovery`)
        await page.waitFor('field', words.site.recoveryCode)
        const popup = await openAccounts(stage)
        // The popup is there before its codes are, and those fade in.
        await popup.waitFor('button', words.popup.fill)
        return 'the same codes'
      },
    },
    {
      name: 'The settings of the extension',
      shows: 'popup',
      async run(stage) {
        await stage.driver.colorScheme('light')
        const popup = await openPopup(stage)
        await popup.press(stage.words.popup.settings)
        await popup.waitFor('field', stage.words.popup.minutes)
        return 'among them a corrected clock'
      },
    },
    {
      name: 'The second step on a phone',
      shows: 'page',
      ...NARROW,
      async run({ page, words }) {
        await page.waitFor('field', words.site.recoveryCode)
        return '390 pixels'
      },
    },
  ],
}

/** The same for the pages of a clinic. */
export const CLINIC_LOOKS: Chapter = {
  name: 'clinic-dark-and-narrow',
  title: 'A clinic in the dark, and on a phone',
  about: 'Tables become lists where there is no room for them.',
  steps: [
    {
      name: 'The report in the dark',
      shows: 'page',
      async run(stage, cast) {
        await stage.driver.colorScheme('dark')
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/report')
        await stage.page.waitFor('link', 'Download as CSV')
        return 'dark'
      },
    },
    {
      name: 'The report on a phone',
      shows: 'page',
      ...NARROW,
      async run(stage) {
        await stage.driver.colorScheme('light')
        return '390 pixels'
      },
    },
    {
      name: 'A member on a phone, in the dark',
      shows: 'page',
      ...NARROW,
      async run(stage, cast) {
        await stage.driver.colorScheme('dark')
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/members/adam')
        return 'one action each'
      },
    },
  ],
}

export const IN_SWEDISH: Chapter = {
  name: 'in-swedish',
  title: 'In Swedish',
  about: 'Site, mails and extension exist in both languages, each written as an original.',
  locale: 'sv',
  steps: [
    {
      name: 'The set-up in Swedish',
      shows: 'popup',
      async run(stage) {
        const { page, words } = stage
        await page.fill(words.site.address, 'anna@harbour.example')
        await page.fill(words.site.password, SITE_PASSWORD)
        await page.press(words.site.signIn)
        await page.waitForText(words.site.greeting)
        await openQrCode(stage)
        const popup = await openPopup(stage)
        await createVault(popup, stage)
        await popup.press(words.popup.scan)
        await popup.waitForText(words.popup.found)
        return 'QR-koden är hittad'
      },
    },
    {
      name: 'Recovery codes in Swedish',
      shows: 'page',
      async run(stage) {
        const { page, popup, words } = stage
        await popup?.press(words.popup.save)
        await popup?.waitForText(words.popup.saved('Harbour Practice'))
        await fillCode(stage)
        await page.press(words.site.turnOn)
        const [sentence] = await page.waitForText(words.site.turnedOn)
        return sentence
      },
    },
    {
      name: 'The security page in Swedish',
      shows: 'page',
      height: 1750,
      async run({ page, words }) {
        await page.check(words.site.codesSaved)
        await page.press(words.site.done)
        const [sentence] = await page.waitForText(words.site.savedNotice)
        return sentence
      },
    },
    {
      name: 'The second step in Swedish',
      shows: 'page',
      async run(stage) {
        const { page, words } = stage
        await signOut(stage)
        await enterPassword(stage, 'anna@harbour.example')
        await page.waitFor('heading', words.site.enterCode)
        return words.site.enterCode
      },
    },
  ],
}
