import { endSettling, findSettling } from '../data/people.ts'
import type { Site } from '../http/site.ts'

/**
 * Tells Countersign of a new password, which ends whatever rests on the one before. The password and the sign-ins that
 * wait for a code are in two databases: until both know, `findPasswordHash` finds nothing that a session could be made
 * of. Whoever signs in next goes on where a crash has cut it short.
 */
export async function settlePassword(
  { db, twoFactor }: Site,
  { userId, ip }: { userId: string; ip: string },
): Promise<void> {
  const passwordHash = await findSettling(db, userId)
  if (passwordHash === null) return
  await twoFactor.passwordChanged({ userId, ip })
  await endSettling(db, userId, passwordHash)
}
