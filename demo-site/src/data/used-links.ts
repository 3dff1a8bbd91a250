import { createHash } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'

/** What became of a mailed link by the button behind it. */
export type LinkOutcome = 'requested' | 'cancelled' | 'completed' | 'factor_used' | 'reset' | 'allow_once'

/** What became of a mailed link by the form behind it, which can be filled in differently the second time. */
export type FormOutcome = 'password_changed' | 'account_made' | 'joined'

/** A mailed link that has done what it was for. */
export interface UsedLink {
  outcome: LinkOutcome
  userId: string
  /** Milliseconds since 1970. */
  at: number
}

/** Longer than any link of Countersign's leads anywhere. */
const keptMs = 90 * 86_400_000

/**
 * Remembers what a link has done, so that whoever presses twice, reloads, or opens the mail again is told that instead of
 * "no longer works". It opens nothing: Countersign has used the token up. The row has only its hash.
 */
export function keepUsedLink(db: Database, token: string, used: UsedLink): Promise<void> {
  return keep(db, hashToken(token), used)
}

/** The same for a link that led to a form: in one transaction with what the form did. */
export function keepUsedForm(
  tx: Statements,
  tokenHash: string,
  used: { outcome: FormOutcome; userId: string; at: number },
): Promise<void> {
  return keep(tx, tokenHash, used)
}

async function keep(
  db: Statements,
  tokenHash: string,
  used: { outcome: string; userId: string; at: number },
): Promise<void> {
  await db.run('DELETE FROM used_links WHERE used_at <= ?', used.at - keptMs)
  await db.run(
    'INSERT INTO used_links (token_hash, outcome, user_id, used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    tokenHash,
    used.outcome,
    used.userId,
    used.at,
  )
}

/** Null for a link that has done nothing, and for one that never was. */
export async function findUsedLink(db: Database, token: string): Promise<UsedLink | null> {
  const row = await db.get<{ outcome: LinkOutcome; user_id: string; used_at: number }>(
    `SELECT outcome, user_id, used_at FROM used_links
     WHERE token_hash = ? AND outcome NOT IN ('password_changed', 'account_made', 'joined')`,
    hashToken(token),
  )
  return row && { outcome: row.outcome, userId: row.user_id, at: row.used_at }
}

/** True for a link whose form has done this. */
export async function isUsedForm(db: Database, token: string, outcome: FormOutcome): Promise<boolean> {
  const sql = 'SELECT 1 AS one FROM used_links WHERE token_hash = ? AND outcome = ?'
  return (await db.get(sql, hashToken(token), outcome)) !== null
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
