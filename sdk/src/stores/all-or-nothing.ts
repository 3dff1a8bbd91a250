import type { Store, StoreTransaction } from '../ports.ts'

class Nothing extends Error {}

/** Runs the work in a transaction; null rolls back whatever it had changed by then. */
export async function allOrNothing<T>(
  transaction: Store['transaction'],
  work: (tx: StoreTransaction) => Promise<T | null>,
): Promise<T | null> {
  try {
    return await transaction(async (tx) => {
      const result = await work(tx)
      if (result === null) throw new Nothing()
      return result
    })
  } catch (error) {
    if (error instanceof Nothing) return null
    throw error
  }
}
