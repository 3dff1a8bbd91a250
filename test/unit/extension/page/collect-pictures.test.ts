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
            body: `<div style="width:200px;height:200px;background-image:url(/ground.svg)"></div><img src="/image.svg"><canvas id="wide" width="2000" height="600"></canvas>`,
          }),
    )
    await page.goto(site)
    await page.addScriptTag({ content: script })
    const { pictures, calls, noticed, isLeft } = await page.evaluate(async (origin) => {
      performance.clearResourceTimings()
      const scope = globalThis as unknown as {
        countersignCollect?: (origin: string, url: null) => Promise<{ pictures: string[]; isWhole: boolean }>
      }
      const pictures: string[] = []
      let calls = 0
      for (let isWhole = false; !isWhole && scope.countersignCollect; calls++) {
        const part = await scope.countersignCollect(origin, null)
        pictures.push(...part.pictures)
        isWhole = part.isWhole
      }
      const noticed = performance.getEntriesByType('resource').map(({ name }) => name)
      return { pictures, calls, noticed, isLeft: 'countersignCollect' in scope }
    }, site)
    expect(noticed).toEqual([])
    expect(pictures).toHaveLength(3)
    // The codes first, then what is large, and nothing of it stays.
    expect(calls).toBeGreaterThanOrEqual(2)
    expect(isLeft).toBe(false)
  } finally {
    await browser.close()
  }
})
