import encodeQr from 'qr'
import { describe, expect, it } from 'vitest'
import { judgeLikeness } from '../../../../sdk/src/page/code-likeness.ts'

const short = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP'
const long = `otpauth-migration://offline?data=${'CkQKFAAAAAAAAAAA'.repeat(20)}`

type Colour = [red: number, green: number, blue: number]

/** Pixels of a picture; `shade` says how light each is, from 0 to 255, or its colour. */
function draw(width: number, shade: (x: number, y: number) => number | Colour, height = width) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    const shown = shade(at % width, Math.floor(at / width))
    data.set(typeof shown === 'number' ? [shown, shown, shown] : shown, at * 4)
  }
  return { data, width, height }
}

interface Looks {
  scale?: number
  margin?: number
  across?: number
  dark?: number | Colour
  light?: number | Colour
  around?: number | Colour
}

function drawCode(text: string, looks: Looks) {
  const { scale = 4, margin = 0, dark = 0, light = 255 } = looks
  const { across = margin, around = light } = looks
  const modules = encodeQr(text, 'raw')
  const side = modules.length * scale
  return draw(
    side + margin * 2,
    (x, y) => {
      const module = modules[Math.floor((y - across) / scale)]?.[Math.floor((x - margin) / scale)]
      return module === undefined ? around : module ? dark : light
    },
    side + across * 2,
  )
}

describe('a look at the pixels', () => {
  it.each([
    ['a short code', drawCode(short, {})],
    ['a long code', drawCode(long, {})],
    ['a code of two pixels a module in a large picture', drawCode(short, { scale: 2, margin: 200 })],
    ['an inverted code', drawCode(short, { dark: 240, light: 20 })],
    ['a pale code', drawCode(short, { dark: 190, light: 220 })],
    ['a blue code on red', drawCode(short, { dark: [0, 0, 192], light: [192, 0, 0] })],
    ['a magenta code on green', drawCode(short, { dark: [240, 0, 240], light: [0, 224, 0] })],
    ['a small code in a long picture', drawCode(short, { scale: 1, margin: 480, across: 80 })],
    ['a small code in a high picture', drawCode(short, { scale: 1, margin: 10, across: 580 })],
    ['a pale code on a dark poster', drawCode(short, { dark: 153, margin: 62, around: 34 })],
  ])('takes %s for one', (_what, image) => {
    expect(judgeLikeness(image)).toBe('likely')
  })

  it.each([
    ['a slow change', draw(240, (x, y) => (x + y) / 2)],
    ['a face of few parts', draw(240, (x, y) => (Math.hypot(x - 120, y - 120) < 70 ? 40 : 200))],
    ['lines one way only', draw(240, (x) => (x % 8 < 4 ? 0 : 255))],
  ])('puts off %s', (_what, image) => {
    expect(judgeLikeness(image)).toBe('none')
  })

  it('rules out one colour only, whatever else is unlikely', () => {
    expect(judgeLikeness(draw(240, () => 255))).toBe('blank')
    expect(judgeLikeness(draw(240, () => [0, 90, 200]))).toBe('blank')
    expect(judgeLikeness(draw(240, (x, y) => (x === 7 && y === 9 ? 253 : 255)))).toBe('none')
  })

  it('leaves open whether a code is in what changes as often, but has no corners', () => {
    const chequered = draw(240, (x, y) => ((x >> 3) % 2 === (y >> 3) % 2 ? 0 : 255))
    expect(judgeLikeness(chequered)).toBe('possible')
  })
})
