/** Which rows of a long list are to be there: from the first to before the last. */
export interface RowRange {
  first: number
  end: number
}

/** Rows beyond what is seen, so that a quick scroll or a screen reader finds them there. */
const beyond = 6

/**
 * The rows of a list of equal rows that can be seen. `top` is where the list begins in the window and `height` the
 * window's height, both in CSS pixels, whatever scrolls.
 */
export function findVisibleRows(count: number, rowHeight: number, top: number, height: number): RowRange {
  const first = Math.floor(-top / rowHeight) - beyond
  const end = Math.ceil((height - top) / rowHeight) + beyond
  return { first: clamp(first, count), end: clamp(end, count) }
}

function clamp(row: number, count: number): number {
  return Math.min(Math.max(row, 0), count)
}
