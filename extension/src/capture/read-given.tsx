import { useEffect, useState } from 'preact/hooks'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { PictureProblems } from './picture-problems.tsx'
import { type GivenPicture, mostPictures, type PicturesRead, readPictures } from './read-pictures.ts'
import { Reading } from './reading.tsx'

export interface ReadGivenProps {
  title: string
  given: GivenPicture[]
  /** What is looked at only where nothing was seen in what was given. */
  instead?: GivenPicture[] | undefined
  /** Goes on with the codes, and with the pictures that they are in. */
  onFound: (read: PicturesRead, of: GivenPicture[]) => void
  /** Looks closer at a picture in which nothing was seen, where that can be done. */
  onCloser?: (() => void) | undefined
  onBack: () => void
}

/** Reads pictures and goes on with what is in them, or says why there is nothing. */
export function ReadGiven(props: ReadGivenProps) {
  const { title, given, instead, onFound, onBack } = props
  const { run } = useScreen()
  const [done, setDone] = useState(0)
  const [result, setResult] = useState<{ read: PicturesRead; of: GivenPicture[] } | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    setDone(0)
    setResult(null)
    void run(async () => {
      const answer = await readEither(given, instead, stop.signal, setDone).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error
        return null
      })
      if (answer === null) return
      const { read, of } = answer
      if (read.findings.length > 0 && read.problems.length === 0) onFound(read, of)
      else setResult(answer)
    })
    return () => stop.abort()
  }, [given])

  if (result === null) {
    const count = Math.min(given.length, mostPictures)
    return <Reading title={title} done={done} count={count} onCancel={onBack} />
  }
  return <NotAllRead {...props} {...result} />
}

async function readEither(
  given: GivenPicture[],
  instead: GivenPicture[] | undefined,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<{ read: PicturesRead; of: GivenPicture[] }> {
  const read = await readPictures(given, signal, onProgress)
  if (read.findings.length > 0 || instead === undefined) return { read, of: given }
  const other = await readPictures(instead, signal)
  return other.findings.length > 0 ? { read: other, of: instead } : { read, of: given }
}

function NotAllRead({
  title,
  given,
  read,
  of,
  onFound,
  onCloser,
  onBack,
}: ReadGivenProps & { read: PicturesRead; of: GivenPicture[] }) {
  const button = useFirstFocus<HTMLButtonElement>()
  const found = read.findings.length
  return (
    <View title={title} onBack={onBack}>
      {found === 0 && read.problems.length < given.length && (
        <p role="alert">{say(given.length > 1 ? 'picturesNoCode' : 'pictureNoCode')}</p>
      )}
      <PictureProblems problems={read.problems} />
      <div class="choices">
        {found > 0 && (
          <button type="button" class="main" ref={button} onClick={() => onFound(read, of)}>
            {say('showFound', found)}
          </button>
        )}
        {found === 0 && read.problems.length === 0 && onCloser !== undefined && (
          <button type="button" class="main" ref={button} onClick={onCloser}>
            {say('wayArea')}
          </button>
        )}
        <button type="button" onClick={onBack}>
          {say('back')}
        </button>
      </div>
    </View>
  )
}
