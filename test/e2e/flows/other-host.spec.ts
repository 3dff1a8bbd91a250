import { expect, test } from '@playwright/test'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { closePopup, openPopup } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const KEY = 'otpauth://totp/Quay%20Library:mia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Quay%20Library'
const CODE_FIELD =
  '<h1>Quay Library: sign in</h1><label>Code <input name="code" autocomplete="one-time-code"></label>'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

for (const other of ['127.0.0.1', 'look-alike.localhost']) {
  test(`Fill is refused on ${other} for an account of localhost: both names are shown, nothing goes into the page`, async () => {
    const { page, words } = stage()
    if (other === '127.0.0.1') {
      await page.goto(pages.showQr(KEY))
      await makeVault(stage())
      await scanAndSave(stage(), 'Quay Library')
    }
    await page.goto(pages.show(CODE_FIELD).replace('localhost', other))
    const popup = await openPopup(stage())
    await popup.press(words.popup.fill, { within: 'Quay Library' })
    await popup.waitFor('heading', 'Not the site of this account')
    const text = await popup.text()
    expect(text).toMatch(/The account belongs to\s+localhost/)
    expect(text).toMatch(new RegExp(`This page is\\s+${other}`))
    await popup.waitForFocus('Don’t fill')
    await popup.key('Enter')
    await popup.waitFor('field', words.popup.search)
    await closePopup(stage())
    expect(await page.value('Code')).toBe('')
  })
}

test('on another host Enter in the list fills nothing', async () => {
  const { page, words } = stage()
  const popup = await openPopup(stage())
  await popup.waitForFocus(words.popup.search)
  await popup.key('Enter')
  await popup.waitForText('Quay Library')
  await closePopup(stage())
  expect(await page.value('Code')).toBe('')
})

test('a person who binds the other host deliberately gets the code there', async () => {
  const { page, words } = stage()
  const popup = await openPopup(stage())
  await popup.press(words.popup.fill, { within: 'Quay Library' })
  await popup.press('Trust this site and fill')
  await popup.waitUntilClosed()
  await closePopup(stage())
  expect(await page.value('Code')).toMatch(/^\d{6}$/)
})
