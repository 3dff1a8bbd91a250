import { type CurrentCode, groupDigits, nextCodeSeconds } from '../core/codes.ts'
import { say } from './words.ts'

/** A code in two groups; copying it gives digits only. */
export function Code({ code }: { code: string }) {
  const [first, second] = groupDigits(code)
  return (
    <span class="code" key={code}>
      <span>{first}</span>
      <span>{second}</span>
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
