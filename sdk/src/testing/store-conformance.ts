import type { Store } from '../ports.ts'
import { attemptChecks } from './conformance/attempts.ts'
import { consumptionChecks } from './conformance/consumption.ts'
import { rowChecks } from './conformance/rows.ts'
import { transactionChecks } from './conformance/transactions.ts'

/** One thing that a store must or must not do. Rejects when it does not. */
export interface ConformanceCheck {
  name: string
  run(store: Store): Promise<void>
}

/**
 * What every store must do, as checks for any test runner. Each check takes a migrated store and users of its own, so
 * that all of them can share one database.
 *
 * ```ts
 * import { test } from 'node:test'
 * import { memoryStore } from 'countersign/memory'
 * import { storeConformance } from 'countersign/testing'
 * const store = memoryStore()
 * for (const { name, run } of storeConformance) test(name, () => run(store))
 * ```
 */
export const storeConformance: readonly ConformanceCheck[] = [
  ...rowChecks,
  ...transactionChecks,
  ...attemptChecks,
  ...consumptionChecks,
]
