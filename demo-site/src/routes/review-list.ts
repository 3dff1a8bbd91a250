import type { RecoveryRequest } from 'countersign'
import { findPerson } from '../data/people.ts'
import { formatFor } from '../http/format.ts'
import type { Site } from '../http/site.ts'
import type { Locale } from '../text/catalogue.ts'
import type { Review } from '../views/reviews-page.tsx'

/** The open requests that this admin may decide on, the oldest first. */
export async function listReviews(site: Site, locale: Locale, actorId: string): Promise<Review[]> {
  const requests = await site.twoFactor.accountRecovery.list({ actorId })
  return Promise.all(requests.map((request) => findShown(site, locale, request)))
}

export async function findShown(site: Site, locale: Locale, request: RecoveryRequest): Promise<Review> {
  const { id, userId, createdAt, completableAt } = request
  const person = await findPerson(site.db, userId)
  const format = formatFor(locale, person)
  return {
    id,
    person,
    name: person?.name ?? userId,
    clinics: person?.memberships.map(({ clinicName }) => clinicName).join(', ') ?? '',
    asked: format.moment(createdAt),
    until: completableAt === null ? null : format.moment(completableAt),
    completableAt,
  }
}
