import type { EnrollmentConfirmed } from 'countersign'
import type { Catalogue } from '../text/catalogue.ts'

/** What to tell somebody whose first code from a new app or number did not do. */
export interface FirstCodeFault {
  /** The sentence beside the field, or null when there is no field any more. */
  error: string | null
  attemptsLeft: number | null
  status: 400 | 422
  /** Why the set-up is over, or null while it goes on. */
  over: 'exhausted' | 'expired' | null
}

export function findFirstCodeFault(
  texts: Pick<Catalogue['scan'], 'invalid' | 'malformed'>,
  result: Exclude<EnrollmentConfirmed, { status: 'ok' }>,
): FirstCodeFault {
  const over = (why: 'exhausted' | 'expired'): FirstCodeFault => ({
    ...{ error: null, attemptsLeft: null, status: 422 },
    over: why,
  })
  switch (result.status) {
    case 'invalid':
      if (result.attemptsLeft === 0) return over('exhausted')
      return { error: texts.invalid, attemptsLeft: result.attemptsLeft, status: 422, over: null }
    case 'malformed':
      return { error: texts.malformed, attemptsLeft: null, status: 400, over: null }
    case 'challenge_exhausted':
      return over('exhausted')
    case 'expired':
      return over('expired')
  }
}
