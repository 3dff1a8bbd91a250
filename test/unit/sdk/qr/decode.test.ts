import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { configureQrDecoder, decodeQr, MOST_PIXELS } from '../../../../sdk/src/qr/decode.ts'
import { readWithJsqr } from '../../../../sdk/src/qr/second-opinion.ts'
import {
  addNoise,
  blank,
  blur,
  fade,
  invert,
  type Picture,
  paste,
  qrPicture,
  rotate,
  textPage,
  toRgba,
} from './pictures.ts'

const KEY_URI =
  'otpauth://totp/Harbour%20Practice:anna@harbour.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour%20Practice'
const MODULE = new URL('../../../../sdk/src/qr/decode.ts', import.meta.url)

async function read(picture: Picture): Promise<string[]> {
  return (await decodeQr(toRgba(picture))).map(({ text }) => text)
}

describe('decodeQr', () => {
  const readable: [string, Picture][] = [
    ...[1, 1.5, 2, 2.5, 4, 10, 25].map((scale): [string, Picture] => [
      `${scale} pixels a module`,
      qrPicture(KEY_URI, { scale }),
    ]),
    ['no border', qrPicture(KEY_URI, { border: 0 })],
    ['light on dark', invert(qrPicture(KEY_URI))],
    ...[7, 30, 45, 90, 133, 180, 270].map((degrees): [string, Picture] => [
      `turned by ${degrees} degrees`,
      rotate(qrPicture(KEY_URI, { scale: 5 }), degrees),
    ]),
    ['noise', addNoise(qrPicture(KEY_URI, { scale: 8 }), 120)],
    ['a blurred picture', blur(qrPicture(KEY_URI, { scale: 6 }), 2)],
    ['little contrast', fade(qrPicture(KEY_URI), 100, 160)],
    ['a 4K page of text', paste(textPage(3840, 2160), qrPicture(KEY_URI, { scale: 3 }), 2900, 1300)],
    [
      'a card of middling shade on a light page',
      paste(textPage(1280, 800), fade(qrPicture(KEY_URI), 0, 90), 300, 200),
    ],
    ['a dark page of text', invert(paste(textPage(1920, 1080), qrPicture(KEY_URI), 900, 300))],
  ]
  it.each(readable)('reads a code in %s', async (_, picture) => {
    expect(await read(picture)).toEqual([KEY_URI])
  })

  it('reads a clear picture whose size is on its prototype, as a canvas gives it', async () => {
    const { data, width, height } = toRgba(qrPicture(KEY_URI))
    for (let at = 0; at < data.length; at += 4) if (data[at] === 255) data.fill(0, at, at + 4)
    class FromCanvas {
      readonly data = data
      get width() {
        return width
      }
      get height() {
        return height
      }
    }
    expect(await decodeQr(new FromCanvas())).toEqual([{ text: KEY_URI }])
  })

  it.each([
    ['light', (picture: Picture) => picture],
    ['dark', invert],
  ])('reads every code of a %s page', async (_, shade) => {
    const texts = ['first', 'second', KEY_URI, 'örnsköldsvik'].sort()
    const page = texts.reduce(
      (onto, text, index) => paste(onto, qrPicture(text), 80 + 450 * index, 60 + 150 * index),
      textPage(1920, 1080),
    )
    expect((await read(shade(page))).sort()).toEqual(texts)
  })

  it('gives the codes of a page row by row, each row from the left, where they are a little off too', async () => {
    const places: [string, number, number][] = [
      ['one', 60, 90],
      ['two', 600, 60],
      ['three', 1200, 80],
      ['four', 300, 500],
      ['five', 900, 480],
    ]
    const page = places.reduce(
      (onto, [text, x, y]) => paste(onto, qrPicture(text), x, y),
      textPage(1920, 1080),
    )
    expect(await read(page)).toEqual(places.map(([text]) => text))
    expect(await read(rotate(page, 180))).toEqual(places.map(([text]) => text).toReversed())
  })

  it.each(['räksmörgås', 'ö', 'é', '日本語', '🔑 key', '0123456789', 'ABC $%*+-./:'])(
    'reads the text %j as it was written',
    async (text) => {
      expect(await read(qrPicture(text))).toEqual([text])
    },
  )

  it('reads a code whose light parts are transparent, as an exported picture has them', async () => {
    const image = toRgba(qrPicture(KEY_URI))
    for (let at = 0; at < image.data.length; at += 4) {
      if (image.data[at] === 255) image.data.fill(0, at, at + 4)
    }
    const before = Uint8ClampedArray.from(image.data)
    expect(await decodeQr(image)).toEqual([{ text: KEY_URI }])
    expect(image.data).toEqual(before)
  })

  it.each<[string, Picture]>([
    ['an empty picture', blank(300, 200)],
    ['a single pixel', blank(1, 1)],
    ['a narrow strip', blank(2000, 1, 0)],
    ['a page of text', textPage(1920, 1080)],
    ['noise', addNoise(blank(900, 700, 128), 128)],
  ])('finds nothing in %s', async (_, picture) => {
    expect(await read(picture)).toEqual([])
  })

  it('reads pictures asked for at the same time', async () => {
    const texts = ['one', 'two', 'three', 'four']
    expect(await Promise.all(texts.map((text) => read(qrPicture(text))))).toEqual(texts.map((text) => [text]))
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a string', 'image'],
    ['plain numbers', { data: [0, 0, 0, 0], width: 1, height: 1 }],
    ['too few bytes', { data: new Uint8ClampedArray(3), width: 1, height: 1 }],
    ['too many bytes', { data: new Uint8ClampedArray(8), width: 1, height: 1 }],
    ['no width', { data: new Uint8ClampedArray(0), width: 0, height: 4 }],
    ['a negative size', { data: new Uint8ClampedArray(4), width: -1, height: -1 }],
    ['half a pixel', { data: new Uint8ClampedArray(4), width: 0.5, height: 2 }],
    ['NaN', { data: new Uint8ClampedArray(4), width: Number.NaN, height: 1 }],
  ])('refuses %s with a TypeError', async (_, image) => {
    await expect(decodeQr(image as Parameters<typeof decodeQr>[0])).rejects.toThrow(TypeError)
    expect(await read(qrPicture('still works'))).toEqual(['still works'])
  })

  it('refuses more pixels than it looks at, before it touches them', async () => {
    const image = { data: new Uint8ClampedArray(4), width: MOST_PIXELS, height: 2 }
    await expect(decodeQr(image)).rejects.toThrow(RangeError)
  })
})

