import { Name } from '../ui/names.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { mostPictures, type PictureProblem, type PicturesRead } from './read-pictures.ts'

const sentences: Record<PictureProblem, MessageKey> = {
  too_large: 'pictureTooLarge',
  not_a_picture: 'pictureNotOne',
  timed_out: 'pictureTimedOut',
  failed: 'pictureFailed',
  too_many: 'picturesLeftOut',
}

/** Which pictures could not be read at all, and why. */
export function PictureProblems({ problems }: Pick<PicturesRead, 'problems'>) {
  if (problems.length === 0) return null
  return (
    <ul class="peculiarities" role="alert">
      {problems.map(({ place, problem }, index) => (
        <li key={index}>
          {place.kind === 'file' && (
            <>
              <Name>{place.name}</Name>:{' '}
            </>
          )}
          {say(sentences[problem], mostPictures)}
        </li>
      ))}
    </ul>
  )
}
