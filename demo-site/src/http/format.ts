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
  /** Behind “until” or “from”: 14:32 GMT, with the date where twelve hours or more lie between. */
  until(at: number, now: number): string
  /** By itself in a sentence: at 14:32 GMT, or on 22 November 2026 at 14:32 GMT. */
  when(at: number, now: number): string
}

const tags: Record<Locale, string> = { en: 'en-GB', sv: 'sv-SE' }

const joins: Record<Locale, { beforeTime: string; beforeDate: string }> = {
  en: { beforeTime: 'at ', beforeDate: 'on ' },
  sv: { beforeTime: '', beforeDate: 'den ' },
}

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
  // Rounded up to the whole minute: who comes at the minute that is shown must be let in.
  const comes = (at: number, now: number) => {
    const shown = Math.ceil(at / 60_000) * 60_000
    return { shown, isNear: shown - now < timeAloneMs }
  }
  return {
    day: (at) => day.format(at),
    date: (at) => date.format(at),
    moment: (at) => moment.format(at),
    until(at, now) {
      const { shown, isNear } = comes(at, now)
      return isNear ? time.format(shown) : moment.format(shown)
    },
    when(at, now) {
      const { shown, isNear } = comes(at, now)
      const { beforeTime, beforeDate } = joins[locale]
      return isNear ? `${beforeTime}${time.format(shown)}` : `${beforeDate}${moment.format(shown)}`
    },
  }
}
