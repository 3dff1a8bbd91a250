import { describe, expect, it } from 'vitest'
import { describeProgress } from '../../../../extension/src/capture/export-words.ts'
import { speak } from '../ui/speak.ts'

const make = (...accounts: (number | null)[]) => ({
  batch: 1,
  size: accounts.length,
  parts: accounts.map((count) => (count === null ? null : { accounts: count, mark: 1, ids: [] })),
})

describe('how far an export has come in', () => {
  it.each([
    ['en', /since the last start\. Accounts in them: 4\..*unless you saved it earlier: part 1\.$/],
    ['sv', /sedan den senaste starten\. Konton i dem: 4\..*om det inte sparats tidigare: del 1\.$/],
  ])('claims nothing in %s of parts that may have been saved before', (language, sentence) => {
    speak(language)
    const said = describeProgress(make(null, 4), language)
    expect(said).toMatch(/^1 (of|av) 2 /)
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/saved before|sparats förut/)
  })

  it.each([
    ['en', 'parts 1 and 3.'],
    ['sv', 'delarna 1 och 3.'],
  ])('names several parts as several in %s', (language, end) => {
    speak(language)
    expect(describeProgress(make(null, 4, null), language).endsWith(end)).toBe(true)
  })

  it('is all of it where every part is known, or where there is one only', () => {
    speak('en')
    expect(describeProgress(make(3, 4), 'en')).toBe('All 2 parts are read. Accounts in all: 7.')
    expect(describeProgress(make(3), 'en')).toBe('Accounts in it: 3.')
  })
})
