import browser from 'webextension-polyfill'
import type { Clock, ClockSource } from '../core/clock.ts'

const name = 'clockCorrection'

export const clockSource: ClockSource = {
  systemNow: () => Date.now(),
  // Where a damaged disk can't be read, the clock is as the system has it.
  readCorrection: () =>
    browser.storage.local.get(name).then(
      (stored) => stored[name],
      () => undefined,
    ),
  writeCorrection: (correction) => browser.storage.local.set({ [name]: correction }),
}

/** Calls back now and then at the start of each second of the corrected clock; returns how to stop. */
export function watchSeconds(clock: Clock, tick: (now: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const schedule = () => {
    const now = clock.now()
    tick(now)
    timer = setTimeout(schedule, 1000 - (now % 1000))
  }
  schedule()
  return () => clearTimeout(timer)
}

/** Calls back once, after some ms, unless stopped by what it returns. */
export function wait(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}
