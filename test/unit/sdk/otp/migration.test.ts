import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MigrationEntry, type MigrationResult, parseMigration } from '../../../../sdk/src/otp/index.ts'
import { type ExportedAccount, writeBytes, writeMigration } from '../../../write-migration.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const plain: ExportedAccount = { secret, name: 'Acme:anna', issuer: 'Acme', algorithm: 1, digits: 1, type: 2 }

function readOne(account: ExportedAccount): MigrationEntry | undefined {
  const result = parseMigration(writeMigration({ accounts: [account] }))
  return result.status === 'ok' ? result.entries[0] : undefined
}

function encode(bytes: Uint8Array): string {
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(bytes).toString('base64'))}`
}

describe('an export of Google Authenticator', () => {
  it('gives its accounts exactly', () => {
    const accounts = [
      plain,
      { ...plain, name: 'ben', issuer: '', algorithm: 2, digits: 2 },
      { ...plain, name: 'Quay: carl', issuer: '', algorithm: 3, type: 1, counter: 41 },
    ]
    const result = parseMigration(writeMigration({ accounts, batch: -123456789, index: 2, size: 4 }))
    const common = { secret, period: 30 }
    expect(result).toEqual({
      status: 'ok',
      part: { batch: -123456789, index: 2, size: 4 },
      entries: [
        {
          ...common,
          issuer: 'Acme',
          account: 'anna',
          type: 'totp',
          algorithm: 'SHA1',
          digits: 6,
          counter: 0,
        },
        { ...common, issuer: '', account: 'ben', type: 'totp', algorithm: 'SHA256', digits: 8, counter: 0 },
        {
          ...common,
          issuer: 'Quay',
          account: 'carl',
          type: 'hotp',
          algorithm: 'SHA512',
          digits: 6,
          counter: 41,
        },
      ].map((account) => ({ status: 'ok', account, notes: [] })),
    })
  })

  it('takes what is unspecified as the app does, and a counter of zero that is left out', () => {
    expect(readOne({ secret })).toMatchObject({ account: { type: 'totp', algorithm: 'SHA1', digits: 6 } })
    expect(readOne({ secret, type: 1 })).toMatchObject({ account: { type: 'hotp', counter: 0 } })
  })

  it('keeps a name with a colon whole where its beginning is not the issuer', () => {
    expect(readOne({ ...plain, name: 'Team:anna' })).toMatchObject({ account: { account: 'Team:anna' } })
    expect(readOne({ ...plain, name: 'Acme:a:b' })).toMatchObject({ account: { account: 'a:b' } })
  })

  it('is read where its text was escaped too little, or for addresses', () => {
    const all = Uint8Array.from({ length: 64 }, (_, index) => 255 - index * 3)
    const text = writeMigration({ accounts: [{ ...plain, secret: all }] })
    const [start = '', data = ''] = decodeURIComponent(text).split('data=')
    expect(data).toMatch(/\+/)
    for (const written of [data, data.replaceAll('+', '-').replaceAll('/', '_'), data.replaceAll('=', '')]) {
      expect(parseMigration(`${start}data=${written}`)).toMatchObject({
        entries: [{ account: { secret: all } }],
      })
    }
    expect(parseMigration(` OTPAUTH-MIGRATION://offline?x=1&data=${data}`).status).toBe('ok')
  })

  it('notes a short secret', () => {
    expect(readOne({ ...plain, secret: secret.slice(0, 9) })).toMatchObject({ notes: ['short_secret'] })
  })

  it.each<[string, ExportedAccount, object]>([
    ['MD5', { algorithm: 4 }, { reason: 'unsupported_algorithm', value: 'MD5' }],
    ['an unknown algorithm', { algorithm: 9 }, { reason: 'unsupported_algorithm', value: '9' }],
    ['an unknown length', { digits: 3 }, { reason: 'unsupported_digits', value: '3' }],
    ['an unknown type', { type: 3 }, { reason: 'unsupported_type', value: '3' }],
    ['a negative type', { type: -1 }, { reason: 'unsupported_type', value: '-1' }],
    ['no secret', { secret: new Uint8Array() }, { reason: 'missing_secret' }],
    ['a huge secret', { secret: new Uint8Array(513) }, { reason: 'secret_too_long' }],
    ['a negative counter', { type: 1, counter: -5 }, { reason: 'invalid_counter', value: '-5' }],
    ['a counter past all numbers', { type: 1, counter: 2n ** 62n }, { reason: 'invalid_counter' }],
    ['a name that is too long', { name: 'x'.repeat(257) }, { reason: 'label_too_long', account: '' }],
    ['a name that reorders text', { name: 'a\u202Eb' }, { reason: 'invalid_label', account: '' }],
  ])('refuses an account for %s, and takes the others', (_what, change, refusal) => {
    const result = parseMigration(writeMigration({ accounts: [{ ...plain, ...change }, plain] }))
    expect(result).toMatchObject({ entries: [{ status: 'refused', ...refusal }, { status: 'ok' }] })
  })

  it('names what it refuses', () => {
    expect(readOne({ ...plain, algorithm: 4 })).toMatchObject({ issuer: 'Acme', account: 'anna' })
  })

  it('refuses an account that says something twice, and names that are not text', () => {
    const entries = (fields: [number, Uint8Array][]) =>
      parseMigration(encode(writeBytes([[1, writeBytes(fields)]])))
    expect(
      entries([
        [1, secret],
        [1, secret],
      ]),
    ).toMatchObject({ entries: [{ reason: 'duplicate_parameter' }] })
    expect(
      entries([
        [1, secret],
        [2, Uint8Array.of(0xff)],
      ]),
    ).toMatchObject({
      entries: [{ reason: 'invalid_encoding' }],
    })
  })
})

