import { expect, test } from '@playwright/test'
import { decodeBase32, generateTotp } from 'countersign/otp'
import { callApi, passPassword, runCommandLine, signInByApi } from '../api-client.ts'
import { until } from '../driver/wait.ts'
import { countRecoveryCodes, isOnDisk, readEntries, readFactors, readSessions } from '../own-records.ts'
import { readRows } from '../records.ts'
import { SITE_PASSWORD, type Stage } from '../stage.ts'
import { enroll, makeVault, scanAndSave } from '../steps/enroll.ts'
import { fillCode, readCode } from '../steps/fill.ts'
import { enterPassword, readRecoveryCodes, signOut } from '../steps/site.ts'
import { closePopup, letTimePass, openAccounts } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const BO = 'bo@harbour.example'
const IN_BROWSER = 'In the browser'
const NEW_PASSWORD = 'seven slow ferries at dusk'

const stage = useStage()
const DOWNLOAD = '(({ href, download }) => [href, download])(document.querySelector("a[download]"))'
/** The key that Bo typed into the phone, and the codes on the sheet of paper. */
let phoneKey = ''
let recoveryCodes: string[] = []
/** What Bo's password is by now. */
let password = SITE_PASSWORD

test(
  'three apps are suggested before the key is shown; typed into a phone, its first code turns it on',
  {
    tag: ['@c1', '@c2', '@c3', '@c4'],
  },
  () => turnOnByPhone(stage()),
)

test('a new app takes over from the phone, which works until the first code of the new one', {
  tag: ['@c4', '@c13'],
}, async () => {
  if (readFactors(stage().site, 'bo').length === 0) await turnOnByPhone(stage())
  await moveToExtension(stage())
})

test('a trusted computer is not asked for a code, another one is; when the trust is ended it is asked again', {
  tag: ['@c4', '@c6', '@c8'],
}, async () => {
  const { page, site, words } = stage()
  await withExtension(stage())
  await signOut(stage())
  await letTimePass(stage(), 30)
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  await page.check('Trust this computer')
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
  expect(types(stage())).toContain('trusted_device.added')
  expect(await site.mailSubjects(BO)).toContain('A computer is trusted now')
  const trusted = 'SELECT user_id FROM countersign_trusted_devices'
  expect(readRows(site.dataDir, 'two-factor', trusted)).toEqual([{ user_id: 'bo' }])

  await signOut(stage())
  await enterPassword(stage(), BO)
  await page.waitForText(words.site.greeting)
  expect(types(stage())[0]).toBe('login.trusted_device')
  expect((await passPassword(site, BO)).body).toMatchObject({ status: 'challenge' })

  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.waitForText('1 computer is not asked for a code.')
  await page.press('See the trusted computers', { role: 'link' })
  await page.press(/^Stop trusting (Chrome|Firefox) on /)
  await page.waitForText('That computer is asked for a code at its next sign-in.')
  expect(readRows(site.dataDir, 'two-factor', trusted)).toEqual([])
  expect(types(stage())).toContain('trusted_device.revoked')
  await signOut(stage())
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
})

test('a program signs in with a code from the extension, once, and reads the notes without any cookie', {
  tag: '@c16',
}, async () => {
  const { site } = stage()
  await withExtension(stage())
  const mails = await site.mailSubjects(BO)
  const begun = await passPassword(site, BO)
  expect(begun).toMatchObject({ status: 200, cookies: [], body: { status: 'challenge' } })
  const challenge = String(begun.body.challenge)
  expect(await callApi(site, 'GET', '/notes', { token: challenge })).toMatchObject({ status: 401 })

  const code = await nextCode(stage())
  const signedIn = await callApi(site, 'POST', '/sessions/verify', {
    body: { challenge, method: 'totp', code },
  })
  expect(signedIn).toMatchObject({ status: 201, cookies: [], body: { status: 'complete' } })
  const token = String(signedIn.body.token)
  const read = await callApi(site, 'GET', '/notes', { token })
  expect(read).toMatchObject({ status: 200, cookies: [] })
  expect(read.body.notes).not.toEqual([])
  expect(readSessions(site, 'bo')).toContainEqual({ channel: 'api', factor: true })
  expect(await site.mailSubjects(BO)).toEqual(mails)
  expect(await signInByApi(site, BO, code)).toMatchObject({
    status: 422,
    body: { code: 'code_already_used' },
  })
  expect(readEntries(site, 'bo')).toContainEqual(
    expect.objectContaining({
      type: 'login.verified',
      data: expect.objectContaining({ method: 'totp' }),
    }),
  )
  expect(await callApi(site, 'DELETE', '/sessions/current', { token })).toMatchObject({ status: 204 })
  expect(await callApi(site, 'GET', '/notes', { token })).toMatchObject({ status: 401 })
})

