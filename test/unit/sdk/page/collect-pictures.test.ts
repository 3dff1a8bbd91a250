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

/** The dark modules of the code as a drawing has them, within a box of `side`. */
const side = encodeQr(text, 'raw').length
const modules = (attributes: string) =>
  encodeQr(text, 'raw')
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `<rect x="${x}" y="${y}" ${attributes}/>` : '')))
    .join('')
const drawing = (inside: string) =>
  `<svg style="${far};background:#fff" width="200" height="200" viewBox="0 0 ${side} ${side}">${inside}</svg>`
const whole = `width="${side}" height="${side}"`
const dot = 'width="1" height="1"'

/** Pictures of a size, each of its own, with as many changes as a code has. */
const photos = (count: number, size: number) => `<script>
  for (let index = 0; index < ${count}; index++) {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = ${size}
    const context = canvas.getContext('2d')
    for (let at = 0; at < 400; at++) {
      context.fillStyle = \`hsl(\${(at * 89 + index) % 360} 60% \${(at * 37) % 100}%)\`
      context.beginPath()
      context.arc((at * 7919) % ${size}, (at * 104729 + index) % ${size}, ${size} / 14, 0, 7)
      context.fill()
    }
    document.write(\`<img width="24" height="24" src="\${canvas.toDataURL()}">\`)
  }
</script>`

/** Canvases of their own size each, from 330 pixels on, chequered: as many changes as a code has, but no corners. */
const unlike = (count: number) => `<script>
  for (let index = 0; index < ${count}; index++) {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 330 + index
    canvas.style.width = '80px'
    const context = canvas.getContext('2d')
    for (let at = 0; at < 800; at++) context.fillRect((at % 40) * 8, Math.floor(at / 40) * 12, at % 3 ? 4 : 8, 5)
    document.body.append(canvas)
  }
</script>`
const dots = Array.from(
  { length: 100 },
  (_, at) => `<path d="M${(at % 10) * 3} ${Math.floor(at / 10) * 3}h1v2h-1z"/>`,
).join('')

