import { useEffect, useState } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import { watchSeconds } from '../platform/clock.ts'

/** The corrected time in ms, anew each second. */
export function useNow(clock: Clock): number {
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => watchSeconds(clock, setNow), [clock])
  return now
}