test('the client for the command line asks for the password and the code, prints the notes, and signs out', {
  tag: '@c16',
}, async () => {
  const { site } = stage()
  await withExtension(stage())
  const before = readSessions(site, 'bo')
  const signIns = types(stage()).filter((type) => type === 'login.verified').length
  const { exitCode, printed } = await runCommandLine(site, BO, [SITE_PASSWORD, await nextCode(stage())])
  expect(printed).toMatch(/^\d{4}-\d\d-\d\d {2}\S/)
  expect(exitCode).toBe(0)
  expect(types(stage()).filter((type) => type === 'login.verified')).toHaveLength(signIns + 1)
  expect(readSessions(site, 'bo')).toEqual(before)
})

test('a forgotten password: the mailed link asks for the code, and only after it for a new password', {
  tag: '@c17',
}, async () => {
  const { page, site, words } = stage()
  await withExtension(stage())
  await leave(stage())
  await page.press('Forgot your password?', { role: 'link' })
  await page.waitFor('button', 'Send the link')
  await page.fill(words.site.address, BO)
  await page.press('Send the link')
  await page.waitForText('a link is on its way to it')
  const [mail] = await site.mails(BO)
  expect(mail?.subject).toBe('Your link to a new password')
  const [link = ''] = /http\S+\/new-password\?token=\S+/.exec(mail?.body ?? '') ?? []
  const before = passwordHash(stage())

  await page.goto(link)
  await page.waitFor('heading', 'Enter a code before you choose a password')
  await page.goto(`${site.origin}/new-password`)
  await page.waitFor('heading', 'Enter a code before you choose a password')
  expect(await page.has('field', 'New password')).toBe(false)
  await letTimePass(stage(), 30)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitFor('heading', 'Choose a new password')
  expect(passwordHash(stage())).toBe(before)
  await page.fill('New password', 'short')
  await page.press('Store the password')
  await page.waitForText('A password has at least 8 characters.')
  expect(await page.value('New password')).toBe('')
  await page.fill('New password', NEW_PASSWORD)
  await page.press('Store the password')
  await page.waitForText('Your password was changed, and you were signed out everywhere.')
  await page.waitFor('button', words.site.signIn)

  password = NEW_PASSWORD
  expect(passwordHash(stage())).not.toBe(before)
  expect(types(stage())).toEqual(
    expect.arrayContaining(['password_reset.verified', 'password_reset.permitted']),
  )
  expect((await site.mails(BO))[0]?.subject).toBe('Your password was changed')
  expect(readRows(site.dataDir, 'practice', "SELECT id FROM sessions WHERE user_id = 'bo'")).toEqual([])
  await page.goto(link)
  await page.waitFor('heading', 'This link no longer works')
  expect((await passPassword(site, BO)).body).toMatchObject({ code: 'wrong_credentials' })
})

