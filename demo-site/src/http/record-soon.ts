import { recordKept } from '../data/unrecorded.ts'
import type { Site } from './site.ts'

/** Hands what an act has left for the record over at once. It is done, and the entry is kept: what fails here, the chores do. */
export async function recordSoon({ db, twoFactor, log }: Site, now: number): Promise<void> {
  await recordKept(db, twoFactor, now).catch(() => log.error('record.delayed'))
}
