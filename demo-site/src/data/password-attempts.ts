import type { Database } from '../db/database.ts'

/** So many tries in so long a time, counted together under one name. */
export interface Bucket {
  name: string
  limit: number
  windowMs: number
}

/**
 * Counts one try in every bucket before the password is looked at, so that a burst can't get past the limit.
 * Each count is one conditional statement: no row changed means that the bucket is full. Then nothing stays counted, and
 * the time from which there is room again is returned; null means go ahead.
 */
export async function takeAttempt(
  db: Database,
  buckets: readonly Bucket[],
  now: number,
): Promise<number | null> {
  const taken: Bucket[] = []
  for (const bucket of buckets) {
    const windowEnded = now - bucket.windowMs
    const changed = await db.run(
      `INSERT INTO password_attempts (bucket, window_start, attempts) VALUES (?, ?, 1)
       ON CONFLICT (bucket) DO UPDATE SET
         attempts = CASE WHEN password_attempts.window_start <= ? THEN 1 ELSE password_attempts.attempts + 1 END,
         window_start = CASE WHEN password_attempts.window_start <= ? THEN excluded.window_start
                             ELSE password_attempts.window_start END
       WHERE password_attempts.window_start <= ? OR password_attempts.attempts < ?`,
      bucket.name,
      now,
      windowEnded,
      windowEnded,
      windowEnded,
      bucket.limit,
    )
    if (changed === 0) {
      await giveBackAttempt(db, taken)
      const row = await db.get<{ window_start: number }>(
        'SELECT window_start FROM password_attempts WHERE bucket = ?',
        bucket.name,
      )
      return (row?.window_start ?? now) + bucket.windowMs
    }
    taken.push(bucket)
  }
  return null
}

/** Takes one try back: a right password is not a failure. It takes back its own only, never other people's. */
export async function giveBackAttempt(db: Database, buckets: readonly Bucket[]): Promise<void> {
  for (const bucket of buckets) {
    await db.run(
      'UPDATE password_attempts SET attempts = attempts - 1 WHERE bucket = ? AND attempts > 0',
      bucket.name,
    )
  }
}

/** Forgets windows that ended long ago. */
export async function deleteOldAttempts(db: Database, now: number): Promise<void> {
  await db.run('DELETE FROM password_attempts WHERE window_start <= ?', now - 24 * 3_600_000)
}
