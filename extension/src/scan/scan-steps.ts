import type { GivenPicture, PicturesRead } from '../capture/read-pictures.ts'
import { findDuplicate } from '../core/accounts.ts'
import type { Place } from '../core/findings.ts'
import type { ScanJob, ScanWay } from '../core/scan-job.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import type { LiveKind } from '../platform/live-picture.ts'

/** What the scan page shows. */
export type ScanStep =
  | { name: 'start'; way: ScanWay }
  | {
      name: 'reading'
      given: GivenPicture[]
      instead?: GivenPicture[]
      again: ScanStep
      /** What was found before and still waits to be saved. */
      waiting?: FoundStep | undefined
    }
  | { name: 'live'; kind: LiveKind }
  | AreaStep
  | FoundStep

export interface FoundStep {
  name: 'found'
  read: PicturesRead
  /** Whether all of it comes from the page that the job is of. */
  isOfPage: boolean
  /** How to go on with another code of the same kind. */
  again: ScanStep
  /** How to look closer at the one picture that it is of. */
  closer?: AreaStep | undefined
}

export interface AreaStep {
  name: 'area'
  picture: Blob | string
  place: Place
}

/** The first step of a way, with the pictures that were taken for it. */
export function beginWith(way: ScanWay, job: ScanJob | null): ScanStep {
  const start: ScanStep = { name: 'start', way }
  if (way === 'camera') return { name: 'live', kind: way }
  if (job === null) return start
  const { pictures, screen } = job
  if (way === 'area' && screen !== null) return { name: 'area', picture: screen, place: { kind: 'screen' } }
  if (way !== 'image') return start
  const given = pictures.map((picture): GivenPicture => ({ picture, place: { kind: 'page' } }))
  // Another image may be the one with a code, so what the page shows is not taken for the image.
  const shown: GivenPicture[] =
    screen === null ? [] : [{ picture: screen, place: { kind: 'screen', instead: true } }]
  const again: ScanStep = { name: 'start', way: 'start' }
  if (given.length > 0) return { name: 'reading', given, instead: shown, again }
  return shown.length > 0 ? { name: 'reading', given: shown, again } : start
}

/** Whether a code's place is the page that somebody was looking at. */
export function isOfPage({ findings }: PicturesRead): boolean {
  return findings.every(({ place }) => place.kind === 'page' || place.kind === 'screen')
}

/** What was found now, after what was found before and is neither found again nor among the `saved`. */
export function joinFound(waiting: FoundStep | undefined, now: FoundStep, saved: VaultAccount[]): FoundStep {
  if (waiting === undefined) return now
  const seen = new Set(now.read.findings.map(({ code }) => JSON.stringify(code)))
  const left = waiting.read.findings.filter(
    ({ code }) =>
      !seen.has(JSON.stringify(code)) &&
      (code.kind !== 'account' || findDuplicate(saved, code.account) === undefined),
  )
  if (left.length === 0) return now
  return {
    name: 'found',
    read: {
      findings: [...left, ...now.read.findings],
      isCut: waiting.read.isCut || now.read.isCut,
      problems: now.read.problems,
    },
    isOfPage: waiting.isOfPage && now.isOfPage,
    again: now.again,
  }
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
