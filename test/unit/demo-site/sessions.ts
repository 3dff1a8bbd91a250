import { findPasswordHash } from '../../../demo-site/src/data/people.ts'
import { type Channel, startSession } from '../../../demo-site/src/data/sessions.ts'
import type { Database } from '../../../demo-site/src/db/database.ts'

/** A session as if that person had signed in with the password that they have now; returns its token. */
export async function openSession(
  db: Database,
  input: { userId: string; now: number; factorAt: number | null; channel?: Channel },
): Promise<string> {
  const passwordHash = await findPasswordHash(db, input.userId)
  const token = await startSession(db, { ...input, passwordHash })
  if (token === null) throw new Error('the password has changed')
  return token
}
