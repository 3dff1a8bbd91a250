import type { Capture, CaptureStep } from '../capture/capture-steps.ts'
import type { GivenPicture } from '../capture/read-pictures.ts'
import type { ScanJob, ScanWay } from '../core/scan-job.ts'

/** The first step of a way, with the pictures that were taken for it, and what was found before. */
export function beginScan(way: ScanWay, job: ScanJob | null): Capture {
  return { step: findFirstStep(way, job), found: job?.found ?? null }
}

function findFirstStep(way: ScanWay, job: ScanJob | null): CaptureStep {
  const start: CaptureStep = { name: 'start', way }
  if (way === 'camera') return { name: 'live', kind: way }
  if (job === null) return start
  const { pictures, screen } = job
  if (way === 'area' && screen !== null) return { name: 'area', picture: screen, place: { kind: 'screen' } }
  if (way !== 'image') return start
  // Another image may be the one with a code, so what the page shows is not taken for the image.
  const shown: GivenPicture[] =
    screen === null ? [] : [{ picture: screen, place: { kind: 'screen', instead: true } }]
  const given = pictures.map(
    (picture): GivenPicture => ({ picture, place: { kind: 'image' }, instead: shown }),
  )
  if (given.length > 0) return { name: 'reading', given }
  return shown.length > 0 ? { name: 'reading', given: shown } : start
}
