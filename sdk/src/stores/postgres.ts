import { EventEmitter } from 'node:events'
import { Pool, type PoolClient } from 'pg'
import { TwoFactorError } from '../errors.ts'
import type { Store, StoreTransaction } from '../ports.ts'
import { appendAuditInPostgres, consumeInPostgres, countAttemptInPostgres } from './postgres-statements.ts'
import { retry } from './retry.ts'
import { runMigrations } from './run-migrations.ts'
import { withinSavepoint } from './savepoint.ts'
import {
  createSqlReads,
  createSqlVerbs,
  readChallengeFrom,
  type SqlConnection,
  type SqlDialect,
} from './sql.ts'

const dialect: SqlDialect = {
  lock: ' FOR UPDATE',
  insert: async (connection, sql, parameters) =>
    (await connection.query(`${sql} ON CONFLICT DO NOTHING`, parameters)).affected,
}

const conflicts = { tries: 20, isRetried }
// The statements judge what is committed when they get their locks, whatever the database's own default is.
const ISOLATION = '-c default_transaction_isolation=read\\ committed'
// serialization_failure, deadlock_detected
const RETRIED = new Set(['40001', '40P01'])
// Any number, as long as every process has the same: it names the lock under which tables are made.
const MIGRATION_LOCK = 4_871_530_126

/**
 * A store in PostgreSQL, for any number of processes. It takes connections of its own from the pool, so that a
 * transaction of the host can never take a counted attempt back. Needs the package `pg`.
 *
 * ```ts
 * import { postgresStore } from 'countersign/postgres'
 * const store = postgresStore('postgres://localhost/app')
 * ```
 *
 * @param where a connection string, or a `pg` pool that the host keeps (`close` leaves it open)
 * @throws TwoFactorError `configuration_invalid` when it is neither
 */
export function postgresStore(where: string | Pool): Store {
  const own = typeof where === 'string'
  if (own ? !/^postgres(ql)?:\/\//.test(where) : typeof where?.connect !== 'function') {
    throw new TwoFactorError(
      'configuration_invalid',
      'postgresStore needs a postgres:// connection string or a pool of the package pg',
    )
  }
  const pool = own ? new Pool({ connectionString: where, max: 10, options: ISOLATION }) : where
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  if (own) pool.on('error', () => undefined)
  const bare = connect(pool)
  const pooled: SqlConnection = {
    query: (sql, parameters) => retry(() => bare.query(sql, parameters), conflicts),
  }

  async function runTransaction<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T> {
    return retry(async () => {
      const client = await pool.connect()
      let broken = false
      try {
        await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
        const result = await work(connect(client))
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {
          broken = true
        })
        throw error
      } finally {
        client.release(broken)
      }
    }, conflicts)
  }

  return {
    ...createSqlReads(pooled, dialect),
    transaction: (work: (tx: StoreTransaction) => Promise<never>) =>
      runTransaction((connection) => work(createSqlVerbs(connection, dialect))),
    join(handle) {
      if (!isClient(handle))
        throw new TwoFactorError('argument_invalid', 'transaction must be a client of the package pg')
      const joined = connect(handle)
      const own = createSqlVerbs(joined, dialect)
      return { reads: own, transaction: withinSavepoint(handle, joined, own) }
    },
    readChallenge: (id, method) => readChallengeFrom(pooled, id, method),
    countAttempt: (attempt) => countAttemptInPostgres(pooled, attempt),
    consume: (consumption) => consumeInPostgres(pooled, consumption),
    appendAudit: (rows, skew) => appendAuditInPostgres(pooled, rows, skew),
    async migrate() {
      await runTransaction(async (connection) => {
        await connection.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
        await runMigrations(connection, 'postgres')
      })
    },
    async close() {
      if (own) await pool.end()
    },
  }
}

// A pool would run each statement on another connection.
function isClient(handle: unknown): handle is PoolClient {
  return (
    handle instanceof EventEmitter &&
    'query' in handle &&
    typeof handle.query === 'function' &&
    !('idleCount' in handle)
  )
}

function connect(client: Pool | PoolClient): SqlConnection {
  return {
    async query(sql, parameters = []) {
      let number = 0
      const text = sql.replace(/\?/g, () => `$${++number}`)
      const { rows, rowCount } = await client.query(text, [...parameters])
      return { rows, affected: rowCount ?? 0 }
    },
  }
}

function isRetried(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && RETRIED.has(error.code)
  )
}
