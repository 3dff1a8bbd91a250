import type { Clock } from '../clock.ts'
import { claimMail, deleteMessage, deleteStaleMail, listDueMail } from '../data/outbox.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { SendMail } from './smtp.ts'

/** What lies longer says nothing that is still true: its links have expired. */
const staleMs = 24 * 3_600_000
const firstWaitMs = 30_000
const longestWaitMs = 3_600_000
const batch = 20

interface Delivery {
  db: Database
  clock: Clock
  log: Log
  send: SendMail
  /** `SiteKeys.queuedMail`. */
  key: Buffer | null
}

/**
 * Hands the site's own mail to the mail server: a route writes it into the outbox together with what it tells of, and
 * nobody at a page waits for a server. What the server refuses is tried again, ever more rarely, for a day. Any number
 * of processes may deliver: each mail is claimed by one of them first.
 */
export async function deliverOutbox({ db, clock, log, send, key }: Delivery): Promise<void> {
  const now = clock.now()
  const dropped = await deleteStaleMail(db, now - staleMs)
  if (dropped > 0) log.error('mail.given_up', { count: dropped })
  for (const { id, tries, mail } of await listDueMail(db, { key, now, limit: batch })) {
    const nextTryAt = now + Math.min(longestWaitMs, firstWaitMs * 2 ** tries)
    if (!(await claimMail(db, { id, tries, nextTryAt }))) continue
    if (mail === null) {
      await deleteMessage(db, id)
      log.error('mail.not_opened')
      continue
    }
    try {
      await send(mail)
      await deleteMessage(db, id)
    } catch (error) {
      log.error('mail.not_sent', {
        tries: tries + 1,
        reason: error instanceof Error ? error.message : 'unknown',
      })
    }
  }
}

const everyMs = 2000

/** Delivers every other second, one round after the other; returns how to stop, which waits for a round under way. */
export function startDelivery(delivery: Delivery): () => Promise<void> {
  let round: Promise<void> | null = null
  const run = () => {
    round ??= deliverOutbox(delivery)
      .catch((error) => delivery.log.error('mail.delivery_failed', { reason: nameOf(error) }))
      .finally(() => {
        round = null
      })
  }
  const timer = setInterval(run, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await round
    await deliverOutbox(delivery).catch(() => {})
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
