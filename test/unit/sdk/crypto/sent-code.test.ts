import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { hashSentCode, isSentCode, makeDigits } from '../../../../sdk/src/crypto/sent-code.ts'

const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64')
const keyring = createKeyring([
  { id: 'new', secret: secret(1) },
  { id: 'old', secret: secret(2) },
])
const place = { id: 'challenge', factorId: 'phone' }
const row = (code: string, keyId = 'new') => ({
  ...place,
  keyId,
  codeHash: hashSentCode(place, code, keyring, keyId),
})

describe('makeDigits', () => {
  test('draws each number as often as the next, leading zeros kept', () => {
    const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
    const counts = new Map<string, number>()
    for (let drawn = 0; drawn < 20_000; drawn++) {
      const digits = makeDigits(random, 1)
      counts.set(digits, (counts.get(digits) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([...'0123456789'])
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(400)
    expect(makeDigits({ bytes: () => new Uint8Array([0, 0, 0, 7]) }, 6)).toBe('000007')
  })

  test('draws again above the last whole multiple, where some numbers would come up once more', () => {
    const draws = [new Uint8Array([255, 255, 255, 255]), new Uint8Array([0, 0, 0, 5])]
    expect(makeDigits({ bytes: () => draws.shift() as Uint8Array }, 8)).toBe('00000005')
    expect(draws).toEqual([])
  })
})

describe('a sent code', () => {
  test('is the one of its challenge, factor and key, and no other', () => {
    expect(isSentCode(row('123456'), '123456', keyring)).toBe(true)
    expect(isSentCode(row('123456', 'old'), '123456', keyring)).toBe(true)
    expect(isSentCode(row('123456'), '123457', keyring)).toBe(false)
    expect(isSentCode({ ...row('123456'), id: 'other' }, '123456', keyring)).toBe(false)
    expect(isSentCode({ ...row('123456'), factorId: null }, '123456', keyring)).toBe(false)
    expect(isSentCode({ ...row('123456'), keyId: 'old' }, '123456', keyring)).toBe(false)
    expect(isSentCode({ ...row('123456'), codeHash: '' }, '123456', keyring)).toBe(false)
  })

  test('fails closed when its key is gone', () => {
    expect(() => isSentCode({ ...row('123456'), keyId: 'gone' }, '123456', keyring)).toThrow(
      expect.objectContaining({ code: 'key_unknown' }),
    )
  })
})
