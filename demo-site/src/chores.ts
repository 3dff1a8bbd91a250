import { recordKept } from './data/unrecorded.ts'
import type { Site } from './http/site.ts'

const everyMs = 60_000

type ChoreParts = Pick<Site, 'db' | 'twoFactor' | 'clock' | 'log'>

/**
 * What Countersign wants done now and then: notices that could not be delivered, the seal of the record, rows that have
 * expired. A site with a job runner calls the same three from there; any number of processes may. And what the site still
 * has to say to the record.
 */
export async function doChores({ db, twoFactor, clock, log }: ChoreParts): Promise<void> {
  try {
    const { delivered, kept, givenUp } = await twoFactor.deliverPending()
    const { sealed, head } = await twoFactor.audit.seal()
    const { deleted } = await twoFactor.housekeeping()
    if (delivered + kept + givenUp + sealed + deleted > 0) {
      // The head is worth keeping outside the database: the log is such a place.
      log.info('chores', {
        delivered,
        kept,
        givenUp,
        sealed,
        deleted,
        head: head === null ? null : `${head.number}:${head.mac}`,
      })
    }
    await recordKept(db, twoFactor, clock.now())
  } catch (error) {
    log.error('chores failed', { reason: error instanceof Error ? error.name : 'unknown' })
  }
}

/** Does the chores every minute, one round after the other; returns how to stop. */
export function startChores(parts: ChoreParts): () => void {
  let isBusy = false
  const timer = setInterval(async () => {
    if (isBusy) return
    isBusy = true
    await doChores(parts)
    isBusy = false
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
