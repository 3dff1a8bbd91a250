import type { Person } from '../data/people.ts'
import type { Locale } from '../text/catalogue.ts'

/** Times as a person reads them: in their language, by the clock of their clinic. */
export interface Format {
  /** Saturday 21 November 2026 */
  day(at: number): string
  /** 21 November 2026 */
  date(at: number): string
  /** 21 November 2026 at 14:32 GMT */
  moment(at: number): string
  /** Behind “until”: 14:32 GMT, with the date where twelve hours or more lie between. */
  until(at: number, now: number): string
  /** The same behind “from”. */
  from(at: number, now: number): string
  /** By itself in a sentence, for what is possible from then on: at 14:32 GMT, or on 22 November 2026 at 14:32 GMT. */
  when(at: number, now: number): string
}

const tags: Record<Locale, string> = { en: 'en-GB', sv: 'sv-SE' }

const joins: Record<Locale, { beforeTime: string; beforeDate: string }> = {
  en: { beforeTime: 'at ', beforeDate: 'on ' },
  sv: { beforeTime: '', beforeDate: 'den ' },
}

const minuteMs = 60_000

/** A time of day that is nearer than this comes once only, so it needs no date, at midnight either. */
const timeAloneMs = 12 * 3_600_000

/** By the clock of the person's first clinic; by that of the site for a visitor whom nobody knows. */
export function formatFor(locale: Locale, person: Person | null, siteTimeZone = 'Europe/London'): Format {
  return createFormat(locale, person?.memberships[0]?.timeZone ?? siteTimeZone)
}

export function createFormat(locale: Locale, timeZone: string): Format {
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tags[locale], { timeZone, ...options })
  const date = formatter({ day: 'numeric', month: 'long', year: 'numeric' })
  const day = formatter({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const time = formatter({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
  const moment = formatter({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  const isNear = (shown: number, now: number) => shown - now < timeAloneMs
  const name = (shown: number, now: number) => (isNear(shown, now) ? time : moment).format(shown)
  // Whoever comes at the minute that is shown must be let in: where something begins, that is the minute after.
  const minuteBefore = (at: number) => Math.floor(at / minuteMs) * minuteMs
  const minuteAfter = (at: number) => Math.ceil(at / minuteMs) * minuteMs
  return {
    day: (at) => day.format(at),
    date: (at) => date.format(at),
    moment: (at) => moment.format(at),
    until: (at, now) => name(minuteBefore(at), now),
    from: (at, now) => name(minuteAfter(at), now),
    when(at, now) {
      const shown = minuteAfter(at)
      const { beforeTime, beforeDate } = joins[locale]
      return `${isNear(shown, now) ? beforeTime : beforeDate}${name(shown, now)}`
    },
  }
}
