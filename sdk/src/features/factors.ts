import type { Clock, FactorType, Store } from '../ports.ts'

/** A factor as it may be shown: nothing of its secret. Times are milliseconds since 1970. */
export interface Factor {
  id: string
  type: FactorType
  label: string
  state: 'active' | 'suspended'
  createdAt: number
  lastUsedAt: number | null
}

interface FactorParts {
  store: Store
  clock: Clock
  /** Where the account's factor step stands. */
  readStanding(userId: string, now: number): Promise<{ status: string }>
  readUserId(userId: unknown): string
}

export function createFactors({ store, clock, readStanding, readUserId }: FactorParts) {
  return {
    /** The user's confirmed factors, the oldest first. A suspended account has suspended factors. */
    async list({ userId: given }: { userId: string }): Promise<Factor[]> {
      const userId = readUserId(given)
      const isSuspended = (await readStanding(userId, clock.now())).status === 'suspended'
      const where = { userId, state: { not: 'pending' } }
      const rows = await store.find('factors', where, { orderBy: 'createdAt' })
      return rows.map(({ id, type, label, state, createdAt, lastUsedAt }) => ({
        id,
        type: type as FactorType,
        label,
        state: state === 'active' && !isSuspended ? 'active' : 'suspended',
        createdAt,
        lastUsedAt,
      }))
    },
  }
}
