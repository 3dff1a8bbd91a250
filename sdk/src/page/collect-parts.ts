import type { Likeness } from './code-likeness.ts'
import { drawPicture, lookAtCanvas, MOST_DRAWN, writePicture } from './draw-picture.ts'
import { listElements } from './list-elements.ts'
import { openEachOnce } from './open-picture.ts'
import { findPictures, isSquare, type PagePicture } from './page-pictures.ts'
import { orderPictures } from './picture-order.ts'
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
  /** Whether there were more that a code may be in than are handed over. */
  isCut: boolean
}

/** A picture that is drawn once the likely ones are. */
interface Waiting {
  picture: PagePicture
  likeness: Likeness
  draw: () => Promise<HTMLCanvasElement | null>
}

/** What one look takes from a page at most; photos take the longest to read. */
const MOST = {
  pictures: { likely: 80, possible: 40, none: 40, blank: 40 },
  pixels: 24_000_000,
  characters: 16_000_000,
}

/** ms from the start; whoever asks waits five seconds for all of it. */
const UNTIL = { added: 700, judged: 1_400, drawn: 2_400 }

/** A picture that may take long comes after all the others were handed over: pixels, and ms since anything was. */
const LONG = { pixels: 1_000_000, since: 300 }

/**
 * Copies the pictures of a page at their natural size, whether they are in view or not: images, canvases, drawings and
 * backgrounds, in open shadow trees and in frames of the same origin too. Nothing is put into the page's document, and
 * nothing is fetched, not even from the cache: a site may make a new key
 * each time that it is asked for a picture, and a page can notice who asks. So of another origin's pictures only
 * images with `crossorigin` are read; a style sheet loads backgrounds without it, whatever the other origin would allow,
 * and they are counted. What looks like a code is handed over at once, and a picture that may take long is begun only
 * after what is ready was taken: nobody loses a code to a photo. The last part is the generator's result.
 */
export async function* collectParts(
  root: Document,
  { url, now }: CollectOptions,
): AsyncGenerator<CollectedPictures, CollectedPictures> {
  const start = now()
  const isPast = (time: number) => now() - start > time
  const isLate = () => isPast(UNTIL.added)
  const found = findPictures(listElements(root), isLate).filter(
    (picture) => url === undefined || picture.url === url,
  )
  let part: CollectedPictures = { pictures: [], unreadable: 0, isCut: isLate() }
  let [handedOver, kept, count, pixels, characters] = [start, 0, 0, 0, 0]
  const waiting: Record<'possible' | 'none' | 'unseen', Waiting[]> = { possible: [], none: [], unseen: [] }
  const open = openEachOnce()

  function* handOverBefore({ width, height }: PagePicture) {
    const isLong = width * height > LONG.pixels || now() - handedOver > LONG.since
    if (part.pictures.length === 0 || !isLong) return
    yield part
    part = { ...part, pictures: [] }
    handedOver = now()
  }
  const take = (canvas: HTMLCanvasElement) => {
    const dataUrl = writePicture(canvas)
    if (dataUrl === null) return
    const [morePixels, moreCharacters] = [pixels + canvas.width * canvas.height, characters + dataUrl.length]
    if (morePixels > MOST.pixels || moreCharacters > MOST.characters) {
      part.isCut = true
      return
    }
    count++
    pixels = morePixels
    characters = moreCharacters
    part.pictures.push(dataUrl)
  }
  const look = async (picture: PagePicture) => {
    const { element } = picture
    const source = await open(picture)
    if (source === null) return
    const canvas = drawPicture(source, element)
    if (canvas === null) return
    const likeness = lookAtCanvas(canvas)
    if (likeness === 'likely' && count < MOST.pictures.likely) return take(canvas)
    // What somebody pointed at is read, whatever it looks like.
    if (likeness === 'blank' && url === undefined) return
    kept += canvas.width * canvas.height
    const draw = kept <= MOST.pixels ? async () => canvas : async () => drawPicture(source, element)
    waiting[likeness === 'none' ? 'none' : 'possible'].push({ picture, likeness, draw })
  }
  const wait = (picture: PagePicture) => {
    const draw = async () => {
      const source = await open(picture)
      return source && drawPicture(source, picture.element)
    }
    waiting.unseen.push({ picture, likeness: 'possible', draw })
  }
  const attempt = async (picture: PagePicture, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if ((error as Error | null)?.name === 'SecurityError' && isLarge(picture)) part.unreadable++
    }
  }

  for (const picture of orderPictures(found)) {
    if (isPast(UNTIL.judged) || picture.width * picture.height > MOST_DRAWN) {
      wait(picture)
      continue
    }
    yield* handOverBefore(picture)
    await attempt(picture, () => look(picture))
  }
  const { possible, none, unseen } = waiting
  // What was not looked at may be a code as well as take long: places are left for it, but what is ready goes first.
  const room = Math.max(0, MOST.pictures.none - count - possible.length - unseen.length)
  const queue = [...possible, ...none.slice(0, room), ...unseen, ...none.slice(room)]
  for (const [index, { picture, likeness, draw }] of queue.entries()) {
    if (count >= MOST.pictures[likeness] || isPast(UNTIL.drawn)) {
      part.isCut ||= queue.slice(index).some((left) => left.likeness !== 'none')
      break
    }
    yield* handOverBefore(picture)
    await attempt(picture, async () => {
      const canvas = await draw()
      if (canvas !== null) take(canvas)
    })
  }
  return part
}

/** Whether somebody could take it for a QR code; shown tiny, a code still has its natural size. */
function isLarge(picture: PagePicture): boolean {
  const { width, height } = boxOf(picture.element)
  return Math.min(width, height) >= 60 || (isSquare(picture) && picture.width >= 60)
}
