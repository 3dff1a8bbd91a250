import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeBase32,
  formatKeyUri,
  type KeyUriNote,
  type OtpAccount,
  parseKeyUri,
} from '../../../../sdk/src/otp/index.ts'

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const secret = new TextEncoder().encode('12345678901234567890')
const plain: OtpAccount = {
  type: 'totp',
  issuer: 'Acme',
  account: 'anna',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
}

describe('parseKeyUri accepts what real sites write', () => {
  const accepted: [string, Partial<OtpAccount>, KeyUriNote[]?][] = [
    [`otpauth://totp/Acme:anna?secret=${SECRET}&issuer=Acme`, {}],
    [`OTPAUTH://TOTP/Acme:anna?SECRET=${SECRET}&Issuer=Acme`, {}],
    [`  otpauth://totp/Acme:anna?secret=${SECRET}\r\n`, {}],
    [`otpauth://totp/Acme:anna?secret=${SECRET}`, {}],
    [`otpauth://totp/Acme%3A%20anna?secret=${SECRET}&issuer=Acme`, {}],
    [`otpauth://totp/Acme:%20anna?secret=${SECRET}&issuer=Acme`, {}],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=Acme`, {}],
    [`otpauth://totp/%3Aanna?secret=${SECRET}&issuer=Acme`, {}],
    [`otpauth://totp/Acme:a:b@x?secret=${SECRET}`, { account: 'a:b@x' }],
    [`otpauth://totp/Acme:a%3Ab@x?secret=${SECRET}`, { account: 'a:b@x' }],
    [`otpauth://totp/Acme:me+tag@x.example?secret=${SECRET}`, { account: 'me+tag@x.example' }],
    [`otpauth://totp/anna?secret=${SECRET}`, { issuer: '' }],
    [`otpauth://totp/Acme:?secret=${SECRET}`, { account: '' }],
    [`otpauth://totp/?secret=${SECRET}`, { issuer: '', account: '' }],
    [`otpauth://totp?secret=${SECRET}`, { issuer: '', account: '' }],
    [`otpauth://totp/Old:anna?secret=${SECRET}&issuer=Acme`, {}, ['issuer_mismatch']],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=Acme+Health`, { issuer: 'Acme Health' }],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=C%2B%2B`, { issuer: 'C++' }],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=%C3%85sa%20%26%20Co`, { issuer: 'Åsa & Co' }],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=Acmeperiod=30`, {}],
    [`otpauth://totp/anna?secret=${SECRET}&issuer=%3Cb%3EAcme`, { issuer: '<b>Acme' }],
    [`otpauth://totp/Acme #2:anna?secret=${SECRET}`, { issuer: 'Acme #2' }],
    [`otpauth://totp/Acme/Berlin:anna?secret=${SECRET}`, { issuer: 'Acme/Berlin' }],
    [`otpauth://totp/Acme:anna?secret=gezd-gnbv gy3t+qojq%20GEZD%E2%80%93GNBVGY3TQOJQ======&issuer=Acme`, {}],
    [`otpauth://totp/Acme:anna?secret=3132333435363738393031323334353637383930`, {}, ['hex_secret']],
    [`otpauth://totp/Acme:anna?secret=GEZDGNBVGY3TQOI`, { secret: secret.slice(0, 9) }, ['short_secret']],
    [`otpauth://totp/Acme:anna?secret=GEZDGNBVGY3TQOJQ`, { secret: secret.slice(0, 10) }],
    ...['SHA1', 'sha1', 'SHA-1', 'HmacSHA1', 'Algorithm.sha1'].map((name): [string, Partial<OtpAccount>] => [
      `otpauth://totp/Acme:anna?secret=${SECRET}&algorithm=${name}`,
      {},
    ]),
    [`otpauth://totp/Acme:anna?secret=${SECRET}&algorithm=SHA-256`, { algorithm: 'SHA256' }],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&algorithm=hmacsha512`, { algorithm: 'SHA512' }],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&digits=7`, { digits: 7 }],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&digits=8&period=10`, { digits: 8, period: 10 }],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&period=300`, { period: 300 }],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&issuer&algorithm=&digits&&`, {}],
    [
      `otpauth://totp/Acme:anna?secret=${SECRET}&image=https://x.example/a.png&codeDisplay=%7B%7D&foo=%zz`,
      {},
    ],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&image=1&__proto__=1&constructor=2`, {}],
    [`otpauth://totp/Acme:anna?secret=${SECRET}&counter=nonsense`, {}],
    [`otpauth://hotp/Acme:anna?secret=${SECRET}&counter=0`, { type: 'hotp' }],
    [
      `otpauth://HOTP/Acme:anna?secret=${SECRET}&counter=4294967297&period=1e9`,
      { type: 'hotp', counter: 4294967297 },
    ],
    [`otpauth://totp/👩‍⚕️ Clinic:anna?secret=${SECRET}`, { issuer: '👩‍⚕️ Clinic' }],
    [
      `otpauth://totp/%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D9%85:anna?secret=${SECRET}`,
      { issuer: 'می\u200cروم' },
    ],
  ]
  it.each(accepted)('%s', (text, changes, notes = []) => {
    expect(parseKeyUri(text)).toEqual({ status: 'ok', account: { ...plain, ...changes }, notes })
  })

  it('as they stand in HTML, where an ampersand is escaped', () => {
    for (const sign of ['&amp;', '&#38;', '&#x26;', '&amp;amp;', '&amp%3B']) {
      const query = [`secret=${SECRET}`, 'algorithm=SHA256', 'digits=8', 'period=60'].join(sign)
      expect(parseKeyUri(`otpauth://totp/Acme:anna?${query}`)).toMatchObject({
        account: { algorithm: 'SHA256', digits: 8, period: 60 },
      })
    }
    expect(parseKeyUri(`otpauth://totp/a?secret=${SECRET}&issuer=A%3Bdigits%3D8&x-digits=8`)).toMatchObject({
      account: { issuer: 'A;digits=8', digits: 6 },
    })
  })

  it.each(['1️⃣', '⚡️ Power', '❤️‍🔥', '👨‍👩‍👧', '👍🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', 'क्‍ष', 'র‍্য', '漢󠄀'])(
    'the invisible characters of %s, which it needs',
    (issuer) => {
      const uri = `otpauth://totp/a?secret=${SECRET}&issuer=${encodeURIComponent(issuer)}`
      expect(parseKeyUri(uri)).toMatchObject({ status: 'ok', account: { issuer } })
    },
  )
})

