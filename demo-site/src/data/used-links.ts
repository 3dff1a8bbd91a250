import { createHash } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'

/** What became of a mailed link by the form behind it, which can be filled in differently the second time. */
export type FormOutcome = 'password_changed' | 'account_made' | 'joined'

/** Longer than anybody waits with an old mail before asking for a new one. */
const keptMs = 90 * 86_400_000

/**
 * Remembers what a link has done, in one transaction with that, so that whoever sends its form twice is told so instead of
 * "no longer works", which is what the link itself says from then on. It opens nothing: the token is used up. Of the links
 * of Countersign's own mails Countersign remembers it.
 */
export async function keepUsedForm(
  tx: Statements,
  tokenHash: string,
  used: { outcome: FormOutcome; userId: string; at: number },
): Promise<void> {
  await tx.run('DELETE FROM used_links WHERE used_at <= ?', used.at - keptMs)
  await tx.run(
    'INSERT INTO used_links (token_hash, outcome, user_id, used_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    tokenHash,
    used.outcome,
    used.userId,
    used.at,
  )
}

/** For whom the form of a link has done this, by their id; null for a link that has not. */
export async function findUsedForm(
  db: Database,
  token: string,
  outcome: FormOutcome,
): Promise<string | null> {
  const sql = 'SELECT user_id FROM used_links WHERE token_hash = ? AND outcome = ?'
  const row = await db.get<{ user_id: string }>(sql, hashToken(token), outcome)
  return row?.user_id ?? null
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
