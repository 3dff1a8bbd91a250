import { useEffect, useRef } from 'preact/hooks'
import { createClock } from '../core/clock.ts'
import { clockSource } from '../platform/clock.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { isWaitStale, measureWait, nameWait } from './measure-wait.ts'
import { useNow } from './use-now.ts'
import type { UnlockDelay } from './use-unlock-delay.ts'

/** The computer's own time: a wait is not measured by the clock that codes are corrected by. */
const systemClock = createClock(clockSource, { minutes: 0, seconds: 0 })

export interface WaitNoteProps {
  delay: Pick<UnlockDelay, 'until' | 'look'>
  onOver: () => void
}

/** Counts down to when the next password may be tried; nothing where it may be tried now. */
export function WaitNote({ delay: { until, look }, onOver }: WaitNoteProps) {
  if (until === null) return null
  return <CountDown until={until} onStale={() => void look().then((now) => now === null && onOver())} />
}

function CountDown({ until, onStale }: { until: number; onStale: () => void }) {
  const left = measureWait(until, useNow(systemClock))
  const shown = useRef(left)
  useEffect(() => {
    if (isWaitStale(left, shown.current)) onStale()
    shown.current = left
  }, [left])
  return (
    <p role="timer" class="soft">
      {say('tryAgainIn', nameWait(left, findLanguage()))}
    </p>
  )
}
