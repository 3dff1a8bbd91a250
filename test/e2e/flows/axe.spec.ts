import { expect, test } from '@playwright/test'
import axe from 'axe-core'
import { readRows } from '../records.ts'
import { listPagePaths } from '../site-pages.ts'
import { SITE_PASSWORD } from '../stage.ts'
import {
  type Desk,
  linkIn,
  openDesk,
  phoneCode,
  readMail,
  turnOnWithPhone,
  visitDesk,
} from '../steps/desk.ts'
import { askForRecovery } from '../steps/help.ts'
import { enterPassword, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const BO = 'bo@harbour.example'

test.setTimeout(180_000)

const stage = useStage()
const judged = new Set<string>()
const reached = new Set<string>()
let paths: string[]
let olivia: Desk
test.beforeAll(async () => {
  paths = await listPagePaths()
})

test('no page is hard to use for somebody who has not signed in', async () => {
  const { page, site } = stage()
  expect(paths.length).toBeGreaterThan(60)
  await visitAll('visitor', site.origin, {})

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
  await visitAll('practitioner', site.origin, { ':id': await factorOf('anna') })
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
  await turnOnWithPhone(stage(), site.origin.replace('//', '//bo.'), BO)
  const cancel = await askForRecovery(stage())
  await judge('visitor', 'recovery asked')
  await page.goto(cancel)
  await judge('visitor', 'recovery cancel')

  olivia = await openDesk(stage(), 'owner@harbour.example')
  await visitDesk(stage(), olivia, '/clinics/harbour/members/anna/reset')
  const [request] = readRows(site.dataDir, 'two-factor', 'SELECT id FROM countersign_account_recoveries')
  await visitAll('owner', olivia.origin, { ':id': String(request?.id) })
  await page.goto(
    `${olivia.origin}/clinics/harbour/policy/preview?who=everyone&grace=7&totp=yes&computers=none`,
  )
  await judge('owner', 'policy preview')
  await page.goto(`${olivia.origin}/clinics/harbour/policy/preview?who=everyone&grace=x`)
  await judge('owner', 'policy with errors')
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

test('every path that the router has was asked for, and led to pages enough', () => {
  expect([...reached].sort()).toEqual([...paths].sort())
  expect(judged.size).toBeGreaterThan(60)
})

async function factorOf(userId: string): Promise<string> {
  const sql = "SELECT id FROM countersign_factors WHERE user_id = ? AND state = 'active'"
  return String(readRows(stage().site.dataDir, 'two-factor', sql, userId)[0]?.id)
}

/** Asks for every path as one person, and judges what comes. */
async function visitAll(
  who: string,
  origin: string,
  ids: Record<string, string>,
  some = paths,
): Promise<void> {
  const { page } = stage()
  const example = { ':clinicId': 'harbour', ':userId': 'anna', ...ids }
  for (const path of some) {
    const own = path.startsWith('/notes/') ? { ...example, ':id': 'note-1041' } : example
    const address = Object.entries(own).reduce((made, [name, value]) => made.replace(name, value), path)
    await page.goto(`${origin}${address}`)
    reached.add(path)
    await judge(who, path)
  }
}

/** Fails when axe finds anything wrong with the page, in the light or in the dark; a page that was judged already is left. */
async function judge(who: string, what: string): Promise<void> {
  const { driver, page } = stage()
  const text = await page.text()
  const { pathname } = new URL(await page.url())
  const known = `${pathname} ${text}`
  if (judged.has(known)) return
  judged.add(known)
  await page.evaluate(`${axe.source};true`)
  const wrong = []
  for (const scheme of ['light', 'dark'] as const) {
    await driver.colorScheme(scheme)
    const rules = scheme === 'dark' ? ", runOnly: ['color-contrast']" : ''
    wrong.push(
      ...(await page.evaluate<
        string[]
      >(`axe.run(document, { resultTypes: ['violations']${rules} }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ' (${scheme}): ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`)),
    )
  }
  expect.soft(wrong, `${who}, ${what}, at ${pathname}`).toEqual([])
}
