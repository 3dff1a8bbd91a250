/** The one source of time for the site and, handed on, for the SDK. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export interface AdjustableClock extends Clock {
  /** Moves the clock to a moment; it goes on from there. */
  set(now: number): void
  advance(milliseconds: number): void
}

/** A clock that tests can move. It runs on like any other, so that nothing stands still unless a test says so. */
export function createAdjustableClock(base: Clock = systemClock): AdjustableClock {
  let offset = 0
  return {
    now: () => base.now() + offset,
    set(now) {
      offset = now - base.now()
    },
    advance(milliseconds) {
      offset += milliseconds
    },
  }
}
