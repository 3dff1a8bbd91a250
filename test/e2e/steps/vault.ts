import type { Popup } from '../driver/driver.ts'
import { type Stage, VAULT_PASSWORD } from '../stage.ts'

/** Clicks the toolbar button; what opens depends on the vault. */
export async function openPopup(stage: Stage): Promise<Popup> {
  await closePopup(stage)
  stage.popup = await stage.driver.popup(stage.page)
  return stage.popup
}

export async function closePopup(stage: Stage): Promise<void> {
  await stage.popup?.close()
  stage.popup = null
}

/** First run: the vault gets its password, and is open then. */
export async function createVault(popup: Popup, { words }: Stage): Promise<void> {
  await popup.fill(words.popup.password, VAULT_PASSWORD)
  await popup.fill(words.popup.passwordAgain, VAULT_PASSWORD)
  await popup.press(words.popup.createVault)
  await popup.waitFor('button', words.popup.scan)
}

export async function lockVault(popup: Popup, { words }: Stage): Promise<void> {
  await popup.press(words.popup.lock)
  await popup.waitFor('heading', words.popup.locked)
}

export async function unlockVault(popup: Popup, { words }: Stage): Promise<void> {
  await popup.fill(words.popup.password, VAULT_PASSWORD)
  await popup.press(words.popup.unlock)
  await popup.waitFor('button', words.popup.lock)
}

/** Sets the extension's clock correction as a person does, so that it shows the codes of another time. */
export async function correctClock(popup: Popup, { words }: Stage, seconds: number): Promise<void> {
  await popup.press(words.popup.settings)
  await popup.fill(words.popup.minutes, String(Math.trunc(seconds / 60)))
  await popup.fill(words.popup.seconds, String(seconds % 60))
  await popup.press(words.popup.save)
  await popup.waitForText(words.popup.correctionSaved)
  await popup.press(/^(Back|Tillbaka)$/)
}

/** Moves the site's clock on; the extension's follows the next time that `codeFor` opens it. */
export async function letTimePass(stage: Stage, seconds: number): Promise<void> {
  await stage.site.advanceClock(seconds)
  stage.siteAheadSeconds += seconds
}

/** Opens the popup with the vault open and the clock like the site's. */
export async function openAccounts(stage: Stage): Promise<Popup> {
  const popup = await openPopup(stage)
  if (stage.correctionSeconds !== stage.siteAheadSeconds) {
    await correctClock(popup, stage, stage.siteAheadSeconds)
    stage.correctionSeconds = stage.siteAheadSeconds
  }
  return popup
}
