import type { AdminAct, AdminRefusal } from 'countersign'
import type { Context } from 'hono'
import { hasFreshFactor } from '../auth/fresh-factor.ts'
import { toOneLine } from '../http/one-line.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { openMember } from './open-member.ts'

/**
 * The rules of what Countersign does for admins, for what the site decides by itself: never for oneself, never upwards, with
 * a fresh code and a reason. Null when none of them is in the way.
 */
export async function findActRefusal(
  act: AdminAct,
  site: Site,
  c: Context<SiteEnv>,
): Promise<AdminRefusal | null> {
  const { obstacle } = await openMember(c, site)
  if (obstacle !== null) return { status: 'not_allowed' }
  if (!(await hasFreshFactor(c, site))) return { status: 'step_up_required' }
  return toOneLine(act.reason) === '' ? { status: 'reason_required' } : null
}
