import { findBackgrounds, type KnownBackgrounds } from './backgrounds.ts'
import { isHtml } from './list-elements.ts'
import { boxOf, frameOf } from './platform.ts'
import { isOutermost } from './write-svg.ts'

/** A picture of a page, before its pixels are read. */
export interface PagePicture {
  kind: 'image' | 'canvas' | 'drawing' | 'background'
  element: Element
  /** Natural pixels; of a drawing the ones that it is shown with. */
  width: number
  height: number
  /** Where the picture comes from; empty for canvases and drawings. */
  url: string
  /** A background as the document has it at hand. */
  loaded?: HTMLImageElement
}

/** The smallest QR code has 21 modules. */
const LEAST_SIDE = 21

/** Finds the pictures among elements that can be seen, those with the shape of a QR code first, the smallest before. */
export function findPictures(elements: Element[]): PagePicture[] {
  const known: KnownBackgrounds = new Map()
  const pictures = elements.flatMap((element) => {
    try {
      return readPictures(element, known).filter((picture) => isLargeEnough(picture) && isShown(element))
    } catch {
      // Whatever is wrong with one element is not to hide the others.
      return []
    }
  })
  const unlike = (picture: PagePicture) => (isSquare(picture) ? 0 : 1)
  const pixels = ({ width, height }: PagePicture) => width * height
  return pictures.toSorted((left, right) => unlike(left) - unlike(right) || pixels(left) - pixels(right))
}

function readPictures(element: Element, known: KnownBackgrounds): PagePicture[] {
  if (isHtml(element, 'img') || isHtml(element, 'input')) {
    const image = element as HTMLImageElement
    if (!('naturalWidth' in image) || !image.complete) return []
    const { naturalWidth: width, naturalHeight: height } = image
    return [{ kind: 'image', element, width, height, url: image.currentSrc }]
  }
  if (isHtml(element, 'canvas')) {
    const { width, height } = element as HTMLCanvasElement
    return [{ kind: 'canvas', element, width, height, url: '' }]
  }
  if (element.localName === 'svg' && element.namespaceURI === 'http://www.w3.org/2000/svg') {
    return isOutermost(element) ? [{ kind: 'drawing', element, ...measureDrawing(element), url: '' }] : []
  }
  return findBackgrounds(element, known)
}

/** Decoration from the network is mostly of other shapes than a QR code, and there is a lot of it. */
function isLargeEnough(picture: PagePicture): boolean {
  if (picture.loaded !== undefined && !isSquare(picture)) return false
  return Math.min(picture.width, picture.height) >= LEAST_SIDE || picture.width === 0
}

/** A drawing has no pixels of its own; shown tiny it is drawn large enough all the same. */
function measureDrawing(element: Element): { width: number; height: number } {
  const { width, height } = boxOf(element)
  const scale = Math.max(1, 480 / Math.max(1, Math.min(width, height)))
  return width === 0 || height === 0
    ? { width: 1, height: 1 }
    : { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** About as wide as it is high, as a QR code is. */
export function isSquare({ width, height }: PagePicture): boolean {
  return width > 0 && Math.abs(width - height) <= Math.max(width, height) / 4
}

/** Out of sight counts, hidden does not: nobody means a code that the page doesn't show. */
function isShown(element: Element): boolean {
  const shown = { opacityProperty: true, visibilityProperty: true }
  for (let at: Element | null = element; at; at = frameOf(at)) {
    if (!Element.prototype.checkVisibility.call(at, shown)) return false
    const { width, height } = boxOf(at)
    if (width === 0 || height === 0) return false
  }
  return true
}
