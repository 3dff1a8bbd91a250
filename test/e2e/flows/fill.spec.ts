import { expect, test } from '@playwright/test'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { closePopup, openPopup } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const KEY = 'otpauth://totp/Quay%20Library:mia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Quay%20Library'
const FIELD = '<label>Code <input id="x" name="code" autocomplete="one-time-code"></label>'
const SHEET = 'position:fixed;inset:0;background:#fff;pointer-events:none'
const BOX = '<span style="width:36px;margin-right:4px;box-sizing:border-box;border:1px solid #555"></span>'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

test('an account for these pages', async () => {
  await stage().page.goto(pages.showQr(KEY))
  await makeVault(stage())
  await scanAndSave(stage(), 'Quay Library')
})

for (const [what, body] of [
  ['under a sheet that lets presses through', `${FIELD}<div style="${SHEET}"></div>`],
  ['far down under a sheet', `<p style="height:1500px"></p>${FIELD}<div style="${SHEET}"></div>`],
  [
    'with text in the colour of its ground',
    FIELD.replace('<input', '<input style="color:oklch(1 0 0);background:#fff"'),
  ],
  ['in a covered frame', `<iframe srcdoc='${FIELD}'></iframe><div style="${SHEET}"></div>`],
] as const) {
  test(`a field ${what} is not filled, and the popup says that there is none`, async () => {
    const { page, words } = stage()
    await page.goto(pages.show(body))
    const popup = await openPopup(stage())
    await popup.press(words.popup.fill)
    await popup.waitForText('There is no field for a code on this page.')
    expect(await page.evaluate(READ)).toBe('')
    await closePopup(stage())
  })
}

for (const [what, body] of [
  ['far down the page', `<p style="height:1500px"></p>${FIELD}`],
  ['in a frame of the same origin', `<iframe srcdoc='${FIELD}'></iframe>`],
  [
    'without text of its own over boxes that are drawn',
    `<div style="position:relative;width:240px;height:44px"><div style="position:absolute;inset:0;display:flex;pointer-events:none">${BOX.repeat(6)}</div><input id="x" maxlength="6" autocomplete="one-time-code" style="position:absolute;inset:0;width:240px;height:44px;border:0;background:transparent;color:transparent"></div>`,
  ],
] as const) {
  test(`a field ${what} is filled`, async () => {
    const { page, words } = stage()
    await page.goto(pages.show(body))
    const popup = await openPopup(stage())
    await popup.press(words.popup.fill)
    await popup.waitUntilClosed()
    expect(await page.evaluate(READ)).toMatch(/^\d{6}$/)
    await closePopup(stage())
  })
}

const READ = `(document.getElementById('x') ?? document.querySelector('iframe').contentDocument.getElementById('x')).value`
