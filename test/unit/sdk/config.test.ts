import { expect, test } from 'vitest'
import { limitRules, resolveLimits, resolveWindow } from '../../../sdk/src/config.ts'

test('the defaults are within their bounds', () => {
  expect(resolveLimits()).toEqual(
    Object.fromEntries(Object.entries(limitRules).map(([name, rule]) => [name, rule.default])),
  )
  expect(resolveLimits(resolveLimits())).toEqual(resolveLimits())
})

test('a limit outside its bounds, of another type or with an unknown name is refused', () => {
  const wrong: unknown[] = [
    { challengeAttempts: 0 },
    { challengeAttempts: 101 },
    { challengeAttempts: 2.5 },
    { challengeAttempts: Number.NaN },
    { challengeAttempts: '5' },
    { consecutiveFailures: 101 },
    { rollingFailures: 101 },
    { challengeAttempst: 5 },
    { toString: 5 },
    { pauseSeconds: 900, maxPauseSeconds: 60 },
  ]
  for (const limits of wrong) {
    expect(() => resolveLimits(limits as never), JSON.stringify(limits)).toThrow(
      expect.objectContaining({ code: 'configuration_invalid' }),
    )
  }
})

test('a window of more than two steps is refused', () => {
  expect([resolveWindow(), resolveWindow(0), resolveWindow(2)]).toEqual([1, 0, 2])
  for (const window of [3, -1, 1.5, '1']) {
    expect(() => resolveWindow(window as never)).toThrow(
      expect.objectContaining({ code: 'configuration_invalid' }),
    )
  }
})
