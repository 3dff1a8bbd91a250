import { isAuditRowIntact, signAuditRow } from '../crypto/audit-mac.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { makeId } from '../crypto/token.ts'
import type { AppendAudit, Clock, EventData, Random, Store } from '../ports.ts'

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
  const append: AppendAudit = async (tx, record) => {
    const row = {
      id: makeId(random),
      at: clock.now(),
      type: record.type,
      userId: record.userId,
      actorId: record.actorId ?? null,
      address: record.address ?? null,
      data: JSON.stringify(record.data ?? {}),
    }
    await tx.appendAudit(signAuditRow(row, keyring))
  }

  return {
    append,
    verbs: {
      /** The newest entries first, of one user or of all; `limit` 1 to 1000, 100 when left out. */
      async list({ userId, limit = 100 }: { userId?: string; limit?: number } = {}): Promise<AuditEntry[]> {
        if (!Number.isInteger(limit) || limit < 1 || limit > LIST_LIMIT) {
          throw new TypeError(`audit.list: limit must be a whole number from 1 to ${LIST_LIMIT}`)
        }
        const rows = await store.listAudit({ userId, limit })
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
