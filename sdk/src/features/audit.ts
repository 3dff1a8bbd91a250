import { isAuditRowIntact, signAuditRow } from '../crypto/audit-mac.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import type { AppendAudit, Clock, EventData, Random, SignAudit, Store } from '../ports.ts'
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

const LIST_LIMIT = 1000

export function createAudit({
  store,
  keyring,
  clock,
  random,
}: {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
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

// A row that somebody edited may hold anything: it is listed as not intact instead of making the list fail.
function readData(text: string): EventData {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null ? (data as EventData) : {}
  } catch {
    return {}
  }
}
