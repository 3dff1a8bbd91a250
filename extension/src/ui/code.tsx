import type { CurrentCode } from '../core/codes.ts'
import { say } from './words.ts'

/** From this many seconds on the next code is worth showing. */
const nextCodeSeconds = 7

/** A code in two groups, 3-3, 3-4 or 4-4, set apart by space around them: copying it gives digits only. */
export function Code({ code }: { code: string }) {
  const half = Math.floor(code.length / 2)
  return (
    <span class="code" key={code}>
      <span>{code.slice(0, half)}</span>
      <span>{code.slice(half)}</span>
    </span>
  )
}

/** The current code, the seconds that it lasts and, near its end, the one after it. */
export function RunningCode({ current }: { current: CurrentCode }) {
  const { code, next, secondsLeft, period } = current
  return (
    <span class="running">
      <span class="codes">
        <Code code={code} />
        {secondsLeft <= nextCodeSeconds && (
          <span class="next">
            {say('nextCode')} <Code code={next} />
          </span>
        )}
      </span>
      <Ring secondsLeft={secondsLeft} period={period} />
    </span>
  )
}

function Ring({ secondsLeft, period }: { secondsLeft: number; period: number }) {
  return (
    <span class={secondsLeft <= nextCodeSeconds ? 'ring ending' : 'ring'}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <circle class="track" cx="16" cy="16" r="13" />
        <circle
          cx="16"
          cy="16"
          r="13"
          pathLength="100"
          stroke-dasharray={`${(100 * secondsLeft) / period} 100`}
        />
      </svg>
      <span class="seconds" title={say('secondsLeft', secondsLeft)}>
        {secondsLeft}
      </span>
    </span>
  )
}
