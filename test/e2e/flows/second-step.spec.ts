import { expect, test } from '@playwright/test'
import { readEntries, readFailures, readSessions } from '../own-records.ts'
import type { Stage } from '../stage.ts'
import { readMail } from '../steps/desk.ts'
import { enroll, makeVault } from '../steps/enroll.ts'
import { fillCode } from '../steps/fill.ts'
import { enterCode, enterPassword, signOut, wrongCode } from '../steps/site.ts'
import { letTimePass } from '../steps/vault.ts'
import { useStage } from '../use-stage.ts'

const BO = 'bo@harbour.example'
const stage = useStage()

test('a code works once: the next sign-in refuses it as already used, and counts it', {
  tag: '@c6',
}, async () => {
  const { page, words, notebook } = stage()
  await makeVault(stage())
  await enroll(stage(), BO)
  await signOut(stage())
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  await letTimePass(stage(), 30)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)

  await signOut(stage())
  await enterPassword(stage(), BO)
  await enterCode(stage(), notebook.lastCode)
  await page.waitForText(words.site.codeUsed)
  await page.waitForText(words.site.triesLeft(4))
  await readMail(stage(), BO, 'A used code was entered again')
  expect(types(stage())).toContain('login.verified')
  expect(types(stage())[0]).toBe('code.rejected')
  expect(readFailures(stage().site, 'bo')).toBe(1)
  expect(readSessions(stage().site, 'bo')).toEqual([])
})

test('a wrong code is refused and counted; what is not a code at all is not counted', {
  tag: '@c6',
}, async () => {
  const { page, words, notebook } = stage()
  const wrong = wrongCode(notebook.lastCode)
  await enterCode(stage(), wrong)
  await page.waitForText(words.site.codeWrong)
  await page.waitForText(words.site.triesLeft(3))
  await enterCode(stage(), '12 34')
  await page.waitForText('A code is six digits.')
  await enterCode(stage(), wrong)
  await page.waitForText(words.site.triesLeft(2))
  expect(readEntries(stage().site, 'bo')[0]).toMatchObject({ type: 'code.rejected' })
  expect(readFailures(stage().site, 'bo')).toBe(3)
})

test('a waiting sign-in opens nothing but its own step', { tag: '@c6' }, async () => {
  const { page, words, site } = stage()
  await page.goto(`${site.origin}/notes`)
  await page.waitFor('button', words.site.signIn)
  await page.goto(`${site.origin}/sign-in/code`)
  await page.waitFor('heading', words.site.enterCode)
  expect(readSessions(site, 'bo')).toEqual([])
})

test('after five wrong codes one has to sign in again', { tag: '@c6' }, async () => {
  const { page, words, notebook } = stage()
  await enterCode(stage(), wrongCode(notebook.lastCode))
  await page.waitForText(words.site.triesLeft(1))
  await enterCode(stage(), wrongCode(notebook.lastCode))
  await page.waitForText(words.site.exhausted)
  await page.waitFor('button', words.site.signIn)
  await readMail(stage(), BO, 'Too many wrong codes in a row')
  expect(types(stage())[0]).toBe('code.rejected')
  expect(readFailures(stage().site, 'bo')).toBe(5)
})

test('after ten wrong codes the step is locked, and says until when; then the right code is let in', {
  tag: '@c6',
}, async () => {
  const { page, words, notebook } = stage()
  await enterPassword(stage(), BO)
  const wrong = wrongCode(notebook.lastCode)
  for (const left of [4, 3, 2, 1]) {
    await enterCode(stage(), wrong)
    await page.waitForText(words.site.triesLeft(left))
  }
  await enterCode(stage(), wrong)
  await page.waitForText(/Too many wrong codes/)

  await enterPassword(stage(), BO)
  const [, until = ''] = await page.waitForText(words.site.signInLocked)
  expect([14, 15, 16].map((minutes) => clockIn(stage(), minutes))).toContain(until)
  await readMail(stage(), BO, 'Too many wrong codes')
  expect(types(stage())).toContain('factor_step.paused')
  expect(readFailures(stage().site, 'bo')).toBe(10)

  await letTimePass(stage(), 16 * 60)
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
  await readMail(stage(), BO, 'A code was accepted after several wrong ones')
  expect(readFailures(stage().site, 'bo')).toBe(0)
  expect(readSessions(stage().site, 'bo')).toEqual([{ channel: 'browser', factor: true }])
})

test('a sign-in that waited for more than five minutes has to start again', { tag: '@c6' }, async () => {
  const { page, words } = stage()
  await signOut(stage())
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  await letTimePass(stage(), 301)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.ended)
  await page.waitFor('button', words.site.signIn)
  expect(readSessions(stage().site, 'bo')).toEqual([])
})

const types = ({ site }: Stage) => readEntries(site, 'bo').map(({ type }) => type)

/** What a clock in London shows when the site's has gone on for so long: `HH:MM`, whatever day and season that is. */
function clockIn({ siteAheadSeconds }: Stage, minutes: number): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/London',
  })
  return clock.format(Date.now() + (siteAheadSeconds + minutes * 60) * 1000)
}
