import type { Row } from './tables.ts'

/** Where the counters stop. Times are milliseconds. */
export interface AttemptRules {
  /** Failures in a row from which the factor step pauses. */
  consecutive: number
  pauseMs: number
  maxPauseMs: number
  /** Failures within `rollingMs` that suspend. */
  rolling: number
  rollingMs: number
  /** Failures within `addressMs` from one address. */
  address: number
  addressMs: number
}

/** Doublings after which every pause has its full length; it also keeps powers of two small. */
export function countDoublings({ pauseMs, maxPauseMs }: AttemptRules): number {
  return Math.ceil(Math.log2(maxPauseMs / pauseMs))
}

/**
 * Until when the factor step is paused; 0 when it is not. From the limit on each further failure pauses, twice as long
 * as the one before. An attempt pauses from the moment that it is counted: one at a time after a pause, until a success.
 */
export function findPauseEnd(
  account: Pick<Row<'accounts'>, 'counted' | 'cleared' | 'lastCountedAt'>,
  rules: AttemptRules,
): number {
  const beyond = account.counted - account.cleared - rules.consecutive
  if (beyond < 0) return 0
  const pause = beyond >= countDoublings(rules) ? rules.maxPauseMs : rules.pauseMs * 2 ** beyond
  return account.lastCountedAt + pause
}
