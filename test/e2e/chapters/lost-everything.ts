import { clinicWords } from '../clinic-words.ts'
import type { Stage } from '../stage.ts'
import { linkIn, readMail, visitDesk } from '../steps/desk.ts'
import { fillCode } from '../steps/fill.ts'
import { finishSetUp, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { type Chapter, ownerOf } from './chapter.ts'
import { enterMailedCode, scanNewCode } from './help.ts'

const BO = 'bo@harbour.example'
const DAY = 86_400

export const LOST_EVERYTHING: Chapter = {
  name: 'lost-everything',
  title: 'Phone and recovery codes both lost',
  about:
    'A request from the registered address, identity details that a reviewer checks, three business days in which its owner can call it off, and mails at the start, half way and at the end.',
  steps: [
    {
      name: 'Need help?',
      shows: 'page',
      async run(stage) {
        const { page, site, words } = stage
        await signOut(stage)
        await page.goto(`${site.origin}/sign-in`)
        await page.press(clinicWords(stage).recoveryLink, { role: 'link' })
        // The page before has a field of that name too.
        await page.waitFor('button', clinicWords(stage).sendLink)
        await page.fill(words.site.address, BO)
        return 'a link to the registered address, and to no other'
      },
    },
    {
      name: 'Identity details for a reviewer',
      shows: 'page',
      height: 1100,
      async run(stage) {
        const { page } = stage
        const text = clinicWords(stage)
        await page.press(text.sendLink)
        await page.waitForText(text.linkOnItsWay)
        await page.goto(linkIn(await readMail(stage, BO, text.linkSubject), '/recovery/request'))
        await page.fill(text.cardDigits, '4242')
        await page.fill(text.cardName, 'Bo Hartley')
        return 'digits and name of a card, or a student number'
      },
    },
    {
      name: 'Asked for',
      shows: 'page',
      async run(stage, cast) {
        const text = clinicWords(stage)
        await stage.page.press(text.askRecovery)
        const [sentence] = await stage.page.waitForText(text.asked)
        cast.link = linkIn(await readMail(stage, BO, text.requestedSubject), '/recovery/cancel')
        return sentence
      },
    },
    {
      name: 'Any of the mails calls it off',
      shows: 'page',
      async run(stage, cast) {
        await stage.page.goto(cast.link)
        await stage.page.waitFor('button', clinicWords(stage).callOff)
        return 'not pressed here'
      },
    },
    {
      name: 'The queue of the reviewer',
      shows: 'page',
      async run(stage, cast) {
        await visitDesk(stage, ownerOf(cast), '/reviews')
        await stage.page.waitFor('link', clinicWords(stage).reviews)
        return 'one request waits'
      },
    },
    {
      name: 'The review',
      shows: 'page',
      height: 1500,
      async run(stage, cast) {
        const { page } = stage
        const path = await page.evaluate<string>(
          'document.querySelector("main a[href^=\\"/reviews/\\"]").pathname',
        )
        await visitDesk(stage, ownerOf(cast), path)
        await page.waitForText('4242')
        await page.fill(clinicWords(stage).reason, 'Spoke to him face to face')
        return 'details to compare, and a reason'
      },
    },
    {
      name: 'Approved, with a date',
      shows: 'page',
      async run(stage) {
        const text = clinicWords(stage)
        await stage.page.press(text.approve)
        const [sentence] = await stage.page.waitForText(text.approved)
        return sentence
      },
    },
    {
      name: 'The waiting period',
      shows: 'nothing',
      async run(stage) {
        const text = clinicWords(stage)
        const half = await waitForMail(stage, text.halfWaySubject)
        const rest = await waitForMail(stage, text.readySubject)
        return `${half + rest} days with a weekend in them or not, and a mail half way`
      },
    },
    {
      name: 'Complete the recovery',
      shows: 'page',
      async run(stage) {
        const text = clinicWords(stage)
        await stage.page.goto(linkIn(await readMail(stage, BO, text.readySubject), '/recovery/complete'))
        await stage.page.waitFor('button', text.complete)
        return 'by the link of the last mail'
      },
    },
    {
      name: 'The mailed code at the next sign-in',
      shows: 'nothing',
      async run(stage) {
        const text = clinicWords(stage)
        await stage.page.press(text.complete)
        await stage.page.waitForText(text.completed)
        return enterMailedCode(stage, BO)
      },
    },
    {
      name: 'In again, with a new app',
      shows: 'page',
      async run(stage) {
        await scanNewCode(stage)
        await fillCode(stage, BO)
        return finishSetUp(stage)
      },
    },
  ],
}

/** Lets days pass until a mail comes; says how many. */
async function waitForMail(stage: Stage, subject: string): Promise<number> {
  for (let days = 0; days < 8; days++) {
    if ((await stage.site.mailSubjects(BO)).includes(subject)) return days
    await letTimePass(stage, DAY)
  }
  throw new Error(`No mail "${subject}" came in a week.`)
}
