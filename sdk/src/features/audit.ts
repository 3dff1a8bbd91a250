import { isAuditRowIntact, signAuditRow } from '../crypto/audit-mac.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import type { AppendAudit, AuditRecord, Clock, EventData, Random, SignAudit, Store } from '../ports.ts'
import type { Where } from '../tables.ts'

/** One entry of the record: who did what to whom, and when. Never a secret, a code, a token or a whole phone number. */
export interface AuditEntry {
  id: string
  /** Milliseconds since 1970, UTC. */
  at: number
  type: string
  userId: string
  /** Who acted, when it was not the user. */
  actorId: string | null
  address: string | null
  data: EventData
  /** False when the row is not as it was written. */
  intact: boolean
}

/** What a host adds to the record: an act of its own. */
export interface HostRecord {
  /** `site.` and up to 60 small letters, digits, underscores and dots: none passes itself off as one of Countersign's. */
  type: `site.${string}`
  userId: string
  /** Who acted, when it was not the user. */
  actorId?: string
  ip?: string
  /**
   * Facts, at most 4,000 characters as JSON; the time of the act among them when it is handed over later, since `at` is
   * when the entry is added. Never a secret, a code, a token or a whole phone number.
   */
  data?: EventData
  transaction?: unknown
}

const LIST_LIMIT = 1000
const HOST_TYPE = /^site\.[a-z0-9_.]{1,60}$/
const DATA_LENGTH = 4000

export function createAudit({
  store,
  keyring,
  clock,
  random,
  readUserId,
  readAddress,
}: {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}) {
  const writer = makeId(random)
  let written = 0
  // Ids sort by time, and within a millisecond by the order in which this process wrote them; no two processes share one.
  const makeRowId = (at: number) => {
    written = (written + 1) % 0x1000000
    return `${at.toString(16).padStart(12, '0')}${written.toString(16).padStart(6, '0')}-${writer}`
  }
  const sign: SignAudit = (record) => {
    const at = clock.now()
    const { type, userId, actorId = null, address = null, data = {} } = record
    return signAuditRow(
      { id: makeRowId(at), at, type, userId, actorId, address, data: JSON.stringify(data) },
      keyring,
    )
  }
  const append: AppendAudit = async (tx, ...records) => {
    if (!(await tx.insert('audit', ...records.map(sign)))) {
      throw new TwoFactorError('store_failed', 'a row of the record could not be written')
    }
  }

  return {
    append,
    sign,
    verbs: {
      /**
       * Adds an entry for an act of the host's own, signed, sealed and listed with all the others: a record that is read for
       * who may do what should not lack half of it.
       *
       * @throws TwoFactorError `argument_invalid`
       */
      async record({ type, userId, actorId, ip, data = {}, transaction }: HostRecord): Promise<void> {
        const record: AuditRecord = {
          type,
          userId: readUserId(userId),
          ...(actorId === undefined ? {} : { actorId: readUserId(actorId) }),
          address: readAddress(ip),
          data: readFacts(data),
        }
        if (typeof type !== 'string' || !HOST_TYPE.test(type))
          throw invalid('type must be site. and up to 60 small letters, digits, underscores and dots')
        const scope = transaction === undefined ? store : store.join(transaction)
        await scope.transaction((tx) => append(tx, record))
      },

      /**
       * The newest entries first. Page on with the `id` of the last entry as `before`.
       *
       * @param input.userId only this user's, or these users'
       * @param input.actorId only what this person did to others
       * @param input.types only of these types
       * @param input.since only from this time on, milliseconds since 1970
       * @param input.before only older than the entry with this id
       * @param input.limit 1 to 1000, 100 when left out
       */
      async list(
        input: {
          userId?: string | readonly string[]
          actorId?: string
          types?: readonly string[]
          since?: number
          before?: string
          limit?: number
        } = {},
      ): Promise<AuditEntry[]> {
        const { userId, actorId, types, since, before, limit = 100 } = input
        if (!Number.isInteger(limit) || limit < 1 || limit > LIST_LIMIT) {
          throw new TwoFactorError(
            'argument_invalid',
            `audit.list: limit must be a whole number from 1 to ${LIST_LIMIT}`,
          )
        }
        const where: Where<'audit'> = {
          ...(userId === undefined
            ? {}
            : { userId: typeof userId === 'string' ? userId : { oneOf: userId } }),
          ...(actorId === undefined ? {} : { actorId }),
          ...(types === undefined ? {} : { type: { oneOf: types } }),
          ...(since === undefined ? {} : { at: { above: since - 1 } }),
          ...(before === undefined ? {} : { id: { below: before } }),
        }
        const rows = await store.find('audit', where, { orderBy: 'id', descending: true, limit })
        return rows.map((row) => ({
          id: row.id,
          at: row.at,
          type: row.type,
          userId: row.userId,
          actorId: row.actorId,
          address: row.address,
          data: readData(row.data),
          intact: isAuditRowIntact(row, keyring),
        }))
      },
    },
  }
}

const invalid = (what: string) => new TwoFactorError('argument_invalid', `audit.record: ${what}`)

function readFacts(data: EventData): EventData {
  const isFact = (value: unknown) =>
    value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !Object.values(data).every(isFact))
    throw invalid('data must be an object of texts, numbers, truth values and nulls')
  if (JSON.stringify(data).length > DATA_LENGTH)
    throw invalid(`data must not be longer than ${DATA_LENGTH} characters`)
  return data
}

// A row that somebody edited may hold anything: it is listed as not intact instead of making the list fail.
function readData(text: string): EventData {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null ? (data as EventData) : {}
  } catch {
    return {}
  }
}
