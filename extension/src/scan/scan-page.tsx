import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import {
  type AreaStep,
  type Capture,
  type CaptureStep,
  endReading,
  giveCodes,
  givePictures,
  leavePictures,
  lookCloser,
  showStep,
} from '../capture/capture-steps.ts'
import { FoundForgotten } from '../capture/found-forgotten.tsx'
import { ReadGiven } from '../capture/read-given.tsx'
import type { GivenPicture } from '../capture/read-pictures.ts'
import { type OfferedWay, ScanWays } from '../capture/scan-ways.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { UnreadPictures } from '../capture/unread-pictures.tsx'
import { usePastedKey } from '../capture/use-pasted-key.ts'
import { usePastedPictures } from '../capture/use-pasted-pictures.ts'
import type { Clock } from '../core/clock.ts'
import { isOfPage, type Place } from '../core/findings.ts'
import { countUnsaved, type FoundCodes, wipeFound } from '../core/found-codes.ts'
import { readPageAddress } from '../core/sites.ts'
import { openManager } from '../platform/manager-tab.ts'
import { ScreenContextHolder, useScreen } from '../screens/screen-context.ts'
import { useScreenContext } from '../screens/use-screen-context.ts'
import { VaultGate } from '../screens/vault-gate.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/words.ts'
import { AreaPicker } from './area-picker.tsx'
import { beginScan } from './begin-scan.ts'
import { LiveView } from './live-view.tsx'
import { StartView } from './start-view.tsx'
import { useDroppedFiles } from './use-dropped-files.ts'
import { WaitingCodes } from './waiting-codes.tsx'

export interface ScanPageProps {
  firstClock: Clock
  /** What it begins with, handed over once: nothing else keeps the pictures. */
  takeFirst: () => Capture
  /** The page that the first pictures are of. */
  pageUrl: string | undefined
}

/** The page for everything that a popup can't wait for: files, the camera, other windows, a part of a picture. */
export function ScanPage({ firstClock, takeFirst, pageUrl }: ScanPageProps) {
  const { vault, context, notice } = useScreenContext(firstClock, staying)
  const [capture, setCapture] = useState(takeFirst)
  const [isLost, setLost] = useState(false)
  const change = useCallback(
    (next: (before: Capture) => Capture) => {
      context.announce('')
      setLost(false)
      setCapture(next)
    },
    [context],
  )
  const { state } = vault.view
  const open = state === 'open'
  // Counted while the vault is open: a lock overwrites what it is compared with.
  const unsaved = useRef(0)
  if (open) unsaved.current = capture.found === null ? 0 : countUnsaved(capture.found, context.accounts)
  // What was scanned holds secrets: it does not wait behind the lock. What is still to be scanned does.
  useEffect(() => {
    if (!open) return
    return () => {
      setCapture(forget)
      setLost(unsaved.current > 0)
    }
  }, [open])
  useEffect(() => {
    if (!open && state !== 'loading') setCapture(letGo)
  }, [state])
  return (
    <ScreenContextHolder.Provider value={context}>
      <div class="scan-page">
        <VaultGate
          vault={vault}
          wayBack={
            <button type="button" class="main" onClick={() => void openManager('history')}>
              {say('showVersions')}
            </button>
          }
        >
          <ShownStep capture={capture} pageUrl={pageUrl} onChange={change} />
        </VaultGate>
        {isLost && <FoundForgotten />}
        <Notice content={notice} />
      </div>
    </ScreenContextHolder.Provider>
  )
}

const staying = { staysOpen: true }

function forget(before: Capture): Capture {
  letGo(before)
  return beginScan('start', null)
}

function letGo({ step, found }: Capture): Capture {
  if (found !== null) wipeFound(found)
  return { step, found: null }
}

interface ShownStepProps {
  capture: Capture
  pageUrl: string | undefined
  onChange: (next: (before: Capture) => Capture) => void
}

function ShownStep({ capture: { step, found }, pageUrl, onChange }: ShownStepProps) {
  const { accounts } = useScreen()
  const show = (next: CaptureStep) => onChange((before) => showStep(before, next, accounts))
  const showFound = () => onChange(leavePictures)
  const read = useCallback(
    (given: GivenPicture[]) => onChange((before) => givePictures(before, given)),
    [onChange],
  )
  usePastedPictures(read)
  const readFiles = useCallback(
    (files: Iterable<File>) => {
      const given = [...files].map(
        (picture): GivenPicture => ({ picture, place: { kind: 'file', name: picture.name } }),
      )
      if (given.length > 0) read(given)
    },
    [read],
  )
  const over = useDroppedFiles(readFiles)
  usePastedKey(
    accounts,
    useCallback((now) => onChange((before) => giveCodes(before, now, accounts)), [onChange, accounts]),
  )
  const find = (again: CaptureStep, closer?: AreaStep) => (now: FoundCodes) =>
    onChange((before) => giveCodes(before, now, accounts, { again, closer }))
  const findPage = (place: Place) => readPageAddress(isOfPage(place) ? pageUrl : undefined)

  switch (step.name) {
    case 'start':
      return (
        <StartView way={step.way} onFiles={readFiles} over={over} onStep={show}>
          {found !== null && (
            <WaitingCodes
              count={countUnsaved(found, accounts)}
              onShow={showFound}
              onLetGo={() => onChange(forget)}
            />
          )}
        </StartView>
      )
    case 'reading':
      return (
        <ReadGiven
          title={say('scanPageTitle')}
          given={step.given}
          onRead={(answer) => onChange((before) => endReading(before, answer, accounts))}
          onCancel={showFound}
        />
      )
    case 'unread': {
      const closer = lookCloser(step.given)
      return (
        <UnreadPictures
          title={say('scanPageTitle')}
          read={step.read}
          given={step.given}
          found={found?.findings.length ?? 0}
          onCloser={closer && (() => show(closer))}
          onBack={showFound}
        />
      )
    }
    case 'live':
      return <LiveView kind={step.kind} onFound={find(step)} onStep={show} />
    case 'area':
      return <AreaPicker picture={step.picture} place={step.place} onFound={find(step, step)} onStep={show} />
    case 'found':
      if (found === null) return null
      return (
        <ScannedCodes
          found={found}
          findPage={findPage}
          onDone={() => onChange(forget)}
          onLeave={() => show(start)}
        >
          <div class="choices">
            <button type="button" onClick={() => show(step.again)}>
              {say('scanAnother')}
            </button>
          </div>
          <StepWays closer={step.closer} onStep={show} />
        </ScannedCodes>
      )
  }
}

const start: CaptureStep = { name: 'start', way: 'start' }
const files: CaptureStep = { name: 'start', way: 'files' }

/** The other ways, after one of them has found something. */
function StepWays({ closer, onStep }: { closer: AreaStep | undefined; onStep: (step: CaptureStep) => void }) {
  const ways: OfferedWay[] = ['files', 'camera', 'window']
  const go = (way: OfferedWay) => {
    if (way === 'camera' || way === 'window') onStep({ name: 'live', kind: way })
    else onStep(way === 'area' && closer !== undefined ? closer : files)
  }
  return <ScanWays ways={closer === undefined ? ways : ['area', ...ways]} onWay={go} folded />
}
