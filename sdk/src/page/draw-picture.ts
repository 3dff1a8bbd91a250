import { readGrounds } from './grounds.ts'
import type { PagePicture } from './page-pictures.ts'
import { createApart, documentOf } from './platform.ts'
import { writeSvg } from './write-svg.ts'

export type DrawnPicture =
  | { status: 'drawn'; dataUrl: string; width: number; height: number }
  /** The picture is of another origin, and the browser keeps its pixels to itself. */
  | { status: 'not_allowed' }
  | { status: 'unreadable' }

/** Pixels; smaller pictures are enlarged by whole numbers, so that a module of one pixel can be read. */
const LEAST_SIDE = 240

/** Pixels; larger pictures are drawn smaller. */
const MOST_PIXELS = 4_000_000

/** Characters; what is heavier as a PNG, such as a photo, is handed over as a JPEG. */
const MOST_CHARACTERS = 3_000_000

interface Source {
  image: CanvasImageSource
  width: number
  height: number
}

/** Copies a picture onto a canvas that no document ever holds. */
export async function drawPicture(picture: PagePicture): Promise<DrawnPicture> {
  try {
    const source = await openPicture(picture)
    if (source === null) return { status: 'unreadable' }
    const drawn = draw(source, picture.element)
    return drawn
  } catch (error) {
    return { status: (error as Error | null)?.name === 'SecurityError' ? 'not_allowed' : 'unreadable' }
  }
}

async function openPicture({
  kind,
  element,
  width,
  height,
  url,
  loaded,
}: PagePicture): Promise<Source | null> {
  if (kind === 'image' || kind === 'canvas') {
    return { image: element as HTMLImageElement | HTMLCanvasElement, width, height }
  }
  if (loaded !== undefined) return { image: loaded, width, height }
  if (kind === 'drawing') {
    const svg = writeSvg(element as SVGSVGElement, width, height)
    // Shorter than any QR code can be drawn: an icon.
    if (svg === null || svg.length < 600) return null
    return loadImage(documentOf(element), `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)
  }
  return loadImage(documentOf(element), url)
}

/** An image that stays out of the document, and whose address needs no network. */
async function loadImage(document: Document, url: string): Promise<Source | null> {
  const image = createApart(document, 'img')
  image.src = url
  await image.decode()
  const { naturalWidth: width, naturalHeight: height } = image
  return width === 0 || height === 0 ? null : { image, width, height }
}

function draw({ image, width, height }: Source, element: Element): DrawnPicture {
  const scale = chooseScale(width, height)
  const canvas = createApart(documentOf(element), 'canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return { status: 'unreadable' }
  context.fillStyle = findGround(element)
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingEnabled = scale < 1
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const dataUrl = writeDataUrl(canvas)
  return dataUrl.startsWith('data:image/')
    ? { status: 'drawn', dataUrl, width: canvas.width, height: canvas.height }
    : { status: 'unreadable' }
}

function writeDataUrl(canvas: HTMLCanvasElement): string {
  const png = canvas.toDataURL('image/png')
  return png.length > MOST_CHARACTERS ? canvas.toDataURL('image/jpeg', 0.92) : png
}

function chooseScale(width: number, height: number): number {
  const enlarged = Math.max(1, Math.ceil(LEAST_SIDE / Math.min(width, height)))
  return Math.min(enlarged, Math.sqrt(MOST_PIXELS / (width * height)))
}

/** What shows through where a picture is clear. */
function findGround(element: Element): string {
  const grounds = readGrounds(element)
  const [ground] = grounds === 'picture' ? [] : grounds
  return ground === undefined ? '#fff' : `rgb(${ground.red} ${ground.green} ${ground.blue})`
}
