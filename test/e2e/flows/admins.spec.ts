import { expect, test } from '@playwright/test'
import { signInByApi } from '../api-client.ts'
import { readFactors } from '../own-records.ts'
import { readAudit, readRows } from '../records.ts'
import { linkIn, phoneCode, readMail, turnOnElsewhere } from '../steps/desk.ts'
import { enroll, makeVault } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { comeInByMail } from '../steps/help.ts'
import { readReportFile } from '../steps/report.ts'
import { enterPassword, signOut, wrongCode } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const ADAM = 'admin@harbour.example'
const ANNA = 'anna@harbour.example'
const NELL = 'nell.with-an-address-that-is-longer-than-most@somewhere.example'
const INES = 'admin@northside.example'

const stage = useStage()
let anna: Awaited<ReturnType<typeof turnOnElsewhere>>

test('an admin without practitioner access turns it on at the admin settings', { tag: '@c9' }, async () => {
  const { page, site, words } = stage()
  await makeVault(stage())
  await enterPassword(stage(), ADAM)
  await page.waitForText(words.site.greeting)
  await page.goto(`${site.origin}/settings`)
  await page.waitFor('heading', 'Admin settings')
  await page.waitFor('heading', 'You look after Harbour Physio')
  expect(await page.has('link', 'Notes')).toBe(false)
  await signOut(stage())

  await enroll(stage(), ADAM)
  await readMail(stage(), ADAM, words.site.enabledSubject)
  expect(readAudit(site.dataDir, 'adam')).toContain('two_factor.enabled')
  const sql = "SELECT state FROM countersign_factors WHERE user_id = 'adam'"
  expect(readRows(site.dataDir, 'two-factor', sql)).toEqual([{ state: 'active' }])
})

test('the report says who has it on, on the page and as CSV', { tag: '@c14' }, async () => {
  const { page, site } = stage()
  await page.goto(`${site.origin}/clinics/harbour/report`)
  await page.waitForText('1 of 4 members have two-factor authentication on.')
  await page.waitForText(/Adam Reyes\s+admin@harbour\.example\s+Authenticator app/)
  await page.waitForText(/Bo Hartley\s+bo@harbour\.example\s+Off/)
  await page.waitFor('link', 'Download as CSV')
  // What the report promises shows on a phone too: in its own box at most, never by a page that scrolls sideways.
  await page.resize(320, 640)
  await expectNoWiderThan(320)
  await page.waitForText(/Bo Hartley\s+bo@harbour\.example\s+Off/)
  await page.resize(1280, 800)

  await letTimePass(stage(), 30)
  const lines = (await readReportFile(stage(), ADAM)).trim().split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines.filter((line) => line.includes(ADAM))).toEqual([expect.stringContaining('totp')])
  expect(lines.filter((line) => line.includes('totp'))).toHaveLength(1)
  // Reading leaves the sign-in of who read it, and nothing about whom it is of.
  expect(readAudit(site.dataDir, 'adam').at(-1)).toBe('login.verified')
  expect(readAudit(site.dataDir, 'bo')).toEqual([])
  const active = "SELECT user_id, type FROM countersign_factors WHERE state = 'active'"
  expect(readRows(stage().site.dataDir, 'two-factor', active)).toEqual([{ user_id: 'adam', type: 'totp' }])
})

test('members without it are asked by mail to turn it on, once a day', { tag: '@c20' }, async () => {
  const { page, site } = stage()
  await page.press('Ask the 3 members without it by mail')
  await page.waitForText('3 mails were sent.')
  const mail = await readMail(stage(), ANNA, 'Please turn on two-factor authentication')
  expect(mail).toContain('Adam Reyes of Harbour Physio asks you')
  expect(mail).toContain('/settings/two-factor')
  expect(await site.mailSubjects(ADAM)).not.toContain('Please turn on two-factor authentication')
  const asked = readRows(site.dataDir, 'practice', 'SELECT user_id FROM nudges ORDER BY user_id')
  expect(asked.map((row) => row.user_id)).toEqual(['anna', 'bo', 'olivia'])
  // To be asked changes nothing about the way in.
  for (const { user_id } of asked) expect(readAudit(site.dataDir, String(user_id))).toEqual([])

  await page.press('Ask the 3 members without it by mail')
  await page.waitForText('No mail was sent: whoever could be asked was asked within a day.')
  expect(await site.mailSubjects(ANNA)).toEqual(['Please turn on two-factor authentication'])
})

