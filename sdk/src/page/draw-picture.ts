import { judgeLikeness, type Likeness } from './code-likeness.ts'
import { readGrounds } from './grounds.ts'
import type { PictureSource } from './open-picture.ts'
import { createApart, documentOf } from './platform.ts'

export interface DrawnPicture {
  dataUrl: string
  width: number
  height: number
}

/** Pixels; smaller pictures are enlarged by whole numbers, so that a module of one pixel can be read. */
const LEAST_SIDE = 240

/** Pixels; larger pictures are drawn smaller. */
const MOST_PIXELS = 4_000_000

/** Pixels; in larger pictures a first look may miss a code. */
const MOST_LOOKED = 512 * 512

/** Characters; what is heavier as a PNG, such as a photo, is handed over as a JPEG. */
const MOST_CHARACTERS = 3_000_000

/** Copies a picture of an element onto a canvas that no document ever holds; `null` where the browser gives no pixels. */
export function drawPicture(source: PictureSource, element: Element): DrawnPicture | null {
  try {
    const canvas = draw(source, element, MOST_PIXELS)?.canvas
    if (!canvas) return null
    const dataUrl = writeDataUrl(canvas)
    return dataUrl.startsWith('data:image/') ? { dataUrl, width: canvas.width, height: canvas.height } : null
  } catch {
    return null
  }
}

/**
 * Looks at a picture for what a QR code has.
 *
 * @throws SecurityError where it is of another origin, and the browser keeps its pixels to itself
 */
export function lookAtPicture(source: PictureSource, element: Element): Likeness {
  const drawn = draw(source, element, MOST_LOOKED)
  if (!drawn) return 'none'
  const { canvas, context } = drawn
  const likeness = judgeLikeness(context.getImageData(0, 0, canvas.width, canvas.height))
  const isWhole = source.width * source.height <= MOST_LOOKED
  return likeness === 'none' && !isWhole ? 'possible' : likeness
}

function draw({ image, width, height }: PictureSource, element: Element, mostPixels: number) {
  const scale = chooseScale(width, height, mostPixels)
  const canvas = createApart(documentOf(element), 'canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.fillStyle = findGround(element)
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingEnabled = scale < 1
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return { canvas, context }
}

function writeDataUrl(canvas: HTMLCanvasElement): string {
  const png = canvas.toDataURL('image/png')
  return png.length > MOST_CHARACTERS ? canvas.toDataURL('image/jpeg', 0.92) : png
}

function chooseScale(width: number, height: number, mostPixels: number): number {
  const enlarged = Math.max(1, Math.ceil(LEAST_SIDE / Math.min(width, height)))
  return Math.min(enlarged, Math.sqrt(mostPixels / (width * height)))
}

/** What shows through where a picture is clear. */
function findGround(element: Element): string {
  const grounds = readGrounds(element)
  const [ground] = grounds === 'picture' ? [] : grounds
  return ground === undefined ? '#fff' : `rgb(${ground.red} ${ground.green} ${ground.blue})`
}
