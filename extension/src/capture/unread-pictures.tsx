import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { PictureProblems } from './picture-problems.tsx'
import type { GivenPicture, PicturesRead } from './read-pictures.ts'
import { nameUnread } from './unread-words.ts'

export interface UnreadPicturesProps {
  title: string
  read: PicturesRead
  /** The pictures that there were. */
  given: GivenPicture[]
  /** How many codes can be shown, from these pictures or from before. */
  found: number
  /** Looks closer at a picture in which nothing was seen, where that can be done. */
  onCloser?: (() => void) | undefined
  /** Goes back, to the codes where there are any. */
  onBack: () => void
}

/** Says in which pictures nothing was seen, and which could not be read. */
export function UnreadPictures({ title, read, given, found, onCloser, onBack }: UnreadPicturesProps) {
  const button = useFirstFocus<HTMLButtonElement>()
  const sentence = nameUnread(given, read)
  return (
    <View title={title} onBack={onBack}>
      {sentence !== null && <p role="alert">{say(sentence)}</p>}
      <PictureProblems problems={read.problems} />
      <div class="choices">
        {found > 0 && (
          <button type="button" class="main" ref={button} onClick={onBack}>
            {say('showFound', found)}
          </button>
        )}
        {found === 0 && read.problems.length === 0 && onCloser !== undefined && (
          <button type="button" class="main" ref={button} onClick={onCloser}>
            {say('wayArea')}
          </button>
        )}
        {found === 0 && (
          <button type="button" onClick={onBack}>
            {say('back')}
          </button>
        )}
      </div>
    </View>
  )
}
