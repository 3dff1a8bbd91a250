import type { EnrollmentConfirmed, FactorType } from 'countersign'
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

/** What the first page of a set-up says when the one before is over, by the `notice` of its address. */
export function findOverNotice(
  { setUp, phone }: Catalogue,
  type: FactorType,
  notice: string | undefined,
): string | null {
  const { expired, exhausted } = { totp: setUp, sms: phone }[type]
  // Either page can be the first one, whatever was begun: the methods of the policy decide that.
  const sentences: Record<string, string> = {
    ...{ expired, exhausted },
    ...{ overtaken: setUp.overtaken, 'overtaken-sms': phone.overtaken },
  }
  return notice !== undefined && Object.hasOwn(sentences, notice) ? (sentences[notice] ?? null) : null
}

export function findFirstCodeFault(
  { code, scan, phone }: Catalogue,
  type: FactorType,
  result: Exclude<EnrollmentConfirmed, { status: 'ok' }>,
): FirstCodeFault {
  const over = (why: 'exhausted' | 'expired'): FirstCodeFault => ({
    ...{ error: null, attemptsLeft: null, status: 422 },
    over: why,
  })
  const texts = { totp: scan, sms: phone }[type]
  const again = (error: string, attemptsLeft: number): FirstCodeFault =>
    attemptsLeft === 0 ? over('exhausted') : { error, attemptsLeft, status: 422, over: null }
  switch (result.status) {
    case 'invalid':
      return again(texts.invalid, result.attemptsLeft)
    case 'clock_skew':
      return again(result.direction === 'ahead' ? code.clockAhead : code.clockBehind, result.attemptsLeft)
    case 'malformed':
      return { error: texts.malformed, attemptsLeft: null, status: 400, over: null }
    case 'challenge_exhausted':
      return over('exhausted')
    case 'expired':
      return over('expired')
  }
}
