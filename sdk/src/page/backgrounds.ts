import type { PagePicture } from './page-pictures.ts'
import { createApart, documentOf, styleOf } from './platform.ts'

/** Addresses of one page that are tried; a page with more is made of decoration. */
const MOST_TRIED = 200

/** The background pictures that were looked for already, by address; `null` for what the page does not have at hand. */
export type KnownBackgrounds = Map<string, HTMLImageElement | null>

/**
 * Finds the pictures that lie behind an element. One from the network is taken only where the document has it at hand: an image
 * of the same address then is complete at once, from the list of available images of HTML, and nobody is asked. Any other
 * one is left, since a site may make a new key for each request, and can notice who asks.
 */
export function findBackgrounds(element: Element, known: KnownBackgrounds): PagePicture[] {
  const { backgroundImage } = styleOf(element)
  if (!backgroundImage.includes('url(')) return []
  const urls = [...backgroundImage.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)].map(([, url = '']) =>
    url.replace(/\\(.)/g, '$1'),
  )
  return urls.flatMap((url): PagePicture[] => {
    // Its natural size is known when it has been loaded.
    if (/^(data|blob):/.test(url)) return [{ kind: 'background', element, width: 0, height: 0, url }]
    const loaded = takeLoaded(element, url, known)
    if (loaded === null) return []
    const { naturalWidth: width, naturalHeight: height } = loaded
    return [{ kind: 'background', element, width, height, url, loaded }]
  })
}

function takeLoaded(element: Element, url: string, known: KnownBackgrounds): HTMLImageElement | null {
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
