import { type Channel, findProven, startSession } from '../../../demo-site/src/data/sessions.ts'
import type { Database } from '../../../demo-site/src/db/database.ts'

/** A session as if that person had signed in with the password that they have now; returns its token. */
export async function openSession(
  db: Database,
  input: { userId: string; now: number; factorAt: number | null; channel?: Channel },
): Promise<string> {
  const token = await startSession(db, { ...input, ...(await findProven(db, input.userId)) })
  if (token === null) throw new Error('the password has changed')
  return token
}
