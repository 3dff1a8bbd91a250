import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Engine = 'sqlite' | 'postgres' | 'mysql'

export interface Migration {
  /** Counts up from 1; the file's name begins with it. */
  number: number
  name: string
  sql: string
}

/**
 * The numbered SQL files of an engine, in order: what `migrate()` runs, to print for who applies migrations by hand.
 *
 * ```ts
 * import { listMigrations } from 'countersign/migrations'
 * for (const { name, sql } of listMigrations('postgres')) console.log(`-- ${name}\n${sql}`)
 * ```
 */
export function listMigrations(engine: Engine): Migration[] {
  const folder = join(import.meta.dirname, '..', '..', 'migrations', engine)
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      number: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(join(folder, name), 'utf8'),
    }))
}

/** The statements of a file, which end with a semicolon at the end of a line. */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^--.*$/gm, '').trim())
    .filter((statement) => statement !== '')
}
