import { isOther } from '../core/findings.ts'
import type { MessageKey } from '../ui/words.ts'
import type { GivenPicture, PicturesRead } from './read-pictures.ts'

/** What is to be said of pictures in which nothing was seen; `null` where what was wrong with each says it all. */
export function nameUnread(
  given: Pick<GivenPicture, 'place'>[],
  { findings, problems }: Pick<PicturesRead, 'findings' | 'problems'>,
): MessageKey | null {
  if (findings.length > 0) return null
  // Only what the page shows was looked at: of the image itself that may be less than what there is to read.
  if (given.every(({ place }) => isOther(place))) return 'imageNotRead'
  if (problems.length >= given.length) return null
  return given.length > 1 ? 'picturesNoCode' : 'pictureNoCode'
}
