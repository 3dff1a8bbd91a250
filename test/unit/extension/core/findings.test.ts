import { describe, expect, it } from 'vitest'
import { mostPictures } from '../../../../extension/src/capture/read-pictures.ts'
import { findDuplicate } from '../../../../extension/src/core/accounts.ts'
import {
  isOfPage,
  isOther,
  listAccounts,
  mostFindings,
  type Place,
  readFindings,
  readPastedText,
} from '../../../../extension/src/core/findings.ts'
import type { VaultAccount } from '../../../../extension/src/core/vault/contents.ts'
import { makeAccount } from './make-account.ts'

const screen: Place = { kind: 'screen' }
const page: Place = { kind: 'page' }

describe('what was seen', () => {
  it('counts once, with the place where it was seen first', () => {
    const { findings, isCut } = readFindings(
      [
        { text: 'a', place: screen },
        { text: 'b', place: page },
        { text: 'a', place: page },
      ],
      [],
    )
    expect(findings).toEqual([
      { code: { kind: 'text', text: 'a' }, place: screen },
      { code: { kind: 'text', text: 'b' }, place: page },
    ])
    expect(isCut).toBe(false)
  })

  it('is a key where a QR code holds nothing but that, as a pasted one is', () => {
    const { findings } = readFindings([{ text: 'JBSWY3DPEHPK3PXP', place: screen }], [])
    expect(findings).toMatchObject([{ code: { kind: 'account' }, place: screen }])
  })

  it.each<[Place, number]>([
    [screen, mostFindings.ofPage],
    [page, mostFindings.ofPage],
    [{ kind: 'image' }, mostFindings.ofPage],
    [{ kind: 'file', name: 'a.png' }, mostPictures],
    [{ kind: 'given' }, mostPictures],
    [{ kind: 'text' }, mostPictures],
  ])('at %j is cut after as many codes as that is good for, and says so', (place, most) => {
    const see = (count: number) =>
      readFindings(
        Array.from({ length: count }, (_, index) => {
          return { text: `otpauth://totp/Site${index}:mia?secret=${writeKey(index)}`, place }
        }),
        [],
      )
    expect(see(500).findings).toHaveLength(most)
    expect([see(most), see(most + 1)].map(({ isCut }) => isCut)).toEqual([false, true])
  })

  it('is not hidden, if it is a key, by what can’t be saved, however much that is', () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `https://quay.example/${index}`)
    const key = `otpauth://totp/Site:mia?secret=${writeKey(1)}`
    const { findings, isCut } = readFindings(
      [...texts, key].map((text) => ({ text, place: screen })),
      [],
    )
    expect(findings).toHaveLength(mostFindings.ofPage + 1)
    expect([findings.at(-1)?.code.kind, isCut]).toEqual(['account', false])
  })

  it('comes to its end where what is shown is saved and the same is done again, however much it is', () => {
    const seen = Array.from({ length: 50 }, (_, index) => ({
      text: `otpauth://totp/Site${index}:mia?secret=${writeKey(index)}`,
      place: screen,
    }))
    let saved: VaultAccount[] = []
    const rounds = [1, 2, 3, 4].map(() => {
      const { findings, isCut } = readFindings(seen, saved)
      const accounts = listAccounts(findings).map((account) => makeAccount(account))
      saved = [...saved, ...accounts.filter((account) => findDuplicate(saved, account) === undefined)]
      return [findings.length, saved.length, isCut]
    })
    expect(rounds).toEqual([
      [20, 20, true],
      [20, 40, true],
      [20, 50, false],
      [20, 50, false],
    ])
  })
})

const writeKey = (index: number) =>
  `${'A'.repeat(24)}${[...String(index)]
    .map((digit) => 'ABCDEFGHIJ'[Number(digit)])
    .join('')
    .padStart(8, 'A')}`

describe('a text with several keys', () => {
  const one = 'otpauth://totp/Quay:mia?secret=JBSWY3DPEHPK3PXP'
  const two = 'OTPAUTH://totp/Bay:mia?secret=GEZDGNBVGY3TQOJQ'

  it.each(['', ' ', '\n', '\r\n\r\n'])('is read as each of them, with %j in between', (between) => {
    const { findings, isCut } = readPastedText(`${one}${between}${two}`, [])
    expect(findings).toMatchObject([
      { code: { kind: 'account', account: { issuer: 'Quay' } }, place: { kind: 'text' } },
      { code: { kind: 'account', account: { issuer: 'Bay' } }, place: { kind: 'text' } },
    ])
    expect(isCut).toBe(false)
  })

  it('names the one that is refused among them, and is one text where there is one key', () => {
    const { findings } = readPastedText(`${one}&digits=9 ${two}`, [])
    expect(findings.map(({ code }) => code.kind)).toEqual(['refused', 'account'])
    expect(readPastedText(` ${one} `, []).findings).toHaveLength(1)
    expect(readPastedText('Table 7 by the window', []).findings).toMatchObject([{ code: { kind: 'text' } }])
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
