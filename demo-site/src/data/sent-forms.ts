import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'

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
 * button then does nothing twice. One insert decides. A form that had no effect, by `hadEffect` or because `work` threw,
 * may be sent again: whoever is told that it was sent before must be able to rely on what it did.
 *
 * @returns what `work` did, or null for a form that was sent before
 */
export async function runOnce<Outcome extends object>(
  db: Database,
  { formId, now }: { formId: string; now: number },
  work: () => Promise<Outcome>,
  hadEffect: (outcome: Outcome) => boolean,
): Promise<Outcome | null> {
  await db.run('DELETE FROM sent_forms WHERE sent_at <= ?', now - keptMs)
  const insert = 'INSERT INTO sent_forms (id, sent_at) VALUES (?, ?) ON CONFLICT DO NOTHING'
  if ((await db.run(insert, formId, now)) === 0) return null
  const giveBack = () => db.run('DELETE FROM sent_forms WHERE id = ?', formId)
  try {
    const outcome = await work()
    if (!hadEffect(outcome)) await giveBack()
    return outcome
  } catch (error) {
    // What broke may be the database itself: the first error is the one to tell of.
    await giveBack().catch(() => {})
    throw error
  }
}