describe('what only looks like an export', () => {
  it.each<[string, string, MigrationResult]>([
    ['another text', 'otpauth://totp/a?secret=A', { status: 'not_a_migration' }],
    ['no data', 'otpauth-migration://offline', { status: 'refused', reason: 'empty' }],
    ['broken base64', 'otpauth-migration://offline?data=A', { status: 'refused', reason: 'invalid_export' }],
    [
      'a broken escape',
      'otpauth-migration://offline?data=%',
      { status: 'refused', reason: 'invalid_export' },
    ],
    ['too much', `otpauth-migration://${'x'.repeat(65_536)}`, { status: 'refused', reason: 'text_too_long' }],
    [
      'too many accounts',
      writeMigration({ accounts: Array.from({ length: 101 }, () => plain) }),
      { status: 'refused', reason: 'too_many_accounts' },
    ],
    [
      'a part beyond its parts',
      writeMigration({ accounts: [plain], index: 4, size: 4 }),
      { status: 'refused', reason: 'invalid_export' },
    ],
    [
      'a million parts',
      writeMigration({ accounts: [plain], size: 1_000_000 }),
      { status: 'refused', reason: 'invalid_export' },
    ],
    [
      'an account that is a number',
      encode(writeBytes([[1, 7]])),
      { status: 'refused', reason: 'invalid_export' },
    ],
    // Field 1 with a length of 2^31, and one with a length below zero.
    [
      'a length of 2^31',
      encode(Uint8Array.of(10, 128, 128, 128, 128, 8, 1)),
      { status: 'refused', reason: 'invalid_export' },
    ],
    [
      'a negative length',
      encode(Uint8Array.of(10, ...Array.from({ length: 9 }, () => 255), 1)),
      { status: 'refused', reason: 'invalid_export' },
    ],
    [
      'a number without an end',
      encode(new Uint8Array(12).fill(0x88)),
      { status: 'refused', reason: 'invalid_export' },
    ],
    ['a group', encode(Uint8Array.of(11, 12)), { status: 'refused', reason: 'invalid_export' }],
  ])('%s is refused by name', (_what, text, result) => {
    expect(parseMigration(text)).toEqual(result)
  })

  it('never throws and never invents: any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = parseMigration(encode(bytes))
        expect(['ok', 'refused']).toContain(result.status)
      }),
    )
  })

  it('never throws and never invents: any change of one byte', () => {
    const bytes = Buffer.from(
      decodeURIComponent(writeMigration({ accounts: [plain] }).split('data=')[1] ?? ''),
      'base64',
    )
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ change : byte))
        expect(['ok', 'refused']).toContain(parseMigration(encode(changed)).status)
      }),
    )
  })

  it('is a mistake where it is no text', () => {
    expect(() => parseMigration(7 as unknown as string)).toThrow(TypeError)
  })
})
