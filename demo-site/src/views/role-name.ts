import type { Membership } from '../data/people.ts'
import type { Catalogue } from '../text/catalogue.ts'

/** A role in words, with the practitioner access that an owner or an admin may have besides, and a practitioner may have lost. */
export function roleName(
  { settings }: Catalogue,
  { role, practitioner }: Pick<Membership, 'role' | 'practitioner'>,
): string {
  const name = settings[role]
  if (practitioner === (role === 'practitioner')) return name
  return practitioner ? settings.withPractitioner(name) : settings.withoutAccess(name)
}
