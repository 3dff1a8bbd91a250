import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnyText, readTypedKey } from '../../../../extension/src/core/typed-key.ts'

const nobody = { issuer: '', account: '' }

describe('a key that is typed', () => {
  it.each(['GEZDGNBVGY3TQOJQ', 'gezd gnbv gy3t qojq', 'GEZD-GNBV-GY3T-QOJQ', '  GEZDGNBVGY3TQOJQ==== '])(
    'is understood as %s',
    (key) => {
      expect(readTypedKey(key, nobody)).toMatchObject({
        kind: 'account',
        account: { secret: new TextEncoder().encode('1234567890'), type: 'totp', digits: 6, period: 30 },
      })
    },
  )

  it('keeps the names beside it exactly', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
        fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
        (issuer, account) => {
          // An old app's slip that the key URI reader repairs.
          fc.pre(!issuer.trim().endsWith('period=30'))
          expect(readTypedKey('GEZDGNBVGY3TQOJQ', { issuer, account })).toMatchObject({
            kind: 'account',
            account: { issuer: issuer.trim(), account: account.trim() },
          })
        },
      ),
    )
  })

  it('can be a whole key URI, whose names count', () => {
    const uri = 'otpauth://totp/Harbour:anna?secret=GEZDGNBVGY3TQOJQ'
    expect(readTypedKey(uri, { issuer: 'Other', account: 'other' })).toMatchObject({
      account: { issuer: 'Harbour', account: 'anna' },
    })
  })

  it.each(['', '   '])('is missing when the field holds "%s"', (key) => {
    expect(readTypedKey(key, nobody)).toEqual({ kind: 'empty' })
  })

  it.each(['hello world 1', '123456', 'GEZD!', 'ＧＥＺＤ', 'ß'.repeat(16)])('%s is none', (key) => {
    expect(readTypedKey(key, nobody)).toEqual({ kind: 'not_a_key' })
  })

  it('of absurd length is none', () => {
    expect(readTypedKey('A'.repeat(1_000_000), nobody)).toEqual({ kind: 'not_a_key' })
  })

  it('does not let a name smuggle parameters in', () => {
    const read = readTypedKey('GEZDGNBVGY3TQOJQ', { issuer: 'x&digits=8', account: 'y?period=60&secret=A' })
    expect(read).toMatchObject({ account: { digits: 6, period: 30, issuer: 'x&digits=8' } })
  })
})

describe('a text that a QR code holds or that is pasted where no field is', () => {
  it.each(['JBSW Y3DP EHPK 3PXP', 'jbswy3dpehpk3pxp', 'JBSW-Y3DP-EHPK-3PXP-JB', 'JBSWY3DPEHPK3PXP===='])(
    '%s is a key',
    (text) => {
      expect(readAnyText(text)).toMatchObject({ kind: 'account', account: { issuer: '', account: '' } })
    },
  )

  it.each(['hello world', 'GEZDGNBV', 'this is a sentence of many words', 'JBSWY3DPEHPK3PX1'])(
    '%s is none',
    (text) => {
      expect(readAnyText(text)).toEqual({ kind: 'text', text })
    },
  )

  it.each([
    ['otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ', 'account'],
    ['otpauth://totp/a?secret=!', 'refused'],
    ['https://harbour.example/', 'address'],
    ['A'.repeat(1_000_000), 'text'],
  ])('is read for what it is', (text, kind) => {
    expect(readAnyText(text).kind).toBe(kind)
  })
})
