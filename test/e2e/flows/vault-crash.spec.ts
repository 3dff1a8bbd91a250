import { expect, test } from '@playwright/test'
import { killWhileSaving } from '../../vault-extension/crash.ts'
import { browserOf } from '../use-stage.ts'

/** Kills in each browser; the benchmark kills ten times as often. */
const KILLS = { chromium: 3, firefox: 2 }

test('every account that was said to be saved is there after the browser was killed', async () => {
  // Starts as many browsers as other files have tests.
  test.setTimeout(180_000)
  const browser = browserOf(test.info())
  const { kills, confirmed, lost, strange } = await killWhileSaving(browser, KILLS[browser])
  expect({ kills, lost, strange }).toEqual({ kills: KILLS[browser], lost: [], strange: [] })
  expect(confirmed).toBeGreaterThan(0)
})
