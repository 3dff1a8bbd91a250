/** What is added to the system's clock, as a person sets it; either may be negative. */
export interface ClockCorrection {
  minutes: number
  seconds: number
}

/** The system's time with the correction that a person has set. */
export interface Clock {
  correction: ClockCorrection
  /** ms since 1970 */
  now(): number
}

/** The system's clock, and where the correction lies: outside of the vault, since it is no secret. */
export interface ClockSource {
  /** ms since 1970 */
  systemNow(): number
  readCorrection(): Promise<unknown>
  writeCorrection(correction: ClockCorrection): Promise<void>
}

/** About ten years, and a day. */
export const correctionLimits = { minutes: 5_256_000, seconds: 86_400 } as const

const noCorrection: ClockCorrection = { minutes: 0, seconds: 0 }

export function createClock(source: ClockSource, correction: ClockCorrection): Clock {
  const shift = measureCorrection(correction)
  return { correction, now: () => Math.max(0, source.systemNow() + shift) }
}

export async function readClock(source: ClockSource): Promise<Clock> {
  return createClock(source, checkCorrection(await source.readCorrection()) ?? noCorrection)
}

export async function saveCorrection(source: ClockSource, correction: ClockCorrection): Promise<Clock> {
  await source.writeCorrection(correction)
  return createClock(source, correction)
}

/** Takes what was stored or typed; anything but two whole numbers within bounds is null. */
export function checkCorrection(value: unknown): ClockCorrection | null {
  if (typeof value !== 'object' || value === null) return null
  const { minutes, seconds } = value as Record<string, unknown>
  if (!isWhole(minutes, correctionLimits.minutes) || !isWhole(seconds, correctionLimits.seconds)) return null
  return { minutes, seconds }
}

/** In ms. */
export function measureCorrection({ minutes, seconds }: ClockCorrection): number {
  return (minutes * 60 + seconds) * 1000
}

function isWhole(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= limit
}
