import type { PagePicture } from './page-pictures.ts'
import { createApart, documentOf, styleOf } from './platform.ts'

/** Addresses of one page that are tried; a page with more is made of decoration. */
const MOST_TRIED = 200

/** The pictures that were looked for already, by address; `null` for what the page does not have at hand. */
export type KnownAddresses = Map<string, HTMLImageElement | null>

/** Finds the pictures that an element has by its style, as computed styles write them. */
export function findBackgrounds(element: Element, style: string, known: KnownAddresses): PagePicture[] {
  if (!style.includes('url(')) return []
  return [...style.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)].flatMap(([, url = '']) =>
    findAtHand(element, url.replace(/\\(.)/g, '$1'), known),
  )
}

/** The pictures that a style sheet puts before or after what is in an element, and behind that. */
export function readAdded(element: Element, name: '::before' | '::after'): string {
  const style = styleOf(element, name)
  // Asked first and alone: most elements have nothing added, and each property takes its time.
  if (style.content === 'none') return ''
  const isShown = style.display !== 'none' && style.visibility === 'visible' && style.opacity !== '0'
  return isShown ? `${style.content} ${style.backgroundImage}` : ''
}

/**
 * Finds the picture of an address. One from the network is taken only where the document has it at hand: an image
 * of the same address then is complete at once, from the list of available images of HTML, and nobody is asked. Any other
 * one is left, since a site may make a new key for each request, and can notice who asks.
 */
export function findAtHand(element: Element, url: string, known: KnownAddresses): PagePicture[] {
  // Its natural size is known when it has been loaded.
  if (isInline(url)) return [{ kind: 'address', element, width: 0, height: 0, url }]
  const loaded = takeLoaded(element, url, known)
  if (loaded === null) return []
  const { naturalWidth: width, naturalHeight: height } = loaded
  return [{ kind: 'address', element, width, height, url, loaded }]
}

/** Whether an address holds its picture itself, or the browser does, so that nobody is asked for it. */
export function isInline(url: string): boolean {
  return /^(data|blob):/i.test(url)
}

function takeLoaded(element: Element, url: string, known: KnownAddresses): HTMLImageElement | null {
  const before = known.get(url)
  if (before !== undefined) return before
  if (known.size >= MOST_TRIED) return null
  const image = createApart(documentOf(element), 'img')
  image.src = url
  const loaded = image.complete && image.naturalWidth > 0 ? image : null
  // Before anything is fetched, which happens no sooner than this task is over.
  if (loaded === null) image.removeAttribute('src')
  known.set(url, loaded)
  return loaded
}
