import { findFinderPatterns } from '../finder-patterns.ts'

/** How far the pixels of a picture look like a QR code: not at all, as a photo or a text does, or with its corners. */
export type Likeness = 'none' | 'possible' | 'likely'

/** Steps of brightness from 0 to 255; less of a difference between modules is not read as one. */
const LEAST_STEP = 16

/** Changes between dark and light in one line; the smallest code for a key has 25 modules, of which half are changes. */
const LEAST_CHANGES = 8

/** The part of all lines that have them; a code may be a small part of the picture that it is in. */
const LEAST_LINES = 0.04

/** Lines in each direction that are looked at. */
const MOST_LINES = 128

/** Rows through the corners of a code; photos have one or two such places by chance. */
const LEAST_PATTERNS = 6

/**
 * Looks at opaque pixels for what every QR code has, turned or inverted too: lines across and down that change between dark and
 * light again and again, and its corners. Far cheaper than reading, and only good for choosing what is read first:
 * `none` is for what no code can be in.
 */
export function judgeLikeness(image: Pick<ImageData, 'data' | 'width' | 'height'>): Likeness {
  const { width, height } = image
  const light = readBrightness(image.data)
  const rows = countBusy(height, (row) => countChanges(light, row * width, 1, width))
  const columns = countBusy(width, (column) => countChanges(light, column, width, height))
  if (Math.min(rows, columns) < LEAST_LINES) return 'none'
  const darkBelow = light.reduce((sum, value) => sum + value, 0) / light.length
  const patterns = findFinderPatterns(image, { darkBelow })
  return patterns.length >= LEAST_PATTERNS ? 'likely' : 'possible'
}

function readBrightness(data: Uint8ClampedArray): Uint8Array {
  const light = new Uint8Array(data.length / 4)
  for (let at = 0; at < light.length; at++) {
    light[at] = ((data[at * 4] ?? 0) + 2 * (data[at * 4 + 1] ?? 0) + (data[at * 4 + 2] ?? 0)) / 4
  }
  return light
}

/** The part of the lines that have the changes of a code. */
function countBusy(count: number, changesOf: (line: number) => number): number {
  const step = Math.ceil(count / MOST_LINES)
  let [lines, busy] = [0, 0]
  for (let line = 0; line < count; line += step) {
    lines++
    if (changesOf(line) >= LEAST_CHANGES) busy++
  }
  return busy / lines
}

/** How often a line turns from darker to lighter or back; a slow change counts as one. */
function countChanges(light: Uint8Array, start: number, stride: number, length: number): number {
  let [changes, direction] = [0, 0]
  let edge = light[start] ?? 0
  for (let index = 1; index < length; index++) {
    const here = light[start + index * stride] ?? 0
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