describe('parseKeyUri refuses by name', () => {
  const totp = (query: string) => `otpauth://totp/Acme:anna?${query}`
  const withSecret = (query: string) => totp(`secret=${SECRET}&${query}`)
  const refused: [string, string, string, string?][] = [
    ...['-1', '0', '5', '9', '100', 'NaN', '６', '6.0', '06', '6e0', '0x6', '6,7', 'six'].map(
      (digits): [string, string, string] => [withSecret(`digits=${digits}`), 'unsupported_digits', 'digits'],
    ),
    [withSecret('algorithm=null'), 'unsupported_algorithm', 'algorithm', 'null'],
    [withSecret('digits=null'), 'unsupported_digits', 'digits', 'null'],
    [withSecret('period=null'), 'unsupported_period', 'period', 'null'],
    [withSecret('image=1&image=2'), 'duplicate_parameter', 'image'],
    [withSecret('image=1&IM%41GE=1'), 'duplicate_parameter', 'image'],
    [withSecret('digits=%EF%BC%96'), 'unsupported_digits', 'digits'],
    ...['0', '9', '301', '1e9', '1000000000', '-30', '30.5', '３０', 'Infinity'].map(
      (period): [string, string, string] => [withSecret(`period=${period}`), 'unsupported_period', 'period'],
    ),
    ...[
      'MD5',
      'SHA224',
      'SHA-224',
      'SHA384',
      'SHA3-256',
      '__proto__',
      'constructor',
      'ſha1',
      'SHA1x',
      'GOST3411_2012_256',
    ].map((algorithm): [string, string, string] => [
      withSecret(`algorithm=${algorithm}`),
      'unsupported_algorithm',
      'algorithm',
    ]),
    [totp(''), 'missing_secret', 'secret'],
    ['otpauth://totp/Acme:anna', 'missing_secret', 'secret'],
    [totp('issuer=Acme'), 'missing_secret', 'secret'],
    [totp('secret='), 'missing_secret', 'secret'],
    [totp('secret=%20+'), 'missing_secret', 'secret'],
    [totp('secret=A'), 'invalid_secret', 'secret'],
    [totp('secret=---'), 'invalid_secret', 'secret'],
    [totp('secret===='), 'invalid_secret', 'secret'],
    [totp('secret=GEZDGNBV1890'), 'invalid_secret', 'secret'],
    [totp('secret=0189'), 'invalid_secret', 'secret'],
    [totp(`secret=${'ß'.repeat(16)}`), 'invalid_secret', 'secret'],
    [totp(`secret=${SECRET}%00`), 'invalid_secret', 'secret'],
    [totp(`secret=${'A'.repeat(1000)}`), 'secret_too_long', 'secret'],
    [totp(`secret=${'A'.repeat(60_000)}`), 'secret_too_long', 'secret'],
    [withSecret(`secret=${SECRET}`), 'duplicate_parameter', 'secret'],
    [withSecret('SECRET=AAAA'), 'duplicate_parameter', 'secret'],
    [withSecret('%73ecret=AAAA'), 'duplicate_parameter', 'secret'],
    [withSecret('digits=6&Digits=8'), 'duplicate_parameter', 'digits'],
    [withSecret('issuer=A&issuer=B'), 'duplicate_parameter', 'issuer'],
    [withSecret('period=30&period'), 'duplicate_parameter', 'period'],
    [withSecret('algorithm=SHA1&ALGORITHM=SHA1'), 'duplicate_parameter', 'algorithm'],
    [withSecret('counter=1&counter=2'), 'duplicate_parameter', 'counter'],
    [`otpauth://hotp/Acme:anna?secret=${SECRET}`, 'missing_counter', 'counter'],
    [`otpauth://hotp/Acme:anna?secret=${SECRET}&counter=`, 'missing_counter', 'counter'],
    ...['-1', '1.5', '1e3', '９', '9007199254740991', '99999999999999999999'].map(
      (counter): [string, string, string] => [
        `otpauth://hotp/Acme:anna?secret=${SECRET}&counter=${counter}`,
        'invalid_counter',
        'counter',
      ],
    ),
    [`otpauth://steam/Acme:anna?secret=${SECRET}`, 'unsupported_type', 'type'],
    [`otpauth://yaotp/Acme:anna?secret=${SECRET}`, 'unsupported_type', 'type'],
    [`otpauth://__proto__/Acme?secret=${SECRET}`, 'unsupported_type', 'type'],
    [`otpauth://?secret=${SECRET}`, 'unsupported_type', 'type'],
    [withSecret('otp_type=steam'), 'unsupported_type', 'otp_type'],
    [withSecret('encoder=Steam'), 'unsupported_type', 'encoder'],
    [`otpauth://totp/%zz?secret=${SECRET}`, 'invalid_encoding', 'label'],
    [`otpauth://totp/100%:anna?secret=${SECRET}`, 'invalid_encoding', 'label'],
    [withSecret('issuer=%E0%A4'), 'invalid_encoding', 'issuer'],
    [totp('secret=%C3%28'), 'invalid_encoding', 'secret'],
    ...[
      '\u202e',
      '\u202a',
      '\u2066',
      '\u2069',
      '\u200e',
      '\u200f',
      '\u200b',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u0000',
      '\u0007',
      '\u001b',
      '\u0085',
      '\u2028',
      '\u3164',
      '\u{e0041}',
      '\ufe0f',
    ].flatMap((hidden): [string, string, string][] => [
      [`otpauth://totp/Ac${encodeURIComponent(hidden)}me:anna?secret=${SECRET}`, 'invalid_label', 'label'],
      [`otpauth://totp/Acme:an${hidden}na?secret=${SECRET}`, 'invalid_label', 'label'],
      [withSecret(`issuer=Ac${encodeURIComponent(hidden)}me`), 'invalid_label', 'issuer'],
    ]),
    // Where nothing beside them needs them, they make two names look the same.
    ...[
      'Bank1\ufe0f',
      '#\ufe0fBank',
      'سلام\u200c',
      'ا\u200cب',
      'س\u200dل',
      'क\u200d',
      'क्\u200c',
      '©\u200d©',
      '❤\ufe0f\ufe0f',
    ].map((name): [string, string, string] => [
      withSecret(`issuer=${encodeURIComponent(name)}`),
      'invalid_label',
      'issuer',
    ]),
    [withSecret('?digits=8'), 'invalid_encoding', 'digits'],
    [withSecret('%20digits=8'), 'invalid_encoding', 'digits'],
    [withSecret('digits%=8'), 'invalid_encoding', 'digits'],
    [withSecret('issuer=Acme;algorithm=SHA256'), 'invalid_encoding', 'algorithm'],
    [withSecret('issuer=Acme?period=60'), 'invalid_encoding', 'period'],
    [withSecret('digits=8&amp;digits=8'), 'duplicate_parameter', 'digits'],
    [`otpauth://totp/Ac\ud800me:anna?secret=${SECRET}`, 'invalid_label', 'label'],
    [`otpauth://totp/Ac%0D%0Ame:anna?secret=${SECRET}`, 'invalid_label', 'label'],
    [`otpauth://totp/${'x'.repeat(257)}?secret=${SECRET}`, 'label_too_long', 'label'],
    [withSecret(`issuer=${'x'.repeat(257)}`), 'label_too_long', 'issuer'],
  ]
  it.each(refused)('%j', (text, reason, parameter) => {
    expect(parseKeyUri(text)).toMatchObject({ status: 'refused', reason, parameter })
  })

  it('an odd parameter that occurs twice, without repeating its name', () => {
    expect(parseKeyUri(withSecret('%3Cb%3E=1&%3Cb%3E=2'))).toEqual({
      status: 'refused',
      reason: 'duplicate_parameter',
    })
  })

  it('a text of a megabyte', () => {
    expect(parseKeyUri(totp(`secret=${'A'.repeat(1_000_000)}`))).toEqual({
      status: 'refused',
      reason: 'text_too_long',
    })
  })

  it('with the unsupported name where that is short and plain, and never with a secret', () => {
    expect(parseKeyUri(withSecret('algorithm=MD5'))).toHaveProperty('value', 'MD5')
    expect(parseKeyUri(withSecret('digits=9'))).toHaveProperty('value', '9')
    expect(parseKeyUri(withSecret('algorithm=%3Cb%3E'))).not.toHaveProperty('value')
    expect(parseKeyUri(withSecret(`algorithm=${'A'.repeat(17)}`))).not.toHaveProperty('value')
    expect(parseKeyUri(totp('secret=GEZD0001'))).not.toHaveProperty('value')
  })
})

