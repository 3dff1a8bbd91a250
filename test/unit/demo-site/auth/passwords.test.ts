import { describe, expect, it } from 'vitest'
import { checkPassword, hashPassword } from '../../../../demo-site/src/auth/passwords.ts'

describe('a password', () => {
  it('is kept as Argon2id with the parameters that OWASP names, salted', async () => {
    const [first, second] = [await hashPassword('a password'), await hashPassword('a password')]
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
  })

  it('fits its own hash and no other, however its letters are composed', async () => {
    const stored = await hashPassword('sj\u00f6stj\u00e4rna')
    expect(await checkPassword(stored, 'sjo\u0308stja\u0308rna')).toBe(true)
    expect(await checkPassword(stored, 'sjostjarna')).toBe(false)
  })

  it('fits nothing for an address that nobody has, the decoy included', async () => {
    expect(await checkPassword(null, 'no account has this password')).toBe(false)
  })

  it('is never cut to fit', async () => {
    const stored = await hashPassword('x'.repeat(256))
    expect(await checkPassword(stored, 'x'.repeat(256))).toBe(true)
    expect(await checkPassword(stored, 'x'.repeat(257))).toBe(false)
  })
})
