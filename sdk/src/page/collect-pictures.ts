import { drawPicture } from './draw-picture.ts'
import { listElements } from './list-elements.ts'
import { findPictures, isSquare, type PagePicture } from './page-pictures.ts'
import { boxOf } from './platform.ts'

export interface CollectOptions {
  /** Only the pictures that come from this address, such as the one that somebody pointed at. */
  url?: string
  /** ms, counted from anywhere. */
  now: () => number
}

export interface CollectedPictures {
  /** PNG, photos as JPEG, as `data:` URLs: results of injected scripts lose arrays of bytes. */
  pictures: string[]
  /** How many pictures of other origins can be seen, but not read. */
  unreadable: number
  /** Whether there were more than are handed over. */
  isCut: boolean
}

/** What one look takes from a page at most; more pictures than that are no set-up page. */
const MOST = { pictures: 40, pixels: 24_000_000, characters: 16_000_000, milliseconds: 2_000 }

/**
 * Copies the pictures of a page at their natural size, whether they are in view or not: images, canvases, drawings and
 * backgrounds, in open shadow trees and in frames of the same origin too. Nothing is put
 * into the page's document, and nothing is fetched, not even from the cache: a site may make a new key each time that it
 * is asked for a picture, and a page can notice who asks. So of another origin's pictures only images with `crossorigin` are
 * read; a style sheet loads backgrounds without it, whatever the other origin would allow, and they are counted.
 */
export async function collectPictures(
  root: Document,
  { url, now }: CollectOptions,
): Promise<CollectedPictures> {
  const until = now() + MOST.milliseconds
  const found = findPictures(listElements(root)).filter((picture) => url === undefined || picture.url === url)
  const collected: CollectedPictures = { pictures: [], unreadable: 0, isCut: false }
  const seen = new Set<string>()
  let [pixels, characters] = [0, 0]
  for (const picture of found) {
    if (picture.url !== '' && seen.has(picture.url)) continue
    seen.add(picture.url)
    if (collected.pictures.length >= MOST.pictures || now() > until) {
      collected.isCut = true
      break
    }
    const drawn = await drawPicture(picture)
    if (drawn.status === 'not_allowed' && isLarge(picture)) collected.unreadable++
    if (drawn.status !== 'drawn') continue
    const [morePixels, moreCharacters] = [
      pixels + drawn.width * drawn.height,
      characters + drawn.dataUrl.length,
    ]
    if (morePixels > MOST.pixels || moreCharacters > MOST.characters) {
      collected.isCut = true
      continue
    }
    pixels = morePixels
    characters = moreCharacters
    collected.pictures.push(drawn.dataUrl)
  }
  return collected
}

/** Whether somebody could take it for a QR code; shown tiny, a code still has its natural size. */
function isLarge(picture: PagePicture): boolean {
  const { width, height } = boxOf(picture.element)
  return Math.min(width, height) >= 60 || (isSquare(picture) && picture.width >= 60)
}
