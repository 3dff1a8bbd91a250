import { useState } from 'preact/hooks'
import type { ScanWay } from '../core/scan-job.ts'
import { type MessageKey, say } from '../ui/words.ts'

const names = {
  area: 'wayArea',
  files: 'wayFiles',
  camera: 'wayCamera',
  window: 'wayWindow',
} satisfies Partial<Record<ScanWay, MessageKey>>

export type OfferedWay = keyof typeof names

export interface ScanWaysProps {
  ways: OfferedWay[]
  onWay: (way: OfferedWay) => void
  /** Whether a code was found already, so that this is one button until somebody wants more. */
  folded?: boolean
}

/** The other ways to read a code, each one button. */
export function ScanWays({ ways, onWay, folded = false }: ScanWaysProps) {
  const [open, setOpen] = useState(!folded)
  return (
    <section class="ways" aria-labelledby="ways">
      {folded ? (
        <button
          type="button"
          id="ways"
          aria-expanded={open}
          aria-controls="ways-list"
          onClick={() => setOpen(!open)}
        >
          {say('otherWays')}
        </button>
      ) : (
        <h2 id="ways">{say('otherWays')}</h2>
      )}
      <ul id="ways-list" hidden={!open}>
        {ways.map((way) => (
          <li key={way}>
            <button type="button" onClick={() => onWay(way)}>
              {say(names[way])}
            </button>
          </li>
        ))}
      </ul>
      <p class="soft" hidden={!open}>
        {say('pasteHint', say('scanImage'))}
      </p>
    </section>
  )
}
