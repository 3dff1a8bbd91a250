import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import encodeQr from 'qr'
import { filmCode, printCode } from '../code-pictures.ts'
import type { Page } from '../driver/driver.ts'
import { temporaryFolder } from '../driver/temporary-folder.ts'
import { VAULT_PASSWORD } from '../stage.ts'
import { makeVault } from '../steps/enroll.ts'
import { closePopup, lockVault, openPopup } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const SECRETS = { Camera: 'C', Shared: 'D', Beside: 'E', Printed: 'F', Pasted: 'G' }
const key = (name: keyof typeof SECRETS) =>
  `otpauth://totp/${name}:mia?secret=${SECRETS[name].repeat(32)}&issuer=${name}`

const folder = temporaryFolder('camera')
const camera = join(folder.path, 'code.y4m')
writeFileSync(camera, filmCode(key('Camera')))

const stage = useStage('en', { demoSite: false, live: { camera, sharedTitle: 'Page' } })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(async () => {
  await pages.stop()
  folder.remove()
})

/** The page for files, the camera and other windows. */
let scanPage: Page

test('a code is read through the camera, and one in another tab that is shared', async () => {
  const { driver, page, words } = stage()
  await page.goto(pages.showQr(key('Shared')))
  await makeVault(stage())
  const popup = stage().popup
  await popup?.press(words.popup.add)
  scanPage = await driver.openedBy(page, async () => popup?.press('Use the camera'))
  await popup?.waitUntilClosed()
  await scanPage.press('Start the camera')
  // There is nothing in Firefox that stands in for a camera and shows a code.
  if (driver.browser === 'firefox') {
    await scanPage.waitForText('There is no camera that can be used.')
    return scanPage.press(words.popup.cancel)
  }
  await save(scanPage, 'Camera')
  await scanPage.press('Another tab, window or program')
  await scanPage.press('Choose what to look at')
  await save(scanPage, 'Shared')
})

test('a picture is pasted, and what was read of it does not wait behind the lock, which is said', async () => {
  const { words } = stage()
  await pastePicture(scanPage, key('Pasted'))
  await scanPage.waitForText(words.popup.found)
  expect(await scanPage.text()).toContain('Pasted')
  await lockVault(await openPopup(stage()), stage())
  await closePopup(stage())
  const forgotten = 'What was found and not saved was forgotten when the vault locked.'
  await scanPage.waitForText(forgotten)
  await scanPage.fill(words.popup.password, VAULT_PASSWORD)
  await scanPage.press(words.popup.unlock)
  await scanPage.waitForText('Choose pictures of QR codes')
  const text = await scanPage.text()
  expect(text).toContain(forgotten)
  expect(text).not.toContain('Pasted')
  await scanPage.close()
})

test('beside an image without a code another code is not saved unawares, and is when an area is drawn on it', async () => {
  const { driver, page, words } = stage()
  const plain =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="60" height="60"/></svg>'
  const middle = 'position:fixed;left:calc(50% - 120px);top:calc(50% - 120px)'
  await page.goto(
    pages.show(
      `<img alt="" src='data:image/svg+xml,${encodeURIComponent(plain)}'><div style="${middle}"><img width="240" src="data:image/gif;base64,${gif(key('Beside'))}"></div>`,
    ),
  )
  const opened = await driver.chooseImageMenu(page)
  await opened.waitForText('No code was read in the image that you chose')
  await opened.waitForFocus(words.popup.found)
  await opened.press('Other ways')
  await opened.press('Select an area')
  await opened.waitForFocus('Select an area')
  await opened.key('Enter')
  await opened.waitForText('From localhost')
  expect(await opened.text()).not.toContain('No code was read')
  await opened.waitForFocus(words.popup.save)
  await opened.key('Enter')
  await opened.waitForText(words.popup.saved('Beside'))
  await opened.close()
})

test('a document that no script may enter is read by its picture', async () => {
  const { page, words } = stage()
  await closePopup(stage())
  await page.goto(pages.serve('application/pdf', printCode(key('Printed'))))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText(/QR code found|No QR code seen/)
  // It is drawn some time after it has loaded.
  while (await popup.has('button', 'Scan again')) {
    await popup.press('Scan again')
    await popup.waitForText(/QR code found|No QR code seen/)
  }
  await popup.waitForText('From localhost')
  await popup.press(words.popup.save)
  await popup.waitForText(words.popup.saved('Printed'))
})

async function save(page: Page, name: string): Promise<void> {
  const { popup } = stage().words
  await page.waitForText(popup.found)
  expect(await page.text()).toContain(name)
  await page.press(popup.save)
  await page.waitForText(popup.saved(name))
}

function gif(text: string): string {
  return Buffer.from(encodeQr(text, 'gif', { scale: 4 })).toString('base64')
}

/** What the browser hands to a page when somebody pastes a picture. */
function pastePicture(page: Page, text: string): Promise<void> {
  return page.evaluate(`(() => {
    const bytes = Uint8Array.from(atob('${gif(text)}'), (character) => character.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'image.gif', { type: 'image/gif' }))
    const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData })
    // One of the browsers takes no files into an event of a script.
    if (paste.clipboardData?.files.length !== 1) Object.defineProperty(paste, 'clipboardData', { value: clipboardData })
    document.body.dispatchEvent(paste)
  })()`)
}
