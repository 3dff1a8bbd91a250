import type { Place } from '../core/findings.ts'
import { countUnsaved, type FoundCodes, joinFound } from '../core/found-codes.ts'
import type { ScanWay } from '../core/scan-job.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import type { LiveKind } from '../platform/live-picture.ts'
import type { GivenPicture, PicturesRead } from './read-pictures.ts'

/** What is shown to somebody who scans. */
export type CaptureStep =
  | { name: 'start'; way: ScanWay }
  | { name: 'reading'; given: GivenPicture[] }
  /** Pictures in which nothing was seen, or that could not be read. */
  | { name: 'unread'; given: GivenPicture[]; read: PicturesRead }
  | { name: 'live'; kind: LiveKind }
  | AreaStep
  | FoundStep

export interface FoundStep {
  name: 'found'
  /** How to go on with another code of the same kind. */
  again: CaptureStep
  /** How to look closer at the one picture that has codes. */
  closer?: AreaStep | undefined
}

export interface AreaStep {
  name: 'area'
  picture: Blob | string
  place: Place
}

/** The step, and what was found and not let go of, whichever step is shown. */
export interface Capture {
  step: CaptureStep
  found: FoundCodes | null
}

const choose: CaptureStep = { name: 'start', way: 'files' }

export function beginCapture(found: FoundCodes | null): Capture {
  return found === null ? { step: choose, found } : { step: { name: 'found', again: choose }, found }
}

/** Shows another step; what was found stays as long as some of it is not in the vault (`saved`). */
export function showStep({ found }: Capture, step: CaptureStep, saved: VaultAccount[]): Capture {
  const isKept = step.name === 'found' || (found !== null && countUnsaved(found, saved) > 0)
  return { step, found: isKept ? found : null }
}

/** Reads more pictures: after those that are being read, where some are. */
export function givePictures({ step, found }: Capture, given: GivenPicture[]): Capture {
  const before = step.name === 'reading' ? step.given : []
  return { step: { name: 'reading', given: [...before, ...given] }, found }
}

/** Adds codes to those that were found before, and shows them unless pictures are still being read. */
export function giveCodes(
  before: Capture,
  now: FoundCodes,
  saved: VaultAccount[],
  step: Omit<FoundStep, 'name'> = { again: choose },
): Capture {
  const found = joinFound(before.found, now, saved)
  return { step: before.step.name === 'reading' ? before.step : { name: 'found', ...step }, found }
}

/** Goes on with what is in the pictures; where that is not all that was hoped for, by saying so. */
export function endReading({ step, found }: Capture, read: PicturesRead, saved: VaultAccount[]): Capture {
  if (step.name !== 'reading') return { step, found }
  const joined = read.findings.length > 0 ? joinFound(found, read, saved) : found
  if (read.findings.length === 0 || read.problems.length > 0)
    return { step: { name: 'unread', given: step.given, read }, found: joined }
  return { step: { name: 'found', again: choose, closer: lookCloser(read.of) }, found: joined }
}

/** Back from pictures, to what was found before where there is any. */
export function leavePictures({ found }: Capture): Capture {
  return beginCapture(found)
}

/** Looks closer at a picture that was given alone; nothing for several, or where it is no longer there. */
export function lookCloser(given: GivenPicture[]): AreaStep | undefined {
  const [first] = given
  if (first === undefined || given.length > 1) return undefined
  const { picture, place } = first
  if (typeof picture !== 'string' && !(picture instanceof Blob)) return undefined
  // Whoever draws a frame on it means what it shows.
  return { name: 'area', picture, place: place.kind === 'screen' ? { kind: 'screen' } : place }
}
