const DAY_MS = 86_400_000

/**
 * The same time of day so many business days (Monday to Friday) later, in a place's own time. From a weekend the count
 * starts with Monday, 0:00.
 *
 * @param from milliseconds since 1970
 * @param timeZone IANA name
 */
export function addBusinessDays(from: number, days: number, timeZone: string): number {
  // The place's wall clock, held as if it were UTC: days of 24 hours, weekdays as people there see them.
  let wall = from + findOffset(from, timeZone)
  if (isWeekend(wall)) {
    wall -= wall % DAY_MS
    while (isWeekend(wall)) wall += DAY_MS
  }
  for (let left = days; left > 0; ) {
    wall += DAY_MS
    if (!isWeekend(wall)) left--
  }
  // The clock may have been put forward or back meanwhile.
  const guess = wall - findOffset(wall, timeZone)
  return wall - findOffset(guess, timeZone)
}

function isWeekend(wall: number): boolean {
  return [0, 6].includes(new Date(wall).getUTCDay())
}

/** By how many milliseconds the place's clock is ahead of UTC then. */
function findOffset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  )
  return wall - (at - (((at % 1000) + 1000) % 1000))
}
