import type { EnrollmentBegun } from 'countersign'
import type { Context } from 'hono'
import { setRetryAfter } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { readSmsRefusal } from './sms-refusal.ts'

/** What becomes of a number that no code is on its way to. */
export type NumberRefused = Exclude<EnrollmentBegun, { status: 'pending' | 'sms_failed' }>

/** What the page of the number says then. */
export interface NumberRefusal {
  /** What is wrong with the number, beside its field, or null. */
  error: string | null
  /** Why no code was sent to it, or null. */
  refused: string | null
  status: 200 | 422 | 429 | 503
}

/** The page of the number after a form that led nowhere: what was typed, and why. */
export type NumberOutcome = Partial<NumberRefusal> & {
  number?: string
  name?: string
  /** What is wrong with the name, beside its field. */
  nameError?: string
  notice?: string | null
}

/** Null where it is not about the number: then the person is led elsewhere. */
export function findNumberRefusal(c: Context<SiteEnv>, begun: NumberRefused): NumberRefusal | null {
  const { page } = c.var
  const { phone } = page.text
  const wrong = (error: string): NumberRefusal => ({ error, refused: null, status: 422 })
  switch (begun.status) {
    case 'number_invalid':
      return wrong(phone.numberInvalid)
    case 'number_not_allowed':
      return wrong(begun.because === 'country' ? phone.countryRefused : phone.typeRefused)
    case 'already_added':
      return wrong(phone.alreadyAdded)
    case 'too_soon':
    case 'sms_limited':
    case 'sms_unavailable':
    case 'challenge_exhausted': {
      const { sentence, status, until } = readSmsRefusal(page, begun)
      if (until !== null) setRetryAfter(c, until, page.now)
      return { error: null, refused: sentence, status }
    }
    default:
      return null
  }
}
