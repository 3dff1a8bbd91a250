import { isSquare, type PagePicture } from './page-pictures.ts'
import { boxOf, documentOf, frameOf, viewOf } from './platform.ts'

/** Pictures of one size; there are more of avatars and of icons. */
const MOST_ALIKE = 10

/** Pixels of the page; a code that is shown smaller can't be counted on in a picture of the screen. */
const LEAST_SHOWN = 100

/**
 * Puts first what may well be a QR code that can't be read off the screen, by what is known without a look at pixels: its shape,
 * how many others have its size, whether it is in view. Among equals the smallest come first, which
 * cost the least.
 */
export function orderPictures(pictures: PagePicture[]): PagePicture[] {
  const ofSize = new Map<string, number>()
  for (const picture of pictures) ofSize.set(nameSize(picture), (ofSize.get(nameSize(picture)) ?? 0) + 1)
  return pictures
    .map((picture) => {
      const doubts = [
        picture.width > 0 && !isSquare(picture),
        (ofSize.get(nameSize(picture)) ?? 0) > MOST_ALIKE,
        isShownWell(picture),
      ]
      const rank = doubts.reduce((sum, isDoubted) => sum * 2 + Number(isDoubted), 0)
      return { picture, rank, pixels: picture.width * picture.height }
    })
    .toSorted((left, right) => left.rank - right.rank || left.pixels - right.pixels)
    .map(({ picture }) => picture)
}

function nameSize({ kind, width, height }: PagePicture): string {
  return `${kind} ${width} ${height}`
}

/** Whether all of it is in view, and large. */
function isShownWell({ element }: PagePicture): boolean {
  const view = viewOf(documentOf(element))
  const { left, top, right, bottom } = boxOf(element)
  if (view === null || frameOf(element) !== null) return false
  const isInView = left >= 0 && top >= 0 && right <= view.innerWidth && bottom <= view.innerHeight
  return isInView && Math.min(right - left, bottom - top) >= LEAST_SHOWN
}
