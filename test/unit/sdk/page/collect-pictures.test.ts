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

interface Seen {
  texts: string[]
  collected: CollectedPictures
}

async function collect(body: string): Promise<Seen> {
  await browser.show(body)
  return read()
}

async function collectAt(url: string): Promise<Seen> {
  await browser.showAt(url)
  return read()
}

async function read(): Promise<Seen> {
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
    [
      'what an element with fields named like its methods has behind it, and what comes after it',
      `<form style="background-image:url(${svgUrl});${far}"><input name="checkVisibility"><input name="getBoundingClientRect"><input name="ownerDocument"><input name="parentElement"><input name="assignedSlot">x<canvas id="c" width="200" height="200"></canvas></form>${paint('c')}`,
    ],
    [
      'an image in a document with images named like its methods',
      `<img name="querySelectorAll"><img name="defaultView"><img name="createElementNS"><img name="nodeType"><img width="200" src="${svgUrl}">`,
    ],
    ['a frame', `<iframe style="${far}" srcdoc='<img style="${far}" width="200" src="${svgUrl}">'></iframe>`],
  ])('include %s', async (_what, body) => {
    expect(new Set((await collect(body)).texts)).toEqual(new Set([text]))
  })

  it.each(['no-store', 'no-cache', 'max-age=600'])(
    'include a background that came with %s as it is at hand, without asking for it again',
    async (cache) => {
      const asked: string[] = []
      await browser.page.route('http://own.example/**', (route) => {
        const url = new URL(route.request().url())
        if (url.pathname === '/')
          return route.fulfill({
            contentType: 'text/html',
            body: `<div style="${far};width:90px;height:90px;background:#fff url(/code.svg)"></div><div style="display:none;background-image:url(/none.svg)"></div><div style="width:90px;height:90px;background-image:url(http://far.example/code.svg)"></div>`,
          })
        asked.push(url.pathname)
        return route.fulfill({ contentType: 'image/svg+xml', headers: { 'cache-control': cache }, body: svg })
      })
      await browser.page.route('http://far.example/**', (route) => {
        asked.push('far')
        const headers = { 'access-control-allow-origin': '*', 'cache-control': cache }
        return route.fulfill({ contentType: 'image/svg+xml', headers, body: svg })
      })
      const { collected, texts } = await collectAt('http://own.example/')
      await browser.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      expect(texts).toEqual([text])
      expect(collected.unreadable).toBe(1)
      expect(asked.toSorted()).toEqual(['/code.svg', 'far'])
    },
  )

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

  it.each([200, 24])(
    'of other origins are counted, shown %i pixels wide too, and not asked for again',
    async (width) => {
      const asked: string[] = []
      await browser.page.route('http://other.example/**', (route) => {
        asked.push(route.request().url())
        return route.fulfill({ contentType: 'image/svg+xml', body: svg })
      })
      const { collected } = await collect(`<img width="${width}" src="http://other.example/code.svg">`)
      expect(collected).toEqual({ pictures: [], unreadable: 1, isCut: false })
      expect(asked).toEqual(['http://other.example/code.svg'])
    },
  )

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
