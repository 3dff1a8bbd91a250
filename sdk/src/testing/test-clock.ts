import type { Clock } from '../ports.ts'

export interface TestClock extends Clock {
  /** Jumps to a time, forwards or backwards: milliseconds since 1970. */
  set(now: number): void
  advanceSeconds(seconds: number): void
}

/**
 * A clock that stands still until it is told to move, so that no test waits for the next code.
 *
 * ```ts
 * import { createTestClock } from 'countersign/testing'
 * const clock = createTestClock(Date.UTC(2026, 0, 1))
 * clock.advanceSeconds(30)
 * ```
 */
export function createTestClock(start: number): TestClock {
  let now = start
  return {
    now: () => now,
    set(time) {
      now = time
    },
    advanceSeconds(seconds) {
      now += seconds * 1000
    },
  }
}
