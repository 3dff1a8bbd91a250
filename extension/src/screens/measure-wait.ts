/** Whole seconds of a wait that are left at `now`, both ends in ms since 1970. */
export function measureWait(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/**
 * Whether the wait is to be read anew: it is over, or it grew since it was shown, as it does when the clock was set back,
 * and then it is shorter than the clock makes it look.
 */
export function isWaitStale(left: number, shownBefore: number): boolean {
  return left === 0 || left > shownBefore
}

/** A length of time as a person says it, such as `1 second`; in minutes from two on. */
export function nameWait(seconds: number, language: string): string {
  const [unit, length] =
    seconds >= 120 ? (['minute', Math.ceil(seconds / 60)] as const) : (['second', seconds] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(length)
}
