import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { collectExports } from '../core/export-parts.ts'
import type { Finding } from '../core/findings.ts'
import type { PageAddress } from '../core/sites.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { ExportCard } from './export-card.tsx'
import { PreviewCard } from './preview-card.tsx'
import { RefusedCard } from './refused-card.tsx'

export interface ScannedCodesProps {
  findings: Finding[]
  /** Whether there were more codes than are shown. */
  isCut: boolean
  /** Whether the page has more pictures than were read. */
  leftOut?: boolean
  page: PageAddress
  /** After the last account was saved, or without that. */
  onLeave: () => void
  /** What else can be done. */
  children?: ComponentChildren
}

/** Every code that was seen, each as a card of its own; the parts of one export as one. */
export function ScannedCodes({
  findings,
  isCut,
  leftOut = false,
  page,
  onLeave,
  children,
}: ScannedCodesProps) {
  const exports = useMemo(() => collectExports(findings), [findings])
  const count = findings.filter(({ code }) => code.kind === 'account').length + exports.length
  const [left, setLeft] = useState(count)
  const alone = findings.length === 1 || (count === 1 && exports.length === 1)
  // Of an export there may be parts to come: its card stays, and says so.
  const saved = () => {
    setLeft(left - 1)
    if (left <= 1 && exports.length === 0) onLeave()
  }
  return (
    <View
      title={findings.length === 1 ? say('scannedOne') : say('scannedMany', findings.length)}
      onBack={onLeave}
      focusTitle
    >
      {isCut && <p class="caution">{say('moreCodes', findings.length)}</p>}
      {leftOut && <p class="caution">{say('pageLeftOut')}</p>}
      {exports.map((collected, index) => (
        <ExportCard
          // Several may have one number.
          key={`${collected.batch} ${collected.size} ${index}`}
          collected={collected}
          alone={alone}
          onSaved={saved}
        />
      ))}
      {findings.map(({ code, place }, index) =>
        code.kind === 'export' ? null : code.kind === 'account' ? (
          <PreviewCard
            key={index}
            scanned={code}
            place={place}
            page={page}
            alone={alone}
            onSaved={saved}
            onCancel={alone ? onLeave : undefined}
          />
        ) : (
          <RefusedCard key={index} code={code} place={place} />
        ),
      )}
      {(!alone || left === 0 || exports.length > 0) && (
        <div class="choices">
          <button type="button" onClick={onLeave}>
            {say(left < count ? 'done' : 'cancel')}
          </button>
        </div>
      )}
      {children}
    </View>
  )
}
