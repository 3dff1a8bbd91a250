/** What is added to the system's clock, as a person sets it; either may be negative. */
export interface ClockCorrection {
  minutes: number
  seconds: number
}

/** About ten years either way. */
export const correctionLimits = { minutes: 5_256_000, seconds: 86_400 } as const

export const noCorrection: ClockCorrection = { minutes: 0, seconds: 0 }

/** Takes what was stored or typed; anything that is not two whole numbers within bounds is null. */
export function readCorrection(value: unknown): ClockCorrection | null {
  if (typeof value !== 'object' || value === null) return null
  const { minutes, seconds } = value as Record<string, unknown>
  if (!isWhole(minutes, correctionLimits.minutes) || !isWhole(seconds, correctionLimits.seconds)) return null
  return { minutes, seconds }
}

export function measureCorrection({ minutes, seconds }: ClockCorrection): number {
  return (minutes * 60 + seconds) * 1000
}

function isWhole(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= limit
}
