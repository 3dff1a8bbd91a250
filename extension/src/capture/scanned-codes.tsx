import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { collectExports } from '../core/export-parts.ts'
import type { Finding, Place } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import type { PageAddress } from '../core/sites.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { ExportCard } from './export-card.tsx'
import { PreviewCard } from './preview-card.tsx'
import { RefusedCard } from './refused-card.tsx'

export interface ScannedCodesProps {
  found: FoundCodes
  /** Whether the page has more pictures than were read. */
  leftOut?: boolean
  /** The page that a code of this place may be filled on. */
  findPage: (place: Place) => PageAddress
  /** After the last account was saved. */
  onDone: () => void
  /** Without that. */
  onLeave: () => void
  /** What else can be done. */
  children?: ComponentChildren
}

/** Every code that was seen, each as a card of its own; the parts of one export as one. */
export function ScannedCodes({
  found: { findings, isCut },
  leftOut = false,
  findPage,
  onDone,
  onLeave,
  children,
}: ScannedCodesProps) {
  const exports = useMemo(() => collectExports(findings), [findings])
  const accounts = findings.filter(({ code }) => code.kind === 'account')
  const cards = useRef<object[]>([])
  cards.current = [...accounts, ...exports]
  const hasExport = useRef(false)
  hasExport.current = exports.length > 0
  const saved = useRef(new Set<object>())
  const [left, setLeft] = useState(cards.current.length)
  const countLeft = () => cards.current.filter((card) => !saved.current.has(card)).length
  useEffect(() => setLeft(countLeft()), [findings])
  const alone = findings.length === 1 || (accounts.length === 0 && exports.length === 1)
  const noteSaved = (card: object) => {
    saved.current.add(card)
    setLeft(countLeft())
    // Of an export there may be parts to come: its card stays, and says so.
    if (countLeft() === 0 && !hasExport.current) onDone()
  }
  return (
    <View title={nameFindings(findings)} onBack={onLeave} focusTitle>
      {isCut && <p class="caution">{say('moreCodes', findings.length)}</p>}
      {leftOut && <p class="caution">{say('pageLeftOut')}</p>}
      {exports.map((collected) => (
        // Another card with every part that comes: what was said of the parts before is not true of it.
        <ExportCard
          key={collected}
          collected={collected}
          alone={alone}
          onSaved={() => noteSaved(collected)}
        />
      ))}
      {findings.map((finding) => {
        const { code, place } = finding
        if (code.kind === 'export') return null
        if (code.kind !== 'account') return <RefusedCard key={finding} code={code} place={place} />
        return (
          <PreviewCard
            key={finding}
            scanned={code}
            place={place}
            page={findPage(place)}
            alone={alone}
            onSaved={() => noteSaved(finding)}
            onCancel={alone ? onLeave : undefined}
          />
        )
      })}
      {(!alone || left === 0 || exports.length > 0) && (
        <div class="choices">
          <button type="button" onClick={onLeave}>
            {say(left < cards.current.length ? 'done' : 'cancel')}
          </button>
        </div>
      )}
      {children}
    </View>
  )
}

function nameFindings(findings: Finding[]): string {
  const texts = findings.filter(({ place }) => place.kind === 'text').length
  if (texts === 0) return findings.length === 1 ? say('scannedOne') : say('scannedMany', findings.length)
  if (texts < findings.length) return say('foundAll', findings.length)
  return texts === 1 && findings[0]?.code.kind === 'account' ? say('checkAccount') : say('pastedText')
}
