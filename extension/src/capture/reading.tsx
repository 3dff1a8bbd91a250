import { useEffect, useState } from 'preact/hooks'
import { wait } from '../platform/clock.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'

/** ms */
const progressAfter = 1000

/** Says that pictures are being read; what takes longer says how far it is, and can always be stopped. */
export function Reading({
  title,
  done,
  count,
  onCancel,
}: {
  title: string
  done: number
  count: number
  onCancel: () => void
}) {
  const [long, setLong] = useState(false)
  useEffect(() => wait(progressAfter, () => setLong(true)), [])
  const sentence = !long
    ? say('looking')
    : count > 1
      ? say('lookingAt', done + 1, count)
      : say('stillLooking')
  return (
    <View title={title} onBack={onCancel} focusTitle>
      <p role="status">{sentence}</p>
      {long && count > 1 && <progress max={count} value={done} aria-label={say('looking')} />}
      <div class="choices">
        <button type="button" onClick={onCancel}>
          {say('cancel')}
        </button>
      </div>
    </View>
  )
}
