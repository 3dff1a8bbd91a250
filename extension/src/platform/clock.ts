import browser from 'webextension-polyfill'
import {
  type ClockCorrection,
  measureCorrection,
  noCorrection,
  readCorrection,
} from '../core/clock-correction.ts'

const name = 'clockCorrection'

/** The system's time with the correction that a person has set. */
export interface Clock {
  correction: ClockCorrection
  /** ms since 1970 */
  now(): number
}

export function createClock(correction: ClockCorrection): Clock {
  const shift = measureCorrection(correction)
  return { correction, now: () => Date.now() + shift }
}

/** The correction is no secret and is needed before the vault is open, so it lies outside of it. */
export async function readClock(): Promise<Clock> {
  const { [name]: stored } = await browser.storage.local.get(name)
  return createClock(readCorrection(stored) ?? noCorrection)
}

export async function saveCorrection(correction: ClockCorrection): Promise<Clock> {
  await browser.storage.local.set({ [name]: correction })
  return createClock(correction)
}

/** Calls back now and then at the start of each second of the corrected clock; returns how to stop. */
export function watchSeconds(clock: Clock, tick: (now: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout>
  const schedule = () => {
    const now = clock.now()
    tick(now)
    timer = setTimeout(schedule, 1000 - (((now % 1000) + 1000) % 1000))
  }
  schedule()
  return () => clearTimeout(timer)
}

/** Calls back once, after some ms, unless stopped by what it returns. */
export function wait(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}