describe('parseKeyUri leaves other texts alone', () => {
  it.each([
    '',
    'https://harbour.example',
    'otpauth-migration://offline?data=AAAA',
    'otpauth:totp/x?secret=AAAA',
    'otpauth',
    'steam://GEZDGNBV',
    'see otpauth://totp/x?secret=AAAA',
    'x'.repeat(1_000_000),
  ])('%.40s', (text) => {
    expect(parseKeyUri(text)).toEqual({ status: 'not_a_key_uri' })
  })

  it('but throws for what is no text', () => {
    expect(() => parseKeyUri(['otpauth://totp/x?secret=AAAA'] as unknown as string)).toThrow(TypeError)
  })
})

const name = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text))

const anyAccount: fc.Arbitrary<OtpAccount> = fc
  .record({
    issuer: name,
    account: name,
    secret: fc.uint8Array({ minLength: 1, maxLength: 128 }).map((bytes) => Uint8Array.from(bytes)),
    algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
    digits: fc.integer({ min: 6, max: 8 }),
  })
  .chain((common) =>
    fc.oneof(
      fc
        .integer({ min: 10, max: 300 })
        .map((period): OtpAccount => ({ ...common, type: 'totp', period, counter: 0 })),
      fc
        .nat({ max: 2 ** 31 - 1 })
        .map((counter): OtpAccount => ({ ...common, type: 'hotp', period: 30, counter: counter * 2 ** 20 })),
    ),
  )

