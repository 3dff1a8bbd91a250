import { makeId } from '../crypto/token.ts'
import type {
  Clock,
  Emit,
  EventData,
  EventType,
  Notifier,
  Random,
  SignAudit,
  Store,
  TwoFactorEvent,
} from '../ports.ts'
import type { Row } from '../tables.ts'

interface NotificationParts {
  store: Store
  clock: Clock
  random: Random
  notifier: Notifier | undefined
  sign: SignAudit
}

export interface DeliveryResult {
  delivered: number
  /** Failed again, and kept for later. */
  kept: number
  /** Failed for the last time; the record has a row for each. */
  givenUp: number
}

const MINUTE_MS = 60_000
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS
/** Over two weeks, the waits growing from a minute to a day. */
const MOST_TRIES = 24
/** Nobody else takes up a notice while a try is under way; a process that died in it gives it back after that. */
const CLAIM_MS = 5 * MINUTE_MS

/**
 * Tells people what happened, after commit and never in the way of the act: neither a mail server that is down nor one
 * that never answers holds anything up. What could not be delivered is kept and tried again.
 */
export function createNotifications({ store, clock, random, notifier, sign }: NotificationParts) {
  const underWay = new Set<Promise<void>>()

  async function tell(event: TwoFactorEvent): Promise<void> {
    if (notifier === undefined) return
    try {
      await notifier.notify(event)
    } catch {
      const { type, userId, at, data } = event
      const row = {
        id: makeId(random),
        type,
        userId,
        at,
        data: JSON.stringify(data),
        tries: 1,
        nextAt: clock.now() + MINUTE_MS,
        topic: null,
        sealedSecret: null,
        keyId: null,
        expiresAt: null,
      }
      // A store that is down as well has nowhere to keep it; the act stands.
      await store.transaction((tx) => tx.insert('outbox', row)).catch(() => undefined)
    }
  }

  /** Takes a notice for one try; false when somebody else has it. */
  async function claim({ id, nextAt }: Row<'outbox'>): Promise<boolean> {
    const taken = { tries: { plus: 1 }, nextAt: clock.now() + CLAIM_MS }
    return (await store.transaction((tx) => tx.update('outbox', { id, nextAt }, taken))) === 1
  }

  async function tryAgain(row: Row<'outbox'>): Promise<'delivered' | 'kept' | 'givenUp'> {
    const { id, type, userId, at, data, tries } = row
    try {
      await notifier?.notify({ type: type as EventType, userId, at, data: JSON.parse(data) as EventData })
    } catch {
      if (tries + 1 < MOST_TRIES) {
        const nextAt = clock.now() + Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** tries)
        await store.transaction((tx) => tx.update('outbox', { id }, { nextAt }))
        return 'kept'
      }
      await store.transaction(async (tx) => {
        await tx.delete('outbox', { id })
        await tx.insert('audit', sign({ type: 'notification.failed', userId, data: { event: type } }))
      })
      return 'givenUp'
    }
    await store.transaction((tx) => tx.delete('outbox', { id }))
    return 'delivered'
  }

  const emit: Emit = async (event) => {
    const telling = tell({ ...event, at: clock.now() })
    underWay.add(telling)
    void telling.finally(() => underWay.delete(telling))
  }

  return {
    emit,

    verbs: {
      /** Resolves when the notices that are under way have been delivered or kept for later. */
      async settle(): Promise<void> {
        await Promise.all(underWay)
      },

      /**
       * Tries again to deliver what could not be delivered, the oldest first. Call it from a scheduler, every minute, in
       * any number of processes: each notice is tried by one of them. The waits grow from a minute to a day; after 24 tries
       * a notice is given up.
       *
       * @param input.batch 1 to 1000 notices at once, 100 when left out
       */
      async deliverPending({ batch = 100 }: { batch?: number } = {}): Promise<DeliveryResult> {
        if (!Number.isInteger(batch) || batch < 1 || batch > 1000) {
          throw new TypeError('deliverPending: batch must be a whole number from 1 to 1000')
        }
        const result = { delivered: 0, kept: 0, givenUp: 0 }
        const due = await store.find(
          'outbox',
          { nextAt: { atMost: clock.now() } },
          { orderBy: 'nextAt', limit: batch },
        )
        for (const row of due) if (await claim(row)) result[await tryAgain(row)]++
        return result
      },
    },
  }
}
