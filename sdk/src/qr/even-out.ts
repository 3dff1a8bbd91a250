import { findFinderPatterns } from '../finder-patterns.ts'
import type { QrImage } from './image.ts'

/** Shades from 0 to 255: what is lighter is cut to this, and what is darker than half of it is taken for the code. */
const LIGHTEST = 96

/** A QR code has three. */
const LEAST_PATTERNS = 3

/**
 * Makes a light page no lighter than a coloured card on it, so that the edge of the card no longer outshines the code: no decoder
 * reads a black code on a green card on a white page, though people see it well.
 *
 * @returns `null` where no code seems to be on such a card, which is nearly always, and takes a fraction of a look
 */
export function evenOut(image: QrImage): QrImage | null {
  const { data, width, height } = image
  if (!isLightPage(data)) return null
  const patterns = findFinderPatterns(image, { darkBelow: LIGHTEST / 2, rowStep: 4 })
  if (patterns.length < LEAST_PATTERNS) return null
  const evened = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 4) {
    const shade = ((data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 4
    evened.fill(Math.min(LIGHTEST, shade), at, at + 3)
    evened[at + 3] = 255
  }
  return { data: evened, width, height }
}

/** By a sample of its pixels. */
function isLightPage(data: Uint8ClampedArray): boolean {
  let [sum, count] = [0, 0]
  for (let at = 1; at < data.length; at += 4 * 997) {
    sum += data[at] ?? 0
    count++
  }
  return sum / count >= 128
}
