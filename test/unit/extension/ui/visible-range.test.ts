import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findVisibleRows } from '../../../../extension/src/ui/visible-range.ts'

describe('the rows of a long list that exist', () => {
  it('are a few, however long the list is', () => {
    const { first, end } = findVisibleRows(10_000, 56, -56 * 5000, 560)
    expect(end - first).toBeLessThan(30)
  })

  it('begin with the first one at the top and end with the last one at the bottom', () => {
    expect(findVisibleRows(10_000, 56, 80, 560).first).toBe(0)
    expect(findVisibleRows(10_000, 56, 560 - 56 * 10_000, 560).end).toBe(10_000)
  })

  it('are all rows of a short list, and none of an empty one', () => {
    expect(findVisibleRows(3, 56, 80, 560)).toEqual({ first: 0, end: 3 })
    expect(findVisibleRows(0, 56, 80, 560)).toEqual({ first: 0, end: 0 })
  })

  it('hold every row that touches the window, wherever the list is scrolled to', () => {
    const count = fc.integer({ min: 1, max: 20_000 })
    const top = fc.integer({ min: -2_000_000, max: 2000 })
    fc.assert(
      fc.property(count, top, fc.integer({ min: 1, max: 3000 }), (rows, start, height) => {
        const { first, end } = findVisibleRows(rows, 56, start, height)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(rows)
        // The row before the first that exists ends above the window; the first that does not begins below it.
        if (first > 0) expect(start + first * 56).toBeLessThanOrEqual(0)
        if (end < rows) expect(start + end * 56).toBeGreaterThanOrEqual(height)
      }),
    )
  })
})
