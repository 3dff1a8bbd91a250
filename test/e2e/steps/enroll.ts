import { expect } from '@playwright/test'
import type { Stage } from '../stage.ts'
import { fillCode } from './fill.ts'
import { enterPassword, openQrCode, readRecoveryCodes, saveRecoveryCodes } from './site.ts'
import { createVault, openPopup } from './vault.ts'

/** Makes the vault, on whatever page is open. */
export async function makeVault(stage: Stage): Promise<void> {
  await createVault(await openPopup(stage), stage)
}

/** Scans the page's one code and saves the account, in the place of one that is there with a key from before. The vault must be open. */
export async function scanAndSave(stage: Stage, issuer: string): Promise<void> {
  const { words } = stage
  const popup = await openPopup(stage)
  await popup.press(words.popup.scan)
  await popup.waitForText(words.popup.found)
  await popup.press(new RegExp(`^(${words.popup.save}|${words.popup.replaceOld})$`))
  await popup.waitForText(words.popup.saved(issuer))
}

/** Signs in and turns two-factor authentication on, all the way to Done. The vault must be open. */
export async function enroll(stage: Stage, address: string, issuer = 'Harbour Practice'): Promise<void> {
  const { page, words, notebook } = stage
  await enterPassword(stage, address)
  await page.waitForText(words.site.greeting)
  await openQrCode(stage)
  await scanAndSave(stage, issuer)
  await fillCode(stage, issuer)
  await page.press(words.site.turnOn)
  await page.waitForText(words.site.turnedOn)
  notebook.recoveryCodes = await readRecoveryCodes(stage)
  expect(notebook.recoveryCodes).toHaveLength(10)
  await saveRecoveryCodes(stage)
}
