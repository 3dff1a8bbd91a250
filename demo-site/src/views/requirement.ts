import type { PolicyEvaluation } from 'countersign'
import type { Person } from '../data/people.ts'
import type { Page } from '../http/page.ts'

type Grace = Pick<PolicyEvaluation, 'deadline' | 'daysFromSignIn'>

type Requirement = Grace & Pick<PolicyEvaluation, 'status' | 'because'>

/**
 * What is required of a member and from when, in words, and whether the clinic that is shown requires it or another one. A
 * deadline that has passed is met at the next sign-in.
 */
export function requirementName(page: Page, requirement: Requirement): string {
  const { member } = page.text
  const { status, because } = requirement
  if (status !== 'required') return status === 'exempt' ? member.exempt : member.optional
  const from = requiredFrom(page, requirement)
  return page.clinic && !isAmong(because, page.clinic.clinicId) ? member.byAnother(from) : from
}

/** Whether a clinic is one of those that require a factor of somebody, or exempt them. */
export function isAmong(because: PolicyEvaluation['because'], clinicId: string): boolean {
  return because.some(({ organizationId }) => organizationId === clinicId)
}

function requiredFrom({ text, format, now }: Page, grace: Grace): string {
  const { member } = text
  const { deadline, daysFromSignIn } = grace
  if (deadline === null) return member.required
  if (daysFromSignIn !== null)
    return member.requiredAfter(daysFromSignIn, nameEarliest(grace, now, format.date))
  return deadline > now ? member.requiredFrom(format.date(deadline)) : member.requiredNow
}

/** Who requires a factor of a person, by name: of their clinics those that do, or the site itself. */
export function nameRequiring(
  { locale, siteName }: Pick<Page, 'locale' | 'siteName'>,
  person: Pick<Person, 'memberships'> | null,
  because: PolicyEvaluation['because'],
): string {
  const requiring = new Set(because.map(({ organizationId }) => organizationId))
  const clinics = person?.memberships.filter(({ clinicId }) => requiring.has(clinicId)) ?? []
  const names = clinics.map(({ clinicName }) => clinicName)
  return names.length === 0 ? siteName : new Intl.ListFormat(locale).format(names)
}

const dayMs = 86_400_000

/**
 * The day before which grace can't end that the next sign-in begins, or null where that is as many days from now as the
 * grace has.
 */
export function nameEarliest(
  { deadline, daysFromSignIn }: Grace,
  now: number,
  date: (at: number) => string,
): string | null {
  if (deadline === null || daysFromSignIn === null) return null
  // A policy begins with a day, so that less is only the time since the page was begun.
  return deadline - daysFromSignIn * dayMs > now + dayMs ? date(deadline) : null
}

/** The types of somebody's factors in words, each once. */
export function methodNames({ text }: Page, types: readonly string[]): string {
  const names = types.map((type) => (type === 'sms' ? text.member.sms : text.member.app))
  const [first = '', ...others] = [...new Set(names)]
  return [first, ...others.map(inSentence)].join(', ')
}

/** A label as it stands within a sentence. */
export function inSentence(label: string): string {
  return label.slice(0, 1).toLowerCase() + label.slice(1)
}
