import { randomUUID } from 'node:crypto'
import type { HostRecord, TwoFactor } from 'countersign'
import type { Database, Statements } from '../db/database.ts'

/** How long the process that has begun with an entry may take before another one takes it over. */
const claimedMs = 60_000
const batch = 50

/**
 * Writes down what Countersign's record is to say of an act, in the transaction of that act: the record may be in another
 * database, and neither of the two may be there without the other. `happenedAt`, the time of the act, goes with it: the
 * record dates an entry by when it is handed over.
 */
export async function keepForRecord(tx: Statements, entry: HostRecord, now: number): Promise<void> {
  const insert = 'INSERT INTO unrecorded (id, entry, try_at) VALUES (?, ?, ?)'
  const dated: HostRecord = { ...entry, data: { ...entry.data, happenedAt: now } }
  await tx.run(insert, randomUUID(), JSON.stringify(dated), now)
}

/**
 * Hands what is written down to Countersign, after the act and from the chores; returns how many. Any number of processes
 * may: each entry is claimed by one of them first. What fails stays, and is tried again. Only a process that ends between
 * the two databases leaves an entry twice, and none is ever lost.
 */
export async function recordKept(db: Database, twoFactor: TwoFactor, now: number): Promise<number> {
  const due = await db.all<{ id: string; entry: string; try_at: number }>(
    'SELECT id, entry, try_at FROM unrecorded WHERE try_at <= ? ORDER BY try_at, id LIMIT ?',
    now,
    batch,
  )
  let recorded = 0
  for (const { id, entry, try_at } of due) {
    const claim = 'UPDATE unrecorded SET try_at = ? WHERE id = ? AND try_at = ?'
    if ((await db.run(claim, now + claimedMs, id, try_at)) === 0) continue
    await twoFactor.audit.record(JSON.parse(entry) as HostRecord)
    await db.run('DELETE FROM unrecorded WHERE id = ?', id)
    recorded++
  }
  return recorded
}
