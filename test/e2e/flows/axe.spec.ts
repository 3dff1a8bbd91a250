import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@playwright/test'
import { clinicWords } from '../clinic-words.ts'
import { readRows } from '../records.ts'
import { listPagePaths } from '../site-pages.ts'
import { SITE_PASSWORD } from '../stage.ts'
import { createJudge } from '../steps/axe.ts'
import {
  type Desk,
  linkIn,
  openDesk,
  phoneCode,
  readMail,
  turnOnElsewhere,
  turnOnWithPhone,
  visitDesk,
} from '../steps/desk.ts'
import { askForRecovery } from '../steps/help.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const BO = 'bo@harbour.example'
const WEEK = 7 * 86_400

test.setTimeout(180_000)

const stage = useStage()
const { judge, countJudged } = createJudge(stage)
const reached = new Set<string>()
let paths: string[]
/** Those that lead a stranger to the sign-in. */
let closed: string[]
let olivia: Desk
test.beforeAll(async () => {
  paths = await listPagePaths()
})

test('no page is hard to use for somebody who has not signed in', async () => {
  const { page, site } = stage()
  expect(paths.length).toBeGreaterThan(60)
  closed = await visitAll('visitor', site.origin, {})
  expect(closed.length).toBeGreaterThan(30)

  await page.goto(`${site.origin}/forgotten-password`)
  await page.fill('Email address', ANNA)
  await page.press('Send the link')
  await page.waitForText('a link is on its way to it')
  await page.goto(linkIn(await readMail(stage(), ANNA, 'Your link to a new password'), '/new-password'))
  await judge('visitor', 'a new password')
})

test('no page is hard to use for a practitioner', async () => {
  const { page, site, words } = stage()
  const beside = site.origin.replace('//', '//beside.')
  await page.goto(`${beside}/sign-in`)
  await page.fill(words.site.address, ANNA)
  await page.fill(words.site.password, SITE_PASSWORD)
  await page.press(words.site.signIn)
  await page.waitForText(words.site.greeting)
  await page.goto(`${beside}/settings/two-factor/set-up`)
  await judge('practitioner', 'set-up')
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await judge('practitioner', 'scan')

  const key = await turnOnWithPhone(stage(), site.origin, ANNA)
  // The clinic's own pages are one and the same refusal to her.
  const own = closed.filter((path) => !path.startsWith('/clinics/') || path.endsWith('/members'))
  await visitAll('practitioner', site.origin, { ':id': await factorOf('anna') }, own)
  await letTimePass(stage(), 30)
  await page.goto(`${site.origin}/step-up?next=/settings/two-factor/add-phone`)
  await page.fill(words.site.code, phoneCode(stage(), key))
  await page.press('Go on')
  await page.waitFor('heading', 'Use a phone number')
  const settings = paths.filter((path) => path.startsWith('/settings/two-factor'))
  await visitAll('practitioner with a fresh code', site.origin, { ':id': await factorOf('anna') }, settings)
  await signOut(stage())

  await enterPassword(stage(), ANNA)
  await page.waitFor('heading', words.site.enterCode)
  await judge('second step', 'code')
  await page.goto(`${site.origin}/sign-in/recovery`)
  await judge('second step', 'recovery code')
  await page.fill(words.site.recoveryCode, 'no')
  await page.press(words.site.continue)
  await page.waitForText('A recovery code is 24 letters and digits.')
  await judge('second step', 'with an error')
})

test('no page is hard to use for the owner of a clinic', async () => {
  const { page, site } = stage()
  await turnOnElsewhere(stage(), BO)
  const cancel = await askForRecovery(stage(), () => judge('visitor', 'recovery request'))
  await judge('visitor', 'recovery asked')
  await page.goto(cancel)
  await judge('visitor', 'recovery cancel')

  olivia = await openDesk(stage(), 'owner@harbour.example')
  await visitDesk(stage(), olivia, '/clinics/harbour/members/anna/reset')
  const [request] = readRows(site.dataDir, 'two-factor', 'SELECT id FROM countersign_account_recoveries')
  await visitAll('owner', olivia.origin, { ':id': String(request?.id) }, closed)
  await page.goto(
    `${olivia.origin}/clinics/harbour/policy/preview?who=everyone&grace=7&totp=yes&computers=none`,
  )
  await judge('owner', 'policy preview')
  await page.goto(`${olivia.origin}/clinics/harbour/policy/preview?who=everyone&grace=x`)
  await judge('owner', 'policy with errors')

  const words = clinicWords(stage())
  await visitDesk(stage(), olivia, `/reviews/${request?.id}`)
  await page.fill(words.reason, 'Spoke to him')
  await page.press(words.approve)
  await page.waitForText(words.approved)
})

test('no page is hard to use in a sign-in that leads to a new app', async () => {
  const { page, site, words } = stage()
  await visitDesk(stage(), olivia, '/clinics/harbour/members/anna/reset')
  await page.fill('Why', 'Lost her phone')
  await page.press('Reset')
  await page.waitForText('It was reset')
  await enterPassword(stage(), ANNA)
  await page.waitFor('field', 'Code from the mail')
  await judge('entry', 'mailed code')
  const [code = ''] = /^\d{8}$/m.exec(await readMail(stage(), ANNA, 'Your code for signing in')) ?? []
  await page.fill('Code from the mail', code)
  await page.press(words.site.continue)
  await page.waitFor('button', words.site.showQr)
  await judge('entry', 'set-up')
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await judge('entry', 'scan')
  await page.goto(`${site.origin}/sign-in/set-up/phone`)
  await judge('entry', 'phone')
})

test('no page is hard to use at the end of an account recovery, nor where the site is broken', async () => {
  const { page, site } = stage()
  const words = clinicWords(stage())
  await letTimePass(stage(), WEEK)
  await page.goto(linkIn(await readMail(stage(), BO, words.readySubject), '/recovery/complete'))
  await page.waitFor('button', words.complete)
  await judge('visitor', 'recovery complete')

  const db = new DatabaseSync(join(site.dataDir, 'practice.db'))
  db.exec('ALTER TABLE password_resets RENAME TO password_resets_gone')
  db.close()
  await page.goto(`${site.origin}/new-password?token=any`)
  await page.waitFor('heading', 'Something went wrong on our side')
  await judge('visitor', 'a page that broke')
})

test('every path that the router has was asked for, and led to pages enough', () => {
  expect([...reached].sort()).toEqual([...paths].sort())
  expect(countJudged()).toBeGreaterThan(60)
})

async function factorOf(userId: string): Promise<string> {
  const sql = "SELECT id FROM countersign_factors WHERE user_id = ? AND state = 'active'"
  return String(readRows(stage().site.dataDir, 'two-factor', sql, userId)[0]?.id)
}

/** Asks for every path as one person, and judges what comes. Gives the paths that lead to the sign-in instead. */
async function visitAll(
  who: string,
  origin: string,
  ids: Record<string, string>,
  some = paths,
): Promise<string[]> {
  const { page } = stage()
  const elsewhere: string[] = []
  const example = { ':clinicId': 'harbour', ':userId': 'anna', ...ids }
  for (const path of some) {
    const own = path.startsWith('/notes/') ? { ...example, ':id': 'note-1041' } : example
    const address = Object.entries(own).reduce((made, [name, value]) => made.replace(name, value), path)
    await page.goto(`${origin}${address}`)
    reached.add(path)
    if (path !== '/sign-in' && new URL(await page.url()).pathname === '/sign-in') elsewhere.push(path)
    else await judge(who, path)
  }
  return elsewhere
}
