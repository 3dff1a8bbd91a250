import { isHtml } from './list-elements.ts'

/** A picture of a page, before its pixels are read. */
export interface PagePicture {
  kind: 'image' | 'canvas' | 'drawing' | 'background'
  element: Element
  /** Natural pixels; of a drawing the ones that it is shown with. */
  width: number
  height: number
  /** Where the picture comes from; empty for canvases and drawings. */
  url: string
}

/** The smallest QR code has 21 modules. */
const LEAST_SIDE = 21

/** Finds the pictures among elements that can be seen, those with the shape of a QR code first, the smallest before. */
export function findPictures(elements: Element[]): PagePicture[] {
  const pictures = elements
    .map(readPicture)
    .filter((picture) => picture !== null)
    .filter(({ width, height }) => Math.min(width, height) >= LEAST_SIDE || width === 0)
    .filter(({ element }) => isShown(element))
  const unlike = (picture: PagePicture) => (isSquare(picture) ? 0 : 1)
  const pixels = ({ width, height }: PagePicture) => width * height
  return pictures.toSorted((left, right) => unlike(left) - unlike(right) || pixels(left) - pixels(right))
}

function readPicture(element: Element): PagePicture | null {
  if (isHtml(element, 'img') || isHtml(element, 'input')) {
    const image = element as HTMLImageElement
    if (!('naturalWidth' in image) || !image.complete) return null
    return {
      kind: 'image',
      element,
      width: image.naturalWidth,
      height: image.naturalHeight,
      url: image.currentSrc,
    }
  }
  if (isHtml(element, 'canvas')) {
    const { width, height } = element as HTMLCanvasElement
    return { kind: 'canvas', element, width, height, url: '' }
  }
  if (element.localName === 'svg' && element.namespaceURI === 'http://www.w3.org/2000/svg') {
    if (element.parentElement?.closest('svg')) return null
    return { kind: 'drawing', element, ...measureDrawing(element), url: '' }
  }
  return readBackground(element)
}

function readBackground(element: Element): PagePicture | null {
  const view = element.ownerDocument.defaultView ?? window
  const url = /^url\("((?:[^"\\]|\\.)*)"\)$/.exec(view.getComputedStyle(element).backgroundImage)?.[1]
  // One from the network can't be had without asking for it again, which the page would notice.
  if (url === undefined || !/^(data|blob):/.test(url)) return null
  // Its natural size is known when it has been loaded.
  return { kind: 'background', element, width: 0, height: 0, url: url.replace(/\\(.)/g, '$1') }
}

/** A drawing has no pixels of its own; shown tiny it is drawn large enough all the same. */
function measureDrawing(element: Element): { width: number; height: number } {
  const { width, height } = element.getBoundingClientRect()
  const scale = Math.max(1, 480 / Math.max(1, Math.min(width, height)))
  return width === 0 || height === 0
    ? { width: 1, height: 1 }
    : { width: Math.round(width * scale), height: Math.round(height * scale) }
}

function isSquare({ width, height }: PagePicture): boolean {
  return width > 0 && Math.abs(width - height) <= Math.max(width, height) / 4
}

/** Out of sight counts, hidden does not: nobody means a code that the page doesn't show. */
function isShown(element: Element): boolean {
  for (let at: Element | null = element; at; at = findFrame(at)) {
    if (!at.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    const { width, height } = at.getBoundingClientRect()
    if (width === 0 || height === 0) return false
  }
  return true
}

function findFrame(element: Element): Element | null {
  return element.ownerDocument.defaultView?.frameElement ?? null
}
