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
 * True for the first time that a form is sent, whatever process sees it: a second click, a reload or the back button then
 * does nothing twice. One insert decides.
 */
export async function takeForm(db: Database, formId: string, now: number): Promise<boolean> {
  await db.run('DELETE FROM sent_forms WHERE sent_at <= ?', now - keptMs)
  const insert = 'INSERT INTO sent_forms (id, sent_at) VALUES (?, ?) ON CONFLICT DO NOTHING'
  return (await db.run(insert, formId, now)) === 1
}

/** For a form whose act did not come about: it may be sent again. */
export async function giveFormBack(db: Database, formId: string): Promise<void> {
  await db.run('DELETE FROM sent_forms WHERE id = ?', formId)
}
