import { expect, it } from 'vitest'
import { isWaitStale, measureWait, nameWait } from '../../../../extension/src/screens/measure-wait.ts'

const now = 1_800_000_000_000

it('counts down to the end of a wait, and not past it', () => {
  expect([now - 10_000, now - 9_999, now - 1, now, now + 5].map((time) => measureWait(now, time))).toEqual([
    10, 10, 1, 0, 0,
  ])
})

it('looks anew at a wait that is over, or that a clock that was set back made longer', () => {
  expect(isWaitStale(10, 10)).toBe(false)
  expect(isWaitStale(9, 10)).toBe(false)
  expect(isWaitStale(0, 1)).toBe(true)
  expect(isWaitStale(3610, 10)).toBe(true)
})

it('says one second as one', () => {
  expect([1, 2, 119, 120, 121].map((seconds) => nameWait(seconds, 'en'))).toEqual([
    '1 second',
    '2 seconds',
    '119 seconds',
    '2 minutes',
    '3 minutes',
  ])
  expect([1, 10, 300].map((seconds) => nameWait(seconds, 'sv'))).toEqual([
    '1 sekund',
    '10 sekunder',
    '5 minuter',
  ])
})
