import { findAtHand, findBackgrounds, isInline, type KnownAddresses, readAdded } from './backgrounds.ts'
import { isHtml } from './list-elements.ts'
import { boxOf, frameOf, styleOf } from './platform.ts'
import { isOutermost } from './write-svg.ts'

/** A picture of a page, before its pixels are read. */
export interface PagePicture {
  /** An address is of a background, or of an image that the page itself has not loaded. */
  kind: 'image' | 'canvas' | 'drawing' | 'address'
  element: Element
  /** Natural pixels, 0 where they are not known yet; of a drawing the ones that it is shown with. */
  width: number
  height: number
  /** Where the picture comes from; empty for canvases and drawings. */
  url: string
  /** The picture of an address as the document has it at hand. */
  loaded?: HTMLImageElement
}

/** The smallest QR code has 21 modules. */
const LEAST_SIDE = 21

/**
 * Finds the pictures among elements that can be seen. What style sheets add before and after elements takes long to ask
 * for on a large page, and is left out once `isLate` says so.
 */
export function findPictures(elements: Element[], isLate: () => boolean): PagePicture[] {
  const known: KnownAddresses = new Map()
  return elements.flatMap((element) => {
    try {
      return readPictures(element, known, isLate).filter(
        (picture) => isLargeEnough(picture) && isShown(element),
      )
    } catch {
      // Whatever is wrong with one element is not to hide the others.
      return []
    }
  })
}

function readPictures(element: Element, known: KnownAddresses, isLate: () => boolean): PagePicture[] {
  if (isHtml(element, 'img')) return readImage(element as HTMLImageElement)
  if (isHtml(element, 'input')) {
    const { type, src } = element as HTMLInputElement
    return type === 'image' && src !== '' ? findAtHand(element, src, known) : []
  }
  if (isHtml(element, 'canvas')) {
    const { width, height } = element as HTMLCanvasElement
    return [{ kind: 'canvas', element, width, height, url: '' }]
  }
  if (element.localName === 'svg' && element.namespaceURI === 'http://www.w3.org/2000/svg') {
    return isOutermost(element) ? [{ kind: 'drawing', element, ...measureDrawing(element), url: '' }] : []
  }
  const own = styleOf(element).backgroundImage
  const added = isLate() ? '' : readAdded(element, '::before') + readAdded(element, '::after')
  return findBackgrounds(element, own + added, known)
}

function readImage(element: HTMLImageElement): PagePicture[] {
  const { complete, naturalWidth: width, naturalHeight: height, currentSrc, src } = element
  const url = currentSrc || src
  if (complete && width > 0) return [{ kind: 'image', element, width, height, url }]
  // What waits to come into view.
  return isInline(url) ? [{ kind: 'address', element, width: 0, height: 0, url }] : []
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
export function isSquare({ width, height }: Pick<PagePicture, 'width' | 'height'>): boolean {
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
