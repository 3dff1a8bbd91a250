import { type Engine, listMigrations, splitStatements } from './migrations.ts'
import type { SqlConnection } from './sql.ts'

/** Runs what has not been run, in the caller's transaction and under the caller's lock. */
export async function runMigrations(connection: SqlConnection, engine: Engine): Promise<void> {
  const [first, ...later] = listMigrations(engine)
  // The first file makes the table in which the numbers of the others are kept; all of its statements can be repeated.
  for (const statement of splitStatements(first?.sql ?? '')) await connection.query(statement)
  const { rows } = await connection.query('SELECT number FROM countersign_migrations')
  const done = new Set(rows.map((row) => Number(row.number)))
  for (const { number, sql } of later) {
    if (done.has(number)) continue
    for (const statement of splitStatements(sql)) await connection.query(statement)
    await connection.query('INSERT INTO countersign_migrations (number) VALUES (?)', [number])
  }
}
