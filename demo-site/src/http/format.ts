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
  /** 14:32 GMT, with the date when it is not today. */
  until(at: number, now: number): string
}

const tags: Record<Locale, string> = { en: 'en-GB', sv: 'sv-SE' }

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
  return {
    day: (at) => day.format(at),
    date: (at) => date.format(at),
    moment: (at) => moment.format(at),
    // Rounded up to the whole minute: who comes at the minute that is shown must be let in.
    until(at, now) {
      const shown = Math.ceil(at / 60_000) * 60_000
      return date.format(shown) === date.format(now) ? time.format(shown) : moment.format(shown)
    },
  }
}
