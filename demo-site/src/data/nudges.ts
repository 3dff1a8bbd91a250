import type { Database } from '../db/database.ts'
import { addMail, type Mail } from './outbox.ts'

const betweenMs = 24 * 3_600_000

/**
 * Puts a mail that asks somebody to turn two-factor authentication on into the outbox, unless they had one within a day,
 * from whichever clinic. One conditional statement decides, so two admins at once send one mail. True when it was sent.
 */
export function nudge(db: Database, userId: string, mail: Mail, mailKey: Buffer | null): Promise<boolean> {
  return db.transaction(async (tx) => {
    const sent = await tx.run(
      `INSERT INTO nudges (user_id, sent_at) VALUES (?, ?)
       ON CONFLICT (user_id) DO UPDATE SET sent_at = excluded.sent_at WHERE nudges.sent_at <= ?`,
      userId,
      mail.at,
      mail.at - betweenMs,
    )
    if (sent === 1) await addMail(tx, mail, mailKey)
    return sent === 1
  })
}
