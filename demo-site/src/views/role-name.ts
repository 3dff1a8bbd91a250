import type { Membership } from '../data/people.ts'
import type { Catalogue } from '../text/catalogue.ts'

/** A role in words, with the practitioner access that an owner or an admin may have besides. */
export function roleName(
  { settings }: Catalogue,
  { role, practitioner }: Pick<Membership, 'role' | 'practitioner'>,
): string {
  const name = settings[role]
  return practitioner && role !== 'practitioner' ? settings.withPractitioner(name) : name
}
