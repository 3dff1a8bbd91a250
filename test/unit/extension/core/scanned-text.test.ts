import { describe, expect, it } from 'vitest'
import { readScannedText } from '../../../../extension/src/core/scanned-text.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('the text of a QR code', () => {
  it('that is a key is an account', () => {
    expect(readScannedText(`otpauth://totp/Harbour:anna?secret=${secret}`)).toMatchObject({
      kind: 'account',
      account: { issuer: 'Harbour', account: 'anna' },
      notes: [],
    })
  })

  it('with a short secret is accepted with a note', () => {
    expect(readScannedText('otpauth://totp/a?secret=MFRGGZDF')).toMatchObject({
      kind: 'account',
      notes: ['short_secret'],
    })
  })

  it.each([
    ['an algorithm', `secret=${secret}&algorithm=MD5`, 'unsupported_algorithm'],
    ['five digits', `secret=${secret}&digits=5`, 'unsupported_digits'],
    ['nine digits', `secret=${secret}&digits=9`, 'unsupported_digits'],
    ['full-width digits', `secret=${secret}&digits=６`, 'unsupported_digits'],
    ['no secret', 'issuer=x', 'missing_secret'],
    ['an empty secret', 'secret=', 'missing_secret'],
    ['a secret twice', `secret=${secret}&secret=${secret}`, 'duplicate_parameter'],
  ])('is refused by name for %s', (_what, query, reason) => {
    expect(readScannedText(`otpauth://totp/a?${query}`)).toMatchObject({ kind: 'refused', reason })
  })

  it.each(['otpauth-migration://offline?data=CjEK', 'OTPAUTH-MIGRATION://offline?data='])(
    '%s is an export of several accounts',
    (text) => {
      expect(readScannedText(text)).toEqual({ kind: 'migration' })
    },
  )

  it.each([
    ['https://harbour.example/x', 'address'],
    ['WIFI:S:home;T:WPA;P:x;;', 'text'],
    ['javascript:alert(1)', 'text'],
    ['', 'text'],
  ])('%s is shown for what it is', (text, kind) => {
    expect(readScannedText(text)).toEqual({ kind, text })
  })

  it.each([
    ['user\u202Emoc.live//:sptth', 'user[U+202E]moc.live//:sptth'],
    ['a\u200B\u2066b\u{E0041}', 'a[U+200B][U+2066]b[U+E0041]'],
    ['one\r\n\ttwo\u0007\u2028', 'one two[U+0007]'],
    ['x\uD800y', 'x[U+D800]y'],
  ])('shows what hides or reorders in %j', (text, shown) => {
    expect(readScannedText(text)).toEqual({ kind: 'text', text: shown })
  })

  it('is never cut through a character', () => {
    expect(readScannedText(`x${'😀'.repeat(300)}`)).toEqual({ kind: 'text', text: `x${'😀'.repeat(199)}…` })
  })

  it('is cut when it is long', () => {
    const scanned = readScannedText('x'.repeat(5000))
    expect(scanned).toEqual({ kind: 'text', text: `${'x'.repeat(200)}…` })
  })
})
