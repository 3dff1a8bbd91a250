import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../../../sdk/src/otp/index.ts'

const FOOBAR = new TextEncoder().encode('foobar')

describe('decodeBase32', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(Uint8Array.from(bytes))
      }),
    )
  })

  it('reads only letters of the alphabet and separators, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const plain = /^[A-Za-z2-7]*=*$/.test(text.replace(/[\s\u00ad\u2010-\u2015\u2212-]/g, ''))
        expect(decodeBase32(text) !== null).toBe(plain)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    'MZXW6YTBOI======',
    'mzxw6ytboi',
    'MzXw 6yTb oI',
    'MZXW-6YTB-OI',
    'MZXW\u20136YTB\u2014OI',
    '\tMZXW\u00a06YTB\nOI ',
  ])('reads %j', (text) => {
    expect(decodeBase32(text)).toEqual(FOOBAR)
  })

  it.each(['ß', 'ı', 'ſ', 'ﬀ', 'Ａ', '２', '0', '1', '8', '9', '+', '/', '_', '.', '\u0000', '\u200b', '😀'])(
    'refuses %j, whatever it becomes in capitals',
    (character) => {
      expect(decodeBase32(`MZXW6${character}YTB`)).toBeNull()
      expect(decodeBase32(character)).toBeNull()
    },
  )

  it('refuses padding in the middle', () => {
    expect(decodeBase32('MZXW=6YT')).toBeNull()
  })

  it('drops leftover bits, whatever they are', () => {
    expect(decodeBase32('MZ')).toEqual(Uint8Array.of(0x66))
    expect(decodeBase32('MY')).toEqual(Uint8Array.of(0x66))
  })

  it.each([
    [1, 0],
    [3, 1],
    [6, 3],
    [9, 5],
    [11, 6],
    [14, 8],
  ])('drops the incomplete last byte of %i characters', (characters, bytes) => {
    expect(decodeBase32('A'.repeat(characters))).toEqual(new Uint8Array(bytes))
  })

  it('reads a megabyte in a moment', () => {
    expect(decodeBase32('A'.repeat(1_000_000))?.length).toBe(625_000)
  })
})
