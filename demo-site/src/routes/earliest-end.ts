const dayMs = 86_400_000

/**
 * When a waiting period of three business days would end if it began now: three days later, weekends in the clinic's
 * time zone not counted. To give somebody an idea; what counts is the end that Countersign tells with the approval.
 */
export function earliestEnd(now: number, timeZone: string): number {
  const weekday = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' })
  let at = now
  for (let days = 0; days < 3; ) {
    at += dayMs
    if (!['Sat', 'Sun'].includes(weekday.format(at))) days += 1
  }
  return at
}
