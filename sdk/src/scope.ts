import { TwoFactorError } from './errors.ts'
import type { Emit, Store, StoreReads, TellIn } from './ports.ts'

/** Where a verb works: in a transaction of its own, or as a part of the caller's. */
export interface Scope {
  reads: StoreReads
  transaction: Store['transaction']
  /** Tells of an act after its transaction. */
  tell: Emit
  /** Runs what tells others, without making the act wait where it need not. */
  tellBeside(work: () => Promise<void>): Promise<void>
}

/** For verbs that may join a transaction. `transaction` is the caller's own handle, as the store's `join` knows it. */
export type OpenScope = (transaction: unknown) => Scope

interface ScopeParts {
  store: Store
  emit: Emit
  tellIn: TellIn
  runBeside(work: () => Promise<void>): void
}

export function createOpenScope({ store, emit, tellIn, runBeside }: ScopeParts): OpenScope {
  const own: Scope = {
    reads: store,
    transaction: store.transaction,
    tell: emit,
    tellBeside: async (work) => runBeside(work),
  }
  return (handle) => {
    if (handle === undefined) return own
    const { reads, transaction } = store.join(handle)
    // Nobody hears of what the caller may still take back: the outbox has it, in the same transaction.
    const tell: Emit = (event, options) => transaction((tx) => tellIn(tx, event, options))
    return { reads, transaction, tell, tellBeside: (work) => work() }
  }
}

/**
 * Verbs that judge a code take no transaction: the caller's rollback would forgive the attempt. Throws `TwoFactorError`
 * `argument_invalid` for one that is given all the same.
 */
export function refuseTransaction(input: object, verb: string): void {
  if ('transaction' in input && input.transaction !== undefined)
    throw new TwoFactorError(
      'argument_invalid',
      `${verb} judges a code or sends one, and joins no transaction: a rollback would forget what was counted`,
    )
}
