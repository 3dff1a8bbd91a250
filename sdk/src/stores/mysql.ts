import { EventEmitter } from 'node:events'
import mysql, {
  type Connection,
  type Pool,
  type PoolOptions,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise'
import { TwoFactorError } from '../errors.ts'
import type { Consumption, Store } from '../ports.ts'
import type { Packet, SendPacket } from './mysql-packet.ts'
import { appendAuditInMysql, consumeInMysql, countAttemptInMysql } from './mysql-statements.ts'
import { retry } from './retry.ts'
import { runMigrations } from './run-migrations.ts'
import { withinSavepoint } from './savepoint.ts'
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
const deadlocks = { tries: 20, isRetried: (error: unknown) => RETRIED.has(codeOf(error)) }
const MIGRATION_LOCK = 'countersign_migrations'

// What the statements and the reading of their results depend on, whatever the host has chosen for its own queries.
const OURS = {
  multipleStatements: true,
  charset: 'utf8mb4',
  rowsAsArray: false,
  namedPlaceholders: false,
  typeCast: true,
} satisfies PoolOptions

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

// The host's transaction may have begun long ago: at REPEATABLE READ only reads that lock see what is committed now.
const joinedDialect: SqlDialect = { ...dialect, read: ' LOCK IN SHARE MODE' }

/** Another character set would change what is stored, and the record's MACs would no longer fit. */
async function checkCharset(connection: SqlConnection): Promise<void> {
  const { rows } = await connection.query(
    'SELECT @@character_set_client AS client, @@character_set_connection AS connection, @@character_set_results AS results',
  )
  const isUtf8 = Object.values(rows[0] ?? {}).every((name) => String(name) === 'utf8mb4')
  if (!isUtf8)
    throw new TwoFactorError(
      'argument_invalid',
      'transaction must be on a connection of the character set utf8mb4',
    )
}

/**
 * A store in MySQL 8 or MariaDB 10.6 and newer, for any number of processes. It opens connections of its own, so that a
 * transaction of the host can never take a counted attempt back, and because it sends several statements in one packet,
 * which the host's connections need not allow. Needs the package `mysql2`.
 *
 * ```ts
 * import { mysqlStore } from 'countersign/mysql'
 * const store = mysqlStore('mysql://localhost/app')
 * ```
 *
 * @param where a connection string, or options as `createPool` of `mysql2` takes them, with `database` or `uri`. At most
 *   10 connections unless `connectionLimit` says otherwise.
 * @throws TwoFactorError `configuration_invalid` when it is neither; a pool is neither
 */
export function mysqlStore(where: string | PoolOptions): Store {
  const pool = mysql.createPool({ ...readOptions(where), ...OURS })
  const pooled = connect(pool)

  async function run<T>(work: (client: Connection) => Promise<T>): Promise<T> {
    return retry(async () => {
      const client = await pool.getConnection()
      try {
        const result = await work(client)
        client.release()
        return result
      } catch (error) {
        await client.query('ROLLBACK').then(
          () => client.release(),
          () => client.destroy(),
        )
        throw error
      }
    }, deadlocks)
  }

  const send: SendPacket = ({ statements, result }) =>
    run((client) => sendOn(client, { statements: ['START TRANSACTION', ...statements, 'COMMIT'], result }))

  return {
    ...createSqlReads(pooled, dialect),
    transaction: (work) =>
      run(async (client) => {
        await client.query('BEGIN')
        const result = await work({
          ...createSqlVerbs(connect(client), dialect),
          consume: (consumption) => consume((packet) => sendOn(client, packet), consumption),
        })
        await client.query('COMMIT')
        return result
      }),
    join(handle) {
      if (!isConnection(handle))
        throw new TwoFactorError(
          'argument_invalid',
          'transaction must be a connection of the package mysql2/promise',
        )
      const joined = connect(handle)
      const own = createSqlVerbs(joined, joinedDialect)
      return { reads: own, transaction: withinSavepoint(handle, joined, own, () => checkCharset(joined)) }
    },
    readChallenge: (id, method) => readChallengeFrom(pooled, id, method),
    countAttempt: (attempt) => countAttemptInMysql(send, attempt),
    consume: (consumption) => consume(send, consumption),
    appendAudit: async (rows, skew) => {
      if (skew === undefined) await pooled.query(writeInsert('audit', rows.length), listValues('audit', rows))
      else await appendAuditInMysql(send, rows, skew)
    },
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
    close: () => pool.end(),
  }
}

function readOptions(where: unknown): PoolOptions {
  if (typeof where === 'string' && /^(mysql|mariadb):\/\//.test(where))
    return { uri: where.replace(/^mariadb:/, 'mysql:') }
  if (typeof where === 'object' && where !== null && !('getConnection' in where)) {
    const options: PoolOptions = where
    if (options.database || options.uri) return options
  }
  throw new TwoFactorError(
    'configuration_invalid',
    'mysqlStore needs a mysql:// connection string or connection options of mysql2 with a database, not a pool',
  )
}

function connect(client: Pool | Connection): SqlConnection {
  return {
    async query(sql, parameters = []) {
      // MySQL prepares neither SAVEPOINT nor what ends it; statements like these have no parameters.
      const [result] =
        parameters.length === 0
          ? await client.query<RowDataPacket[] | ResultSetHeader>(sql)
          : await client.execute<RowDataPacket[] | ResultSetHeader>(sql, [...parameters])
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

async function sendOn(client: Connection, { statements, result }: Packet): Promise<unknown> {
  const text = [...statements, `SELECT ${result} AS result`].join(';\n')
  const [results] = await client.query<RowDataPacket[][]>(text).catch(throwWithoutValues)
  return results.at(-1)?.[0]?.result ?? null
}

async function consume(send: SendPacket, consumption: Consumption): Promise<boolean> {
  try {
    return await consumeInMysql(send, consumption)
  } catch (error) {
    if (codeOf(error) !== TAKEN) throw error
    throw new TwoFactorError('store_failed', 'a row of the record could not be written', { cause: error })
  }
}

// The driver adds to its errors what it sent, which here has the values in it: hashes of codes, for one.
function throwWithoutValues(error: unknown): never {
  if (error instanceof Error && 'sql' in error) error.sql = undefined
  throw error
}

function codeOf(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
}
