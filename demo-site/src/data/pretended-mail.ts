import type { Database } from '../db/database.ts'
import { addMail, deleteMailTo, type Mail } from './outbox.ts'

/** What Countersign commits for a link of account recovery: its row, that its mail is under way, and that it is gone. */
const commits = 3

/** In each of them: measured beside the work for somebody who has a factor. */
const rows = 24

const nobody = ''

/**
 * Writes about as much as a mailed link does, and leaves nothing of it: for whom no mail is due, so that who times the
 * requests beside it does not learn from the length of a pause whether somebody has the address (ASVS 5.0 6.3.8).
 */
export async function pretendMail(
  db: Database,
  mail: Omit<Mail, 'to'>,
  mailKey: Buffer | null,
): Promise<void> {
  for (let commit = 0; commit < commits; commit++) {
    await db.transaction(async (tx) => {
      for (let row = 0; row < rows; row++) await addMail(tx, { ...mail, to: nobody }, mailKey)
      await deleteMailTo(tx, nobody)
    })
  }
}
