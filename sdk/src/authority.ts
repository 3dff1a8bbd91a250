import type { DirectoryUser } from './ports.ts'

/** What somebody's roles let them do to another person. */
export type Authority =
  /** They have nothing in common: for all that the actor may know, there is no such user. */
  | { status: 'not_found' }
  /** Oneself, or somebody of a higher role. */
  | { status: 'not_allowed' }
  /** `over`: the organizations in which the actor's role reaches. `elsewhere`: the other ones of the person. */
  | { status: 'ok'; over: string[]; elsewhere: string[] }

/**
 * An admin's authority over a person: in each organization by the roles there, never upwards, never over oneself (ASVS
 * 5.0 8.2.2, 8.4.1).
 *
 * @param adminRoles the highest first; every other role is below them
 */
export function findAuthority(
  actor: DirectoryUser | null,
  person: DirectoryUser | null,
  adminRoles: readonly string[],
): Authority {
  if (actor === null || person === null) return { status: 'not_found' }
  const ids = [...new Set(person.organizations.map(({ id }) => id))]
  const places = ids.map((id) => ({
    id,
    actor: findRank(actor, id, adminRoles),
    person: findRank(person, id, adminRoles),
  }))
  const governed = places.filter((place) => place.actor < adminRoles.length)
  if (governed.length === 0) return { status: 'not_found' }
  if (actor.id === person.id || governed.some((place) => place.person < place.actor))
    return { status: 'not_allowed' }
  const over = governed.map(({ id }) => id)
  return { status: 'ok', over, elsewhere: ids.filter((id) => !over.includes(id)) }
}

/** 0 for the highest role; the number of admin roles for everybody who has none there. */
export function findRank(user: DirectoryUser, organizationId: string, adminRoles: readonly string[]): number {
  const ranks = user.organizations
    .filter(({ id }) => id === organizationId)
    .map(({ role }) => adminRoles.indexOf(role))
    .filter((rank) => rank >= 0)
  return Math.min(adminRoles.length, ...ranks)
}
