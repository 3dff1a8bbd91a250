/** Dates with times to the minute, each in ms since 1970; to the second where two would read the same. */
export function tellTimesApart(times: number[], language: string): string[] {
  const toMinutes = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' })
  const toSeconds = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium' })
  const written = times.map((time) => toMinutes.format(time))
  const isAlone = (text: string) => written.indexOf(text) === written.lastIndexOf(text)
  return written.map((text, index) => (isAlone(text) ? text : toSeconds.format(times[index])))
}
