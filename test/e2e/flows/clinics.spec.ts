import { expect, test } from '@playwright/test'
import { readEntries, readFactors, readSessions } from '../own-records.ts'
import { readAudit, readRows } from '../records.ts'
import { type Desk, openDesk, readMail, visitDesk } from '../steps/desk.ts'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { enterPassword, finishSetUp, signOut } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ANNA = 'anna@harbour.example'
const BO = 'bo@harbour.example'

const stage = useStage()
let olivia: Desk

test('an owner exempts one member', { tag: '@c11' }, async () => {
  const { page, site } = stage()
  await makeVault(stage())
  olivia = await openDesk(stage(), 'owner@harbour.example')
  await visitDesk(stage(), olivia, '/clinics/harbour/members/anna/setting')
  await page.press('Not required, whatever the policy says', { role: 'radio' })
  await page.press('Save')
  await page.waitForText('Saved. It holds from now on, and they were told by mail.')
  expect(await readMail(stage(), ANNA, 'What is required of you has changed')).toContain(
    'Harbour Physio does not require it of you.',
  )
  expect(readAudit(site.dataDir, 'anna')).toEqual(['policy.user_changed'])
  const set = "SELECT data FROM countersign_policies WHERE user_id = 'anna'"
  expect(readRows(site.dataDir, 'two-factor', set)).toEqual([{ data: expect.stringContaining('exempt') }])
})

test('the policy shows whom it concerns before it is saved', { tag: '@c11' }, async () => {
  const { page, site } = stage()
  await visitDesk(stage(), olivia, '/clinics/harbour/policy/change')
  await page.press('Everyone', { role: 'radio' })
  await page.fill('Days of grace', '0')
  await page.press('Show whom it concerns')
  await page.waitForText('Nothing is saved yet.')
  const preview = (await page.text()).replace(/\s+/g, ' ')
  expect(preview).toContain('Bo Hartley Optional Required')
  expect(preview).not.toContain('Anna Lindqvist')
  const saved = "SELECT data FROM countersign_policies WHERE organization_id = 'harbour' AND user_id IS NULL"
  expect(readRows(site.dataDir, 'two-factor', saved)).toEqual([])

  await page.press('Save the policy')
  await page.waitForText('The policy is saved. It is in force now.')
  expect(readRows(site.dataDir, 'two-factor', saved)).toEqual([
    { data: expect.stringContaining('"default":"required"') },
  ])
  expect(readAudit(site.dataDir, 'olivia')).toContain('policy.organization_changed')
})

test('who is exempt signs in with the password alone', { tag: '@c11' }, async () => {
  const { page, site, words } = stage()
  await enterPassword(stage(), ANNA)
  await page.waitForText(words.site.greeting)
  expect(readSessions(site, 'anna')).toEqual([{ channel: 'browser', factor: false }])
  await signOut(stage())
})

test('who belongs to a second clinic, which requires nothing, has to set it up all the same', {
  tag: ['@c11', '@c15'],
}, async () => {
  const { page, site, words } = stage()
  await enterPassword(stage(), BO)
  await page.waitForText('Two-factor authentication for your account is required by Harbour Physio.')
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await scanAndSave(stage(), 'Harbour Practice')
  await fillCode(stage())
  await finishSetUp(stage())
  expect(readAudit(site.dataDir, 'bo')).toContain('two_factor.enabled')
  expect(readFactors(site, 'bo')).toHaveLength(1)
  await readMail(stage(), BO, words.site.enabledSubject)
})

test('one login opens several clinics, one at a time', { tag: '@c15' }, async () => {
  const { page, site } = stage()
  await page.goto(`${site.origin}/notes`)
  await page.waitForText('Margaret Ellison')
  // A list that the browser draws is out of reach of the mouse here.
  await page.evaluate('void (document.querySelector("select[name=clinic]").value = "northside")')
  await page.press('Switch')
  // Going elsewhere before the answer has led home would interrupt it.
  await expect.poll(() => page.url()).toBe(`${site.origin}/`)
  const chosen = "SELECT clinic_id FROM sessions WHERE user_id = 'bo'"
  await expect.poll(() => readRows(site.dataDir, 'practice', chosen)).toEqual([{ clinic_id: 'northside' }])
  await page.goto(`${site.origin}/notes`)
  await page.waitFor('heading', 'Client notes')
  expect(await page.text()).not.toContain('Margaret Ellison')
  await page.goto(`${site.origin}/clinics/northside/members`)
  await page.waitForText('This page is not here')
  await page.goto(site.origin)
  await signOut(stage())
})

test('where two clinics differ the stricter one holds', { tag: '@c15' }, async () => {
  const { page, site, words } = stage()
  await enterPassword(stage(), BO)
  await page.waitFor('checkbox', 'Trust this computer')

  const nadia = await openDesk(stage(), 'owner@northside.example')
  await visitDesk(stage(), nadia, '/clinics/northside/policy/change')
  await page.press('For nobody', { role: 'radio' })
  await page.press('Nobody has to', { role: 'radio' })
  await page.press('Show whom it concerns')
  await page.waitForText(/Bo Hartley/)
  await page.press('Save the policy')
  await page.waitForText('The policy is saved. It is in force now.')
  expect(readAudit(site.dataDir, 'nadia')).toContain('policy.organization_changed')
  const clinics = 'SELECT organization_id FROM countersign_policies WHERE user_id IS NULL ORDER BY 1'
  expect(readRows(site.dataDir, 'two-factor', clinics).map((row) => row.organization_id)).toEqual([
    'harbour',
    'northside',
  ])

  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  expect(await page.has('checkbox', 'Trust this computer')).toBe(false)
  await letTimePass(stage(), 30)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
  expect(readEntries(site, 'bo')[0]).toMatchObject({ type: 'login.verified', data: { method: 'totp' } })
  expect(readSessions(site, 'bo')).toContainEqual({ channel: 'browser', factor: true })
})
