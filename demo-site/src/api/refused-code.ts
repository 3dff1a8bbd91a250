import type { LoginVerified } from 'countersign'

/** What the API says of a code that did not do. */
export function refuseCode(result: Exclude<LoginVerified, { status: 'ok' }>) {
  switch (result.status) {
    case 'invalid':
    case 'already_used':
    case 'clock_skew': {
      const { attemptsLeft, until } = result
      // The failure that pauses the step says so itself.
      if (until !== undefined) return { problem: 'factor_locked', until } as const
      if (result.status === 'clock_skew')
        return { problem: 'clock_skew', attemptsLeft, direction: result.direction } as const
      const problem = result.status === 'invalid' ? 'code_invalid' : 'code_already_used'
      return { problem, attemptsLeft } as const
    }
    case 'malformed':
      return { problem: 'code_malformed' } as const
    default:
      return refuseStep(result)
  }
}

/** What it says where no code is judged, nor one sent. */
export function refuseStep(
  result:
    | { status: 'locked'; until: number }
    | { status: 'suspended' | 'challenge_exhausted' | 'expired' | 'method_not_allowed' },
) {
  switch (result.status) {
    case 'locked':
      return { problem: 'factor_locked', until: result.until } as const
    case 'suspended':
      return { problem: 'factor_suspended' } as const
    case 'challenge_exhausted':
      return { problem: 'challenge_exhausted' } as const
    case 'expired':
      return { problem: 'challenge_expired' } as const
    case 'method_not_allowed':
      return { problem: 'method_not_allowed' } as const
  }
}
