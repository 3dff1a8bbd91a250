import type { Store, StoreTransaction } from '../ports.ts'
import type { SqlConnection } from './sql.ts'

const NAME = 'countersign'

/**
 * Work inside a transaction that is somebody else's: what fails takes back its own part, and the rest is theirs to commit.
 * The savepoint also tells whether there is a transaction at all: without one it is gone at once.
 */
export function withinSavepoint(connection: SqlConnection, verbs: StoreTransaction): Store['transaction'] {
  return async (work) => {
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
  }
}
