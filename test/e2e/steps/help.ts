import { expect } from '@playwright/test'
import { clinicWords } from '../clinic-words.ts'
import { readAudit, readRows } from '../records.ts'
import type { Stage } from '../stage.ts'
import { type Desk, linkIn, phoneCode, readMail, turnOnElsewhere, visitDesk } from './desk.ts'
import { scanAndSave } from './enroll.ts'
import { fillCode } from './fill.ts'
import { enterPassword, finishSetUp, signOut } from './site.ts'
import { letTimePass } from './vault.ts'

const [ANNA, BO] = ['anna@harbour.example', 'bo@harbour.example']
const DAY = 86_400

/** Anna has lost her phone: an admin resets her two-factor authentication, and with a new QR code she is in again. */
export async function tellReset(stage: Stage, desk: Desk): Promise<void> {
  const { page, site } = stage
  const words = clinicWords(stage)
  await turnOnElsewhere(stage, ANNA)
  const [before] = listFactors(stage)
  await visitDesk(stage, desk, '/clinics/harbour/members/anna/reset')
  await page.fill(words.why, 'Lost her phone')
  await page.press(words.reset)
  await page.waitForText(words.resetDone)
  await readMail(stage, ANNA, words.resetSubject)
  expect(readAudit(site.dataDir, 'anna')).toContain('admin.reset')
  const sql = "SELECT actor_id, data FROM countersign_audit WHERE user_id = 'anna' AND type = 'admin.reset'"
  const [row] = readRows(site.dataDir, 'two-factor', sql).toReversed()
  expect([row?.actor_id, row?.data]).toEqual([
    expect.stringMatching(/^(olivia|adam)$/),
    expect.stringContaining('Lost her phone'),
  ])
  expect(readRows(site.dataDir, 'practice', "SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])

  await comeInByMail(stage, ANNA, words.becauseReset)
  const factors = listFactors(stage)
  expect(factors).toHaveLength(1)
  expect(factors).not.toEqual([before])
  await signOut(stage)
}

/** The next sign-in: the password, the mailed code, a new QR code that the extension scans, its first code. */
export async function comeInByMail(stage: Stage, address: string, because: string): Promise<void> {
  const { page, words } = stage
  const { mailedCode, proofSubject, issuer } = clinicWords(stage)
  await enterPassword(stage, address)
  await page.waitFor('field', mailedCode)
  await page.waitForText(because)
  const [code = ''] = /^\d{8}$/m.exec(await readMail(stage, address, proofSubject)) ?? []
  await page.fill(mailedCode, code)
  await page.press(words.site.continue)
  await page.waitForText(because)
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await scanAndSave(stage, issuer)
  await fillCode(stage, address)
  await finishSetUp(stage)
}

function listFactors({ site }: Stage) {
  const sql = "SELECT id FROM countersign_factors WHERE user_id = 'anna' AND state = 'active'"
  return readRows(site.dataDir, 'two-factor', sql)
}

/** Bo asks for account recovery, from the sign-in page to the request. Gives the link that calls it off. */
export async function askForRecovery(stage: Stage, lookAtForm = async () => {}): Promise<string> {
  const { page, site, words } = stage
  const text = clinicWords(stage)
  await page.goto(`${site.origin}/sign-in`)
  await page.press(text.recoveryLink, { role: 'link' })
  await page.waitFor('button', text.sendLink)
  await page.fill(words.site.address, BO)
  await page.press(text.sendLink)
  await page.waitForText(text.linkOnItsWay)
  await page.goto(linkIn(await readMail(stage, BO, text.linkSubject), '/recovery/request'))
  await page.waitFor('field', text.cardDigits)
  await lookAtForm()
  await page.fill(text.cardDigits, '4242')
  await page.fill(text.cardName, 'Bo Hartley')
  await page.press(text.askRecovery)
  await page.waitForText(text.asked)
  return linkIn(await readMail(stage, BO, text.requestedSubject), '/recovery/cancel')
}

/** Bo has lost phone and codes. The whole account recovery: request, review, three business days, three mails, and a new app. */
export async function tellRecovery(stage: Stage, desk: Desk): Promise<void> {
  const { page, site } = stage
  const words = clinicWords(stage)
  await turnOnElsewhere(stage, BO)
  await askForRecovery(stage)
  expect(stateOf(stage)).toBe('requested')

  await visitDesk(stage, desk, '/reviews')
  await page.waitFor('link', words.reviews)
  const path = await page.evaluate<string>('document.querySelector("main a[href^=\\"/reviews/\\"]").pathname')
  await visitDesk(stage, desk, path)
  await page.waitForText('4242')
  await page.fill(words.reason, 'Spoke to her face to face')
  await page.press(words.approve)
  const [, until3 = ''] = await page.waitForText(words.approved)
  expect(await readMail(stage, BO, words.approvedSubject)).toContain(until3)
  expect(stateOf(stage)).toBe('approved')

  const early = await site.mailSubjects(BO)
  expect(early).not.toContain(words.halfWaySubject)
  const waited = await waitForMail(stage, words.halfWaySubject)
  expect(await site.mailSubjects(BO)).not.toContain(words.readySubject)
  linkIn(await readMail(stage, BO, words.halfWaySubject), '/recovery/cancel')
  const rest = await waitForMail(stage, words.readySubject)
  // Three business days are three to six days, by how many of them are of a weekend.
  expect(waited + rest).toBeGreaterThanOrEqual(3)
  expect(waited + rest).toBeLessThanOrEqual(7)

  const ready = await readMail(stage, BO, words.readySubject)
  linkIn(ready, '/recovery/cancel')
  await page.goto(linkIn(ready, '/recovery/complete'))
  await page.press(words.complete)
  await page.waitForText(words.completed)
  await readMail(stage, BO, words.completedSubject)
  expect(stateOf(stage)).toBe('completed')
  await comeInByMail(stage, BO, words.becauseRecovered)
  await signOut(stage)
  const steps = readAudit(site.dataDir, 'bo').filter((type) => String(type).startsWith('account_recovery.'))
  expect(steps.slice(-5)).toEqual(
    ['link_sent', 'requested', 'details_read', 'approved', 'completed'].map(
      (end) => `account_recovery.${end}`,
    ),
  )
  await visitDesk(stage, desk, '/reviews')
  await page.waitForText(words.nothingToReview)
}

/** The owner of a clinic of Bo's, on a computer out of sight, approves what he asks for. */
export async function approveElsewhere(stage: Stage): Promise<void> {
  const sql = "SELECT id FROM countersign_account_recoveries WHERE user_id = 'bo' AND state = 'requested'"
  const [request] = readRows(stage.site.dataDir, 'two-factor', sql)
  const { session, key } = await turnOnElsewhere(stage, 'owner@harbour.example')
  await letTimePass(stage, 30)
  await session.post('/step-up', { code: phoneCode(stage, key), next: '/reviews' })
  await session.get(`/reviews/${request?.id}`)
  await session.post(`/reviews/${request?.id}`, { decision: 'approve', reason: 'Spoke to him' })
}

/** Lets days pass until a mail comes; says how many. */
async function waitForMail(stage: Stage, subject: string): Promise<number> {
  for (let days = 1; days <= 7; days++) {
    await letTimePass(stage, DAY)
    if ((await stage.site.mailSubjects(BO)).includes(subject)) return days
  }
  throw new Error(`No mail "${subject}" came in a week.`)
}

/** The state of Bo's newest request. */
export function stateOf({ site }: Stage): unknown {
  const sql =
    "SELECT state FROM countersign_account_recoveries WHERE user_id = 'bo' ORDER BY created_at DESC LIMIT 1"
  return readRows(site.dataDir, 'two-factor', sql)[0]?.state
}
