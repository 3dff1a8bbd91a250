import { useEffect } from 'preact/hooks'
import { createClock } from '../core/clock.ts'
import { clockSource } from '../platform/clock.ts'
import { say } from '../ui/words.ts'
import { useNow } from './use-now.ts'

/** The computer's own time: a wait is not measured by the clock that codes are corrected by. */
const systemClock = createClock(clockSource, { minutes: 0, seconds: 0 })

/** Counts down to when the next password may be tried; `until` in ms since 1970. */
export function WaitNote({ until, onOver }: { until: number; onOver: () => void }) {
  const left = Math.max(0, Math.ceil((until - useNow(systemClock)) / 1000))
  useEffect(() => {
    if (left === 0) onOver()
  }, [left])
  return (
    <p role="timer" class="soft">
      {left >= 120 ? say('tryAgainMinutes', Math.ceil(left / 60)) : say('tryAgainSeconds', left)}
    </p>
  )
}