describe('formatKeyUri', () => {
  it('writes the plain form', () => {
    expect(formatKeyUri({ ...plain, issuer: 'Acme Health', account: 'anna@acme.example' })).toBe(
      `otpauth://totp/Acme%20Health:anna%40acme.example?secret=${SECRET}&issuer=Acme%20Health&algorithm=SHA1&digits=6&period=30`,
    )
  })

  it('writes what parseKeyUri reads back, for any account', () => {
    fc.assert(
      fc.property(anyAccount, (account) => {
        const read = parseKeyUri(formatKeyUri(account))
        expect(read).toMatchObject({ status: 'ok', account })
      }),
      { numRuns: 500 },
    )
  })

  it.each(['A:B', ':', 'period=30', 'Acme?x#y&z=%', 'Acmeperiod=30', 'A%3AB', 'null', '+'])(
    'keeps the name %j whole',
    (odd) => {
      for (const changes of [
        { issuer: odd },
        { account: odd },
        { issuer: odd, account: odd },
        { issuer: '', account: odd },
      ]) {
        expect(parseKeyUri(formatKeyUri({ ...plain, ...changes }))).toEqual({
          status: 'ok',
          account: { ...plain, ...changes },
          notes: [],
        })
      }
    },
  )

  it.each<[string, Partial<OtpAccount>]>([
    ['digits out of bounds', { digits: 9 }],
    ['a period out of bounds', { period: 0 }],
    ['an empty secret', { secret: new Uint8Array(0) }],
    ['a direction override', { issuer: 'Ac\u202eme' }],
    ['a lone surrogate', { account: '\ud800' }],
    ['a space at the end', { account: 'anna ' }],
    ['an over-long name', { issuer: 'x'.repeat(257) }],
  ])('throws for %s', (_, changes) => {
    expect(() => formatKeyUri({ ...plain, ...changes })).toThrow()
  })
})

describe('parseKeyUri with any text', () => {
  it('never throws, and accepts only what it can compute', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'secret',
        'issuer',
        'digits',
        'period',
        'algorithm',
        'counter',
        '&',
        '=',
        '?',
        ':',
        '%',
        '%3A',
        '/',
        '#',
        '+',
        SECRET,
        '6',
        '30',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    const text = fc
      .tuple(fc.constantFrom('totp/', 'hotp/', ''), fc.array(piece, { maxLength: 20 }))
      .map(([type, pieces]) => `otpauth://${type}${pieces.join('')}`)
    fc.assert(
      fc.property(text, (uri) => {
        const read = parseKeyUri(uri)
        expect(['ok', 'refused']).toContain(read.status)
        if (read.status === 'ok') expect(() => formatKeyUri(read.account)).not.toThrow()
      }),
      { numRuns: 3000 },
    )
    expect(decodeBase32(SECRET)).toEqual(secret)
  })

  it('leaves prototypes alone', () => {
    parseKeyUri(
      `otpauth://totp/__proto__:constructor?secret=${SECRET}&__proto__=x&constructor=y&algorithm=__proto__`,
    )
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
