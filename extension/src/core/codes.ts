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
