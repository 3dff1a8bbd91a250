import type { MemberReport } from 'countersign'
import type { Page } from '../http/page.ts'

/** Why somebody's two-factor authentication is out of use, in words. */
export function outOfUseName({ text }: Page, outOfUse: NonNullable<MemberReport['outOfUse']>): string {
  const { suspended, wasReset, wasRecovered, letIn } = text.members
  return { suspended, reset: wasReset, recovery: wasRecovered, bypass: letIn }[outOfUse]
}
