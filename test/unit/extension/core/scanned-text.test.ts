import { describe, expect, it } from 'vitest'
import { readScannedText } from '../../../../extension/src/core/scanned-text.ts'
import { writeMigration } from '../../../write-migration.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('the text of a QR code', () => {
  it('that is a key is an account', () => {
    expect(readScannedText(`otpauth://totp/Harbour:anna?secret=${secret}`)).toMatchObject({
      kind: 'account',
      account: { issuer: 'Harbour', account: 'anna' },
      notes: [],
    })
  })

  it.each(['otpauth:totp', 'otpauth:/totp', 'OTPAUTH:///totp'])('that begins with %s is one too', (start) => {
    expect(readScannedText(`${start}/Harbour:anna?secret=${secret}`)).toMatchObject({
      kind: 'account',
      account: { issuer: 'Harbour', account: 'anna' },
    })
  })

  it.each(['key: otpauth://totp/a?', 'https://harbour.example/set-up?', 'Secret=A&'])(
    'that holds a secret behind %j shows none of it',
    (start) => {
      const scanned = readScannedText(`${start}secret=${secret}&x=1`)
      expect(JSON.stringify(scanned)).not.toContain(secret.slice(0, 4))
      expect(scanned).toMatchObject({ text: expect.stringMatching(/secret=…&x=1$/) })
    },
  )

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

  it.each([
    [`totp/Quay:mia?secret=${secret}&digits=9`, { issuer: 'Quay', account: 'mia' }],
    ['totp/mia?issuer=Quay%20Library&secret=!', { issuer: 'Quay Library', account: 'mia' }],
    [`steam/Quay:mia?secret=${secret}`, { issuer: 'Quay', account: 'mia' }],
    [`totp/Quay%E2%80%AE:mia?secret=${secret}`, { issuer: '', account: '' }],
    [`totp/%FF?secret=${secret}`, { issuer: '', account: '' }],
    ['totp', { issuer: '', account: '' }],
  ])('that is refused says whose key it is where that can be shown: %s', (rest, names) => {
    expect(readScannedText(`otpauth://${rest}`)).toMatchObject({ kind: 'refused', ...names })
  })

  it.each([
    `steam://${secret}`,
    `STEAM://${secret.toLowerCase()}===`,
    `  steam://${secret}\n`,
    `steam:${secret}`,
    `steam://${secret}/?name=Mia`,
    `steam://${secret}?name=Mia`,
  ])('that is a bare key of Steam is refused as such, and none of it is shown: %j', (text) => {
    const refused = { kind: 'refused', reason: 'unsupported_type', parameter: 'type', value: 'steam' }
    expect(readScannedText(text)).toEqual({ ...refused, issuer: '', account: '' })
  })

  it.each(['steam://run/440', 'steam://friends', 'steam://openurl/https://store.example/abcdefghijklmnop'])(
    'that opens Steam is no key: %s',
    (text) => {
      expect(readScannedText(text)).toEqual({ kind: 'text', text })
    },
  )

  it('that is an export has its accounts', () => {
    const account = { secret: new TextEncoder().encode('12345678901234567890'), name: 'Acme:anna' }
    const text = writeMigration({ accounts: [account, { ...account, algorithm: 4 }], index: 1, size: 3 })
    expect(readScannedText(text)).toMatchObject({
      kind: 'export',
      part: { index: 1, size: 3 },
      entries: [
        { status: 'ok', account: { issuer: 'Acme', account: 'anna' } },
        { status: 'refused', reason: 'unsupported_algorithm', value: 'MD5' },
      ],
    })
  })

  it.each(['otpauth-migration://offline?data=CjEK', 'OTPAUTH-MIGRATION://offline?data='])(
    '%s is a broken export',
    (text) => {
      expect(readScannedText(text)).toEqual({ kind: 'broken_export' })
    },
  )

  it.each([
    ['phonefactor://activate_account?code=123&url=https%3A%2F%2Fx.example', 'Microsoft Authenticator'],
    ['PHONEFACTOR://activate_account', 'Microsoft Authenticator'],
    ['microsoft-authenticator://activate?x=1', 'Microsoft Authenticator'],
    ['https://co1pfpad21.phonefactor.net/pad/123', 'Microsoft Authenticator'],
    ['duo://abc-def', 'Duo Mobile'],
    ['https://m-1a2b.duosecurity.com/activate/abc', 'Duo Mobile'],
    ['oktaverify://email/?x=1', 'Okta Verify'],
  ])('%s is of use to one app only', (text, app) => {
    expect(readScannedText(text)).toEqual({ kind: 'activation', app })
  })

  it('is not taken for an activation because of what is in the middle of an address', () => {
    const text = 'https://evil.example/?phonefactor.net/pad'
    expect(readScannedText(text)).toEqual({ kind: 'address', text })
  })

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

  it.each([
    ['an address', 'https://', 'a.'],
    ['a key', 'otpauth://totp/', '%41'],
    ['an export', 'otpauth-migration://offline?data=', 'AA=='],
    ['white space', '', ' \n'],
  ])('is read at once where somebody pastes megabytes of %s', (_what, start, rest) => {
    const begun = performance.now()
    expect(readScannedText(start + rest.repeat(3_000_000)).kind).not.toBe('account')
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('is cut when it is long', () => {
    const scanned = readScannedText('x'.repeat(5000))
    expect(scanned).toEqual({ kind: 'text', text: `${'x'.repeat(200)}…` })
  })
})
