import { expect, test } from '@playwright/test'
import encodeQr from 'qr'
import { writeMigration } from '../../write-migration.ts'
import type { Page } from '../driver/driver.ts'
import { makeVault } from '../steps/enroll.ts'
import { handOver } from '../steps/hand-over.ts'
import { closePopup, openPopup } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

const SECRETS = 'ABCDEFGHIJKLMNOP'
/** A key of its own for each name. */
const key = (name: string) =>
  `otpauth://totp/${name}:mia?secret=${(SECRETS.charAt(name.length) + SECRETS.charAt(name.charCodeAt(0) % 16)).repeat(16)}&issuer=${name}`
const svg = (text: string) => encodeQr(text, 'svg').replace('<svg', '<svg width="180" height="180"')
const svgUrl = (text: string) =>
  `data:image/svg+xml;base64,${Buffer.from(encodeQr(text, 'svg')).toString('base64')}`
const gif = (text: string) => Buffer.from(encodeQr(text, 'gif', { scale: 4 })).toString('base64')
const FAR = 'position:absolute;top:4000px'

/** A code in each kind of picture, none of them in view, and a page that notes whatever happens to its document. */
const OUT_OF_SIGHT = `<h1>Two-factor authentication</h1><p>There is no code in view.</p>
<img style="${FAR}" width="180" src="${svgUrl(key('Image'))}">
<canvas id="canvas" style="${FAR}" width="180" height="180"></canvas>
<div style="${FAR}">${svg(key('Drawing'))}</div>
<div style="${FAR};width:180px;height:180px;background-image:url(${svgUrl(key('Ground'))})"></div>
<div style="${FAR};width:180px;height:180px;background-image:url(/ground.svg)"></div>
<svg width="0" height="0"><symbol id="symbol" viewBox="0 0 180 180">${svg(key('Symbol'))}</symbol></svg>
<svg style="${FAR};background:#fff" width="180" height="180"><use href="#symbol"/></svg>
<style>.added::before { content: ''; display: block; width: 24px; height: 24px; background: url(${svgUrl(key('Before'))}) }</style>
<div class="added"></div>
<input type="image" alt="" style="${FAR}" width="180" src="${svgUrl(key('Button'))}">
<img loading="lazy" alt="" style="position:absolute;top:40000px" width="180" height="180" src="${svgUrl(key('Lazy'))}">
<div id="avatars" style="${FAR}"></div>
<div id="host" style="${FAR}"></div>
<iframe style="${FAR}" srcdoc='<img style="${FAR}" width="180" src="${svgUrl(key('Framed'))}">'></iframe>
<script>
  const paint = new Image()
  paint.onload = () => canvas.getContext('2d').drawImage(paint, 0, 0, 180, 180)
  paint.src = '${svgUrl(key('Canvas'))}'
  host.attachShadow({ mode: 'open' }).append(Object.assign(new Image(180, 180), { src: '${svgUrl(key('Shadow'))}' }))
  for (let index = 0; index < 60; index++) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 48, height: 48 })
    const context = canvas.getContext('2d')
    for (let at = 0; at < 400; at++) {
      context.fillStyle = 'hsl(0 0% ' + ((at * 37) % 100) + '%)'
      context.fillRect((at * 7919) % 48, (at * 10477 + index) % 48, 4, 4)
    }
    avatars.append(Object.assign(new Image(48, 48), { src: canvas.toDataURL() }))
  }
  const seen = []
  let names = []
  addEventListener('begin', () => {
    seen.length = 0
    performance.clearResourceTimings()
    names = Object.getOwnPropertyNames(window)
  })
  addEventListener('report', () => {
    const added = Object.getOwnPropertyNames(window).filter((name) => !names.includes(name))
    const asked = performance.getEntriesByType('resource').map(({ name }) => name)
    document.title = JSON.stringify({ seen, added, asked })
  })
  addEventListener('load', () => {
    for (const root of [document, host.shadowRoot, document.querySelector('iframe').contentDocument])
      new MutationObserver((records) => seen.push(...records.map(({ type }) => type))).observe(root, {
        subtree: true, childList: true, attributes: true, characterData: true })
  })
</script>`

test('codes that are out of sight are read, wherever the page has them, and the page sees nothing of it', async () => {
  const { page, words } = stage()
  const ground = pages.serve('image/svg+xml', encodeQr(key('Network'), 'svg'))
  await page.goto(pages.show(OUT_OF_SIGHT.replace('/ground.svg', ground)))
  await makeVault(stage())
  await page.evaluate(`void dispatchEvent(new Event('begin'))`)
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('11 QR codes found')
  const text = await popup.text()
  for (const name of ['Image', 'Canvas', 'Drawing', 'Ground', 'Network', 'Shadow', 'Framed'])
    expect(text).toContain(name)
  for (const name of ['Symbol', 'Before', 'Button', 'Lazy']) expect(text).toContain(name)
  expect(text).toContain('Read from a picture of the page itself')
  expect(text).toContain('Not every picture of this page was read')
  await page.evaluate(`void dispatchEvent(new Event('report'))`)
  expect(JSON.parse(await page.evaluate('document.title'))).toEqual({ seen: [], added: [], asked: [] })
})

