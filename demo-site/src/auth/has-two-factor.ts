import type { MemberReport } from 'countersign'

/** Whether a sign-in of that member is asked for a code; after a reset or an account recovery it leads to a new set-up. */
export function hasTwoFactor({ methods, outOfUse }: Pick<MemberReport, 'methods' | 'outOfUse'>): boolean {
  return methods.length > 0 && outOfUse !== 'reset' && outOfUse !== 'recovery'
}
