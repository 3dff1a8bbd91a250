import { type ClockCorrection, measureCorrection } from '../core/clock.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

/** Says by how much the clock is corrected; codes of a corrected clock must not look like any others. */
export function CorrectionNote() {
  const { clock } = useScreen()
  if (measureCorrection(clock.correction) === 0) return null
  return <p class="correction">{describeCorrection(clock.correction)}</p>
}

function describeCorrection(correction: ClockCorrection): string {
  const total = Math.round(measureCorrection(correction) / 1000)
  const [minutes, seconds] = [Math.trunc(Math.abs(total) / 60), Math.abs(total) % 60]
  const sign = total < 0 ? '\u2212' : '+'
  const parts = [minutes > 0 ? `${minutes} min` : '', seconds > 0 ? `${seconds} s` : '']
  return say('clockCorrected', `${sign}${parts.filter((part) => part !== '').join(' ')}`)
}
