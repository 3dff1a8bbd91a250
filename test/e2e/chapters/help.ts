import { signInByApi } from '../api-client.ts'
import { clinicWords } from '../clinic-words.ts'
import type { Stage } from '../stage.ts'
import { phoneCode, readMail, turnOnWithPhone, typeKeyIntoPhone, visitDesk } from '../steps/desk.ts'
import { scanAndSave } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { enterPassword, finishSetUp, signOut, wrongCode } from '../steps/site.ts'
import { type Chapter, ownerOf } from './chapter.ts'

const [ADAM, ANNA] = ['admin@harbour.example', 'anna@harbour.example']
const members = '/clinics/harbour/members'

export const HELP: Chapter = {
  name: 'help-by-an-admin',
  title: 'Help by an admin',
  about:
    'An owner or admin resets somebody’s two-factor authentication, ends a pause, or lets them in once. After a reset and being let in once, the next sign-in takes a mailed code and ends with a new app.',
  steps: [
    {
      name: 'An admin without notes has it at the admin settings',
      shows: 'page',
      height: 1100,
      async run(stage) {
        const { page, site } = stage
        await turnOnWithPhone(stage, site.origin, ADAM)
        await page.goto(`${site.origin}/settings`)
        await page.waitFor('heading', 'Admin settings')
        return 'Adam looks after the clinic'
      },
    },
    {
      name: 'A member in need of help',
      shows: 'page',
      height: 1500,
      async run(stage, cast) {
        await signOut(stage)
        await visitDesk(stage, ownerOf(cast), `${members}/adam`)
        await stage.page.waitFor('heading', 'Reset two-factor authentication')
        return 'what is on, and what can be done'
      },
    },
    {
      name: 'A reset needs a reason',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), `${members}/adam/reset`)
        await stage.page.fill('Why', 'Dropped his phone into the harbour')
        return 'and a fresh code of hers'
      },
    },
    {
      name: 'It was reset',
      shows: 'nothing',
      async run(stage) {
        await stage.page.press('Reset')
        const [sentence] = await stage.page.waitForText(clinicWords(stage).resetDone)
        return sentence
      },
    },
    {
      name: 'The next sign-in takes the mailed code',
      shows: 'page',
      run: (stage) => enterMailedCode(stage, ADAM),
    },
    {
      name: 'A new QR code',
      shows: 'popup',
      async run(stage) {
        await scanNewCode(stage)
        return 'scanned and saved'
      },
    },
    {
      name: 'In again, with the new app',
      shows: 'nothing',
      async run(stage) {
        await fillCode(stage, ADAM)
        return finishSetUp(stage)
      },
    },
    {
      name: 'Wrong codes in a row pause the second step',
      shows: 'page',
      async run(stage) {
        await signOut(stage)
        const key = await turnOnWithPhone(stage, stage.site.origin, ANNA)
        await signOut(stage)
        const wrong = wrongCode(phoneCode(stage, key))
        for (let tries = 0; tries < 10; tries++) await signInByApi(stage.site, ANNA, wrong)
        await enterPassword(stage, ANNA)
        const [sentence] = await stage.page.waitForText(/there were too many wrong codes/)
        return sentence.trim()
      },
    },
    {
      name: 'An admin ends the pause',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), `${members}/anna/end-pause`)
        await stage.page.fill('Why', 'She called from her desk')
        return 'with a reason, which is recorded'
      },
    },
    {
      name: 'The pause was ended',
      shows: 'nothing',
      async run({ page }) {
        await page.press('End the pause')
        const [sentence] = await page.waitForText('The pause was ended, and they were told by mail.')
        return sentence
      },
    },
    {
      name: 'Practitioner access is taken and given',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), `${members}/anna`)
        await stage.page.press('Take practitioner access away', { role: 'link' })
        await stage.page.waitFor('button', 'Take access away')
        await stage.page.fill('Why', 'Is on leave')
        return 'not pressed here'
      },
    },
    {
      name: 'Let in once',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), `${members}/anna/allow-once`)
        await stage.page.fill('Why', 'Left her phone at home')
        return 'for one hour, for one sign-in'
      },
    },
    {
      name: 'That sign-in leads straight into a new set-up',
      shows: 'page',
      async run(stage) {
        const { page, words } = stage
        await page.press('Let in once')
        await page.waitForText(/They can sign in once until/)
        await enterMailedCode(stage, ANNA)
        await page.press(words.site.continue)
        await page.waitFor('button', words.site.showQr)
        const [because] = await page.waitForText('An admin has allowed you to sign in once')
        return because
      },
    },
    {
      name: 'Set up, and signed in',
      shows: 'nothing',
      async run(stage) {
        await stage.page.press(stage.words.site.showQr)
        await typeKeyIntoPhone(stage)
        return finishSetUp(stage)
      },
    },
  ],
}

/** The sign-in after a word of an admin or a recovery: the password, and the code that came by mail. */
export async function enterMailedCode(stage: Stage, address: string): Promise<string> {
  const { page } = stage
  const { mailedCode, proofSubject } = clinicWords(stage)
  await enterPassword(stage, address)
  await page.waitFor('field', mailedCode)
  const [code = ''] = /^\d{8}$/m.exec(await readMail(stage, address, proofSubject)) ?? []
  await page.fill(mailedCode, code)
  return 'eight digits from the registered address'
}

/** From the mailed code to a new account in the extension. */
export async function scanNewCode(stage: Stage): Promise<void> {
  const { page, words } = stage
  await page.press(words.site.continue)
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await scanAndSave(stage, 'Harbour Practice')
}
