import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A row, by its columns. */
export type Row = Record<string, unknown>

/** What the site wrote down, read from its files while it runs: `two-factor` is Countersign's, `practice` the site's own. */
export function readRows(folder: string, file: 'two-factor' | 'practice', sql: string, ...values: string[]) {
  const db = new DatabaseSync(join(folder, `${file}.db`), { readOnly: true })
  try {
    return db
      .prepare(sql)
      .all(...values)
      .map((row): Row => ({ ...row }))
  } finally {
    db.close()
  }
}

/** The types of the audit rows about somebody, the oldest first. */
export function readAudit(folder: string, userId: string): unknown[] {
  const sql = 'SELECT type FROM countersign_audit WHERE user_id = ? ORDER BY at, id'
  return readRows(folder, 'two-factor', sql, userId).map(({ type }) => type)
}
