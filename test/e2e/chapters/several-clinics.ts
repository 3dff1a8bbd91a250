import { runCommandLine } from '../api-client.ts'
import { SITE_PASSWORD } from '../stage.ts'
import { visitDesk } from '../steps/desk.ts'
import { readCode } from '../steps/fill.ts'
import { closePopup, letTimePass, openAccounts } from '../steps/vault.ts'
import { type Chapter, ownerOf } from './chapter.ts'
import { showBody } from './show-page.ts'

const BO = 'bo@harbour.example'

export const SEVERAL_CLINICS: Chapter = {
  name: 'several-clinics',
  title: 'One login, several clinics',
  about:
    'Bo works at two clinics. He looks at one at a time, and the stricter policy of the two holds for him.',
  steps: [
    {
      name: 'What is worth guarding',
      shows: 'page',
      async run({ page, site }) {
        await page.goto(`${site.origin}/notes`)
        await page.waitForText('Margaret Ellison')
        return 'client notes of Harbour Physio'
      },
    },
    {
      name: 'The other clinic',
      shows: 'page',
      async run({ page, site }) {
        // A list that the browser draws is out of reach of the mouse here.
        await page.evaluate('void (document.querySelector("select[name=clinic]").value = "northside")')
        await page.press('Switch')
        await page.waitForText('You can read 2 notes.')
        await page.goto(`${site.origin}/notes`)
        await page.waitFor('heading', 'Client notes')
        return 'its own notes, its own policy'
      },
    },
  ],
}

export const RECORD: Chapter = {
  name: 'the-record',
  title: 'The record',
  about: 'Every act is an entry of a sealed chain, which owners and admins filter and check.',
  steps: [
    {
      name: 'What happened',
      shows: 'page',
      height: 1000,
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/record')
        await stage.page.waitFor('button', 'Show')
        return 'the newest first, with who did it and why'
      },
    },
    {
      name: 'The record was checked',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/record/check')
        const [sentence] = await stage.page.waitForText('The record is intact')
        return sentence
      },
    },
  ],
}

export const WITHOUT_BROWSER: Chapter = {
  name: 'without-a-browser',
  title: 'A client without a browser',
  about: 'Mobile clients sign in by the API with the same second step, and without cookies.',
  steps: [
    {
      name: 'A client for the command line',
      shows: 'page',
      height: 520,
      async run(stage) {
        const { page, site } = stage
        await letTimePass(stage, 30)
        await openAccounts(stage)
        const code = await readCode(stage, BO)
        await closePopup(stage)
        const { exitCode, printed } = await runCommandLine(site, BO, [SITE_PASSWORD, code])
        if (exitCode !== 0) throw new Error(`The client ended with ${exitCode}: ${printed}`)
        await showBody(page, drawTerminal(BO, code, printed))
        await page.waitForText('$ npm run client')
        return `${printed.trim().split('\n').length} notes, and signed out`
      },
    },
  ],
}

/** A terminal as it looks when the client is done. What is typed as a password is not shown, as in a terminal. */
function drawTerminal(address: string, code: string, printed: string): string {
  const lines = [
    `$ npm run client -w demo-site -- ${address}`,
    `Password of ${address}:`,
    `Code (or one of your recovery codes): ${code}`,
    ...printed.trim().split('\n'),
    '$',
  ]
  const style =
    'margin:0;padding:40px 48px;min-height:100vh;box-sizing:border-box;font:16px/1.7 ui-monospace,monospace;background:#12191b;color:#dfe8e8;white-space:pre-wrap'
  const text = lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<style>body{margin:0}</style><pre style="${style}">${text}</pre>`
}
