import { fixed } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import { makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import type {
  Clock,
  Emit,
  EndSessions,
  EventData,
  EventType,
  Notifier,
  Random,
  Schedule,
  SignAudit,
  Store,
  StoreTransaction,
  TellIn,
  TwoFactorEvent,
} from '../ports.ts'
import type { Row } from '../tables.ts'
import { withTimeLimit } from '../time-limit.ts'

interface NotificationParts {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  notifier: Notifier | undefined
  endSessions: EndSessions | undefined
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
/** Notices under way beside each other. */
const AT_ONCE = 10

/** Not for people: the host ends the user's sessions. */
const END_SESSIONS = 'sessions.end'

type Notice = Omit<TwoFactorEvent, 'type'> & { type: EventType | typeof END_SESSIONS }

/**
 * Tells people what happened, after commit and never in the way of the act: neither a mail server that is down nor one
 * that never answers holds anything up. What could not be delivered is kept and tried again.
 */
export function createNotifications(parts: NotificationParts) {
  const { store: inner, keyring, clock, random, notifier, endSessions, sign } = parts
  const underWay = new Set<Promise<void>>()
  /** Notices that this process is at. */
  const trying = new Set<string>()

  /** What each of our own transactions has written down, to be delivered when it is committed. */
  const written = new WeakMap<StoreTransaction, Row<'outbox'>[]>()

  /** The store, whose transactions deliver what they have written down when they are committed. */
  const store: Store = {
    ...inner,
    async transaction(work) {
      let rows: Row<'outbox'>[] = []
      const result = await inner.transaction(async (tx) => {
        // The work may be run again: what was rolled back is not told.
        rows = []
        written.set(tx, rows)
        try {
          return await work(tx)
        } finally {
          written.delete(tx)
        }
      })
      for (const row of rows) track(tryAgain(row).then(() => undefined))
      return result
    },
  }

  const isHeard = (type: Notice['type']) =>
    type === END_SESSIONS ? endSessions !== undefined : notifier !== undefined

  async function deliver(event: Notice): Promise<void> {
    const told =
      event.type === END_SESSIONS
        ? endSessions?.(event.userId)
        : notifier?.notify({ ...event, type: event.type })
    await withTimeLimit(Promise.resolve(told), fixed.noticeMs)
  }

  async function writeIn(tx: StoreTransaction, event: Notice, options: { expiresAt?: number } = {}) {
    if (!isHeard(event.type)) return
    const rows = written.get(tx)
    const now = clock.now()
    // In a transaction of the host nobody knows when it is committed: there the next `deliverPending` finds it.
    const state = rows === undefined ? { tries: 0, nextAt: now } : { tries: 1, nextAt: now + CLAIM_MS }
    const row = write(event, { ...state, ...options })
    await tx.insert('outbox', row)
    rows?.push({ ...row, tries: 0 })
  }

  function write(
    event: Notice,
    state: { tries: number; nextAt: number; topic?: string; expiresAt?: number },
  ) {
    const { type, userId, at, data, secret, everyAddress } = event
    const id = makeId(random)
    const bytes = secret === undefined ? null : Buffer.from(JSON.stringify(secret))
    const { tries, nextAt, topic = null, expiresAt = null } = state
    return {
      id,
      type,
      userId,
      at,
      data: JSON.stringify(data),
      tries,
      nextAt,
      topic,
      sealedSecret: bytes && sealSecret(bytes, { table: 'outbox', userId, rowId: id }, keyring, random),
      keyId: bytes && keyring.current.id,
      expiresAt,
      everyAddress: everyAddress === true ? 1 : 0,
    } satisfies Row<'outbox'>
  }

  function read({ id, type, userId, at, data, sealedSecret, everyAddress }: Row<'outbox'>): Notice {
    const event = { type: type as EventType, userId, at, data: JSON.parse(data) as EventData }
    if (everyAddress === 1) Object.assign(event, { everyAddress: true })
    if (sealedSecret === null) return event
    const bytes = openSecret(sealedSecret, { table: 'outbox', userId, rowId: id }, keyring)
    return { ...event, secret: JSON.parse(Buffer.from(bytes).toString()) as Record<string, string> }
  }

  async function tell(event: Notice, options: { expiresAt?: number } = {}): Promise<void> {
    if (!isHeard(event.type)) return
    try {
      await deliver(event)
    } catch {
      const row = write(event, { tries: 1, nextAt: clock.now() + MINUTE_MS, ...options })
      // A store that is down as well has nowhere to keep it; the act stands.
      await inner.transaction((tx) => tx.insert('outbox', row)).catch(() => undefined)
    }
  }

  /** Takes a notice for one try; false when somebody else has it. */
  async function claim({ id, nextAt }: Row<'outbox'>): Promise<boolean> {
    const taken = { tries: { plus: 1 }, nextAt: clock.now() + CLAIM_MS }
    return (await store.transaction((tx) => tx.update('outbox', { id, nextAt }, taken))) === 1
  }

  async function tryAgain(row: Row<'outbox'>): Promise<'delivered' | 'kept' | 'givenUp'> {
    trying.add(row.id)
    try {
      return await tryOnce(row)
    } finally {
      trying.delete(row.id)
    }
  }

  async function tryOnce(row: Row<'outbox'>): Promise<'delivered' | 'kept' | 'givenUp'> {
    const { id, type, userId, tries } = row
    try {
      // A try that never came to an end counts too.
      if (tries >= MOST_TRIES) throw new Error('tried often enough')
      await deliver(read(row))
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

  function track(work: Promise<void>): void {
    // A store that is down, or closed meanwhile, has the notice still: the next `deliverPending` tries it.
    const quiet = work.catch(() => undefined)
    underWay.add(quiet)
    void quiet.finally(() => underWay.delete(quiet))
  }

  const emit: Emit = async (event, options) => track(tell({ ...event, at: clock.now() }, options))

  const schedule: Schedule = async (tx, event, options = {}) => {
    await tx.insert('outbox', write(event, { tries: 0, nextAt: event.at, ...options }))
  }

  return {
    emit,
    schedule,

    /** Runs what tells of an act without making the act wait; what it throws changes nothing. */
    runBeside(work: () => Promise<void>): void {
      track(work())
    },

    /** Takes back what has not been delivered yet. */
    async unschedule(tx: StoreTransaction, topic: string): Promise<void> {
      await tx.delete('outbox', { topic })
    },

    tellIn: ((tx, event, options) => writeIn(tx, { ...event, at: clock.now() }, options)) satisfies TellIn,

    /** Has the host end the user's sessions, again and again until it has. */
    endSessionsIn: (tx: StoreTransaction, userId: string) =>
      writeIn(tx, { type: END_SESSIONS, userId, at: clock.now(), data: {} }),

    /** As it was given, but for transactions that deliver what they have written down. */
    store,

    verbs: {
      /** Resolves when the notices that are under way have been delivered or kept for later. */
      async settle(): Promise<void> {
        // What runs beside an act brings notices of its own under way.
        while (underWay.size > 0) await Promise.all(underWay)
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
          throw new TwoFactorError(
            'argument_invalid',
            'deliverPending: batch must be a whole number from 1 to 1000',
          )
        }
        const result = { delivered: 0, kept: 0, givenUp: 0 }
        const due = await store.find(
          'outbox',
          { nextAt: { atMost: clock.now() } },
          { orderBy: 'nextAt', limit: batch },
        )
        const isOver = ({ expiresAt }: Row<'outbox'>) => expiresAt !== null && expiresAt <= clock.now()
        const over = due.filter(isOver).map(({ id }) => id)
        if (over.length > 0) await store.transaction((tx) => tx.delete('outbox', { id: { oneOf: over } }))
        const open = due.filter((row) => !isOver(row) && !trying.has(row.id))
        // Some at a time: one that takes its time holds up nobody for long.
        for (let from = 0; from < open.length; from += AT_ONCE) {
          const some = open.slice(from, from + AT_ONCE)
          await Promise.all(
            some.map(async (row) => {
              if (await claim(row)) result[await tryAgain(row)]++
            }),
          )
        }
        return result
      },
    },
  }
}
