import { describe, expect, it } from 'vitest'
import { createFormat } from '../../../../demo-site/src/http/format.ts'

const noon = Date.parse('2026-07-01T11:00:00Z')

describe('times', () => {
  it('are told in the language and by the clock of the clinic', () => {
    expect(createFormat('en', 'Europe/London').moment(noon)).toBe('1 July 2026 at 12:00 BST')
    expect(createFormat('sv', 'Europe/Stockholm').moment(noon)).toBe('1 juli 2026 kl. 13:00 CEST')
  })

  it('have their date when it is not today', () => {
    const format = createFormat('en', 'Europe/London')
    expect(format.until(noon + 15 * 60_000, noon)).toBe('12:15 BST')
    expect(format.until(noon + 24 * 3_600_000, noon)).toBe('2 July 2026 at 12:00 BST')
  })

  it('never name a minute that is too early', () => {
    expect(createFormat('en', 'Europe/London').until(noon + 1, noon)).toBe('12:01 BST')
  })
})
