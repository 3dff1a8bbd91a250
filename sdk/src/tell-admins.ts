import { findRank } from './authority.ts'
import type { Directory, Emit, TwoFactorEvent } from './ports.ts'
import type { Scope } from './scope.ts'

/** Tells the people who answer for organizations; each of them once, and beside the act. */
export function createTellAdmins({
  directory,
  adminRoles,
  emit,
  runBeside,
}: {
  directory: Directory
  adminRoles: readonly string[]
  emit: Emit
  /** Runs without being waited for; what it throws changes nothing. */
  runBeside(work: () => Promise<void>): void
}) {
  const own: Pick<Scope, 'tell' | 'tellBeside'> = { tell: emit, tellBeside: async (work) => runBeside(work) }
  return async function tellAdmins(
    organizationIds: readonly string[],
    event: Pick<TwoFactorEvent, 'type' | 'data'>,
    /** The lowest rank that is told, as a place in `adminRoles`; and somebody who is not. */
    to: { lowestRank(organizationId: string): number; except: string },
    { tell, tellBeside } = own,
  ): Promise<void> {
    await tellBeside(async () => {
      const told = new Set([to.except])
      for (const organizationId of organizationIds) {
        for (const userId of await directory.listMembers(organizationId)) {
          const user = told.has(userId) ? null : await directory.getUser(userId)
          if (user === null) continue
          const rank = findRank(user, organizationId, adminRoles)
          if (rank >= adminRoles.length || rank > to.lowestRank(organizationId)) continue
          told.add(userId)
          await tell({ ...event, userId, data: { ...event.data, organizationId } })
        }
      }
    })
  }
}

export type TellAdmins = ReturnType<typeof createTellAdmins>
