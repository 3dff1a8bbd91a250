import { type Finding, type Place, readFindings } from '../core/findings.ts'
import {
  type Picture,
  type PictureReader,
  type ScanAnswer,
  startPictureReader,
} from '../workers/scan-picture.ts'

/** A picture to read, and where it came from. */
export interface GivenPicture {
  picture: Picture
  place: Place
}

/** Why a picture could not be read at all. */
export type PictureProblem = Exclude<ScanAnswer['status'], 'read'> | 'timed_out' | 'failed' | 'too_many'

export interface PicturesRead {
  findings: Finding[]
  /** Whether there were more codes than are shown. */
  isCut: boolean
  problems: { place: Place; problem: PictureProblem }[]
}

/** More than this at once is somebody's photo album. */
export const mostPictures = 100

/** Reads every code of every picture; an aborted signal ends it with its reason. */
export async function readPictures(
  given: GivenPicture[],
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
  reader: PictureReader = startPictureReader(),
): Promise<PicturesRead> {
  const seen: { text: string; place: Place }[] = []
  const problems: PicturesRead['problems'] = []
  try {
    for (const [index, { picture, place }] of given.slice(0, mostPictures).entries()) {
      onProgress(index)
      const answer = await reader.read(picture, signal).catch((error: unknown) => {
        if (signal.aborted) throw error
        return { status: 'failed' as const }
      })
      if (answer.status === 'read') seen.push(...answer.texts.map((text) => ({ text, place })))
      else problems.push({ place, problem: answer.status })
    }
  } finally {
    reader.close()
  }
  if (given.length > mostPictures) problems.push({ place: { kind: 'given' }, problem: 'too_many' })
  return { ...readFindings(seen), problems }
}
