import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { TwoFactorError } from '../errors.ts'
import type { Store, StoreTransaction } from '../ports.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { createQueue } from './queue.ts'
import { retry } from './retry.ts'
import { runMigrations } from './run-migrations.ts'
import { withinSavepoint } from './savepoint.ts'
import { appendAuditIn } from './single-statements.ts'
import {
  createSqlReads,
  createSqlVerbs,
  readChallengeFrom,
  type SqlConnection,
  type SqlDialect,
  type SqlValue,
} from './sql.ts'
import { consumeInSqlite, countAttemptInSqlite, type SqliteStatements } from './sqlite-statements.ts'

const dialect: SqlDialect = {
  lock: '',
  insert: async (connection, sql, parameters) =>
    (await connection.query(`${sql} ON CONFLICT DO NOTHING`, parameters)).affected,
}

// Waiting for another connection's write blocks the thread, and that connection may live in this very thread: the wait
// is short, and between two of them everything else gets its turn. Five seconds in all.
const BUSY_TIMEOUT_MS = 50
const TRIES = 100

/**
 * A store in an SQLite file, safe for several processes on one machine. It opens connections of its own, so that a
 * transaction of the host can never take a counted attempt back. Needs Node 22.13 or newer.
 *
 * ```ts
 * import { sqliteStore } from 'countersign/sqlite'
 * const store = sqliteStore('app.db')
 * ```
 *
 * @param path the file; made when it is not there. It may be the host's own database file.
 * @throws TwoFactorError `configuration_invalid` for `:memory:`, which two connections can't share (use `memoryStore`)
 */
export function sqliteStore(path: string): Store {
  if (typeof path !== 'string' || path === '' || path === ':memory:' || path.startsWith('file:')) {
    throw new TwoFactorError('configuration_invalid', 'sqliteStore needs the path of a file')
  }
  const writer = open(path)
  const reader = open(path)
  const inTurn = createQueue()
  const writing = connect(writer)
  const besides = connect(reader)
  // The writer has in memory what it has just written; the reader must fetch it all again after every commit. While no
  // transaction is open the two see the same: what is committed.
  const reading: SqlConnection = {
    query: (sql, parameters) => (writer.isTransaction ? besides : writing).query(sql, parameters),
  }
  const verbs = createVerbs(writing)

  async function runOnce<T>(work: () => Promise<T>): Promise<T> {
    // IMMEDIATE takes the write lock at the start: no transaction reads first and finds at its write that others wrote.
    writing.change('BEGIN IMMEDIATE')
    try {
      const result = await work()
      writing.change('COMMIT')
      return result
    } catch (error) {
      if (writer.isTransaction) writer.exec('ROLLBACK')
      throw error
    }
  }
  const transaction: Store['transaction'] = (work) =>
    inTurn(() => retryWhenBusy(() => runOnce(() => work(verbs))))

  return {
    ...createSqlReads(reading, dialect),
    transaction,
    join(handle) {
      if (!(handle instanceof DatabaseSync) || !handle.isTransaction)
        throw new TwoFactorError(
          'argument_invalid',
          'transaction must be a DatabaseSync of node:sqlite with a transaction open',
        )
      const joined = connect(handle)
      const own = createVerbs(joined)
      return { reads: own, transaction: withinSavepoint(handle, joined, own) }
    },
    readChallenge: (id, method) => readChallengeFrom(reading, id, method),
    countAttempt: (attempt) => allOrNothing(transaction, async () => countAttemptInSqlite(writing, attempt)),
    consume: async (consumption) =>
      (await allOrNothing(transaction, async () => (consumeInSqlite(writing, consumption) ? true : null))) ??
      false,
    appendAudit: (rows, skew) => transaction((tx) => appendAuditIn(tx, rows, skew)),
    async migrate() {
      await inTurn(() => retryWhenBusy(() => runOnce(() => runMigrations(writing, 'sqlite'))))
    },
    async close() {
      await inTurn(async () => {
        if (writer.isOpen) writer.close()
        if (reader.isOpen) reader.close()
      })
    },
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  // For a file that is made here. A commit writes whole pages, and a verification changes a short row in each of nine:
  // with half the usual size it writes half as much.
  database.exec('PRAGMA page_size = 2048')
  keepWriteAheadLog(database)
  // NORMAL can forget the last commits at a power cut, and with them that a code was used.
  database.exec('PRAGMA synchronous = FULL')
  // Each commit reaches the disk through the log; moving the log into the file less often costs nothing but some disk.
  database.exec('PRAGMA wal_autocheckpoint = 8000')
  return database
}

/** While another process does the same to a new file, SQLite refuses this at once, whatever the timeout says. */
function keepWriteAheadLog(database: DatabaseSync): void {
  for (let made = 1; ; made++) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || made === TRIES) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_TIMEOUT_MS)
    }
  }
}

function createVerbs(connection: SqlConnection & SqliteStatements): StoreTransaction {
  return {
    ...createSqlVerbs(connection, dialect),
    consume: async (consumption) => consumeInSqlite(connection, consumption),
  }
}

function connect(database: DatabaseSync): SqlConnection & SqliteStatements {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = database.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
  const change = (sql: string, ...parameters: SqlValue[]) => Number(prepare(sql).run(...parameters).changes)
  return {
    change,
    changeReturning: (sql, ...parameters) => {
      const row = prepare(sql).get(...parameters)
      return row === undefined ? null : Number(Object.values(row)[0])
    },
    async query(sql, parameters = []) {
      if (!sql.startsWith('SELECT')) return { rows: [], affected: change(sql, ...parameters) }
      const rows = prepare(sql).all(...parameters)
      return { rows, affected: rows.length }
    },
  }
}

const SQLITE_BUSY = 5

const retryWhenBusy = <T>(work: () => Promise<T>): Promise<T> =>
  retry(work, { tries: TRIES, isRetried: isBusy })

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  // The low byte is the primary code; the rest tells which kind of busy.
  return (error.errcode & 0xff) === SQLITE_BUSY
}
