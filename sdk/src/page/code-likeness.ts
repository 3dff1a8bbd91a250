import { findFinderPatterns } from '../finder-patterns.ts'

/** How far the pixels of a picture look like a QR code: of one colour, hardly, as a photo or a text does, or with its corners. */
export type Likeness = 'blank' | 'none' | 'possible' | 'likely'

/** Steps of brightness from 0 to 255; less of a difference between modules is not read as one. */
const LEAST_STEP = 16

/** Changes between dark and light in one line; the smallest code for a key has 25 modules, of which half are changes. */
const LEAST_CHANGES = 8

/** Lines looked at that have them; a code may be a small part of the picture that it is in. */
const LEAST_LINES = 3

/** Lines in each direction that are looked at. */
const MOST_LINES = 128

/** Rows through the corners of a code; photos have one or two such places by chance. */
const LEAST_PATTERNS = 6

/**
 * Looks at opaque pixels for what every QR code has, turned, inverted or in colours too: lines across and down that change
 * again and again, and its corners. Far cheaper than reading, and only good for choosing what is read first: only in
 * `blank` there can be no code.
 */
export function judgeLikeness(image: Pick<ImageData, 'data' | 'width' | 'height'>): Likeness {
  const { data, width, height } = image
  const counts = countValues(data)
  const spreads = counts.map(measureSpread)
  const channel = spreads.indexOf(Math.max(...spreads))
  if (spreads[channel] === 0) return 'blank'
  const plane = new Uint8Array(width * height)
  for (let at = 0; at < plane.length; at++) plane[at] = data[at * 4 + channel] ?? 0
  const rows = countBusy(height, (row) => countChanges(plane, row * width, 1, width))
  const columns = countBusy(width, (column) => countChanges(plane, column, width, height))
  if (Math.min(rows, columns) < LEAST_LINES) return 'none'
  const grey = new Uint32Array(plane.length)
  for (let at = 0; at < grey.length; at++) grey[at] = (plane[at] ?? 0) * 0x01010101
  const flat = { data: new Uint8ClampedArray(grey.buffer), width, height }
  return findMiddles(counts[channel] ?? []).some(
    (darkBelow) => findFinderPatterns(flat, { darkBelow }).length >= LEAST_PATTERNS,
  )
    ? 'likely'
    : 'possible'
}

/** How many pixels have each value of red, of green and of blue. */
function countValues(data: Uint8ClampedArray): number[][] {
  return [0, 1, 2].map((channel) => {
    const counts = new Array<number>(256).fill(0)
    for (let at = channel; at < data.length; at += 4) {
      const value = data[at] ?? 0
      counts[value] = (counts[value] ?? 0) + 1
    }
    return counts
  })
}

/** How far apart values are; 0 where they are all the same. */
function measureSpread(counts: number[]): number {
  const middle = findMean(counts, 0, 255)
  return counts.reduce((sum, count, value) => sum + count * (value - middle) ** 2, 0)
}

/** Where dark may end and light begin; a code's own ground may be darker or lighter than that of the picture around it. */
function findMiddles(counts: number[]): number[] {
  const middle = findMean(counts, 0, 255)
  return [middle, findMean(counts, Math.ceil(middle), 255), findMean(counts, 0, Math.floor(middle))]
}

function findMean(counts: number[], least: number, most: number): number {
  let [sum, pixels] = [0, 0]
  for (let value = least; value <= most; value++) {
    const count = counts[value] ?? 0
    sum += count * value
    pixels += count
  }
  return sum / pixels
}

/** How many of the lines have the changes of a code. */
function countBusy(count: number, changesOf: (line: number) => number): number {
  const step = Math.ceil(count / MOST_LINES)
  let busy = 0
  for (let line = 0; line < count; line += step) if (changesOf(line) >= LEAST_CHANGES) busy++
  return busy
}

/** How often a line turns from darker to lighter or back; a slow change counts as one. */
function countChanges(plane: Uint8Array, start: number, stride: number, length: number): number {
  let [changes, direction] = [0, 0]
  let edge = plane[start] ?? 0
  for (let index = 1; index < length; index++) {
    const here = plane[start + index * stride] ?? 0
    const difference = here - edge
    if (direction * difference > 0) edge = here
    else if (Math.abs(difference) >= LEAST_STEP) {
      changes++
      direction = Math.sign(difference)
      edge = here
    }
  }
  return changes
}
