import { createHash } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { openText, sealText } from './sealed-text.ts'
import type { Session } from './sessions.ts'

/** Long enough to find a printer, short enough to be forgotten by the evening. */
export const handoverMs = 30 * 60_000

type Owner = Pick<Session, 'id' | 'userId'>

/** Recovery codes that their owner has not yet said to have saved. */
export interface CodeHandover {
  /** Which list this is; tells nothing of the codes. */
  listId: string
  codes: string[]
  /** True when they took the place of an older list. */
  replaces: boolean
  /** The page that the person was on the way to when the set-up came in between, or null. */
  next: string | null
  madeAt: number
  expiresAt: number
}

/** As they come from Countersign. */
export interface FreshCodes extends Pick<CodeHandover, 'codes' | 'replaces'> {
  next?: string | null
}

/**
 * Keeps fresh recovery codes until the person says that they have saved them, so that a lost response, a reload or an
 * unticked box does not cost them the list. Only for the session that earned them. Sealed under a key of
 * the site and bound to user and session; gone at *Done*, at the end of its half hour, and with its
 * session. The SDK itself keeps only hashes.
 */
export async function keepHandover(
  db: Database,
  key: Buffer,
  session: Owner,
  input: FreshCodes & { now: number },
): Promise<void> {
  const { codes, replaces, next = null, now } = input
  const sealed = sealText(JSON.stringify({ codes, replaces, next }), key, placeOf(session))
  await db.transaction(async (tx) => {
    // An older list of the person's is void by now, whichever session it waits in.
    await tx.run('DELETE FROM code_handovers WHERE user_id = ? OR expires_at <= ?', session.userId, now)
    await tx.run(
      'INSERT INTO code_handovers (user_id, session_id, sealed, made_at, expires_at) VALUES (?, ?, ?, ?, ?)',
      session.userId,
      session.id,
      sealed,
      now,
      now + handoverMs,
    )
  })
}

/** The codes that wait in this session, or null when there are none, their time is over, or the key has changed. */
export async function openHandover(
  db: Database,
  key: Buffer,
  session: Owner,
  now: number,
): Promise<CodeHandover | null> {
  const row = await db.get<{ sealed: string; made_at: number; expires_at: number }>(
    `SELECT sealed, made_at, expires_at FROM code_handovers
     WHERE user_id = ? AND session_id = ? AND expires_at > ?`,
    session.userId,
    session.id,
    now,
  )
  if (!row) return null
  const opened = openText(row.sealed, key, placeOf(session))
  if (opened === null) return null
  const { codes, replaces, next = null }: FreshCodes = JSON.parse(opened)
  const listId = nameList(row.sealed)
  return { listId, codes, replaces, next, madeAt: row.made_at, expiresAt: row.expires_at }
}

/** Forgets the codes of this list, and of no other: one that another tab has made since waits to be saved. */
export async function endHandover(db: Database, session: Owner, listId: string): Promise<void> {
  const place = 'user_id = ? AND session_id = ?'
  const rows = await db.all<{ sealed: string }>(
    `SELECT sealed FROM code_handovers WHERE ${place}`,
    session.userId,
    session.id,
  )
  for (const { sealed } of rows.filter((row) => nameList(row.sealed) === listId)) {
    const sql = `DELETE FROM code_handovers WHERE ${place} AND sealed = ?`
    await db.run(sql, session.userId, session.id, sealed)
  }
}

/** No two lists are sealed alike. */
function nameList(sealed: string): string {
  return createHash('sha256').update(sealed).digest('base64url').slice(0, 16)
}

function placeOf({ userId, id }: Owner): string[] {
  return [userId, id]
}
