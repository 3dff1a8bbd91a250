import { expect } from '@playwright/test'
import type { Stage } from '../stage.ts'
import { fillCode } from './fill.ts'
import { enterPassword, openQrCode, readRecoveryCodes, signOut } from './site.ts'
import { closePopup, createVault, letTimePass, lockVault, openPopup, unlockVault } from './vault.ts'

const ANNA = 'anna@harbour.example'

/** One step of the story, with what there is to say about it when it is done. */
export interface StoryStep {
  name: string
  /** What a picture of it shows; some need none. */
  shows: 'page' | 'popup' | 'nothing'
  run(stage: Stage): Promise<string>
}

/** The whole story, from a password alone to a sign-in with a recovery code; the tests check it and the tour shows it. */
export const STORY: readonly StoryStep[] = [
  {
    name: 'Sign in with a password alone',
    shows: 'nothing',
    async run(stage) {
      await enterPassword(stage, ANNA)
      const [greeting] = await stage.page.waitForText(stage.words.site.greeting)
      return greeting
    },
  },
  {
    name: 'Open the QR code in settings',
    shows: 'page',
    async run(stage) {
      await openQrCode(stage)
      return new URL(await stage.page.url()).pathname
    },
  },
  {
    name: 'Click the toolbar button for the first time',
    shows: 'nothing',
    async run(stage) {
      const popup = await openPopup(stage)
      await popup.waitFor('button', stage.words.popup.createVault)
      return 'the vault wants a password'
    },
  },
  {
    name: 'Create the vault',
    shows: 'popup',
    async run(stage) {
      if (!stage.popup) throw new Error('The popup is not open.')
      await createVault(stage.popup, stage)
      return 'open and empty'
    },
  },
  {
    name: 'Scan this page',
    shows: 'popup',
    async run({ popup, words, site }) {
      if (!popup) throw new Error('The popup is not open.')
      await popup.press(words.popup.scan)
      await popup.waitForText(words.popup.found)
      const text = await popup.text()
      for (const part of ['Harbour Practice', ANNA, new URL(site.origin).hostname])
        expect(text).toContain(part)
      await popup.waitFor('button', words.popup.save)
      return `Harbour Practice, ${ANNA}`
    },
  },
  {
    name: 'Save the account',
    shows: 'popup',
    async run({ popup, words }) {
      if (!popup) throw new Error('The popup is not open.')
      await popup.press(words.popup.save)
      await popup.waitForText(words.popup.saved('Harbour Practice'))
      await popup.waitFor('button', words.popup.fill)
      await popup.waitForFocus(words.popup.search)
      return 'its code is shown'
    },
  },
  {
    name: 'Fill in the first code',
    shows: 'page',
    async run(stage) {
      await closePopup(stage)
      const code = await fillCode(stage)
      expect(code).toMatch(/^\d{6}$/)
      return `${code.length} digits are in the field`
    },
  },
  {
    name: 'Turn two-factor authentication on',
    shows: 'page',
    async run(stage) {
      const { page, words, notebook } = stage
      await page.press(words.site.turnOn)
      await page.waitForText(words.site.turnedOn)
      notebook.recoveryCodes = await readRecoveryCodes(stage)
      expect(new Set(notebook.recoveryCodes).size, await page.text()).toBe(10)
      return 'ten recovery codes'
    },
  },
  {
    name: 'Done is refused before the codes are saved',
    shows: 'nothing',
    async run(stage) {
      const { page, words, notebook } = stage
      await page.press(words.site.done)
      await page.waitForText(words.site.notTicked)
      expect(await readRecoveryCodes(stage)).toEqual(notebook.recoveryCodes)
      return 'the codes are still shown'
    },
  },
  {
    name: 'Tick that the codes are saved',
    shows: 'page',
    async run(stage) {
      const { page, words, site } = stage
      await page.check(words.site.codesSaved)
      await page.press(words.site.done)
      await page.waitForText(words.site.savedNotice)
      expect(await readRecoveryCodes(stage)).toEqual([])
      expect(await site.mailSubjects(ANNA)).toContain(words.site.enabledSubject)
      return 'mail sent, codes gone from the page'
    },
  },
  {
    name: 'Sign out',
    shows: 'nothing',
    async run(stage) {
      await signOut(stage)
      return new URL(await stage.page.url()).pathname
    },
  },
  {
    name: 'Sign in: the password is not enough any more',
    shows: 'page',
    async run(stage) {
      await enterPassword(stage, ANNA)
      await stage.page.waitFor('heading', stage.words.site.enterCode)
      return new URL(await stage.page.url()).pathname
    },
  },
  {
    name: 'Fill in the next code',
    shows: 'page',
    async run(stage) {
      const before = stage.notebook.lastCode
      // The first code was used up by turning it on, so the next one is waited for, by moving both clocks.
      await letTimePass(stage, 30)
      const code = await fillCode(stage)
      expect(code).not.toBe(before)
      await stage.page.press(stage.words.site.continue)
      const [greeting] = await stage.page.waitForText(stage.words.site.greeting)
      return greeting
    },
  },
  {
    name: 'Lock the vault',
    shows: 'nothing',
    async run(stage) {
      const popup = await openPopup(stage)
      await lockVault(popup, stage)
      expect(await popup.text()).not.toContain(ANNA)
      return 'nothing of it is shown'
    },
  },
  {
    name: 'Unlock the vault',
    shows: 'nothing',
    async run(stage) {
      if (!stage.popup) throw new Error('The popup is not open.')
      await unlockVault(stage.popup, stage)
      await stage.popup.waitForText(ANNA)
      return ANNA
    },
  },
  {
    name: 'Sign in with a recovery code',
    shows: 'page',
    async run(stage) {
      const { page, words, notebook, site } = stage
      await closePopup(stage)
      await signOut(stage)
      await enterPassword(stage, ANNA)
      await page.press(words.site.needHelp, { role: 'link' })
      await page.fill(words.site.recoveryCode, notebook.recoveryCodes[0] ?? '')
      await page.press(words.site.continue)
      await page.waitForText(words.site.usedRecovery)
      expect(await site.mailSubjects(ANNA)).toContain(words.site.recoverySubject)
      return 'nine are left'
    },
  },
  {
    name: 'The same recovery code is refused',
    shows: 'page',
    async run(stage) {
      const { page, words, notebook } = stage
      await signOut(stage)
      await enterPassword(stage, ANNA)
      await page.press(words.site.needHelp, { role: 'link' })
      await page.fill(words.site.recoveryCode, notebook.recoveryCodes[0] ?? '')
      await page.press(words.site.continue)
      await page.waitForText(words.site.recoveryUsedUp)
      return 'each works once'
    },
  },
]
