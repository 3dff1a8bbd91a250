import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashToken, makeToken } from '../../../../sdk/src/crypto/token.ts'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }

test('a token has 256 bits and its hash is not the token', () => {
  const token = makeToken(random)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashToken(token)).toBe(hashToken(token))
})

test('what can not be a token has no hash', () => {
  const token = makeToken(random)
  for (const other of [
    '',
    token.slice(1),
    `${token}=`,
    `${token}\n`,
    [token],
    { toString: () => token },
    null,
    undefined,
    43,
  ]) {
    expect(hashToken(other)).toBeNull()
  }
})
