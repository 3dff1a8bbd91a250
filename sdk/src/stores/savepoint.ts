import type { Store, StoreTransaction } from '../ports.ts'
import { createQueue } from './queue.ts'
import type { SqlConnection } from './sql.ts'

const NAME = 'countersign'

/** Savepoints of one connection don't nest by chance: what is begun in parallel on it runs one after the other. */
const queues = new WeakMap<object, ReturnType<typeof createQueue>>()

/**
 * Work inside a transaction that is somebody else's: what fails takes back its own part, and the rest is theirs to commit.
 *
 * @param check refuses a connection that the work must not run on; runs before anything is written
 */
export function withinSavepoint(
  handle: object,
  connection: SqlConnection,
  verbs: StoreTransaction,
  check: () => Promise<void> = async () => undefined,
): Store['transaction'] {
  const inTurn = queues.get(handle) ?? createQueue()
  queues.set(handle, inTurn)
  return (work) =>
    inTurn(async () => {
      await check()
      await connection.query(`SAVEPOINT ${NAME}`)
      // Without a transaction it is gone at once, and this throws before anything is written.
      await connection.query(`RELEASE SAVEPOINT ${NAME}`)
      await connection.query(`SAVEPOINT ${NAME}`)
      try {
        const result = await work(verbs)
        await connection.query(`RELEASE SAVEPOINT ${NAME}`)
        return result
      } catch (error) {
        // After a deadlock the whole transaction is gone, and the savepoint with it: what counts is the error itself.
        await connection.query(`ROLLBACK TO SAVEPOINT ${NAME}`).then(
          () => connection.query(`RELEASE SAVEPOINT ${NAME}`),
          () => undefined,
        )
        throw error
      }
    })
}
