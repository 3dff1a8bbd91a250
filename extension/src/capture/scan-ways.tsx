import type { ScanWay } from '../core/scan-job.ts'
import { type MessageKey, say } from '../ui/words.ts'

const names = {
  area: 'wayArea',
  files: 'wayFiles',
  camera: 'wayCamera',
  window: 'wayWindow',
} satisfies Partial<Record<ScanWay, MessageKey>>

export type OfferedWay = keyof typeof names

/** The other ways to read a code, each one button. */
export function ScanWays({ ways, onWay }: { ways: OfferedWay[]; onWay: (way: OfferedWay) => void }) {
  return (
    <section class="ways" aria-labelledby="ways">
      <h2 id="ways">{say('otherWays')}</h2>
      <ul>
        {ways.map((way) => (
          <li key={way}>
            <button type="button" onClick={() => onWay(way)}>
              {say(names[way])}
            </button>
          </li>
        ))}
      </ul>
      <p class="soft">{say('pasteHint')}</p>
    </section>
  )
}
