import type { Statements } from '../db/database.ts'
import type { Membership } from './people.ts'
import { keepForRecord } from './unrecorded.ts'

/** `renewed`: by an admin. `asked_anew`: from the old link, by whoever had it. */
export type InvitationAct = 'made' | 'renewed' | 'asked_anew' | 'withdrawn' | 'taken'

/** Who did it, or in whose name it was done, and when (ms). */
export interface InvitationActor {
  userId: string
  ip?: string | undefined
  now: number
}

/**
 * Has the record say what became of an invitation, in the transaction of that. Who is invited has no id, and the record holds no
 * address in clear, so it names a masked one: enough to know an invitation again by for those who sent it.
 */
export async function keepInvitationAct(
  tx: Statements,
  act: InvitationAct,
  invitation: Pick<Membership, 'clinicId' | 'role' | 'practitioner'> & { address: string },
  { userId, ip, now }: InvitationActor,
): Promise<void> {
  const { clinicId, address, role, practitioner } = invitation
  const data = { organizationId: clinicId, invited: maskAddress(address), role, practitioner }
  const entry = { type: `site.invitation_${act}`, userId, data, ...(ip !== undefined && { ip }) } as const
  await keepForRecord(tx, entry, now)
}

/** The first sign of an address and its domain. */
function maskAddress(address: string): string {
  const [first = ''] = address
  return `${first}•••${address.slice(address.lastIndexOf('@'))}`
}
