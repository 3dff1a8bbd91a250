import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Area, areaPixels, firstArea, moveArea, spanArea } from '../../../../extension/src/scan/area.ts'

const inside = ({ left, top, width, height }: Area) =>
  left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1.0001 && top + height <= 1.0001

describe('an area', () => {
  it('is the same whichever corner it was drawn from', () => {
    const area = spanArea({ x: 0.2, y: 0.9 }, { x: 0.6, y: 0.3 })
    expect(area).toEqual(spanArea({ x: 0.6, y: 0.3 }, { x: 0.2, y: 0.9 }))
    expect(area.left).toBe(0.2)
    expect(area.top).toBe(0.3)
  })

  it('stays within the picture, and keeps at least a pixel, whatever is drawn and pressed', () => {
    const share = fc.double({ min: -2, max: 3, noNaN: true })
    const keys = fc.array(
      fc.tuple(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'), fc.boolean()),
    )
    fc.assert(
      fc.property(share, share, share, share, keys, (x, y, toX, toY, presses) => {
        const drawn = spanArea({ x, y }, { x: toX, y: toY })
        const area = presses.reduce((at, [key, resize]) => moveArea(at, key, resize) ?? at, drawn)
        expect(inside(area)).toBe(true)
        const [left, top, width, height] = areaPixels(area, { width: 40, height: 30 })
        expect(width >= 1 && height >= 1 && left + width <= 40 && top + height <= 30).toBe(true)
      }),
    )
  })

  it('moves and grows by keys, and by those alone', () => {
    expect(moveArea(firstArea, 'ArrowRight', false)?.left).toBeCloseTo(0.27)
    expect(moveArea(firstArea, 'ArrowDown', true)?.height).toBeCloseTo(0.52)
    expect(moveArea(firstArea, 'a', false)).toBeNull()
    expect(moveArea(firstArea, 'constructor', false)).toBeNull()
  })
})
