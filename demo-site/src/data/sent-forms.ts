import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { lookAgain } from './look-again.ts'

const keptMs = 24 * 3_600_000

/** A number for a form that is about to be shown. */
export function newFormId(): string {
  return randomUUID()
}

export function isFormId(text: string): boolean {
  return /^[\da-f-]{36}$/.test(text)
}

/**
 * Does what a form asks for the first time that it is sent, whatever process sees it: a second click, a reload or the back
 * button then does nothing twice. One insert decides, and whoever comes second waits for what the first comes to: it is
 * told that the form was sent before once that has had its effect, and is judged as itself where that had none, by
 * `hadEffect` or because `work` threw. Fails, with nothing done, when the first comes to no end: it may have had an effect.
 *
 * @param form.heldMs for how long an effect counts as that of this form, a day at most
 * @returns what `work` did, or null for a form that was sent before
 */
export async function runOnce<Outcome extends object>(
  db: Database,
  { formId, now, heldMs = keptMs }: { formId: string; now: number; heldMs?: number },
  work: () => Promise<Outcome>,
  hadEffect: (outcome: Outcome) => boolean,
): Promise<Outcome | null> {
  const old = 'DELETE FROM sent_forms WHERE sent_at <= ? OR (id = ? AND sent_at <= ?)'
  await db.run(old, now - keptMs, formId, now - heldMs)
  const turn = await lookAgain(() => takeTurn(db, formId, now))
  if (turn === null) throw new Error('what this form asked for before has come to no end')
  if (turn === 'sent_before') return null
  const giveBack = () => db.run('DELETE FROM sent_forms WHERE id = ?', formId)
  let outcome: Outcome
  try {
    outcome = await work()
  } catch (error) {
    // What broke may be the database itself: the first error is the one to tell of.
    await giveBack().catch(() => {})
    throw error
  }
  if (hadEffect(outcome)) await db.run('UPDATE sent_forms SET done = 1 WHERE id = ?', formId)
  else await giveBack()
  return outcome
}

/** Null while the form is under way elsewhere. */
async function takeTurn(db: Database, formId: string, now: number): Promise<'first' | 'sent_before' | null> {
  const insert = 'INSERT INTO sent_forms (id, sent_at, done) VALUES (?, ?, 0) ON CONFLICT DO NOTHING'
  if ((await db.run(insert, formId, now)) === 1) return 'first'
  const done = await db.get('SELECT 1 AS one FROM sent_forms WHERE id = ? AND done = 1', formId)
  return done === null ? null : 'sent_before'
}
