import { isAuditRowIntact, signAuditRow } from '../crypto/audit-mac.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { makeId } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import type { AppendAudit, Clock, EventData, Random, SignAudit, Store } from '../ports.ts'

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
  let written = 0
  // Ids sort by time, and within a millisecond by the order in which this process wrote them.
  const makeRowId = (at: number) => {
    written = (written + 1) % 0x1000000
    return `${at.toString(16).padStart(12, '0')}${written.toString(16).padStart(6, '0')}-${makeId(random)}`
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
      /** The newest entries first, of one user or of all; `limit` 1 to 1000, 100 when left out. */
      async list({ userId, limit = 100 }: { userId?: string; limit?: number } = {}): Promise<AuditEntry[]> {
        if (!Number.isInteger(limit) || limit < 1 || limit > LIST_LIMIT) {
          throw new TypeError(`audit.list: limit must be a whole number from 1 to ${LIST_LIMIT}`)
        }
        const where = userId === undefined ? {} : { userId }
        const rows = await store.find('audit', where, { orderBy: 'id', descending: true, limit })
        return rows.map(({ id, at, type, userId: owner, actorId, address, data, ...seal }) => ({
          id,
          at,
          type,
          userId: owner,
          actorId,
          address,
          data: readData(data),
          intact: isAuditRowIntact({ id, at, type, userId: owner, actorId, address, data, ...seal }, keyring),
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