const inNoTime = '<script>performance.now = () => 0</script>'

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
    [
      'a drawing of symbols that another drawing holds',
      `<svg width="0" height="0" fill="#f00"><symbol id="m" viewBox="0 0 1 1"><rect ${dot}/></symbol><symbol id="s" viewBox="0 0 ${side} ${side}"><g>${modules('').replaceAll('<rect', '<use href="#m" width="1" height="1"')}</g></symbol></svg>${drawing('<use href="#s"/>')}`,
    ],
    [
      'a drawing with a mask',
      drawing(`<mask id="m">${modules(`${dot} fill="#fff"`)}</mask><rect ${whole} mask="url(#m)"/>`),
    ],
    [
      'a drawing with a pattern and a gradient of another drawing',
      `<svg width="0" height="0"><linearGradient id="g"><stop stop-color="#046"/><stop offset="1" stop-color="#602"/></linearGradient><pattern id="p" ${whole} patternUnits="userSpaceOnUse">${modules(`${dot} fill="url(#g)"`)}</pattern></svg>${drawing(`<rect ${whole} fill="url(#p)"/>`)}`,
    ],
    [
      'a drawing cut out by a style sheet',
      `<style>.cut{clip-path:url("#c")}</style>${drawing(`<clipPath id="c">${modules(dot)}</clipPath><rect class="cut" ${whole}/>`)}`,
    ],
    [
      'a drawing whose sizes a style sheet has',
      `<style>.dot{width:1px;height:1px}</style>${drawing(modules('class="dot"'))}`,
    ],
    [
      'a drawing that a style sheet moves',
      `<style>.apart rect{transform:scale(.5)}</style>${drawing(`<g class="apart">${modules('width="2" height="2"').replaceAll(/([xy])="(\d+)"/g, (_all, name, at) => `${name}="${at * 2}"`)}</g>`)}`,
    ],
    [
      'a drawing whose parts a style sheet puts in their places',
      drawing(modules(dot).replaceAll(/x="(\d+)" y="(\d+)"/g, 'style="translate:$1px $2px"')),
    ],
    ['a drawing in a link', drawing(`<a href="#top">${modules(dot)}</a>`)],
    ['a drawing with a choice', drawing(`<switch><g>${modules(dot)}</g></switch>`)],
    [
      'a drawing without a box of its own on a part of the page that is made smaller',
      `<div style="transform:scale(.3);background:#fff"><svg width="${side}" height="${side}">${modules(dot)}</svg></div>`,
    ],
    [
      'a picture that a style sheet puts behind what it adds',
      `<style>p::before{content:"";display:block;width:30px;height:30px;background:url(${svgUrl})}</style><p>x</p>`,
    ],
    [
      'a picture that a style sheet adds',
      `<style>p::after{content:url(${svgUrl})}</style><p style="${far}">x</p>`,
    ],
    ['a button with an image', `<input type="image" style="${far}" width="200" src="${svgUrl}">`],
    ['a frame', `<iframe style="${far}" srcdoc='<img style="${far}" width="200" src="${svgUrl}">'></iframe>`],
  ])('include %s', async (_what, body) => {
    expect(new Set((await collect(body)).texts)).toEqual(new Set([text]))
  })

  it.each(['no-store', 'no-cache', 'max-age=600'])(
    'include what came with %s as it is at hand, without asking for it again',
    async (cache) => {
      const asked: string[] = []
      await browser.page.route('http://own.example/**', (route) => {
        const url = new URL(route.request().url())
        if (url.pathname === '/')
          return route.fulfill({
            contentType: 'text/html',
            body: `<div style="${far};width:90px;height:90px;background:#fff url(/code.svg)"></div><div style="display:none;background-image:url(/none.svg)"></div><div style="width:90px;height:90px;background-image:url(http://far.example/code.svg)"></div><input type="image" width="60" src="/code.svg?2"><img loading="lazy" style="position:absolute;top:40000px" width="60" height="60" src="${svgUrl}">`,
          })
        asked.push(url.pathname + url.search)
        return route.fulfill({ contentType: 'image/svg+xml', headers: { 'cache-control': cache }, body: svg })
      })
      await browser.page.route('http://far.example/**', (route) => {
        asked.push('far')
        const headers = { 'access-control-allow-origin': '*', 'cache-control': cache }
        return route.fulfill({ contentType: 'image/svg+xml', headers, body: svg })
      })
      const { collected, texts } = await collectAt('http://own.example/')
      await browser.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      // The background, the button, and the image that waits to come into view and holds its picture itself.
      expect(texts).toEqual([text, text, text])
      expect(collected.unreadable).toBe(1)
      expect(asked.toSorted()).toEqual(['/code.svg', '/code.svg?2', 'far'])
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

  it('are handed over up to a number, the code among many of one size before all others', async () => {
    const { texts, collected } = await collect(`${photos(90, 48)}<img style="${far}" src="${svgUrl}">`)
    expect(texts[0]).toBe(text)
    expect(collected.pictures).toHaveLength(40)
    expect(collected.isCut).toBe(true)
  })

  it('that all look like codes are handed over up to twice that number', async () => {
    const many = Array.from({ length: 90 }, (_, at) => `<img width="20" src="${svgUrl}#${at}">`)
    await browser.show(inNoTime + many.join(''))
    const { pictures, isCut } = await browser.collect()
    expect(pictures).toHaveLength(80)
    expect(isCut).toBe(true)
  })

  it('are looked at in the order in which they may be codes, as long as there is time', async () => {
    const slow = '<script>let time = 0; performance.now = () => (time += 40)</script>'
    const { texts, collected } = await collect(`${slow}${photos(90, 48)}<img width="20" src="${svgUrl}">`)
    expect(texts[0]).toBe(text)
    expect(collected.isCut).toBe(true)
  })

  it('that hardly hold a code come after all others, and are not said to be missing where they are too many', async () => {
    const avatar = (index: number) =>
      `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='48' height='48'%3E%3Ccircle cx='24' cy='${index}' r='9'/%3E%3C/svg%3E`
    const many = Array.from({ length: 100 }, (_, index) => `<img src="${avatar(index)}">`)
    const { texts, collected } = await collect(`${inNoTime}${many.join('')}<img width="200" src="${svgUrl}">`)
    expect(texts).toEqual([text])
    expect(collected.pictures).toHaveLength(40)
    expect(collected.isCut).toBe(false)
    expect((await browser.collect(avatar(3))).pictures).toHaveLength(1)
  })

  it('that are too large to be looked at come after what is ready, and have their place among many', async () => {
    const huge = '<canvas width="2100" height="2000"></canvas>'
    const drawn = (count: number) => photos(count, 48).replaceAll('at < 400', 'at < 1')
    await browser.show(`${inNoTime}${huge}${drawn(60)}`)
    const { pictures, isCut } = await browser.collect()
    const widths = pictures.map(
      (picture) => decodePng(Buffer.from(picture.split(',')[1] ?? '', 'base64')).width,
    )
    expect(widths).toHaveLength(40)
    expect(widths.at(-1)).toBeGreaterThan(2000)
    expect(isCut).toBe(false)
  })

  it('of one colour are left out, but for one that is asked for', async () => {
    const plain = (fill: string) =>
      `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='48' height='48'%3E%3Cpath fill='${fill}' d='M0 0h48v48H0z'/%3E%3C/svg%3E`
    await browser.show(['red', 'teal', 'gray'].map((fill) => `<img src="${plain(fill)}">`).join(''))
    expect(await browser.collect()).toEqual({ pictures: [], unreadable: 0, isCut: false })
    expect((await browser.collect(plain('teal'))).pictures).toHaveLength(1)
  })

  it('from the network and out of view come before larger ones that hold no code more likely', async () => {
    await browser.page.route('http://quiet.example/**', (route) =>
      new URL(route.request().url()).pathname === '/'
        ? route.fulfill({
            contentType: 'text/html',
            body: `<div style="height:3000px"></div>${unlike(45)}<img width="60" src="/dots.svg">`,
          })
        : route.fulfill({
            contentType: 'image/svg+xml',
            body: `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300" viewBox="0 0 30 30">${dots}</svg>`,
          }),
    )
    const { collected } = await collectAt('http://quiet.example/')
    expect(collected.pictures).toHaveLength(40)
    expect(
      collected.pictures.map(
        (picture) => decodePng(Buffer.from(picture.split(',')[1] ?? '', 'base64')).width,
      ),
    ).toContain(300)
  })

  it('that look like codes are handed over before one that may take long is begun', async () => {
    await browser.show(
      `<canvas id="wide" width="2000" height="600"></canvas><img width="20" src="${svgUrl}"><script>wide.getContext('2d').fillRect(9, 9, 9, 9)</script>`,
    )
    const parts = await browser.page.evaluate(async () => {
      const parts = globalThis.countersignCollectParts(document, { now: () => performance.now() })
      const first = await parts.next()
      const second = await parts.next()
      return [first, second].map(({ done, value }) => ({ done, count: value.pictures.length }))
    })
    expect(parts).toEqual([
      { done: false, count: 1 },
      { done: true, count: 1 },
    ])
  })

  it('come smallest first, and one that is too heavy hides none of the others', async () => {
    const heavy = '<canvas width="2000" height="1990"></canvas>'.repeat(7)
    const { texts, collected } = await collect(`${inNoTime}${heavy}<img width="200" src="${svgUrl}">`)
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
