import type { PolicyEvaluation } from 'countersign'
import type { Page } from '../http/page.ts'

/** What is required of a member and from when, in words. A deadline that has passed is met at the next sign-in. */
export function requirementName(
  { text, format, now }: Page,
  { status, deadline }: { status: PolicyEvaluation['status']; deadline: number | null },
): string {
  const { member } = text
  if (status !== 'required') return status === 'exempt' ? member.exempt : member.optional
  if (deadline === null) return member.required
  return deadline > now ? member.requiredFrom(format.date(deadline)) : member.requiredNow
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