describe('the second opinion', () => {
  it('reads a small picture', () => {
    expect(readWithJsqr(toRgba(qrPicture('räksmörgås')))).toEqual(['räksmörgås'])
  })

  it('reads an inverted one, and an upright one after it', () => {
    expect(readWithJsqr(toRgba(invert(qrPicture('dark'))))).toEqual(['dark'])
    expect(readWithJsqr(toRgba(qrPicture('light')))).toEqual(['light'])
  })

  it('reads a code on a large page through its tiles', () => {
    const page = paste(textPage(3840, 2160), qrPicture(KEY_URI, { scale: 6 }), 3300, 1700)
    expect(readWithJsqr(toRgba(page))).toEqual([KEY_URI])
  })

  it('leaves a large page without finder patterns alone', () => {
    expect(readWithJsqr(toRgba(blank(3840, 2160)))).toEqual([])
  })
})

describe('loading the decoder', () => {
  it('runs in Node as it is, without being told where the file is', () => {
    const script = `const { decodeQr } = await import(${JSON.stringify(MODULE.href)})
      const found = await decodeQr({ data: new Uint8ClampedArray(4e4), width: 100, height: 100 })
      console.log(JSON.stringify(found))`
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: '/',
      encoding: 'utf8',
    })
    expect(out.trim()).toBe('[]')
  })

  it('says what is missing in a browser that has not configured it, and fetches nothing', () => {
    const script = `globalThis.fetch = () => { throw new Error('fetched') }
      globalThis.process.getBuiltinModule = undefined
      const { decodeQr } = await import(${JSON.stringify(MODULE.href)})
      await decodeQr({ data: new Uint8ClampedArray(4), width: 1, height: 1 }).catch((error) => console.log(error.name, error.message))`
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(out).toMatch(/^TypeError call configureQrDecoder/)
  })

  it('refuses an address outside of a browser, an empty configuration and another origin', () => {
    expect(() => configureQrDecoder({})).toThrow(TypeError)
    expect(() => configureQrDecoder({ wasmUrl: 'https://cdn.example/zxing_reader.wasm' })).toThrow(TypeError)
  })

  it('works from bytes that are handed over', async () => {
    const { readFileSync } = await import('node:fs')
    const file = createRequire(MODULE).resolve('zxing-wasm/reader/zxing_reader.wasm')
    configureQrDecoder({ wasmBinary: Uint8Array.from(readFileSync(file)).buffer })
    expect(await read(qrPicture('bytes'))).toEqual(['bytes'])
  })

  it('bundles for a browser without Node modules and without its WebAssembly inside', async () => {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, lib: { entry: new URL(MODULE).pathname, formats: ['es'] }, minify: false },
    })
    const [bundle] = Array.isArray(built) ? built : [built]
    if (!bundle || !('output' in bundle)) throw new Error('vite built nothing')
    expect(bundle.output.map((file) => file.type)).toEqual(['chunk'])
    const code = bundle.output[0].code
    expect(code).not.toMatch(/from\s*["']node:|import\(["']node:|__vite-browser-external/)
    expect(code.length).toBeLessThan(1_000_000)
  })
})
