import { expect, test } from '@playwright/test'
import type { Stage } from '../stage.ts'
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
})

test('a waiting sign-in opens nothing but its own step', { tag: '@c6' }, async () => {
  const { page, words, site } = stage()
  await page.goto(`${site.origin}/notes`)
  await page.waitFor('button', words.site.signIn)
  await page.goto(`${site.origin}/sign-in/code`)
  await page.waitFor('heading', words.site.enterCode)
})

test('after five wrong codes one has to sign in again', { tag: '@c6' }, async () => {
  const { page, words, notebook } = stage()
  await enterCode(stage(), wrongCode(notebook.lastCode))
  await page.waitForText(words.site.triesLeft(1))
  await enterCode(stage(), wrongCode(notebook.lastCode))
  await page.waitForText(words.site.exhausted)
  await page.waitFor('button', words.site.signIn)
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
  expect(minutesFromNow(stage(), until)).toBeLessThanOrEqual(16)
  expect(minutesFromNow(stage(), until)).toBeGreaterThanOrEqual(14)

  await letTimePass(stage(), 16 * 60)
  await enterPassword(stage(), BO)
  await page.waitFor('heading', words.site.enterCode)
  await fillCode(stage())
  await page.press(words.site.continue)
  await page.waitForText(words.site.greeting)
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
})

/** How far `HH:MM`, as a clinic in London reads it, is ahead of the site's clock, in minutes. */
function minutesFromNow({ siteAheadSeconds }: Stage, time: string): number {
  const now = new Date(Date.now() + siteAheadSeconds * 1000)
  const shown = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/London',
  })
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  return (minutes(time) - minutes(shown.format(now)) + 24 * 60) % (24 * 60)
}
