import { expect, it } from 'vitest'
import { earliestEnd } from '../../../../demo-site/src/routes/earliest-end.ts'

it.each([
  ['2026-11-23T09:00:00Z', 'Europe/London', '2026-11-26T09:00:00.000Z'],
  ['2026-11-27T16:30:00Z', 'Europe/London', '2026-12-02T16:30:00.000Z'],
  ['2026-11-21T10:00:00Z', 'Europe/London', '2026-11-25T10:00:00.000Z'],
  // Friday morning in Sydney, Thursday night in London.
  ['2026-11-26T22:00:00Z', 'Australia/Sydney', '2026-12-01T22:00:00.000Z'],
])('counts no weekend from %s in %s', (now, timeZone, end) => {
  expect(new Date(earliestEnd(Date.parse(now), timeZone)).toISOString()).toBe(end)
})
