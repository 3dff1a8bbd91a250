import { describe, expect, it } from 'vitest'
import { createFormat } from '../../../../demo-site/src/http/format.ts'

const noon = Date.parse('2026-07-01T11:00:00Z')

describe('times', () => {
  it('are told in the language and by the clock of the clinic', () => {
    expect(createFormat('en', 'Europe/London').moment(noon)).toBe('1 July 2026 at 12:00 BST')
    expect(createFormat('sv', 'Europe/Stockholm').moment(noon)).toBe('1 juli 2026 kl. 13:00 CEST')
  })

  const beforeMidnight = Date.parse('2026-11-21T23:55:00Z')
  const minute = 60_000

  it('have no date while the time alone says which moment is meant, at midnight either', () => {
    const english = createFormat('en', 'Europe/London')
    expect(english.until(beforeMidnight + 15 * minute, beforeMidnight)).toBe('00:10 GMT')
    expect(english.when(beforeMidnight + 15 * minute, beforeMidnight)).toBe('at 00:10 GMT')
    expect(english.when(beforeMidnight - 2 * minute, beforeMidnight - 15 * minute)).toBe('at 23:53 GMT')
    const swedish = createFormat('sv', 'Europe/London')
    expect(swedish.until(beforeMidnight + 15 * minute, beforeMidnight)).toBe('00:10 GMT')
    expect(swedish.when(beforeMidnight + 15 * minute, beforeMidnight)).toBe('00:10 GMT')
  })

  it('have their date from twelve hours on', () => {
    const english = createFormat('en', 'Europe/London')
    expect(english.until(beforeMidnight + 719 * minute, beforeMidnight)).toBe('11:54 GMT')
    expect(english.until(beforeMidnight + 720 * minute, beforeMidnight)).toBe('22 November 2026 at 11:55 GMT')
    expect(english.when(beforeMidnight + 720 * minute, beforeMidnight)).toBe(
      'on 22 November 2026 at 11:55 GMT',
    )
    const swedish = createFormat('sv', 'Europe/London')
    expect(swedish.when(beforeMidnight + 720 * minute, beforeMidnight)).toBe(
      'den 22 november 2026 kl. 11:55 GMT',
    )
  })

  it('let nobody come too early for what begins, nor too late for what ends', () => {
    const english = createFormat('en', 'Europe/London')
    expect(english.from(noon + 1, noon)).toBe('12:01 BST')
    expect(english.when(noon + 1, noon)).toBe('at 12:01 BST')
    expect(english.until(noon + 2 * minute - 1, noon)).toBe('12:01 BST')
    for (const name of [english.from, english.until]) expect(name(noon + minute, noon)).toBe('12:01 BST')
    expect(english.from(noon + 720 * minute - 1, noon)).toBe('2 July 2026 at 00:00 BST')
    expect(english.until(noon + 721 * minute - 1, noon)).toBe('2 July 2026 at 00:00 BST')
  })
})
