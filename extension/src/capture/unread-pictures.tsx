import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { PictureProblems } from './picture-problems.tsx'
import type { PicturesRead } from './read-pictures.ts'

export interface UnreadPicturesProps {
  title: string
  read: PicturesRead
  /** How many pictures there were. */
  given: number
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
  return (
    <View title={title} onBack={onBack}>
      {read.findings.length === 0 && read.problems.length < given && (
        <p role="alert">{say(given > 1 ? 'picturesNoCode' : 'pictureNoCode')}</p>
      )}
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
