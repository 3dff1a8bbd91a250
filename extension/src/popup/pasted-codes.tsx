import type { ComponentChildren } from 'preact'
import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import {
  beginCapture,
  type Capture,
  endReading,
  giveCodes,
  givePictures,
  leavePictures,
} from '../capture/capture-steps.ts'
import { ReadGiven } from '../capture/read-given.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { UnreadPictures } from '../capture/unread-pictures.tsx'
import { usePastedKey } from '../capture/use-pasted-key.ts'
import { usePastedPictures } from '../capture/use-pasted-pictures.ts'
import { useWipedAfter } from '../capture/use-wiped-after.ts'
import { countUnsaved, type FoundCodes } from '../core/found-codes.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PageWays } from './page-ways.tsx'

export interface PastedCodesProps {
  /** What was found already. */
  first?: FoundCodes
  /** What the tab showed when it was read. */
  screen?: string | null
  /** Whether the page has more pictures than were read. */
  leftOut?: boolean
  /** What is shown until there is a code. */
  children?: ComponentChildren
  /** Back from the codes that were found; as `onLeave` where nothing else is given. */
  onBack?: () => void
  onLeave: () => void
}

/** Lets pictures, or keys as text, be pasted wherever it is around, and shows what is in them, after what was found before. */
export function PastedCodes({
  first,
  screen = null,
  leftOut = false,
  children,
  onLeave,
  onBack = onLeave,
}: PastedCodesProps) {
  const { page, accounts, announce, noteUnsaved } = useApp()
  const [{ step, found }, setCapture] = useState(() => beginCapture(first ?? null))
  const change = useCallback(
    (next: (before: Capture) => Capture) => {
      // What was said of the codes before is not true of those that come.
      announce('')
      setCapture(next)
    },
    [announce],
  )
  usePastedPictures(useCallback((given) => change((before) => givePictures(before, given)), [change]))
  usePastedKey(
    accounts,
    useCallback((now) => change((before) => giveCodes(before, now, accounts)), [change, accounts]),
  )
  useWipedAfter(found)
  // With the picture itself: a lock may come before the next one.
  useLayoutEffect(() => {
    noteUnsaved(found === null ? 0 : countUnsaved(found, accounts))
    return () => noteUnsaved(0)
  }, [found, accounts, noteUnsaved])
  const goBack = () => change(leavePictures)

  switch (step.name) {
    case 'reading':
      return (
        <ReadGiven
          title={say('pasted')}
          given={step.given}
          onRead={(read) => change((before) => endReading(before, read, accounts))}
          onCancel={goBack}
        />
      )
    case 'unread':
      return (
        <UnreadPictures
          title={say('pasted')}
          read={step.read}
          given={step.given}
          found={found?.findings.length ?? 0}
          onBack={goBack}
        />
      )
    case 'found':
      if (found === null) break
      return (
        <ScannedCodes found={found} leftOut={leftOut} findPage={() => page} onDone={onLeave} onLeave={onBack}>
          <PageWays screen={screen} found={found} folded />
        </ScannedCodes>
      )
  }
  return <>{children}</>
}
