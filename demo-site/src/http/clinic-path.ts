import type { Membership } from '../data/people.ts'

/** Where the pages of a clinic's admins begin. */
export function clinicPath({ clinicId }: Pick<Membership, 'clinicId'>): string {
  return `/clinics/${encodeURIComponent(clinicId)}`
}
