import { isClinicAdmin, type Person } from '../data/people.ts'

/** Why an admin may not act on somebody. */
export type Obstacle = 'oneself' | 'higher_role'

/**
 * What the pages say instead of showing a button that Countersign would refuse: nobody acts on themselves, nor on somebody
 * above them in a clinic that they look after. Countersign decides; this only explains.
 */
export function findObstacle(actor: Person, member: Person): Obstacle | null {
  if (actor.id === member.id) return 'oneself'
  const isAbove = actor.memberships.some(
    (own) =>
      own.role === 'admin' &&
      member.memberships.some((theirs) => theirs.clinicId === own.clinicId && theirs.role === 'owner'),
  )
  return isAbove ? 'higher_role' : null
}

/** True when the person belongs to a clinic that the admin has no say in: then the person is asked too. */
export function belongsElsewhere(actor: Person, member: Person): boolean {
  const governed = actor.memberships.filter(isClinicAdmin).map(({ clinicId }) => clinicId)
  return member.memberships.some(({ clinicId }) => !governed.includes(clinicId))
}