test('behind “Need help?” a recovery code lets in once, and the next one after it; it is told by mail', {
  tag: ['@c3', '@c4', '@c6'],
}, async () => {
  const { page, site, words } = stage()
  await withExtension(stage())
  const [code = '', next = ''] = recoveryCodes
  await enterOwnPassword(stage())
  await page.press(words.site.needHelp, { role: 'link' })
  await page.waitFor('heading', words.site.recoveryHeading)
  expect(await page.has('field', 'Trust this computer')).toBe(false)
  await page.fill(words.site.recoveryCode, code)
  await page.press(words.site.continue)
  await page.waitForText(words.site.usedRecovery)
  expect(countRecoveryCodes(site, 'bo')).toEqual({ all: 10, used: 1 })
  expect(types(stage())).toContain('recovery_code.used')
  expect((await site.mails(BO))[0]?.subject).toBe(words.site.recoverySubject)

  await enterOwnPassword(stage())
  await page.press(words.site.needHelp, { role: 'link' })
  await page.fill(words.site.recoveryCode, code)
  await page.press(words.site.continue)
  await page.waitForText(words.site.recoveryUsedUp)
  expect(await page.value(words.site.recoveryCode)).toBe('')
  await page.fill(words.site.recoveryCode, next.toLowerCase().replaceAll('-', ' '))
  await page.press(words.site.continue)
  await page.waitForText('You have 8 left.')
  expect(countRecoveryCodes(site, 'bo')).toEqual({ all: 10, used: 2 })
})

test('new recovery codes take the place of the old ones, after a fresh code', {
  tag: ['@c3', '@c4'],
}, async () => {
  const { page, site, words } = stage()
  await withExtension(stage())
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.press('Make new recovery codes', { role: 'link' })
  await page.waitFor('heading', 'Show that it is you')
  await letTimePass(stage(), 30)
  await fillCode(stage())
  await page.press('Go on')
  await page.waitFor('heading', 'Make new recovery codes')
  await page.press('Make new recovery codes')
  await page.waitForText('These are your new recovery codes. The old ones no longer work.')
  const made = await readRecoveryCodes(stage())
  expect(new Set([...made, ...recoveryCodes]).size).toBe(20)
  expect((await site.mails(BO))[0]?.subject).toBe('New recovery codes were made')
  expect(types(stage())).toContain('recovery_codes.regenerated')
  expect(countRecoveryCodes(site, 'bo')).toEqual({ all: 10, used: 0 })
  await page.check(words.site.codesSaved)
  await page.press(words.site.done)
  await page.waitForText('Your new recovery codes are saved.')

  await enterOwnPassword(stage())
  await page.press(words.site.needHelp, { role: 'link' })
  await page.fill(words.site.recoveryCode, recoveryCodes[2] ?? '')
  await page.press(words.site.continue)
  await page.waitForText(/That recovery code (is wrong|has already been used)/)
  await page.fill(words.site.recoveryCode, made[0] ?? '')
  await page.press(words.site.continue)
  await page.waitForText(words.site.usedRecovery)
})

const types = ({ site }: Stage) => readEntries(site, 'bo').map(({ type }) => type)

/** Each of these can be told by itself: then the extension is set up first. */
async function withExtension(stage: Stage): Promise<void> {
  const [factor] = readFactors(stage.site, 'bo')
  if (factor?.label === IN_BROWSER || stage.notebook.recoveryCodes.length > 0) return
  if (factor) return moveToExtension(stage)
  await makeVault(stage)
  await enroll(stage, BO)
  recoveryCodes = stage.notebook.recoveryCodes
}

/** *New phone?*: the extension in the place of the phone. */
async function moveToExtension(stage: Stage): Promise<void> {
  const { page, site, words } = stage
  const [old] = readFactors(site, 'bo')
  await page.press('Change Authenticator app', { role: 'link' })
  await page.waitForText('New phone?')
  await page.press('Move to a new app', { role: 'link' })
  await page.waitFor('heading', 'Show that it is you')
  await letTimePass(stage, 30)
  await page.fill(words.site.code, phoneCode(stage))
  await page.press('Go on')
  await page.waitFor('heading', 'Move to a new authenticator app')
  await page.fill('Name', IN_BROWSER)
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  await makeVault(stage)
  await scanAndSave(stage, 'Harbour Practice')

  await letTimePass(stage, 30)
  expect(await signInByApi(site, BO, phoneCode(stage))).toMatchObject({ status: 201 })
  expect(readFactors(site, 'bo')).toEqual([old])
  await fillCode(stage)
  await page.press('Use this app')
  await page.waitForText('The new one has taken the place of the old one, which no longer works.')
  await page.waitFor('heading', IN_BROWSER)

  expect(readFactors(site, 'bo')).toEqual([expect.objectContaining({ label: IN_BROWSER })])
  await letTimePass(stage, 30)
  const refused = await signInByApi(site, BO, phoneCode(stage))
  expect(refused).toMatchObject({ status: 422, body: { code: 'code_invalid' } })
  expect(types(stage)).toContain('factor.replaced')
  expect(await site.mailSubjects(BO)).toContain('Your authenticator app was replaced')
}

