import type { VerificationResult } from 'countersign'
import type { Catalogue } from '../text/catalogue.ts'

/** What to tell somebody whose code did not do. */
export interface CodeVerdict {
  /** 422 as for any form that was understood and is wrong; 401 would have to name an HTTP authentication scheme. */
  status: 400 | 422 | 429
  /** The sentence beside the field, or null when another one says it all. */
  error: string | null
  attemptsLeft: number | null
  /** Until when nothing is judged (ms), or null. A failure that pauses the step says so itself. */
  until: number | null
  /** Why this challenge takes no more codes, or null. */
  over: 'exhausted' | 'ended' | null
  /** True when apps and phone numbers may not be used. */
  suspended: boolean
}

const nothing: CodeVerdict = {
  status: 422,
  error: null,
  attemptsLeft: null,
  until: null,
  over: null,
  suspended: false,
}

export function findVerdict(
  text: Catalogue,
  method: 'totp' | 'sms' | 'recovery_code' | 'mailed_code',
  result: Exclude<VerificationResult, { status: 'ok' }>,
): CodeVerdict {
  const errors = {
    totp: text.code,
    sms: text.phone,
    recovery_code: text.recovery,
    mailed_code: text.mailedCode,
  }[method]
  switch (result.status) {
    case 'invalid':
      return failed(result, errors.invalid)
    case 'already_used':
      return failed(result, errors.alreadyUsed)
    case 'clock_skew':
      return failed(result, result.direction === 'ahead' ? text.code.clockAhead : text.code.clockBehind)
    // Not a code at all: a slip, which costs no try.
    case 'malformed':
    case 'method_not_allowed':
      return { ...nothing, status: 400, error: errors.malformed }
    case 'suspended':
      return { ...nothing, suspended: true }
    case 'locked':
      return { ...nothing, status: 429, until: result.until }
    case 'challenge_exhausted':
      return { ...nothing, over: 'exhausted' }
    case 'expired':
      return { ...nothing, over: 'ended' }
  }
}

function failed(result: { attemptsLeft: number; until?: number }, error: string): CodeVerdict {
  const { attemptsLeft, until = null } = result
  if (until !== null) return { ...nothing, status: 429, until }
  return { ...nothing, error, attemptsLeft, over: attemptsLeft === 0 ? 'exhausted' : null }
}
