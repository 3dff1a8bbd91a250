import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  hashRecoveryCode,
  makeRecoveryCode,
  normalizeRecoveryCode,
} from '../../../../sdk/src/crypto/code-hash.ts'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }

test('every character of a code can be any of the 32', () => {
  const seen = new Set(
    Array.from({ length: 200 }, () => makeRecoveryCode(random).replaceAll('-', '')).join(''),
  )
  expect([...seen].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ')
})

test('nothing that is not a string of 24 such characters is read as a code', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const read = normalizeRecoveryCode(value)
      expect(read === null || /^[0-9A-HJKMNP-TV-Z]{24}$/.test(read)).toBe(true)
      if (typeof value !== 'string') expect(read).toBeNull()
    }),
  )
  expect(normalizeRecoveryCode({ toString: () => makeRecoveryCode(random) })).toBeNull()
})

test('the hash depends on user and code, and shifting text from one to the other gives another hash', () => {
  const code = '0'.repeat(24)
  const hashes = [
    hashRecoveryCode('a', code),
    hashRecoveryCode('b', code),
    hashRecoveryCode('a', `1${'0'.repeat(23)}`),
  ]
  expect(new Set(hashes).size).toBe(3)
  expect(hashRecoveryCode('a0', '00')).not.toBe(hashRecoveryCode('a', '000'))
})
