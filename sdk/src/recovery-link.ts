import type { StoreReads } from './ports.ts'
import type { Row } from './tables.ts'

/** `link`: the one in a notice. `holder`: in a session. `factor`: one was used. `reset`: an admin's. */
export type RecoveryCanceller = 'link' | 'holder' | 'factor' | 'reset'

/** `expired`: nobody decided on it in time, or nobody completed it after the approval. */
export type RecoveryOutcome = 'rejected' | 'cancelled' | 'completed' | 'expired'

export type RecoveryLink =
  | { status: 'open'; leads: 'request'; userId: string; expiresAt: number }
  | {
      status: 'open'
      leads: 'cancel' | 'complete'
      userId: string
      state: 'requested' | 'approved'
      completableAt: number | null
    }
  /** What came of it, at `at` (ms); `requested` and still open for the link behind which it was made. */
  | {
      status: 'ended'
      leads: 'request' | 'cancel' | 'complete'
      userId: string
      outcome: 'requested' | RecoveryOutcome
      /** What called it off; null for every other outcome. */
      by: RecoveryCanceller | null
      at: number
    }
  | { status: 'expired' }

const columns = [
  ['linkId', 'request'],
  ['cancelId', 'cancel'],
  ['completeId', 'complete'],
] as const

/**
 * What the link of a request for account recovery leads to now, or what came of it.
 *
 * @param id the hash of its token
 */
export async function findRecoveryLink(
  reads: StoreReads,
  id: string | null,
  now: number,
): Promise<RecoveryLink> {
  if (id === null) return { status: 'expired' }
  for (const [column, leads] of columns) {
    const [row] = await reads.find('accountRecoveries', { [column]: id })
    if (row !== undefined) return describe(row, leads, now)
  }
  return { status: 'expired' }
}

function describe(
  row: Row<'accountRecoveries'>,
  leads: 'request' | 'cancel' | 'complete',
  now: number,
): RecoveryLink {
  const { userId, createdAt, expiresAt, completableAt, endedAt } = row
  if (endedAt !== null) {
    const by = row.endedBy as RecoveryCanceller | null
    const outcome = row.state as RecoveryOutcome
    return { status: 'ended', leads, userId, outcome, by, at: endedAt }
  }
  if (expiresAt <= now) return { status: 'ended', leads, userId, outcome: 'expired', by: null, at: expiresAt }
  if (leads === 'request')
    return { status: 'ended', leads, userId, outcome: 'requested', by: null, at: createdAt }
  const state = row.state as 'requested' | 'approved'
  return { status: 'open', leads, userId, state, completableAt }
}
