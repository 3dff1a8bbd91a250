import { SITE_PASSWORD } from '../stage.ts'
import { linkIn, readMail } from '../steps/desk.ts'
import { fillCode, showFreshCode } from '../steps/fill.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import type { Chapter } from './chapter.ts'

const ANNA = 'anna@harbour.example'

export const FORGOTTEN_PASSWORD: Chapter = {
  name: 'forgotten-password',
  title: 'A forgotten password',
  about: 'The mailed link asks for a code before a new password can be chosen, and signs nobody in.',
  steps: [
    {
      name: 'Ask for a link',
      shows: 'page',
      async run(stage) {
        const { page, words, site } = stage
        await page.goto(site.origin)
        await signOut(stage)
        await page.press('Forgot your password?', { role: 'link' })
        // The page before has a field of that name too.
        await page.waitFor('button', 'Send the link')
        await page.fill(words.site.address, ANNA)
        await page.press('Send the link')
        const [sentence] = await page.waitForText('a link is on its way to it')
        return sentence
      },
    },
    {
      name: 'The code comes first',
      shows: 'page',
      async run(stage) {
        const { page } = stage
        await page.goto(linkIn(await readMail(stage, ANNA, 'Your link to a new password'), '/new-password'))
        await page.waitFor('heading', 'Enter a code before you choose a password')
        await letTimePass(stage, 30)
        await fillCode(stage)
        return 'the link alone opens nothing'
      },
    },
    {
      name: 'Then the new password',
      shows: 'page',
      async run({ page, words }) {
        await page.press(words.site.continue)
        await page.waitFor('heading', 'Choose a new password')
        await page.fill('New password', SITE_PASSWORD)
        return 'signs out everywhere, and signs nobody in'
      },
    },
    {
      name: 'Back at the sign-in',
      shows: 'nothing',
      async run({ page }) {
        await page.press('Store the password')
        const [sentence] = await page.waitForText('Your password was changed')
        return sentence
      },
    },
  ],
}

export const TURNED_OFF: Chapter = {
  name: 'turn-it-off',
  title: 'Turning it off',
  about: 'That takes the password besides a fresh code. Every change of a factor is told by mail.',
  steps: [
    {
      name: 'Password and factor to turn it off',
      shows: 'page',
      async run(stage) {
        const { page, site, words } = stage
        await letTimePass(stage, 30)
        await enterPassword(stage, ANNA)
        await page.waitFor('heading', words.site.enterCode)
        await fillCode(stage)
        await page.press(words.site.continue)
        await page.waitForText(words.site.greeting)
        await letTimePass(stage, 660)
        await page.goto(`${site.origin}/settings/two-factor/turn-off`)
        await showFreshCode(stage)
        await page.waitFor('heading', 'Turn off two-factor authentication')
        await page.fill('Your password', SITE_PASSWORD)
        return 'a fresh code was shown before'
      },
    },
    {
      name: 'It is off',
      shows: 'nothing',
      async run({ page }) {
        await page.press('Turn it off')
        const [sentence] = await page.waitForText('Two-factor authentication is off.')
        return sentence
      },
    },
    {
      name: 'Every change was told by mail',
      shows: 'page',
      async run({ page, site }) {
        await page.goto(`${site.origin}/mailbox`)
        await page.waitForText('Two-factor authentication was turned off')
        return 'the mailbox of the demo site'
      },
    },
  ],
}
