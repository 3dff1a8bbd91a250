import { useEffect, useState } from 'preact/hooks'
import { PictureProblems } from '../capture/picture-problems.tsx'
import { type GivenPicture, mostPictures, type PicturesRead, readPictures } from '../capture/read-pictures.ts'
import { Reading } from '../capture/reading.tsx'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { isOfPage, type ScanStep } from './scan-steps.ts'

export interface ReadGivenProps {
  step: Extract<ScanStep, { name: 'reading' }>
  onStep: (step: ScanStep) => void
}

/** Reads pictures and goes on with what is in them, or says why there is nothing. */
export function ReadGiven({ step, onStep }: ReadGivenProps) {
  const { run } = useScreen()
  const { given, instead, again } = step
  const [done, setDone] = useState(0)
  const [read, setRead] = useState<PicturesRead | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    setDone(0)
    setRead(null)
    void run(async () => {
      const answer = await readEither(given, instead, stop.signal, setDone).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error
        return null
      })
      if (answer === null) return
      if (answer.findings.length > 0 && answer.problems.length === 0) {
        onStep({ name: 'found', read: answer, isOfPage: isOfPage(answer), again })
      } else setRead(answer)
    })
    return () => stop.abort()
  }, [given])

  const title = say('scanPageTitle')
  if (read === null)
    return (
      <Reading
        title={title}
        done={done}
        count={Math.min(given.length, mostPictures)}
        onCancel={() => onStep(again)}
      />
    )
  return <NotAllRead step={step} read={read} onStep={onStep} />
}

/** What else there is counts only where nothing was seen in what was meant. */
async function readEither(
  given: GivenPicture[],
  instead: GivenPicture[] | undefined,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<PicturesRead> {
  const read = await readPictures(given, signal, onProgress)
  if (read.findings.length > 0 || instead === undefined) return read
  const other = await readPictures(instead, signal)
  return other.findings.length > 0 ? other : read
}

function NotAllRead({ step, read, onStep }: ReadGivenProps & { read: PicturesRead }) {
  const { given, again } = step
  const button = useFirstFocus<HTMLButtonElement>()
  const [first] = given
  const found = read.findings.length
  const canLookCloser =
    found === 0 &&
    given.length === 1 &&
    read.problems.length === 0 &&
    !(first?.picture instanceof ImageBitmap)
  return (
    <View title={say('scanPageTitle')} onBack={() => onStep(again)}>
      {found === 0 && read.problems.length < given.length && (
        <p role="alert">{say(given.length > 1 ? 'picturesNoCode' : 'pictureNoCode')}</p>
      )}
      <PictureProblems problems={read.problems} />
      <div class="choices">
        {found > 0 && (
          <button
            type="button"
            class="main"
            ref={button}
            onClick={() => onStep({ name: 'found', read, isOfPage: isOfPage(read), again })}
          >
            {say('showFound', found)}
          </button>
        )}
        {canLookCloser && first !== undefined && !(first.picture instanceof ImageBitmap) && (
          <button
            type="button"
            class="main"
            ref={button}
            onClick={() =>
              onStep({ name: 'area', picture: first.picture as Blob | string, place: first.place })
            }
          >
            {say('wayArea')}
          </button>
        )}
        <button type="button" onClick={() => onStep(again)}>
          {say('back')}
        </button>
      </div>
    </View>
  )
}
