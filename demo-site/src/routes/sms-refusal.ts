import type { SmsSent } from 'countersign'
import type { Page } from '../http/page.ts'

/** Why no code is on its way by SMS, for the page that the person sees. */
export interface SmsRefusal {
  sentence: string
  status: 429 | 503
  /** From when on it can be tried again (ms), or null. */
  until: number | null
}

/** What comes of asking for a code too often or in vain. */
export function readSmsRefusal(
  { text, format, now }: Pick<Page, 'text' | 'format' | 'now'>,
  refused: Extract<
    SmsSent,
    { status: 'too_soon' | 'sms_limited' | 'sms_unavailable' | 'sms_failed' | 'challenge_exhausted' }
  >,
): SmsRefusal {
  const { phone } = text
  switch (refused.status) {
    case 'too_soon':
      return {
        sentence: phone.tooSoon(secondsUntil(refused.until, now)),
        status: 429,
        until: refused.until,
      }
    case 'sms_limited':
      return { sentence: phone.limited(format.when(refused.until, now)), status: 429, until: refused.until }
    case 'challenge_exhausted':
      return { sentence: phone.noMore, status: 429, until: null }
    case 'sms_unavailable':
      return { sentence: phone.unavailable, status: 503, until: null }
    case 'sms_failed':
      return { sentence: phone.failed, status: 503, until: refused.resendAt }
  }
}

/** Half a minute is too short to be told by the clock. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000))
}
