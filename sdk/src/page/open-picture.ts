import type { PagePicture } from './page-pictures.ts'
import { createApart, documentOf } from './platform.ts'
import { writeSvg } from './write-svg.ts'

/** What can be drawn, in natural pixels. */
export interface PictureSource {
  image: CanvasImageSource
  width: number
  height: number
}

/** Characters; shorter than any QR code can be drawn: an icon. */
const LEAST_DRAWING = 600

/** Where a picture can be had, drawings as what they were written to; empty for canvases, `null` for an icon. */
function findAddress({ kind, element, width, height, url }: PagePicture): string | null {
  if (kind !== 'drawing') return url
  const svg = writeSvg(element as SVGSVGElement, width, height)
  if (svg === null || svg.length < LEAST_DRAWING) return null
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
}

/** Makes a picture ready to be drawn; nothing is fetched for it. Throws where it is broken. */
async function openPicture(
  { kind, element, width, height, loaded }: PagePicture,
  address: string,
): Promise<PictureSource | null> {
  if (kind === 'image' || kind === 'canvas')
    return { image: element as HTMLImageElement | HTMLCanvasElement, width, height }
  return loaded ? { image: loaded, width, height } : loadImage(documentOf(element), address)
}

/** Opens the pictures of a page, one that is shown again only once. */
export function openEachOnce(): (picture: PagePicture) => Promise<PictureSource | null> {
  const seen = new Set<string>()
  return async (picture) => {
    const address = findAddress(picture)
    if (address === null || (address !== '' && seen.has(address))) return null
    seen.add(address)
    return openPicture(picture, address)
  }
}

/** An image that stays out of the document, and whose address needs no network. */
async function loadImage(document: Document, url: string): Promise<PictureSource | null> {
  const image = createApart(document, 'img')
  image.src = url
  await image.decode()
  const { naturalWidth: width, naturalHeight: height } = image
  return width === 0 || height === 0 ? null : { image, width, height }
}
