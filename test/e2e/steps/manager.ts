import axe from 'axe-core'
import type { Driver, Page, Popup } from '../driver/driver.ts'
import { VAULT_PASSWORD } from '../stage.ts'
import { english } from '../words.ts'
import { handOver } from './hand-over.ts'

/** Makes a vault in the popup, with accounts of these names in it. */
export async function makeVaultWith(driver: Driver, page: Page, issuers: string[]): Promise<Popup> {
  const { popup: words } = english
  const popup = await driver.popup(page)
  await popup.fill(words.password, VAULT_PASSWORD)
  await popup.fill(words.passwordAgain, VAULT_PASSWORD)
  await popup.press(words.createVault)
  await popup.waitFor('button', words.scan)
  for (const [index, issuer] of issuers.entries()) {
    await popup.press(words.add)
    await popup.fill('Key', `JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX${'PQRST'[index]}`)
    await popup.fill('Site', issuer)
    await popup.fill('Account', 'mia')
    await popup.press(english.site.continue)
    await popup.press(words.save)
    await popup.waitForText(words.saved(issuer))
  }
  return popup
}

/** Shows the manager in a page's tab; its address is the browser's secret, which only the popup knows. */
export async function showManager(page: Page, popup: Popup): Promise<void> {
  const origin = await popup.evaluate<string>('location.origin')
  await popup.close()
  await page.goto(`${origin}/src/manager/index.html`)
  await page.waitFor('heading', 'Accounts')
}

export async function goTo(page: Page, section: string): Promise<void> {
  await page.press(section, { role: 'link' })
  await page.waitFor('heading', section)
}

/** Chooses a file as the browser's dialog would hand it over. */
export function chooseFile(page: Page, name: string, text: string): Promise<void> {
  return handOver(page, 'choose', [{ name, base64: Buffer.from(text).toString('base64') }])
}

/** What axe finds wrong with what is shown now, in the light and in the dark. */
export async function findHardships(driver: Driver, page: Page): Promise<string[]> {
  const wrong: string[] = []
  for (const scheme of ['light', 'dark'] as const) {
    await driver.colorScheme(scheme)
    const rules = scheme === 'dark' ? ", runOnly: ['color-contrast']" : ''
    wrong.push(
      ...(await page.evaluate<string[]>(`(async () => {
        ${axe.source}
        const { violations } = await window.axe.run(document, { resultTypes: ['violations']${rules} })
        return violations.map(({ id, nodes }) => id + ' (${scheme}): ' + nodes.map(({ html }) => html).join(' | '))
      })()`)),
    )
  }
  await driver.colorScheme('light')
  return wrong
}
