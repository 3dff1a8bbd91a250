import encodeQr from 'qr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectedPictures } from '../../../../sdk/src/page/index.ts'
import { decodeQr } from '../../../../sdk/src/qr/decode.ts'
import { decodePng } from '../../../bench/scan-png.ts'
import { type BrowserPage, openBrowserPage } from './browser-page.ts'

let browser: BrowserPage
beforeAll(async () => {
  browser = await openBrowserPage()
})
afterAll(() => browser?.close())

const text = 'otpauth://totp/Quay:mia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Quay'
const svg = encodeQr(text, 'svg')
const svgUrl = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
const gifUrl = `data:image/gif;base64,${Buffer.from(encodeQr(text, 'gif', { scale: 1 })).toString('base64')}`
const far = 'position:absolute;top:9000px'

async function collect(body: string): Promise<{ texts: string[]; collected: CollectedPictures }> {
  await browser.show(body)
  const collected = await browser.collect()
  const texts: string[] = []
  for (const picture of collected.pictures) {
    const png = Buffer.from(picture.slice('data:image/png;base64,'.length), 'base64')
    texts.push(...(await decodeQr(decodePng(png))).map((code) => code.text))
  }
  return { texts, collected }
}

const paint = (target: string) => `<script>
  const image = new Image()
  image.onload = () => { const context = ${target}.getContext('2d'); context.drawImage(image, 0, 0, 200, 200) }
  image.src = '${svgUrl}'
</script>`

describe('the pictures of a page', () => {
  it.each([
    ['an image out of sight', `<img style="${far}" width="200" src="${svgUrl}">`],
    ['an image shown tiny', `<img width="12" height="12" src="${svgUrl}">`],
    ['an image with a pixel for a module', `<img src="${gifUrl}">`],
    [
      'a canvas out of sight',
      `<canvas id="c" style="${far}" width="200" height="200"></canvas>${paint('c')}`,
    ],
    [
      'a drawing out of sight',
      `<div style="${far}">${svg.replace('<svg', '<svg width="150" height="150"')}</div>`,
    ],
    ['a drawing shown tiny', svg.replace('<svg', '<svg width="10" height="10"')],
    [
      'a drawing that a style sheet colours',
      `<style>body{background:#111}svg{fill:#eee}path,rect{fill:inherit}</style><div style="${far}">${svg
        .replace('<svg', '<svg width="150" height="150"')
        .replace(/fill="[^"]*"/g, '')}</div>`,
    ],
    [
      'a background out of sight',
      `<div style="${far};width:200px;height:200px;background-image:url(${svgUrl})"></div>`,
    ],
    [
      'an open shadow tree',
      `<div id="h" style="${far}"></div><script>h.attachShadow({ mode: 'open' }).append(Object.assign(new Image(200, 200), { src: '${svgUrl}' }))</script>`,
    ],
    ['a frame', `<iframe style="${far}" srcdoc='<img style="${far}" width="200" src="${svgUrl}">'></iframe>`],
  ])('include %s', async (_what, body) => {
    expect((await collect(body)).texts).toEqual([text])
  })

  it.each([
    ['an image that is not displayed', `<img hidden src="${svgUrl}">`],
    ['an image that is invisible', `<img style="visibility:hidden" src="${svgUrl}">`],
    ['an image that is clear', `<div style="opacity:0"><img src="${svgUrl}"></div>`],
    ['a frame that is not displayed', `<iframe hidden srcdoc='<img src="${svgUrl}">'></iframe>`],
    ['icons', '<svg width="20" height="20"><path d="M3 3h9v9z"/></svg>'.repeat(50)],
    [
      'a closed shadow tree',
      `<div id="h"></div><script>h.attachShadow({ mode: 'closed' }).append(Object.assign(new Image(), { src: '${svgUrl}' }))</script>`,
    ],
  ])('leave out %s', async (_what, body) => {
    expect((await collect(body)).collected.pictures).toEqual([])
  })

  it('of other origins are counted, and not asked for again', async () => {
    const asked: string[] = []
    await browser.page.route('http://other.example/**', (route) => {
      asked.push(route.request().url())
      return route.fulfill({ contentType: 'image/svg+xml', body: svg })
    })
    const { collected } = await collect('<img width="200" src="http://other.example/code.svg">')
    expect(collected).toEqual({ pictures: [], unreadable: 1, isCut: false })
    expect(asked).toEqual(['http://other.example/code.svg'])
  })

  it('are handed over up to a number', async () => {
    const many = Array.from(
      { length: 45 },
      (_, index) => `<canvas width="${100 + index}" height="100"></canvas>`,
    )
    const { collected } = await collect(many.join(''))
    expect(collected.pictures).toHaveLength(40)
    expect(collected.isCut).toBe(true)
  })

  it('come smallest first, and one that is too heavy hides none of the others', async () => {
    const inNoTime = '<script>performance.now = () => 0</script>'
    const heavy = '<canvas width="2000" height="1990"></canvas>'.repeat(7)
    const { texts, collected } = await collect(
      `${inNoTime}${heavy}<canvas width="900" height="100"></canvas><img width="200" src="${svgUrl}">`,
    )
    expect(texts).toEqual([text])
    expect(collected.pictures).toHaveLength(7)
    expect(collected.isCut).toBe(true)
  })

  it('that would be heavy, such as photos, are handed over as what photos are kept as', async () => {
    const noise = `<canvas id="c" width="1500" height="1500"></canvas><script>
      const context = c.getContext('2d')
      const pixels = context.createImageData(1500, 1500)
      for (let at = 0; at < pixels.data.length; at += 65536)
        crypto.getRandomValues(pixels.data.subarray(at, at + 65536))
      context.putImageData(pixels, 0, 0)
    </script>`
    await browser.show(noise)
    const { pictures, isCut } = await browser.collect()
    expect(isCut).toBe(false)
    expect(pictures.map((picture) => picture.slice(0, 15))).toEqual(['data:image/jpeg'])
  })

  it('are only those of one address where one is asked for', async () => {
    await browser.show(`<img src="${svgUrl}"><img src="${gifUrl}">`)
    expect((await browser.collect(gifUrl)).pictures).toHaveLength(1)
  })

  it('are read without a trace in the document', async () => {
    await browser.show(`<img src="${svgUrl}">${svg}<div style="background-image:url(${svgUrl})">x</div>`)
    await browser.page.evaluate(() => {
      const log = (window as unknown as { log: string[] }).log
      new MutationObserver((records) => log.push(...records.map(({ type }) => type))).observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
    })
    await browser.collect()
    expect(await browser.log()).toEqual([])
  })
})
