import { expect, test } from '@playwright/test'
import { clinicWords } from '../clinic-words.ts'
import { readAudit } from '../records.ts'
import { type Desk, openDesk, readMail } from '../steps/desk.ts'
import { makeVault } from '../steps/enroll.ts'
import { askForRecovery, stateOf, tellRecovery, tellReset } from '../steps/help.ts'
import { useStage } from '../use-stage.ts'

const BO = 'bo@harbour.example'

const stage = useStage()
let desk: Desk

test('an admin resets a member, who scans a new QR code at the next sign-in', { tag: '@c10' }, async () => {
  await makeVault(stage())
  desk = await openDesk(stage(), 'owner@harbour.example')
  await tellReset(stage(), desk)
})

test('who has lost everything is let in after a review, three business days and a new QR code', {
  tag: '@c18',
}, async () => {
  await tellRecovery(stage(), desk)
})

test('any of the mails calls an account recovery off', { tag: '@c18' }, async () => {
  const { page, site } = stage()
  const words = clinicWords(stage())
  await page.goto(await askForRecovery(stage()))
  await page.press(words.callOff)
  await page.waitForText(words.calledOff)
  await readMail(stage(), BO, words.calledOffSubject)
  expect(stateOf(stage())).toBe('cancelled')
  expect(readAudit(site.dataDir, 'bo').at(-1)).toBe('account_recovery.cancelled')
})
