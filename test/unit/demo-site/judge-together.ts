import { expect, vi } from 'vitest'
import type { Database, Statements } from '../../../demo-site/src/db/database.ts'

/**
 * The answers to one form at several processes on PostgreSQL, all of which have come to the same statement before any of them
 * gets further.
 *
 * @param tables of Countersign, as they are written to, the last one first
 */
export async function judgeTogether(
  db: Database,
  tables: readonly string[],
  send: readonly (() => Promise<Response>)[],
): Promise<Response[]> {
  const sql =
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  const allWait = () =>
    vi.waitFor(async () => expect(await db.all(sql)).toHaveLength(send.length), {
      timeout: 5000,
      interval: 10,
    })
  const hold = ([table, ...rest]: readonly string[]): Promise<{ sent: Promise<Response>[] }> =>
    db.transaction(async (tx: Statements) => {
      // Reading goes on, writing waits.
      await tx.run(`LOCK TABLE countersign_${table} IN EXCLUSIVE MODE`)
      const begun = rest.length > 0 ? await hold(rest) : { sent: send.map((one) => one()) }
      await allWait()
      return begun
    })
  return Promise.all((await hold(tables)).sent)
}
