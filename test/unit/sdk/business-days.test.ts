import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addBusinessDays } from '../../../sdk/src/business-days.ts'

/** Date, weekday and time of day as a clock on the wall there shows them. */
function readWall(at: number, timeZone: string): { date: string; weekday: string; time: string } {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at)
  return {
    date: format({ dateStyle: 'short' }),
    weekday: format({ weekday: 'long' }),
    time: format({ timeStyle: 'medium' }),
  }
}

const WEEKEND = ['Saturday', 'Sunday']
const STOCKHOLM = 'Europe/Stockholm'
const SYDNEY = 'Australia/Sydney'

const cases: [name: string, zone: string, from: string, days: number, to: string][] = [
  ['Monday to Thursday', STOCKHOLM, '2026-11-16T10:00+01:00', 3, '2026-11-19T10:00+01:00'],
  ['Friday afternoon to Wednesday', STOCKHOLM, '2026-11-20T16:30+01:00', 3, '2026-11-25T16:30+01:00'],
  ['Thursday to Tuesday', STOCKHOLM, '2026-11-19T08:00+01:00', 3, '2026-11-24T08:00+01:00'],
  ['Saturday, counted from Monday 0:00', STOCKHOLM, '2026-11-21T13:00+01:00', 3, '2026-11-26T00:00+01:00'],
  [
    'the last second of Sunday, counted from Monday 0:00',
    STOCKHOLM,
    '2026-11-22T23:59:59+01:00',
    3,
    '2026-11-26T00:00+01:00',
  ],
  [
    'Friday in Stockholm that is Saturday in Sydney',
    SYDNEY,
    '2026-11-20T16:30+01:00',
    3,
    '2026-11-26T00:00+11:00',
  ],
  [
    'Sunday in Stockholm that is Monday in Sydney',
    SYDNEY,
    '2026-11-22T15:00+01:00',
    3,
    '2026-11-26T01:00+11:00',
  ],
  ['over the clock put back', STOCKHOLM, '2026-10-23T16:00+02:00', 3, '2026-10-28T16:00+01:00'],
  ['over the clock put forward', STOCKHOLM, '2027-03-26T16:00+01:00', 3, '2027-03-31T16:00+02:00'],
  ['over the clock put forward in the south', SYDNEY, '2026-10-02T16:00+10:00', 3, '2026-10-07T16:00+11:00'],
  ['over the clock put back in the south', SYDNEY, '2027-04-02T16:00+11:00', 3, '2027-04-07T16:00+10:00'],
  [
    'the Saturday before the clock is put back',
    STOCKHOLM,
    '2026-10-24T12:00+02:00',
    3,
    '2026-10-29T00:00+01:00',
  ],
  [
    'on a weekday that has an hour less',
    'Africa/Cairo',
    '2026-04-21T10:00+02:00',
    3,
    '2026-04-24T10:00+03:00',
  ],
  ['ten days over two weekends', STOCKHOLM, '2026-11-16T10:00+01:00', 10, '2026-11-30T10:00+01:00'],
  ['a place half an hour off', 'Asia/Kolkata', '2026-11-20T16:00+05:30', 3, '2026-11-25T16:00+05:30'],
]

describe('business days', () => {
  test.each(cases)('lead from %s', (_name, zone, from, days, to) => {
    const end = addBusinessDays(Date.parse(from), days, zone)
    expect(readWall(end, zone)).toEqual(readWall(Date.parse(to), zone))
    expect(end).toBe(Date.parse(to))
  })

  test('end on no weekend, at the time of day of a weekday, and later for who begins later', () => {
    const zones = fc.constantFrom(STOCKHOLM, SYDNEY, 'America/Los_Angeles', 'Asia/Kolkata', 'UTC')
    const moments = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2032, 0, 1) })
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 14 * 86_400_000 }), zones, (from, later, zone) => {
        const start = readWall(from, zone)
        const end = readWall(addBusinessDays(from, 3, zone), zone)
        expect(WEEKEND).not.toContain(end.weekday)
        expect(end.time).toBe(WEEKEND.includes(start.weekday) ? '00:00:00' : start.time)
        expect(addBusinessDays(from + later, 3, zone)).toBeGreaterThanOrEqual(addBusinessDays(from, 3, zone))
      }),
      { numRuns: 300 },
    )
  })

  test('are counted in no zone that is none', () => {
    expect(() => addBusinessDays(Date.UTC(2026, 10, 16), 3, 'Mars/Olympus')).toThrow(RangeError)
  })
})
