import { type Place, readFindings } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
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
  /** What is looked at only where nothing is seen in this one. */
  instead?: GivenPicture[]
}

/** Why a picture could not be read at all. */
export type PictureProblem = Exclude<ScanAnswer['status'], 'read'> | 'timed_out' | 'failed' | 'too_many'

export interface PicturesRead extends FoundCodes {
  /** The pictures that the codes are in. */
  of: GivenPicture[]
  problems: { place: Place; problem: PictureProblem }[]
}

/** What was seen in pictures that were read to their end; a reading that starts again with more of them asks no worker twice. */
export type PictureAnswers = Map<GivenPicture, PictureAnswer>

type PictureAnswer = ScanAnswer | { status: 'timed_out' | 'failed' }

/** More than this at once is somebody's photo album. */
export const mostPictures = 100

/** Reads every code of every picture, those in the vault (`saved`) as far as there is room; an aborted signal ends it with its reason. */
export async function readPictures(
  given: GivenPicture[],
  saved: VaultAccount[],
  signal: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
  answers: PictureAnswers = new Map(),
  reader: PictureReader = startPictureReader(),
): Promise<PicturesRead> {
  const seen: { text: string; place: Place }[] = []
  const of: GivenPicture[] = []
  const problems: PicturesRead['problems'] = []
  const read = async (one: GivenPicture): Promise<boolean> => {
    const answer = answers.get(one) ?? (await readPicture(one, reader, signal))
    answers.set(one, answer)
    const texts = answer.status === 'read' ? answer.texts : []
    seen.push(...texts.map((text) => ({ text, place: one.place })))
    if (texts.length > 0) of.push(one)
    if (texts.length > 0 || (await readInstead(one))) return true
    if (answer.status !== 'read') problems.push({ place: one.place, problem: answer.status })
    return false
  }
  const readInstead = async ({ instead = [] }: GivenPicture): Promise<boolean> => {
    const known = problems.length
    let isFound = false
    for (const other of instead) isFound = (await read(other)) || isFound
    problems.length = known
    return isFound
  }
  try {
    for (const [index, one] of given.slice(0, mostPictures).entries()) {
      onProgress(index)
      await read(one)
    }
  } finally {
    reader.close()
  }
  if (given.length > mostPictures) problems.push({ place: { kind: 'given' }, problem: 'too_many' })
  return { ...readFindings(seen, saved), of, problems }
}

async function readPicture(
  { picture }: GivenPicture,
  reader: PictureReader,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  try {
    return await reader.read(picture, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return { status: 'failed' }
  }
}
