import { describe, expect, it } from 'vitest'
import {
  type ClockCorrection,
  checkCorrection,
  readClock,
  saveCorrection,
} from '../../../../extension/src/core/clock.ts'

function createSource(stored: unknown) {
  const source = {
    stored,
    systemNow: () => 1_000_000,
    readCorrection: async () => source.stored,
    writeCorrection: async (correction: ClockCorrection) => {
      source.stored = correction
    },
  }
  return source
}

describe('the clock', () => {
  it('is the system’s when nothing, or nonsense, was set', async () => {
    for (const stored of [undefined, null, 5, {}, { minutes: 1 }, { minutes: '1', seconds: 0 }]) {
      expect((await readClock(createSource(stored))).now()).toBe(1_000_000)
    }
  })

  it('adds what was set, both ways', async () => {
    const source = createSource(undefined)
    expect((await saveCorrection(source, { minutes: 2, seconds: -30 })).now()).toBe(1_090_000)
    expect((await readClock(source)).now()).toBe(1_090_000)
    expect((await saveCorrection(source, { minutes: -1, seconds: 0 })).now()).toBe(940_000)
  })

  it('never goes back before 1970, where there are no codes', async () => {
    expect((await readClock(createSource({ minutes: -5_000_000, seconds: 0 }))).now()).toBe(0)
  })
})

describe('a correction', () => {
  it.each([
    { minutes: 0.5, seconds: 0 },
    { minutes: Number.NaN, seconds: 0 },
    { minutes: Number.POSITIVE_INFINITY, seconds: 0 },
    { minutes: 6_000_000, seconds: 0 },
    { minutes: 0, seconds: 90_000 },
  ])('of %j is refused', (value) => {
    expect(checkCorrection(value)).toBeNull()
  })
})