test('an admin takes practitioner access away, from a session that is open too, and gives it back', {
  tag: '@c9',
}, async () => {
  const { page, site } = stage()
  anna = await turnOnElsewhere(stage(), ANNA)
  expect(await anna.session.get('/notes')).toContain('Margaret Ellison')
  const access = "SELECT practitioner FROM memberships WHERE user_id = 'anna'"
  await page.goto(`${site.origin}/clinics/harbour/members/anna`)
  await page.press('Take practitioner access away', { role: 'link' })
  await page.waitFor('heading', 'Show that it is you')
  await letTimePass(stage(), 30)
  await fillCode(stage(), ADAM)
  await page.press('Go on')
  await page.fill('Why', 'Is on leave')
  await page.press('Take access away')
  await page.waitForText('They have no practitioner access any more, and were told by mail.')
  expect(readRows(site.dataDir, 'practice', access)).toEqual([{ practitioner: 0 }])
  await expect(anna.session.get('/notes')).rejects.toThrow('answers 403')
  expect(
    await readMail(stage(), ANNA, 'You have no practitioner access to Harbour Physio any more'),
  ).toContain('Adam Reyes took')
  expect(readAudit(site.dataDir, 'anna')).toContain('site.practitioner_taken')

  await page.press('Give practitioner access', { role: 'link' })
  await page.fill('Why', 'Is back')
  await page.press('Give access')
  await page.waitForText('They have practitioner access now, and were told by mail.')
  expect(readRows(site.dataDir, 'practice', access)).toEqual([{ practitioner: 1 }])
  expect(await anna.session.get('/notes')).toContain('Margaret Ellison')
  await page.goto(`${site.origin}/clinics/harbour/record?kind=access`)
  await page.waitForText(/Anna Lindqvist\s+Was given practitioner access\s+by Adam Reyes, “Is back”/)
})

test('an admin ends a pause, invites somebody and lets a member in once: she sets up anew, and what is required of her stays as it was', {
  tag: ['@c11', '@c12'],
}, async () => {
  const { page, site } = stage()
  const base = '/clinics/harbour/members/anna'
  const [left] = readFactors(site, 'anna')
  await page.goto(`${site.origin}${base}/setting`)
  await page.press('Required, whatever the policy says', { role: 'radio' })
  await page.press('Save')
  await page.waitForText('Saved. It holds from now on, and they were told by mail.')
  await readMail(stage(), ANNA, 'What is required of you has changed')
  const setting = readSetting(site.dataDir)
  expect(setting).toEqual([{ data: expect.stringContaining('required') }])

  const wrong = wrongCode(phoneCode(stage(), anna.key))
  for (let tries = 0; tries < 10; tries++) await signInByApi(site, ANNA, wrong)
  expect(readAudit(site.dataDir, 'anna')).toContain('factor_step.paused')
  await page.goto(`${site.origin}${base}/end-pause`)
  await page.fill('Why', 'She called from her desk')
  await page.press('End the pause')
  await page.waitForText('The pause was ended, and they were told by mail.')
  await readMail(stage(), ANNA, 'You can enter codes again')
  expect(readAudit(site.dataDir, 'anna')).toContain('admin.pause_ended')

  await page.goto(`${site.origin}/clinics/harbour/invite`)
  await page.fill(stage().words.site.address, NELL)
  await page.fill('Name', 'Nell Ferry')
  await page.press('Practitioner', { role: 'radio' })
  await page.press('Send the invitation')
  await page.waitForText('The invitation is on its way.')
  linkIn(await readMail(stage(), NELL, 'You are invited to Harbour Physio'), '/invitation')
  const invited = 'SELECT address, role, invited_by FROM invitations'
  expect(readRows(site.dataDir, 'practice', invited)).toEqual([
    { address: NELL, role: 'practitioner', invited_by: 'adam' },
  ])
  // However narrow the window is, a long address makes no page wider than it.
  await page.resize(320, 640)
  await expectNoWiderThan(320)
  await page.resize(1280, 800)

  await page.goto(`${site.origin}${base}/allow-once`)
  await page.fill('Why', 'Left her phone at home')
  await page.press('Let in once')
  await page.waitForText(/They can sign in once until .+, and they were told by mail\./)
  await readMail(stage(), ANNA, 'You can sign in once without your app or phone')
  await signOut(stage())
  await comeInByMail(stage(), ANNA, 'An admin has allowed you to sign in once without your app or phone.')
  expect(readAudit(site.dataDir, 'anna')).toEqual(
    expect.arrayContaining(['policy.user_changed', 'admin.allowed_once']),
  )
  expect(readSetting(site.dataDir)).toEqual(setting)
  const factors = readFactors(site, 'anna')
  expect(factors).toHaveLength(1)
  expect(factors).not.toEqual([left])
  await signOut(stage())

  // Once: the next sign-in asks for a code of the new app.
  await enterPassword(stage(), ANNA)
  await page.waitFor('heading', stage().words.site.enterCode)
})

test('who is an admin and a practitioner has the practitioner’s settings', { tag: '@c9' }, async () => {
  const { page, site, words } = stage()
  await enterPassword(stage(), INES)
  await page.waitForText(words.site.greeting)
  await page.waitFor('link', 'Notes')
  await page.goto(`${site.origin}/settings`)
  await page.waitFor('heading', 'Settings')
  expect(await page.has('heading', 'Admin settings')).toBe(false)
  const roles = "SELECT role, practitioner FROM memberships WHERE user_id = 'ines'"
  expect(readRows(site.dataDir, 'practice', roles)).toEqual([{ role: 'admin', practitioner: 1 }])
})

async function expectNoWiderThan(width: number): Promise<void> {
  expect(await stage().page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
    width,
  )
}

function readSetting(folder: string) {
  return readRows(folder, 'two-factor', "SELECT data FROM countersign_policies WHERE user_id = 'anna'")
}