test('the parts of an export come together in any order, and what is there already is known', async () => {
  const { page, words } = stage()
  const account = (name: string) => ({
    name,
    secret: new TextEncoder().encode(name.padEnd(20, '-')),
    type: 2,
  })
  const part = (index: number, names: string[]) =>
    writeMigration({ accounts: names.map(account), index, size: 2, batch: -9 })
  await page.goto(pages.showQr(part(1, ['Cove:mia', 'Dune:mia'])))
  let popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText(
    '1 of 2 parts, as far as is known since the last start. Accounts in them: 2. Still to scan, in any order, unless you saved it earlier: part 1.',
  )
  await popup.press('Save accounts (2)')
  await popup.waitForText('Accounts saved: 2.')
  await pasteText(popup, part(0, ['Ayr:mia', 'Bay:mia', 'Cove:mia']))
  await popup.waitForText('All 2 parts are read. Accounts in all: 5.')
  await popup.waitForText('Already there')
  await popup.press('Save accounts (2)')
  await popup.waitForText('Accounts saved: 2.')
  popup = await openPopup(stage())
  await popup.waitForText('Dune')
  const list = await popup.text()
  for (const name of ['Ayr', 'Bay', 'Cove', 'Dune']) expect(list.split(name)).toHaveLength(2)
})

test('a code that only one app understands is explained', async () => {
  const { page, words } = stage()
  await page.goto(pages.showQr('phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fx.example'))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText(
    'This QR code works in Microsoft Authenticator only. On the site, choose to use another app',
  )
  expect(await popup.has('button', words.popup.save)).toBe(false)
})

test('an image is read at its natural size from its context menu, and belongs to its page', async () => {
  const { driver, page, words } = stage()
  await page.goto(
    pages.show(`<h1>Set up</h1><img width="40" height="40" alt="" src="${svgUrl(key('Menu'))}">`),
  )
  await closePopup(stage())
  const opened = await driver.chooseImageMenu(page)
  await opened.waitForText(/From localhost/)
  await opened.press(words.popup.save)
  await opened.waitForText(words.popup.saved('Menu'))
  await opened.close()
})

test('pictures are chosen and dropped on a page of their own, a key is pasted there, and what is no picture is named', async () => {
  const { driver, page: manager, words } = stage()
  const popup = await openPopup(stage())
  const address = await popup.evaluate<string>('new URL("../manager/index.html", location.href).href')
  await closePopup(stage())
  await manager.goto(address)
  const page = await driver.openedBy(manager, () => manager.press('Scan a QR code'))
  await page.waitFor('heading', 'Scan a QR code')
  await handOver(page, 'choose', [{ name: 'left.gif', base64: gif(key('Chosen')) }])
  await page.waitForText('Read from left.gif.')
  await page.press(words.popup.save)
  await page.waitForText(words.popup.saved('Chosen'))
  await handOver(page, 'drop', [
    { name: 'a.gif', base64: gif(key('Dropped')) },
    { name: 'b.pdf', base64: Buffer.from('%PDF-1.7').toString('base64') },
  ])
  await page.waitForText(/b\.pdf: This is not a picture that can be read/)
  await page.press('Show the codes found: 1')
  await page.press(words.popup.save)
  await page.waitForText(words.popup.saved('Dropped'))
  await handOver(page, 'drop', [{ name: 'c.gif', base64: gif(key('Left')) }])
  await page.waitForText('Read from c.gif.')
  // What is dropped beside an answer comes to it, where the browser by itself would leave for the picture.
  await handOver(page, 'drop', [{ name: 'd.gif', base64: gif(key('Night')) }])
  await page.waitForText('Read from d.gif.')
  await page.press('Save, Left')
  await page.waitForText(words.popup.saved('Left'))
  // The button is gone, and the keyboard goes on from what stands in its place.
  await expect.poll(() => page.evaluate('document.activeElement.innerText')).toBe(words.popup.saved('Left'))
  await page.press('Save, Night')
  await page.waitForText(words.popup.saved('Night'))
  await handOver(page, 'drop', [{ name: 'e.gif', base64: gif(key('Waits')) }])
  await page.waitForText('Read from e.gif.')
  await page.press('Scan another code')
  await page.waitForText('1 account was found and waits to be saved.')
  await pasteText(page, 'https://harbour.example/')
  await page.waitForText('This text is a web address, not a key.')
  expect(await page.text()).toContain('Read from e.gif.')
  await page.press('Save, Waits')
  await page.waitForText(words.popup.saved('Waits'))
  await pasteText(page, key('Pasted'))
  await page.press(words.popup.save)
  await page.waitForText(words.popup.saved('Pasted'))
})

test('a key that is pasted beside one that was typed joins it, and going back leads to what was typed', async () => {
  const popup = await openPopup(stage())
  const { words } = stage()
  await popup.press(words.popup.add)
  await popup.fill('Key', 'ORSXG5BAORSXG5BAORSXG5BAORSXG5BA')
  await popup.fill('Site', 'Typed')
  await popup.press(words.site.continue)
  await popup.waitFor('heading', 'Check the account')
  await popup.press('Back')
  expect(await popup.value('Site')).toBe('Typed')
  await popup.press(words.site.continue)
  await popup.waitFor('heading', 'Check the account')
  await pasteText(popup, key('Joins'))
  for (const name of ['Typed', 'Joins']) {
    await popup.press(`Save, ${name}`)
    await popup.waitForText(words.popup.saved(name))
  }
})

/** What the browser hands to a page when somebody pastes; each of the two wants the text under another name. */
function pasteText(page: Pick<Page, 'evaluate'>, text: string): Promise<void> {
  return page.evaluate(`(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    const given = { clipboardData, dataType: 'text/plain', data: ${JSON.stringify(text)} }
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, ...given }))
  })()`)
}
