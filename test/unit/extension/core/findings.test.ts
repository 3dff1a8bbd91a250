import { describe, expect, it } from 'vitest'
import {
  isOfPage,
  isOther,
  mostFindings,
  type Place,
  readFindings,
} from '../../../../extension/src/core/findings.ts'

const screen: Place = { kind: 'screen' }
const page: Place = { kind: 'page' }

describe('what was seen', () => {
  it('counts once, with the place where it was seen first', () => {
    const { findings, isCut } = readFindings([
      { text: 'a', place: screen },
      { text: 'b', place: page },
      { text: 'a', place: page },
    ])
    expect(findings).toEqual([
      { code: { kind: 'text', text: 'a' }, place: screen },
      { code: { kind: 'text', text: 'b' }, place: page },
    ])
    expect(isCut).toBe(false)
  })

  it('is a key where a QR code holds nothing but that, as a pasted one is', () => {
    const { findings } = readFindings([{ text: 'JBSWY3DPEHPK3PXP', place: screen }])
    expect(findings).toMatchObject([{ code: { kind: 'account' }, place: screen }])
  })

  it('is cut after a number of codes, and says so', () => {
    const { findings, isCut } = readFindings(
      Array.from({ length: 5000 }, (_, index) => ({ text: `code ${index}`, place: screen })),
    )
    expect(findings).toHaveLength(mostFindings)
    expect(isCut).toBe(true)
  })
})

describe('a code that was not pointed at', () => {
  it('is told from the ones that were', () => {
    const places: Place[] = [screen, page, { kind: 'given' }, { kind: 'screen', instead: true }]
    expect(places.map(isOther)).toEqual([false, false, false, true])
  })
})

describe('the page that somebody was looking at', () => {
  it('showed the codes of its pictures, and none that was brought along', () => {
    const shown: Place[] = [screen, page, { kind: 'image' }]
    const brought: Place[] = [{ kind: 'given' }, { kind: 'text' }, { kind: 'file', name: 'a.png' }]
    expect([...shown, ...brought].map(isOfPage)).toEqual([true, true, true, false, false, false])
  })
})