/** All of the set-up, with the key typed into a phone, and the codes saved. */
async function turnOnByPhone(stage: Stage): Promise<void> {
  const { page, site, words } = stage
  await enterPassword(stage, BO)
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.press(words.site.setUp, { role: 'link' })
  await page.waitForText(/Countersign\n[\s\S]*Google Authenticator\n[\s\S]*Microsoft Authenticator\n/)
  expect(await page.evaluate('document.querySelectorAll("main img, #key").length')).toBe(0)
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
  phoneKey = await page.evaluate('document.getElementById("key").textContent')
  expect(phoneKey).toMatch(/^[A-Z2-7]{32}$/)
  await page.fill(words.site.code, phoneCode(stage))
  expect(readFactors(site, 'bo')).toEqual([])
  await page.press(words.site.turnOn)
  await page.waitForText(words.site.turnedOn)

  expect(readFactors(site, 'bo')).toHaveLength(1)
  expect(isOnDisk(site, phoneKey)).toBe(false)
  expect(types(stage)).toContain('two_factor.enabled')
  const [mail] = await site.mails(BO)
  expect(mail?.subject).toBe(words.site.enabledSubject)
  expect(mail?.body).not.toContain(phoneKey)

  recoveryCodes = await readRecoveryCodes(stage)
  expect(recoveryCodes).toHaveLength(10)
  await page.waitFor('button', 'Print')
  expect(await page.evaluate(DOWNLOAD)).toEqual([
    `${site.origin}/settings/two-factor/recovery-codes/download`,
    'harbour-practice-recovery-codes.txt',
  ])
  await page.check(words.site.codesSaved)
  await page.press(words.site.done)
  await page.waitForText(words.site.savedNotice)
  await page.waitForText('10 of them are left.')
  await page.goto(`${site.origin}/settings/two-factor/recovery-codes`)
  expect(await readRecoveryCodes(stage)).toEqual([])
  for (const code of recoveryCodes) {
    expect(isOnDisk(site, code)).toBe(false)
    expect(isOnDisk(site, code.replaceAll('-', ''))).toBe(false)
  }
}

/** What the phone shows now, by the site's clock. */
function phoneCode({ siteAheadSeconds }: Stage): string {
  const secret = decodeBase32(phoneKey)
  if (!secret) throw new Error('The key was not read off the page.')
  const key = { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const
  return generateTotp(key, Date.now() + siteAheadSeconds * 1000)
}

/** A code of the extension that nobody has used yet. */
async function nextCode(stage: Stage): Promise<string> {
  await letTimePass(stage, 30)
  await openAccounts(stage)
  const code = await readCode(stage)
  await closePopup(stage)
  return code
}

function passwordHash({ site }: Stage): unknown {
  const [row] = readRows(site.dataDir, 'practice', "SELECT password_hash FROM users WHERE id = 'bo'")
  return row?.password_hash
}

/** To the sign-in page, signed out. */
async function leave(stage: Stage): Promise<void> {
  const { page, site, words } = stage
  await page.goto(site.origin)
  const isIn = await until(
    async () => {
      if (await page.has('button', words.site.signIn)) return false
      return (await page.has('button', words.site.signOut)) || null
    },
    () => 'neither signed in nor signed out',
  )
  if (isIn) await signOut(stage)
}

async function enterOwnPassword(stage: Stage): Promise<void> {
  const { page, words } = stage
  await leave(stage)
  await page.fill(words.site.address, BO)
  await page.fill(words.site.password, password)
  await page.press(words.site.signIn)
  await page.waitFor('heading', words.site.enterCode)
}
