import encodeQr from 'qr'
import { expect, it } from 'vitest'
import { buildClassicScript, launchChromium } from '../../real-page.ts'

const entry = new URL('../../../../extension/src/page/collect-pictures.ts', import.meta.url)
const site = 'http://site.example'

it('a picture that the page got from the network is not asked for again, not even from the cache', async () => {
  const script = await buildClassicScript(entry)
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.route(`${site}/**`, (route) =>
      route.request().url().endsWith('.svg')
        ? route.fulfill({
            contentType: 'image/svg+xml',
            headers: { 'cache-control': 'max-age=600' },
            body: encodeQr('otpauth://totp/Quay:mia?secret=JBSWY3DPEHPK3PXP', 'svg'),
          })
        : route.fulfill({
            contentType: 'text/html',
            body: `<div style="width:200px;height:200px;background-image:url(/ground.svg)"></div><img src="/image.svg">`,
          }),
    )
    await page.goto(site)
    await page.addScriptTag({ content: script })
    const { pictures, noticed } = await page.evaluate(async (origin) => {
      performance.clearResourceTimings()
      const { countersignCollect } = globalThis as unknown as {
        countersignCollect: (origin: string, url: null) => Promise<{ pictures: string[] }>
      }
      const { pictures } = await countersignCollect(origin, null)
      return { pictures, noticed: performance.getEntriesByType('resource').map(({ name }) => name) }
    }, site)
    expect(noticed).toEqual([])
    expect(pictures).toHaveLength(2)
  } finally {
    await browser.close()
  }
})
