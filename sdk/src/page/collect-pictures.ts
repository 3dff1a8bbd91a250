import { drawPicture } from './draw-picture.ts'
import { judgePictures } from './judge-pictures.ts'
import { listElements } from './list-elements.ts'
import { findPictures } from './page-pictures.ts'
import { orderPictures } from './picture-order.ts'

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
  /** Whether there were more that a code may be in than are handed over. */
  isCut: boolean
}

/** What one look takes from a page at most; photos take the longest to read. */
const MOST = { pictures: { likely: 80, possible: 40, none: 40 }, pixels: 24_000_000, characters: 16_000_000 }

/** ms from the start; whoever asks waits five seconds for all of it. */
const UNTIL = { added: 700, judged: 2_500, drawn: 3_500 }

/**
 * Copies the pictures of a page at their natural size, whether they are in view or not: images, canvases, drawings and
 * backgrounds, in open shadow trees and in frames of the same origin too, provided that a QR code can be in them.
 * Nothing is put into the page's document, and nothing is fetched, not even from the cache: a site may make a new key
 * each time that it is asked for a picture, and a page can notice who asks. So of another origin's pictures only
 * images with `crossorigin` are read; a style sheet loads backgrounds without it, whatever the other origin would allow,
 * and they are counted.
 */
export async function collectPictures(
  root: Document,
  { url, now }: CollectOptions,
): Promise<CollectedPictures> {
  const start = now()
  const isPast = (time: number) => now() - start > time
  const isLate = () => isPast(UNTIL.added)
  const found = findPictures(listElements(root), isLate).filter(
    (picture) => url === undefined || picture.url === url,
  )
  const isLeftOut = isLate()
  const { candidates, unreadable, isCut } = await judgePictures(orderPictures(found), {
    // What somebody pointed at is read, whatever it looks like.
    isWanted: (likeness) => url !== undefined || likeness !== 'none',
    isTimeUp: () => isPast(UNTIL.judged),
  })
  const collected: CollectedPictures = { pictures: [], unreadable, isCut: isCut || isLeftOut }
  let [pixels, characters] = [0, 0]
  for (const { picture, source, likeness } of candidates) {
    if (collected.pictures.length >= MOST.pictures[likeness] || isPast(UNTIL.drawn)) {
      collected.isCut = true
      break
    }
    const drawn = drawPicture(source, picture.element)
    if (drawn === null) continue
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
