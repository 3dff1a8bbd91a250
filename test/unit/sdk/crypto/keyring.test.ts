import { expect, test } from 'vitest'
import { createKeyring } from '../../../../sdk/src/crypto/keyring.ts'

const secret = Buffer.alloc(32, 1).toString('base64')

test('a key that is missing, short, not base64, double or badly named is refused by code, with the way to make one', () => {
  const cases = [
    [undefined, 'key_missing'],
    [[], 'key_missing'],
    [[{ id: 'a', secret: undefined }], 'key_missing'],
    [[{ id: 'a', secret: '' }], 'key_missing'],
    [[{ id: 'a', secret: Buffer.alloc(31, 1).toString('base64') }], 'key_too_short'],
    [[{ id: 'a', secret: 'not base64 at all, not at all, not at all!' }], 'key_malformed'],
    [[{ id: 'a b', secret }], 'key_malformed'],
    [[{ id: 'a:b', secret }], 'key_malformed'],
    [
      [
        { id: 'a', secret },
        { id: 'a', secret },
      ],
      'key_duplicate',
    ],
  ] as const
  for (const [keys, code] of cases) {
    expect(() => createKeyring(keys), JSON.stringify(keys)).toThrow(expect.objectContaining({ code }))
  }
  expect(() => createKeyring([])).toThrow(/randomBytes\(32\)/)
})

test('no message holds the secret', () => {
  const short = Buffer.alloc(20, 9).toString('base64')
  expect(() => createKeyring([{ id: 'a', secret: short }])).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining(short) }),
  )
})

test('the first key is the current one, every key is found, and an unknown id fails closed', () => {
  const other = Buffer.alloc(32, 2).toString('base64url')
  const keyring = createKeyring([
    { id: 'new', secret },
    { id: 'old', secret: other },
  ])
  expect(keyring.current.id).toBe('new')
  expect(keyring.find('old').id).toBe('old')
  expect(() => keyring.find('gone')).toThrow(expect.objectContaining({ code: 'key_unknown' }))
  expect(() => keyring.find('__proto__')).toThrow(expect.objectContaining({ code: 'key_unknown' }))
})

test('the keys for different uses differ from each other and from the secret', () => {
  const { current } = createKeyring([{ id: 'a', secret }])
  const { seal, audit, device, code } = current
  const keys = [seal, audit, device, code].map((key) => key.export().toString('hex'))
  expect(new Set([...keys, Buffer.from(secret, 'base64').toString('hex')]).size).toBe(5)
})
