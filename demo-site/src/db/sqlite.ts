import { DatabaseSync } from 'node:sqlite'
import type { Database, Statements } from './database.ts'

const SQLITE_BUSY = 5

/**
 * Opens (or makes) a SQLite file. WAL lets readers and a writer work at once; `synchronous=FULL` keeps a committed row
 * through a power cut; the timeout waits for another process instead of failing.
 */
export function openSqlite(path: string): Database {
  const connection = new DatabaseSync(path, { timeout: 5000 })
  keepWriteAheadLog(connection)
  connection.exec('PRAGMA synchronous = FULL')
  connection.exec('PRAGMA foreign_keys = ON')

  const direct: Statements = {
    async all<Row>(sql: string, ...values: (string | number | null)[]) {
      return connection.prepare(sql).all(...values) as Row[]
    },
    async get<Row>(sql: string, ...values: (string | number | null)[]) {
      return (connection.prepare(sql).get(...values) as Row | undefined) ?? null
    },
    async run(sql, ...values) {
      return Number(connection.prepare(sql).run(...values).changes)
    },
  }

  // One connection, and transactions that span awaits: whoever comes meanwhile waits for its turn.
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  return {
    engine: 'sqlite',
    all: (sql, ...values) => inTurn(() => direct.all(sql, ...values)),
    get: (sql, ...values) => inTurn(() => direct.get(sql, ...values)),
    run: (sql, ...values) => inTurn(() => direct.run(sql, ...values)),
    transaction: (work) =>
      inTurn(async () => {
        connection.exec('BEGIN IMMEDIATE')
        try {
          const result = await work(direct)
          connection.exec('COMMIT')
          return result
        } catch (error) {
          connection.exec('ROLLBACK')
          throw error
        }
      }),
    close: () => inTurn(async () => connection.close()),
  }
}

/** Where another process begins with the same new file, SQLite refuses this at once, without waiting for the timeout. */
function keepWriteAheadLog(connection: DatabaseSync): void {
  for (let tries = 100; ; tries--) {
    try {
      connection.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
      if (!isBusy || tries === 1) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    }
  }
}
