import { newestSmsCode } from '../own-records.ts'
import type { Stage } from '../stage.ts'
import { fillCode, showFreshCode } from '../steps/fill.ts'
import { enterPassword, readRecoveryCodes, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import type { Chapter } from './chapter.ts'

const ANNA = 'anna@harbour.example'
const NUMBER = '+44 7400 123456'
const SETTINGS = '/settings/two-factor'

export const OWN_SECURITY: Chapter = {
  name: 'your-own-security',
  title: 'Your own security page',
  about:
    'Trusted computers, recent activity, new recovery codes, a phone number as a second way, a new phone. What changes a factor asks for a fresh code first, and is told by mail.',
  steps: [
    {
      name: 'Trust this computer',
      shows: 'page',
      async run(stage) {
        const { page, words } = stage
        await letTimePass(stage, 30)
        await enterPassword(stage, ANNA)
        await page.waitFor('heading', words.site.enterCode)
        await page.check('Trust this computer')
        await fillCode(stage)
        return 'ticked, and the code filled in'
      },
    },
    {
      name: 'The next sign-in there asks for no code',
      shows: 'nothing',
      async run(stage) {
        const { page, words } = stage
        await page.press(words.site.continue)
        await page.waitForText(words.site.greeting)
        await signOut(stage)
        await enterPassword(stage, ANNA)
        const [greeting] = await page.waitForText(words.site.greeting)
        return greeting
      },
    },
    {
      name: 'The security page',
      shows: 'page',
      height: 1500,
      async run({ page, site }) {
        await page.goto(`${site.origin}${SETTINGS}`)
        await page.waitForText('1 computer is not asked for a code.')
        return 'apps, recovery codes, computers, activity'
      },
    },
    {
      name: 'Recent activity in plain words',
      shows: 'page',
      async run({ page }) {
        await page.press('See the recent activity', { role: 'link' })
        await page.waitFor('heading', 'Recent activity')
        return 'what happened, when, and from where'
      },
    },
    {
      name: 'Trusted computers',
      shows: 'page',
      async run({ page, site }) {
        await page.goto(`${site.origin}${SETTINGS}/computers`)
        await page.waitFor('heading', 'Trusted computers')
        return 'each until a date'
      },
    },
    {
      name: 'End the trust',
      shows: 'nothing',
      async run({ page }) {
        await page.press(/^Stop trusting (Chrome|Firefox) on /)
        await page.waitForText('That computer is asked for a code at its next sign-in.')
        return 'asked for a code again'
      },
    },
    {
      name: 'A change asks for a fresh code first',
      shows: 'page',
      async run(stage) {
        const { page, site } = stage
        await letTimePass(stage, 660)
        await page.goto(`${site.origin}${SETTINGS}/new-recovery-codes`)
        await page.waitFor('heading', 'Show that it is you')
        await fillCode(stage)
        return 'filled in by the extension'
      },
    },
    {
      name: 'New recovery codes',
      shows: 'page',
      height: 900,
      async run(stage) {
        const { page, notebook } = stage
        await page.press('Go on')
        await page.waitFor('heading', 'Make new recovery codes')
        await page.press('Make new recovery codes')
        await page.waitForText('The old ones no longer work.')
        notebook.recoveryCodes = await readRecoveryCodes(stage)
        return `${notebook.recoveryCodes.length} to download or print`
      },
    },
    {
      name: 'A phone number beside the app',
      shows: 'page',
      async run(stage) {
        const { page, words, site } = stage
        await page.check(words.site.codesSaved)
        await page.press(words.site.done)
        await page.waitForText('Your new recovery codes are saved.')
        await page.goto(`${site.origin}${SETTINGS}/add-phone`)
        await page.fill('Mobile number', NUMBER)
        return 'the app is called the stronger choice'
      },
    },
    {
      name: 'The number is proven by a code',
      shows: 'nothing',
      async run(stage) {
        const { page, site } = stage
        await page.press('Send the code')
        await page.waitFor('heading', 'Enter the code from the SMS')
        await page.fill('Code from the SMS', await newestSmsCode(site, NUMBER))
        return 'sent by SMS'
      },
    },
    {
      name: 'Two ways to get a code',
      shows: 'page',
      height: 1300,
      async run({ page }) {
        await page.press('Use this number')
        await page.waitForText('It was added, and works from now on.')
        return 'the app is asked for first'
      },
    },
    {
      name: 'At sign-in the other way is one click away',
      shows: 'page',
      height: 850,
      async run(stage) {
        const { page, words } = stage
        await letTimePass(stage, 60)
        await signOut(stage)
        await enterPassword(stage, ANNA)
        await page.waitFor('heading', words.site.enterCode)
        await page.waitFor('link', /^Get a code by SMS to \+44/)
        return 'the app, or a code by SMS'
      },
    },
    {
      name: 'A code by SMS',
      shows: 'page',
      height: 850,
      async run(stage) {
        const { page, site } = stage
        await page.press(/^Get a code by SMS to \+44/, { role: 'link' })
        await page.press(/^Send a code to /)
        await page.waitForText(/We have sent a code to/)
        await page.fill('Code from the SMS', await newestSmsCode(site, NUMBER))
        return 'sent only when it is asked for'
      },
    },
    {
      name: 'New phone?',
      shows: 'page',
      height: 1000,
      async run(stage) {
        const { page, words } = stage
        await page.press(words.site.continue)
        await page.waitForText(words.site.greeting)
        await openSecurity(stage)
        await page.press('Change Authenticator app', { role: 'link' })
        await page.waitFor('heading', 'New phone?')
        return 'replace, rename, prefer, remove'
      },
    },
    {
      name: 'A name of its own',
      shows: 'nothing',
      async run({ page }) {
        await page.fill('Name', 'Laptop at the desk')
        await page.press('Save the name')
        await page.waitForText('The name was saved.')
        await page.waitFor('heading', 'Laptop at the desk')
        return 'Laptop at the desk'
      },
    },
    {
      name: 'One that is not needed any more is removed',
      shows: 'page',
      async run(stage) {
        const { page } = stage
        await page.press(/^Change (?!Laptop)/, { role: 'link' })
        await page.press('Remove', { role: 'link' })
        await showFreshCode(stage)
        const [sentence] = await page.waitForText('Its codes no longer work, at once and everywhere.')
        return sentence
      },
    },
    {
      name: 'It was removed',
      shows: 'nothing',
      async run({ page }) {
        await page.press('Remove it')
        const [sentence] = await page.waitForText('It was removed. Its codes no longer work.')
        return sentence
      },
    },
    {
      name: 'The old app works until the new one has shown a code',
      shows: 'page',
      async run(stage) {
        const { page } = stage
        await page.press('Change Laptop at the desk', { role: 'link' })
        await page.press('Move to a new app', { role: 'link' })
        await page.waitFor('heading', 'Move to a new authenticator app')
        return 'three apps suggested, ours first'
      },
    },
  ],
}

async function openSecurity({ page, words }: Stage): Promise<void> {
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
}
