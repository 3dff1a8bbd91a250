import jsqr from 'jsqr'
import { findFinderPatterns } from '../finder-patterns.ts'
import type { QrImage } from './image.ts'
import { readUtf8 } from './read-text.ts'

/** Pixels that the slow decoder is given in one go. */
const MOST_PIXELS_AT_ONCE = 400_000

/** Pixels; the side of a tile, which overlaps its neighbours by half, so that a code of half a tile lies in one whole. */
const TILE = 600

const MOST_TILES = 2

/**
 * Looks with jsqr where the first decoder found nothing. It reads one code a picture and takes its time, a second and
 * more for a full screen, so it is given small pictures whole, and of large ones the tiles with finder patterns.
 */
export function readWithJsqr(image: QrImage): string[] {
  if (image.width * image.height <= MOST_PIXELS_AT_ONCE) return readOne(image)
  const texts = new Set<string>()
  for (const { left, top } of findTiles(image)) {
    for (const text of readOne(crop(image, left, top))) texts.add(text)
  }
  return [...texts]
}

function readOne({ data, width, height }: QrImage): string[] {
  // Named each time: the package writes given options into its defaults, so they leak into the next call.
  const code = jsqr.default(data, width, height, { inversionAttempts: 'attemptBoth' })
  if (!code) return []
  const text = readUtf8(Uint8Array.from(code.binaryData)) || code.data
  return text === '' ? [] : [text]
}

function findTiles(image: QrImage): { left: number; top: number }[] {
  const half = TILE / 2
  const columns = Math.ceil(image.width / half)
  const scores = new Map<number, number>()
  for (const { x, y } of findFinderPatterns(image)) {
    const [column, row] = [Math.floor(x / half), Math.floor(y / half)]
    for (const left of [column - 1, column]) {
      for (const top of [row - 1, row]) {
        if (left < 0 || top < 0) continue
        const tile = top * columns + left
        scores.set(tile, (scores.get(tile) ?? 0) + 1)
      }
    }
  }
  const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, MOST_TILES)
  return best.map(([tile]) => ({ left: (tile % columns) * half, top: Math.floor(tile / columns) * half }))
}

function crop({ data, width, height }: QrImage, left: number, top: number): QrImage {
  const [cropWidth, cropHeight] = [Math.min(TILE, width - left), Math.min(TILE, height - top)]
  const cropped = new Uint8ClampedArray(cropWidth * cropHeight * 4)
  for (let y = 0; y < cropHeight; y++) {
    const from = ((top + y) * width + left) * 4
    cropped.set(data.subarray(from, from + cropWidth * 4), y * cropWidth * 4)
  }
  return { data: cropped, width: cropWidth, height: cropHeight }
}
