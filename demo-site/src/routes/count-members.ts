import { hasTwoFactor } from '../auth/has-two-factor.ts'
import { isClinicAdmin } from '../data/people.ts'
import type { Page } from '../http/page.ts'
import type { Site } from '../http/site.ts'

/** How many members of the clinic that is shown have two-factor authentication on; null for who is no admin of it. */
export async function countMembers(
  site: Site,
  { clinic }: Page,
): Promise<{ on: number; all: number } | null> {
  if (!clinic || !isClinicAdmin(clinic)) return null
  const count = { on: 0, all: 0 }
  for await (const report of site.twoFactor.report.members({ organizationId: clinic.clinicId })) {
    count.all++
    if (hasTwoFactor(report)) count.on++
  }
  return count
}
