import { EventEmitter } from 'node:events'
import mysql, { type Connection, type Pool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { TwoFactorError } from '../errors.ts'
import type { Store } from '../ports.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { runMigrations } from './run-migrations.ts'
import { withinSavepoint } from './savepoint.ts'
import { consumeIn, countAttemptIn } from './single-statements.ts'
import {
  createSqlReads,
  createSqlVerbs,
  listValues,
  readChallengeFrom,
  type SqlConnection,
  type SqlDialect,
  writeInsert,
} from './sql.ts'

// ER_DUP_ENTRY
const TAKEN = 1062
// ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD (a row changed since the snapshot was taken)
const RETRIED = new Set([1213, 1205, 1020])
const TRIES = 20
const MIGRATION_LOCK = 'countersign_migrations'

const dialect: SqlDialect = {
  lock: ' FOR UPDATE',
  async insert(connection, sql, parameters) {
    try {
      return (await connection.query(sql, parameters)).affected
    } catch (error) {
      if (codeOf(error) === TAKEN) return 0
      throw error
    }
  },
}

/**
 * A store in MySQL 8 or MariaDB 10.6 and newer, for any number of processes. It takes connections of its own from the
 * pool, so that a transaction of the host can never take a counted attempt back. Needs the package `mysql2`.
 *
 * ```ts
 * import { mysqlStore } from 'countersign/mysql'
 * const store = mysqlStore('mysql://localhost/app')
 * ```
 *
 * @param where a connection string, or a `mysql2/promise` pool that the host keeps (`close` leaves it open)
 * @throws TwoFactorError `configuration_invalid` when it is neither
 */
export function mysqlStore(where: string | Pool): Store {
  const own = typeof where === 'string'
  if (own ? !/^(mysql|mariadb):\/\//.test(where) : typeof where?.getConnection !== 'function') {
    throw new TwoFactorError(
      'configuration_invalid',
      'mysqlStore needs a mysql:// connection string or a pool of the package mysql2/promise',
    )
  }
  const pool = own
    ? mysql.createPool({ uri: where.replace(/^mariadb:/, 'mysql:'), connectionLimit: 10 })
    : where
  const pooled = connect(pool)

  async function runTransaction<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return retry(async () => {
      const client = await pool.getConnection()
      try {
        await client.query('BEGIN')
        const result = await work(connect(client))
        await client.query('COMMIT')
        client.release()
        return result
      } catch (error) {
        await client.query('ROLLBACK').then(
          () => client.release(),
          () => client.destroy(),
        )
        throw error
      }
    })
  }

  const transaction: Store['transaction'] = (work) =>
    runTransaction((connection) => work(createSqlVerbs(connection, dialect)))

  return {
    ...createSqlReads(pooled, dialect),
    transaction,
    join(handle) {
      if (!isConnection(handle))
        throw new TypeError('transaction must be a connection of the package mysql2/promise')
      const joined = connect(handle)
      const own = createSqlVerbs(joined, dialect)
      return { reads: own, transaction: withinSavepoint(joined, own) }
    },
    readChallenge: (id, method) => readChallengeFrom(pooled, id, method),
    // One statement after the other: UPDATE over several tables at once crashes MariaDB 10.11 under parallel load.
    countAttempt: (attempt) => allOrNothing(transaction, (tx) => countAttemptIn(tx, attempt)),
    consume: async (consumption) =>
      (await allOrNothing(transaction, async (tx) => ((await consumeIn(tx, consumption)) ? true : null))) ??
      false,
    appendAudit: async (rows) =>
      void (await pooled.query(writeInsert('audit', rows.length), listValues('audit', rows))),
    async migrate() {
      const client = await pool.getConnection()
      try {
        // DDL commits by itself here: a lock of the server, not a transaction, keeps the processes apart.
        await client.query('SELECT GET_LOCK(?, 60)', [MIGRATION_LOCK])
        await runMigrations(connect(client), 'mysql')
      } finally {
        await client.query('SELECT RELEASE_LOCK(?)', [MIGRATION_LOCK]).catch(() => undefined)
        client.release()
      }
    },
    async close() {
      if (own) await pool.end()
    },
  }
}

function connect(client: Pool | Connection): SqlConnection {
  return {
    async query(sql, parameters = []) {
      const [result] = await client.execute<RowDataPacket[] | ResultSetHeader>(sql, [...parameters])
      if (Array.isArray(result)) return { rows: result, affected: result.length }
      return { rows: [], affected: result.affectedRows }
    },
  }
}

// A pool would run each statement on another connection.
function isConnection(handle: unknown): handle is Connection {
  return (
    handle instanceof EventEmitter &&
    'execute' in handle &&
    typeof handle.execute === 'function' &&
    !('getConnection' in handle)
  )
}

async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await work()
    } catch (error) {
      if (!RETRIED.has(codeOf(error)) || made === TRIES) throw error
    }
  }
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
}
