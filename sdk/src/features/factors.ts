import type { FactorType, Store } from '../ports.ts'

/** A factor as it may be shown: nothing of its secret. Times are milliseconds since 1970. */
export interface Factor {
  id: string
  type: FactorType
  label: string
  state: 'active' | 'suspended'
  createdAt: number
  lastUsedAt: number | null
}

export function createFactors({ store, readUserId }: { store: Store; readUserId(userId: unknown): string }) {
  return {
    /** The user's confirmed factors, the oldest first. */
    async list({ userId }: { userId: string }): Promise<Factor[]> {
      const where = { userId: readUserId(userId), state: { not: 'pending' } }
      const rows = await store.find('factors', where, { orderBy: 'createdAt' })
      return rows.map(({ id, type, label, state, createdAt, lastUsedAt }) => ({
        id,
        type: type as FactorType,
        label,
        state: state === 'active' ? 'active' : 'suspended',
        createdAt,
        lastUsedAt,
      }))
    },
  }
}
