import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'
import { openSecret, sealSecret } from '../../../../sdk/src/crypto/sealed-secret.ts'

const key = (id: string, fill: number) => ({ id, secret: Buffer.alloc(32, fill).toString('base64') })
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const place = { table: 'factors', userId: 'u', rowId: 'r' }
const keyring = createKeyring([key('one', 1)])

test('what was sealed opens to the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.string(), fc.string(), (secret, userId, rowId) => {
      const where = { table: 'factors', userId, rowId }
      expect(openSecret(sealSecret(secret, where, keyring, random), where, keyring)).toEqual(secret)
    }),
  )
})

test('the same secret is never sealed to the same text', () => {
  const secret = new Uint8Array(20)
  expect(sealSecret(secret, place, keyring, random)).not.toBe(sealSecret(secret, place, keyring, random))
})

test('moved to another table, user or row it does not open', () => {
  const sealed = sealSecret(new Uint8Array(20), place, keyring, random)
  const elsewhere = [
    { ...place, table: 'phones' },
    { ...place, userId: 'v' },
    { ...place, rowId: 's' },
    // The same text once the parts are joined.
    { table: 'factors', userId: 'u","r', rowId: '' },
  ]
  for (const where of elsewhere) {
    expect(() => openSecret(sealed, where, keyring)).toThrow(
      expect.objectContaining({ code: 'sealed_secret_invalid' }),
    )
  }
})

test('any altered character is found', () => {
  const sealed = sealSecret(new Uint8Array(20), place, keyring, random)
  const [, , body = ''] = sealed.split(':')
  const bytes = Buffer.from(body, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const altered = Buffer.from(bytes)
    altered[index] = (altered[index] as number) ^ 1
    const text = `v1:one:${altered.toString('base64url')}`
    expect(() => openSecret(text, place, keyring)).toThrow(
      expect.objectContaining({ code: 'sealed_secret_invalid' }),
    )
  }
  for (const text of ['', 'v1', 'v1:one:', 'v2:one:AAAA', `v1:one:${body.slice(0, 20)}`, `${sealed}:x`]) {
    expect(() => openSecret(text, place, keyring), text).toThrow(
      expect.objectContaining({ code: 'sealed_secret_invalid' }),
    )
  }
})

test('an older key still opens what it sealed, a key that is gone fails closed, a wrong one is found', () => {
  const sealed = sealSecret(new Uint8Array([1, 2, 3]), place, keyring, random)
  const rotated = createKeyring([key('two', 2), key('one', 1)])
  expect(openSecret(sealed, place, rotated)).toEqual(new Uint8Array([1, 2, 3]))
  expect(sealSecret(new Uint8Array(1), place, rotated, random)).toMatch(/^v1:two:/)
  expect(() => openSecret(sealed, place, createKeyring([key('two', 2)]))).toThrow(
    expect.objectContaining({ code: 'key_unknown' }),
  )
  expect(() => openSecret(sealed, place, createKeyring([key('one', 2)]))).toThrow(
    expect.objectContaining({ code: 'sealed_secret_invalid' }),
  )
})
