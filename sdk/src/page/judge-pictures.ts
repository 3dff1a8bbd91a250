import type { Likeness } from './code-likeness.ts'
import { lookAtPicture } from './draw-picture.ts'
import { findAddress, openPicture, type PictureSource } from './open-picture.ts'
import { isSquare, type PagePicture } from './page-pictures.ts'
import { boxOf } from './platform.ts'

/** A picture that may be handed over. */
export interface Candidate {
  picture: PagePicture
  source: PictureSource
  likeness: Likeness
}

export interface JudgedPictures {
  /** In the order in which they should be taken. */
  candidates: Candidate[]
  /** How many of other origins can be seen, but not read. */
  unreadable: number
  /** Whether there were more than could be looked at in time. */
  isCut: boolean
}

/**
 * Takes a cheap look at pictures, in their order, and keeps those that a QR code can be in, the likely ones first: a page may show
 * hundreds of avatars, and the one code among them is found all the same.
 */
export async function judgePictures(
  pictures: PagePicture[],
  { isWanted, isTimeUp }: { isWanted: (likeness: Likeness) => boolean; isTimeUp: () => boolean },
): Promise<JudgedPictures> {
  const seen = new Set<string>()
  const [likely, others]: [Candidate[], Candidate[]] = [[], []]
  let unreadable = 0
  const look = async (picture: PagePicture) => {
    const address = findAddress(picture)
    if (address === null || (address !== '' && seen.has(address))) return
    seen.add(address)
    const source = await openPicture(picture, address)
    if (source === null) return
    const likeness = lookAtPicture(source, picture.element)
    if (isWanted(likeness)) (likeness === 'likely' ? likely : others).push({ picture, source, likeness })
  }
  for (const picture of pictures) {
    if (isTimeUp()) return { candidates: [...likely, ...others], unreadable, isCut: true }
    try {
      await look(picture)
    } catch (error) {
      if ((error as Error | null)?.name === 'SecurityError' && isLarge(picture)) unreadable++
    }
  }
  return { candidates: [...likely, ...others], unreadable, isCut: false }
}

/** Whether somebody could take it for a QR code; shown tiny, a code still has its natural size. */
function isLarge(picture: PagePicture): boolean {
  const { width, height } = boxOf(picture.element)
  return Math.min(width, height) >= 60 || (isSquare(picture) && picture.width >= 60)
}
