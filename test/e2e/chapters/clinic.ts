import type { Stage } from '../stage.ts'
import { linkIn, openDesk, readMail, typeKeyIntoPhone, visitDesk } from '../steps/desk.ts'
import { enterPassword, finishSetUp, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { type Chapter, ownerOf } from './chapter.ts'

const [ANNA, BO] = ['anna@harbour.example', 'bo@harbour.example']
const NELL = 'nell@harbour.example'
const DAY = 86_400

export const REPORT: Chapter = {
  name: 'who-has-it-on',
  title: 'Who has it on',
  about:
    'Owners and admins invite people, see who has two-factor authentication on, and ask the others by mail.',
  steps: [
    {
      name: 'The members of a clinic',
      shows: 'page',
      async run(stage, cast) {
        await signOutAnywhere(stage)
        cast.owner = await openDesk(stage, 'owner@harbour.example')
        await visitDesk(stage, cast.owner, '/clinics/harbour/members')
        await stage.page.waitFor('link', 'Invite a member')
        return 'Olivia owns the clinic'
      },
    },
    {
      name: 'Somebody is invited',
      shows: 'page',
      height: 1100,
      async run(stage, cast) {
        const { page, words } = stage
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/invite')
        await page.fill(words.site.address, NELL)
        await page.fill('Name', 'Nell Ferry')
        await page.press('Practitioner', { role: 'radio' })
        return 'Nell, as a practitioner'
      },
    },
    {
      name: 'The mail with the link',
      shows: 'page',
      async run(stage) {
        const { page } = stage
        await page.press('Send the invitation')
        await page.waitForText('The invitation is on its way.')
        await page.goto(
          linkIn(await readMail(stage, NELL, 'You are invited to Harbour Physio'), '/invitation'),
        )
        await page.waitFor('button', 'Make my account')
        return 'for seven days'
      },
    },
    {
      name: 'An invitation can be withdrawn',
      shows: 'page',
      height: 1100,
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/members')
        await stage.page.waitFor('button', `Withdraw the invitation of ${NELL}`)
        return 'or sent again once its days are over'
      },
    },
    {
      name: 'It was withdrawn',
      shows: 'nothing',
      async run({ page }) {
        await page.press(`Withdraw the invitation of ${NELL}`)
        const [sentence] = await page.waitForText('The invitation was withdrawn. Its link no longer works.')
        return sentence
      },
    },
    {
      name: 'The report',
      shows: 'page',
      height: 900,
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/report')
        const [counted] = await stage.page.waitForText(/\d of \d members have .+ on\./)
        return counted
      },
    },
    {
      name: 'Those without it are asked by mail',
      shows: 'page',
      height: 900,
      async run(stage) {
        await stage.page.press(/^Ask the \d members? without it by mail$/)
        const [sent] = await stage.page.waitForText(/\d mails? (was|were) sent\./)
        await readMail(stage, ANNA, 'Please turn on two-factor authentication')
        return sent
      },
    },
  ],
}

export const POLICY: Chapter = {
  name: 'the-clinic-requires-it',
  title: 'The clinic requires it',
  about:
    'A policy for everybody or for roles, with days of grace. Whom it concerns is shown before it is saved; who has not set it up by the deadline does so at the next sign-in.',
  steps: [
    {
      name: 'Change the policy',
      shows: 'page',
      height: 1350,
      async run(stage, cast) {
        const { page } = stage
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/policy/change')
        await page.press('Everyone', { role: 'radio' })
        await page.fill('Days of grace', '14')
        return 'of everyone, after fourteen days'
      },
    },
    {
      name: 'Whom it concerns, before it is saved',
      shows: 'page',
      height: 1050,
      async run({ page }) {
        await page.press('Show whom it concerns')
        const [sentence] = await page.waitForText('Nothing is saved yet.')
        return sentence
      },
    },
    {
      name: 'The policy is in force',
      shows: 'nothing',
      async run({ page }) {
        await page.press('Save the policy')
        const [sentence] = await page.waitForText('The policy is saved. It is in force now.')
        return sentence
      },
    },
    {
      name: 'A sign-in before the deadline',
      shows: 'page',
      async run(stage) {
        await enterPassword(stage, BO)
        const [sentence] = await stage.page.waitForText(
          /It is required of you by Harbour Physio from [^.]+\./,
        )
        return sentence
      },
    },
    {
      name: 'A sign-in after the deadline leads to the set-up',
      shows: 'page',
      async run(stage) {
        const { page } = stage
        await signOut(stage)
        await letTimePass(stage, 15 * DAY)
        await enterPassword(stage, BO)
        const [sentence] = await page.waitForText(
          'Two-factor authentication for your account is required by Harbour Physio.',
        )
        return sentence
      },
    },
    {
      name: 'The same key as text, for a phone',
      shows: 'page',
      height: 900,
      async run(stage) {
        await stage.page.press(stage.words.site.showQr)
        await typeKeyIntoPhone(stage)
        return 'typed into a phone instead of scanned'
      },
    },
    {
      name: 'Set up, and signed in',
      shows: 'nothing',
      run: (stage) => finishSetUp(stage),
    },
    {
      name: 'An exception for one member',
      shows: 'page',
      async run(stage, cast) {
        await signOut(stage)
        await visitDesk(stage, ownerOf(cast), '/clinics/harbour/members/anna/setting')
        await stage.page.press('Required, whatever the policy says', { role: 'radio' })
        return 'as the policy says, required, or exempt'
      },
    },
  ],
}

async function signOutAnywhere(stage: Stage): Promise<void> {
  await stage.page.goto(stage.site.origin)
  await signOut(stage)
}
