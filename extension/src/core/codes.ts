import { generateTotp, type OtpParameters, secondsRemaining } from 'countersign/otp'

/** A code and how long it lasts. */
export interface CurrentCode {
  code: string
  /** The code of the step after this one. */
  next: string
  /** Whole seconds, from the period down to 1. */
  secondsLeft: number
  /** Seconds */
  period: number
}

/** From this many seconds on the next code is worth showing. */
export const nextCodeSeconds = 7

/** Computes what to show of a time-based account at a moment in ms. */
export function readCurrentCode(parameters: OtpParameters, now: number): CurrentCode {
  const { period } = parameters
  return {
    code: generateTotp(parameters, now),
    next: generateTotp(parameters, now + period * 1000),
    secondsLeft: secondsRemaining(period, now),
    period,
  }
}

/** Splits a code for the eye: 3-3, 3-4 and 4-4. The groups are set apart by space around them, not by a character. */
export function groupDigits(code: string): [string, string] {
  const half = Math.floor(code.length / 2)
  return [code.slice(0, half), code.slice(half)]
}
