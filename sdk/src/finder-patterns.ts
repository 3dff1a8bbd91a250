/** Four bytes a pixel (red, green, blue, alpha), row by row. */
interface Pixels {
  data: Uint8ClampedArray
  width: number
  height: number
}

export interface FinderOptions {
  /** What is darker counts as dark; of 255. */
  darkBelow?: number
  /** Rows from one that is looked at to the next; a finder pattern's middle is at least three modules high. */
  rowStep?: number
}

type Runs = [number, number, number, number, number]

/**
 * Finds where a QR code's corners may be: places where five runs of dark and light are as wide as 1:1:3:1:1 both along
 * the row and along the column (ISO/IEC 18004 section 6.3.3). Dark on light and light on dark alike.
 */
export function findFinderPatterns(
  image: Pixels,
  { darkBelow = 128, rowStep = 2 }: FinderOptions = {},
): { x: number; y: number }[] {
  const limit = 4 * darkBelow
  const found: { x: number; y: number }[] = []
  for (let y = 0; y < image.height; y += rowStep) {
    for (const { x, unit } of findAlongRow(image, y, limit)) {
      const unitAcross = measureColumn(image, x, y, limit)
      // Text has the rhythm by chance, but seldom at the same size both ways.
      if (unitAcross !== null && Math.abs(unitAcross - unit) <= unit / 4) found.push({ x, y })
    }
  }
  return found
}

function findAlongRow(image: Pixels, y: number, limit: number): { x: number; unit: number }[] {
  const middles: { x: number; unit: number }[] = []
  let runs: Runs = [0, 0, 0, 0, 0]
  let length = 0
  let dark = isDark(image, 0, y, limit)
  for (let x = 0; x <= image.width; x++) {
    if (x < image.width && isDark(image, x, y, limit) === dark) {
      length++
      continue
    }
    runs = [runs[1], runs[2], runs[3], runs[4], length]
    const unit = measureRhythm(runs)
    if (unit !== null) middles.push({ x: x - runs[4] - runs[3] - Math.ceil(runs[2] / 2), unit })
    dark = !dark
    length = 1
  }
  return middles
}

function measureColumn(image: Pixels, x: number, y: number, limit: number): number | null {
  const above = measureRuns(image, x, y, -1, limit)
  const below = measureRuns(image, x, y, 1, limit)
  return measureRhythm([above[2], above[1], above[0] + below[0] - 1, below[1], below[2]])
}

/** The lengths of the first three runs from a pixel on, which is part of the first. */
function measureRuns(
  image: Pixels,
  x: number,
  from: number,
  step: 1 | -1,
  limit: number,
): [number, number, number] {
  const lengths: [number, number, number] = [0, 0, 0]
  let y = from
  let dark = isDark(image, x, from, limit)
  for (const run of [0, 1, 2] as const) {
    while (y >= 0 && y < image.height && isDark(image, x, y, limit) === dark) {
      lengths[run]++
      y += step
    }
    dark = !dark
  }
  return lengths
}

/** The width of a module where the runs have a finder pattern's rhythm, else `null`. */
function measureRhythm([a, b, c, d, e]: Runs): number | null {
  const unit = (a + b + c + d + e) / 7
  const slack = unit / 2 + 0.1
  const fits =
    Math.abs(c - 3 * unit) < 2 * slack && [a, b, d, e].every((run) => run > 0 && Math.abs(run - unit) < slack)
  return fits ? unit : null
}

function isDark({ data, width }: Pixels, x: number, y: number, limit: number): boolean {
  const at = (y * width + x) * 4
  return (data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < limit
}
