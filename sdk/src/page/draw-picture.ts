import { judgeLikeness, type Likeness } from './code-likeness.ts'
import { readGrounds } from './grounds.ts'
import type { PictureSource } from './open-picture.ts'
import { createApart, documentOf } from './platform.ts'

/** Pixels; smaller pictures are enlarged by whole numbers, so that a module of one pixel can be read. */
const LEAST_SIDE = 240

/** Pixels; larger pictures are drawn smaller. */
export const MOST_DRAWN = 4_000_000

/** Pixels; a first look at a larger picture is at a smaller copy, and may miss a code. */
const MOST_LOOKED = 512 * 512

/** Characters; what is heavier as a PNG, such as a photo, is handed over as a JPEG. */
const MOST_CHARACTERS = 3_000_000

/** Copies a picture of an element onto a canvas that no document ever holds; `null` where the browser has none to give. */
export function drawPicture(source: PictureSource, element: Element): HTMLCanvasElement | null {
  const { image, width, height } = source
  const scale = chooseScale(width, height)
  const drawn = openCanvas(documentOf(element), width * scale, height * scale)
  if (drawn === null) return null
  const { canvas, context } = drawn
  context.fillStyle = findGround(element)
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingEnabled = scale < 1
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas
}

/**
 * Writes what was drawn as a `data:` URL; `null` where the browser gives no pixels.
 *
 * @throws SecurityError where it is of another origin, and the browser keeps its pixels to itself
 */
export function writePicture(canvas: HTMLCanvasElement): string | null {
  const png = canvas.toDataURL('image/png')
  const dataUrl = png.length > MOST_CHARACTERS ? canvas.toDataURL('image/jpeg', 0.92) : png
  return dataUrl.startsWith('data:image/') ? dataUrl : null
}

/**
 * Looks at what was drawn for what a QR code has.
 *
 * @throws SecurityError where it is of another origin, and the browser keeps its pixels to itself
 */
export function lookAtCanvas(canvas: HTMLCanvasElement): Likeness {
  if (canvas.width * canvas.height <= MOST_LOOKED) return judgeLikeness(readPixels(canvas, canvas))
  readPixels(canvas, { width: 1, height: 1 })
  const scale = Math.sqrt(MOST_LOOKED / (canvas.width * canvas.height))
  const small = openCanvas(canvas.ownerDocument, canvas.width * scale, canvas.height * scale)
  if (small === null) return 'possible'
  try {
    small.context.drawImage(canvas, 0, 0, small.canvas.width, small.canvas.height)
    return judgeLikeness(readPixels(small.canvas, small.canvas)) === 'likely' ? 'likely' : 'possible'
  } catch {
    // Firefox gives a content script the pixels of an image that it opened itself, but not of a copy of the copy.
    return 'possible'
  }
}

function readPixels(canvas: HTMLCanvasElement, size: { width: number; height: number }) {
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('A canvas lost its context')
  const { data, width, height } = context.getImageData(0, 0, size.width, size.height)
  // A copy, since a content script in Firefox waits long for each byte of what belongs to the page.
  return { data: new Uint8ClampedArray(data), width, height }
}

function openCanvas(document: Document, width: number, height: number) {
  const canvas = createApart(document, 'canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return context && { canvas, context }
}

function chooseScale(width: number, height: number): number {
  const enlarged = Math.max(1, Math.ceil(LEAST_SIDE / Math.min(width, height)))
  return Math.min(enlarged, Math.sqrt(MOST_DRAWN / (width * height)))
}

/** What shows through where a picture is clear. */
function findGround(element: Element): string {
  const grounds = readGrounds(element)
  const [ground] = grounds === 'picture' ? [] : grounds
  return ground === undefined ? '#fff' : `rgb(${ground.red} ${ground.green} ${ground.blue})`
}
