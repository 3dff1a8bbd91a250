const day = 24 * 60 * 60_000

/** Whole days until an end, begun ones counted; both in ms since 1970. */
export function countDaysLeft(end: number, now: number): number {
  return Math.max(0, Math.ceil((end - now) / day))
}
