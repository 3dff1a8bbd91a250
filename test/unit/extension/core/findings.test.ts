import { describe, expect, it } from 'vitest'
import {
  isOfPage,
  isOther,
  mostFindings,
  type Place,
  readFindings,
  readPastedText,
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

describe('a text with several keys', () => {
  const one = 'otpauth://totp/Quay:mia?secret=JBSWY3DPEHPK3PXP'
  const two = 'OTPAUTH://totp/Bay:mia?secret=GEZDGNBVGY3TQOJQ'

  it.each(['', ' ', '\n', '\r\n\r\n'])('is read as each of them, with %j in between', (between) => {
    const { findings, isCut } = readPastedText(`${one}${between}${two}`)
    expect(findings).toMatchObject([
      { code: { kind: 'account', account: { issuer: 'Quay' } }, place: { kind: 'text' } },
      { code: { kind: 'account', account: { issuer: 'Bay' } }, place: { kind: 'text' } },
    ])
    expect(isCut).toBe(false)
  })

  it('names the one that is refused among them, and is one text where there is one key', () => {
    const { findings } = readPastedText(`${one}&digits=9 ${two}`)
    expect(findings.map(({ code }) => code.kind)).toEqual(['refused', 'account'])
    expect(readPastedText(` ${one} `).findings).toHaveLength(1)
    expect(readPastedText('Table 7 by the window').findings).toMatchObject([{ code: { kind: 'text' } }])
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
