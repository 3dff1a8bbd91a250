import { createHash } from 'node:crypto'
import type { Database } from '../db/database.ts'

/**
 * Remembers to whom a device token was handed out, so that the device is known before the password has been judged: only
 * then may Countersign be asked whether it is still trusted. The row has only its hash, and it opens nothing.
 */
export async function keepKnownDevice(
  db: Database,
  { token, userId, expiresAt, now }: { token: string; userId: string; expiresAt: number; now: number },
): Promise<void> {
  await db.run('DELETE FROM known_devices WHERE expires_at <= ?', now)
  await db.run(
    'INSERT INTO known_devices (token_hash, user_id, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    hashToken(token),
    userId,
    expiresAt,
  )
}

/** A name for the device that tells nothing of its token; null when the token was not handed out to that person. */
export async function findKnownDevice(
  db: Database,
  { token, userId, now }: { token: string; userId: string; now: number },
): Promise<string | null> {
  const hash = hashToken(token)
  const sql = 'SELECT 1 AS one FROM known_devices WHERE token_hash = ? AND user_id = ? AND expires_at > ?'
  return (await db.get(sql, hash, userId, now)) === null ? null : hash
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
