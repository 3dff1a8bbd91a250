import { expect, test } from '@playwright/test'
import type { Surface } from '../driver/driver.ts'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { closePopup, lockVault, openPopup, unlockVault } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const KEY = `otpauth://totp/Quay%20Library:mia?secret=${SECRET}&issuer=Quay%20Library`
const CODE_FIELD = '<h1>Sign in</h1><label>Code <input name="code" autocomplete="one-time-code"></label>'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

test('the preview shows how codes are made, for an ordinary account too', async () => {
  const { page, words } = stage()
  await page.goto(pages.showQr(KEY))
  await makeVault(stage())
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('Time-based, SHA-1, 6 digits, every 30 seconds')
  await popup.press(words.popup.cancel)
  await scanAndSave(stage(), 'Quay Library')
})

test('a page that went elsewhere while the popup was open is not scanned for an account', async () => {
  const { page, words } = stage()
  await page.goto(pages.show('<h1>First</h1>'))
  const popup = await openPopup(stage())
  await popup.waitFor('button', words.popup.scan)
  await page.evaluate(
    `void (location.href = ${JSON.stringify(pages.showQr(KEY).replace('localhost', '127.0.0.1'))})`,
  )
  await expect.poll(() => page.url()).toContain('127.0.0.1')
  await popup.press(words.popup.scan)
  await popup.waitForText('The page changed while it was being read. Nothing was added.')
})

test('the keyboard command fills the code of this site without the popup', async () => {
  const { driver, page } = stage()
  await page.goto(pages.show(CODE_FIELD))
  await closePopup(stage())
  await driver.pressFillShortcut(page)
  await expect.poll(() => page.value('Code')).toMatch(/^\d{6}$/)
})

test('what is typed is not called a QR code, and hides nothing', async () => {
  const { words } = stage()
  const popup = await openPopup(stage())
  await popup.press(words.popup.add)
  await popup.fill('Key', 'mailto:\u202Eelpmaxe@a')
  await popup.press(words.site.continue)
  await popup.waitForText('This text is something else than a key.')
  const text = await popup.text()
  expect(text).toContain('mailto:[U+202E]elpmaxe@a')
  expect(text).not.toContain('QR code holds')
})

test('a correction out of range is refused in our own words, and nothing is kept of it', async () => {
  const { words } = stage()
  const popup = await openPopup(stage())
  await popup.press(words.popup.settings)
  await popup.fill(words.popup.minutes, '99999999')
  await popup.press(words.popup.save)
  await popup.waitForText('Use whole numbers: minutes from −5,256,000 to 5,256,000')
  await popup.waitForFocus(words.popup.minutes)
  const again = await openPopup(stage())
  await again.press(words.popup.settings)
  expect(await again.value(words.popup.minutes)).toBe('0')
})

test('unlocking without a password says what is missing', async () => {
  const { words } = stage()
  const popup = await openPopup(stage())
  await lockVault(popup, stage())
  await popup.press(words.popup.unlock)
  await popup.waitForText('Type your password first.')
  await popup.waitForFocus(words.popup.password)
  await unlockVault(popup, stage())
})

test('in a low window the list scrolls, and the bar and what is said stay in sight', async () => {
  const { page, words } = stage()
  const popup = await openPopup(stage())
  const address = await popup.evaluate<string>('location.href')
  await closePopup(stage())
  await page.resize(410, 510)
  await page.goto(address)
  for (const name of ['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Larch', 'Maple', 'Oak', 'Pine']) {
    await page.press(words.popup.add)
    await page.fill(
      'Key',
      `${SECRET.slice(0, 24)}${name
        .toUpperCase()
        .replace(/[^A-Z]/g, '')
        .padEnd(8, 'A')}`,
    )
    await page.fill('Site', name)
    await page.press(words.site.continue)
    await page.press(words.popup.save)
    await page.waitForText(words.popup.saved(name))
  }
  expect(await hiddenBelow(page)).toEqual([])
  await page.press(/^Copy code, Ash/, { within: 'Ash' })
  await page.waitForText(/Code copied\.|did not let us copy/)
  expect(await hiddenBelow(page)).toEqual([])
  expect(await page.evaluate('document.body.scrollWidth <= innerWidth')).toBe(true)
})

/** What of the bar and the notice is not wholly in the window. */
function hiddenBelow(surface: Surface): Promise<string[]> {
  return surface.evaluate(`[...document.querySelectorAll('nav button, .notice:not(:empty)')]
    .filter((each) => { const { top, bottom } = each.getBoundingClientRect(); return top < 0 || bottom > innerHeight })
    .map((each) => each.getAttribute('aria-label') ?? each.textContent)`)
}
