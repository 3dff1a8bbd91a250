import pg from 'pg'
import type { Database, Statements, Value } from './database.ts'

/** Connects to PostgreSQL through a pool. 64-bit integers arrive as numbers: the largest here is a time in milliseconds. */
export function openPostgres(connectionString: string): Database {
  const types = {
    getTypeParser(id: number, format?: 'text' | 'binary') {
      return id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format ?? 'text')
    },
  }
  const pool = new pg.Pool({ connectionString, max: 10, types: types as pg.CustomTypesConfig })
  // An idle connection that the server closes is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => {})

  return {
    engine: 'postgres',
    ...statementsOn(pool),
    async transaction(work) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const result = await work(statementsOn(client))
        await client.query('COMMIT')
        client.release()
        return result
      } catch (error) {
        await client.query('ROLLBACK').then(
          () => client.release(),
          (broken: Error) => client.release(broken),
        )
        throw error
      }
    },
    close: () => pool.end(),
  }
}

function statementsOn(target: pg.Pool | pg.PoolClient): Statements {
  const query = (sql: string, values: Value[]) => target.query(numberPlaceholders(sql), values)
  return {
    all: async <Row>(sql: string, ...values: Value[]) => (await query(sql, values)).rows as Row[],
    get: async <Row>(sql: string, ...values: Value[]) => ((await query(sql, values)).rows[0] as Row) ?? null,
    run: async (sql, ...values) => (await query(sql, values)).rowCount ?? 0,
  }
}

/** `?` to `$1`, `$2`, … No statement of the site has a question mark in a literal. */
function numberPlaceholders(sql: string): string {
  let count = 0
  return sql.replaceAll('?', () => `$${++count}`)
}
