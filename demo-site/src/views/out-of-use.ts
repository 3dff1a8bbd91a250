import type { MemberReport } from 'countersign'
import type { Page } from '../http/page.ts'

type Standing = Pick<MemberReport, 'methods' | 'outOfUse' | 'pausedUntil'>

/** Why somebody's two-factor authentication is out of use, or paused and until when, in words; null where it is neither. */
export function outOfUseName(
  { text, format, now }: Page,
  { methods, outOfUse, pausedUntil }: Standing,
): string | null {
  const { suspended, wasReset, wasRecovered, letIn, paused } = text.members
  const cause = outOfUse && { suspended, reset: wasReset, recovery: wasRecovered, bypass: letIn }[outOfUse]
  const pause = pausedUntil === null || methods.length === 0 ? null : paused(format.until(pausedUntil, now))
  if (cause === null || pause === null || outOfUse === 'suspended') return cause ?? pause
  return `${cause}. ${pause}`
}

/** Why letting somebody in once does not let them in yet, and what else it takes; null where nothing is in the way. */
export function letInHindrance(
  { text, format, now }: Page,
  name: string,
  { outOfUse, pausedUntil }: Standing,
): string | null {
  const { allowSuspended, allowPaused } = text.member
  if (outOfUse === 'suspended') return allowSuspended(name)
  return pausedUntil === null ? null : allowPaused(name, format.until(pausedUntil, now))
}
