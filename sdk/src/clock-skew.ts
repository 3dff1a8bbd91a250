import { fixed } from './config.ts'
import { timeStep } from './otp/index.ts'
import type { ReadingRow } from './tables.ts'

/** Of which step a failed code is, and how far off that is; `direction` when the one before says the same. */
interface Skew {
  skew: number
  skewStep: number
  direction: 'ahead' | 'behind' | null
}

/**
 * Whether a failed code and the one before it fit one and the same wrong time. One alone tells nothing, so that guesses at
 * codes of other times are never confirmed; two in a row can hardly be guessed.
 *
 * @param findStep the step whose code it is, near or far; null when it is none's
 */
export function findSkew(
  factors: readonly ReadingRow<'factors'>[],
  before: { skew: number | null; skewStep: number | null },
  now: number,
  findStep: (factor: ReadingRow<'factors'>) => number | null,
): Skew | null {
  const current = timeStep(fixed.period, now)
  for (const factor of factors) {
    const skewStep = findStep(factor)
    if (skewStep === null) continue
    const skew = skewStep - current
    const isConfirmed =
      before.skew !== null &&
      before.skewStep !== null &&
      skewStep > before.skewStep &&
      Math.abs(skew - before.skew) <= 1
    return { skew, skewStep, direction: isConfirmed ? (skew > 0 ? 'ahead' : 'behind') : null }
  }
  return null
}
