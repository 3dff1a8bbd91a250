import encodeQr from 'qr'
import { describe, expect, it } from 'vitest'
import { judgeLikeness } from '../../../../sdk/src/page/code-likeness.ts'

const short = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP'
const long = `otpauth-migration://offline?data=${'CkQKFAAAAAAAAAAA'.repeat(20)}`

/** Pixels of a square picture; `shade` says how light each is, from 0 to 255. */
function draw(side: number, shade: (x: number, y: number) => number) {
  const data = new Uint8ClampedArray(side * side * 4)
  for (let at = 0; at < side * side; at++) {
    data.fill(shade(at % side, Math.floor(at / side)), at * 4, at * 4 + 3)
    data[at * 4 + 3] = 255
  }
  return { data, width: side, height: side }
}

function drawCode(text: string, { scale = 4, margin = 0, dark = 0, light = 255 }) {
  const modules = encodeQr(text, 'raw')
  return draw(modules.length * scale + margin * 2, (x, y) => {
    const row = modules[Math.floor((y - margin) / scale)]
    return row?.[Math.floor((x - margin) / scale)] ? dark : light
  })
}

describe('a look at the pixels', () => {
  it.each([
    ['a short code', drawCode(short, {})],
    ['a long code', drawCode(long, {})],
    ['a code of two pixels a module in a large picture', drawCode(short, { scale: 2, margin: 200 })],
    ['an inverted code', drawCode(short, { dark: 240, light: 20 })],
    ['a pale code', drawCode(short, { dark: 190, light: 220 })],
  ])('takes %s for one', (_what, image) => {
    expect(judgeLikeness(image)).toBe('likely')
  })

  it.each([
    ['nothing', draw(240, () => 255)],
    ['a slow change', draw(240, (x, y) => (x + y) / 2)],
    ['a face of few parts', draw(240, (x, y) => (Math.hypot(x - 120, y - 120) < 70 ? 40 : 200))],
    ['lines one way only', draw(240, (x) => (x % 8 < 4 ? 0 : 255))],
  ])('rules out %s', (_what, image) => {
    expect(judgeLikeness(image)).toBe('none')
  })

  it('leaves open whether a code is in what changes as often, but has no corners', () => {
    const chequered = draw(240, (x, y) => ((x >> 3) % 2 === (y >> 3) % 2 ? 0 : 255))
    expect(judgeLikeness(chequered)).toBe('possible')
  })
})
