import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { ReadGiven } from '../capture/read-given.tsx'
import type { GivenPicture } from '../capture/read-pictures.ts'
import { type OfferedWay, ScanWays } from '../capture/scan-ways.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { usePastedKey } from '../capture/use-pasted-key.ts'
import { usePastedPictures } from '../capture/use-pasted-pictures.ts'
import type { Clock } from '../core/clock.ts'
import type { ScanJob, ScanWay } from '../core/scan-job.ts'
import { readPageAddress } from '../core/sites.ts'
import { openManager } from '../platform/manager-tab.ts'
import { ScreenContextHolder, useScreen } from '../screens/screen-context.ts'
import { useScreenContext } from '../screens/use-screen-context.ts'
import { VaultGate } from '../screens/vault-gate.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/words.ts'
import { AreaPicker } from './area-picker.tsx'
import { LiveView } from './live-view.tsx'
import {
  type AreaStep,
  beginWith,
  type FoundStep,
  isOfPage,
  joinFound,
  lookCloser,
  type ScanStep,
} from './scan-steps.ts'
import { StartView } from './start-view.tsx'
import { useDroppedFiles } from './use-dropped-files.ts'

export interface ScanPageProps {
  firstClock: Clock
  way: ScanWay
  job: ScanJob | null
}

/** The page for everything that a popup can't wait for: files, the camera, other windows, a part of a picture. */
export function ScanPage({ firstClock, way, job }: ScanPageProps) {
  const { vault, context, notice } = useScreenContext(firstClock, staying)
  const begun = useMemo(() => beginWith(way, job), [way, job])
  const [step, setStep] = useState<ScanStep>(begun)
  const go = useCallback(
    (next: ScanStep) => {
      context.announce('')
      setStep(next)
    },
    [context],
  )
  const open = vault.view.state === 'open'
  // What was scanned holds secrets: it does not wait behind the lock. What is still to be scanned does.
  useEffect(() => (open ? () => setStep(beginWith('start', null)) : undefined), [open])
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
          <ShownStep step={step} pageUrl={job?.pageUrl} onStep={go} />
        </VaultGate>
        <Notice content={notice} />
      </div>
    </ScreenContextHolder.Provider>
  )
}

const staying = { staysOpen: true }

interface ShownStepProps {
  step: ScanStep
  /** The page that the pictures of the job are of. */
  pageUrl: string | null | undefined
  onStep: (step: ScanStep) => void
}

function ShownStep({ step, pageUrl, onStep }: ShownStepProps) {
  const { accounts } = useScreen()
  const waiting = step.name === 'found' ? step : step.name === 'reading' ? step.waiting : undefined
  const find = (found: FoundStep) => onStep(joinFound(waiting, found, accounts))
  const start = () => onStep({ name: 'start', way: 'start' })
  const read = useCallback(
    (given: GivenPicture[]) => onStep({ name: 'reading', given, again: waiting ?? files, waiting }),
    [onStep, waiting],
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
    useCallback(
      (findings) =>
        find({
          name: 'found',
          read: { findings, isCut: false, problems: [] },
          isOfPage: false,
          again: files,
        }),
      [onStep, waiting, accounts],
    ),
  )
  switch (step.name) {
    case 'start':
      return <StartView way={step.way} onFiles={readFiles} over={over} onStep={onStep} />
    case 'reading': {
      const { given, instead, again } = step
      const closer = lookCloser(given)
      return (
        <ReadGiven
          title={say('scanPageTitle')}
          given={given}
          instead={instead}
          onFound={(answer, of) =>
            find({
              name: 'found',
              read: answer,
              isOfPage: isOfPage(answer),
              again: waiting === undefined ? again : files,
              closer: lookCloser(of),
            })
          }
          onCloser={closer && (() => onStep(closer))}
          onBack={() => onStep(again)}
        />
      )
    }
    case 'live':
      return <LiveView kind={step.kind} onStep={onStep} />
    case 'area':
      return <AreaPicker picture={step.picture} place={step.place} onStep={onStep} />
    case 'found':
      return (
        <ScannedCodes
          key={step}
          findings={step.read.findings}
          isCut={step.read.isCut}
          page={readPageAddress(step.isOfPage ? (pageUrl ?? undefined) : undefined)}
          onLeave={start}
        >
          <div class="choices">
            <button type="button" onClick={() => onStep(step.again)}>
              {say('scanAnother')}
            </button>
          </div>
          <StepWays closer={step.closer} onStep={onStep} />
        </ScannedCodes>
      )
  }
}

const files: ScanStep = { name: 'start', way: 'files' }

/** The other ways, after one of them has found something. */
function StepWays({ closer, onStep }: { closer: AreaStep | undefined; onStep: (step: ScanStep) => void }) {
  const ways: OfferedWay[] = ['files', 'camera', 'window']
  const go = (way: OfferedWay) => {
    if (way === 'camera' || way === 'window') onStep({ name: 'live', kind: way })
    else onStep(way === 'area' && closer !== undefined ? closer : files)
  }
  return <ScanWays ways={closer === undefined ? ways : ['area', ...ways]} onWay={go} folded />
}
