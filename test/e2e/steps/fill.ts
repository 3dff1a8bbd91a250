import { until } from '../driver/wait.ts'
import type { Stage } from '../stage.ts'
import { closePopup, openAccounts } from './vault.ts'

/** The code that the popup shows for an account, as digits. */
export async function readCode(stage: Stage, name = 'Harbour Practice'): Promise<string> {
  if (!stage.popup) throw new Error('The popup is not open.')
  const [, code = ''] = await stage.popup.waitForText(new RegExp(`${name}[^]*?(\\d{3}\\s*\\d{3,5})\\b`))
  return code.replace(/\s/g, '')
}

/** Shows a fresh code where the site asks for one before a change. */
export async function showFreshCode(stage: Stage): Promise<void> {
  await stage.page.waitFor('heading', 'Show that it is you')
  await fillCode(stage)
  await stage.page.press('Go on')
}

/** Opens the popup, fills the code of this site (or of one account of it) into the page, and gives the code. */
export async function fillCode(stage: Stage, account = 'Harbour Practice'): Promise<string> {
  const { page, words } = stage
  const popup = await openAccounts(stage)
  const press = () => popup.press(words.popup.fill, { within: account })
  await press()
  // Once in some hundred times a loaded Firefox loses a press on a panel that has just opened; people press again.
  await popup.waitUntilClosed(5000).catch(press)
  await popup.waitUntilClosed()
  await closePopup(stage)
  stage.notebook.lastCode = await until(
    async () => (await page.value(words.site.code)) || null,
    () => 'the field stays empty',
  )
  return stage.notebook.lastCode
}
