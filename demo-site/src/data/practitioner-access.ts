import type { HostRecord } from 'countersign'
import type { Database } from '../db/database.ts'
import { addMail, type Mail } from './outbox.ts'
import { keepForRecord } from './unrecorded.ts'

/**
 * Gives a member practitioner access or takes it away, together with what tells of it. One statement decides: false, and
 * nothing is changed, where it is so already, where they are of that clinic no longer, or where the actor may not: nobody
 * does it to themselves, and no admin to an owner.
 */
export function changePractitionerAccess(
  db: Database,
  input: {
    clinicId: string
    userId: string
    actorId: string
    practitioner: boolean
    entry: HostRecord
    mail: Mail
    mailKey: Buffer | null
    now: number
  },
): Promise<boolean> {
  const { clinicId, userId, actorId, entry, mail, mailKey, now } = input
  const wanted = input.practitioner ? 1 : 0
  return db.transaction(async (tx) => {
    const changed = await tx.run(
      `UPDATE memberships SET practitioner = ?
       WHERE clinic_id = ? AND user_id = ? AND practitioner <> ? AND user_id <> ? AND EXISTS (
         SELECT 1 FROM memberships a WHERE a.clinic_id = memberships.clinic_id AND a.user_id = ?
           AND (a.role = 'owner' OR (a.role = 'admin' AND memberships.role <> 'owner')))`,
      wanted,
      clinicId,
      userId,
      wanted,
      actorId,
      actorId,
    )
    if (changed === 0) return false
    await keepForRecord(tx, entry, now)
    await addMail(tx, mail, mailKey)
    return true
  })
}
