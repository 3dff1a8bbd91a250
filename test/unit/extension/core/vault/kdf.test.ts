import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkKdf,
  encodePassword,
  kdfBounds,
  kdfDefaults,
} from '../../../../../extension/src/core/vault/kdf.ts'

const refused = expect.objectContaining({ code: 'kdf_out_of_bounds' })

describe('parameters of the key derivation', () => {
  it('are 64 MiB, three iterations and one lane for new vaults', () => {
    expect(checkKdf(kdfDefaults)).toEqual({
      algorithm: 'argon2id',
      version: 19,
      memory: 65_536,
      iterations: 3,
      parallelism: 1,
    })
  })

  it.each([
    ['at the floor', { memory: 19_456, iterations: 2 }],
    ['at the ceiling', { memory: 262_144, iterations: 10 }],
  ])('are accepted %s', (_where, changes) => {
    expect(checkKdf({ ...kdfDefaults, ...changes })).toMatchObject(changes)
  })

  it.each([
    ['less memory', { memory: 19_455 }],
    ['more memory', { memory: 262_145 }],
    ['one iteration', { iterations: 1 }],
    ['eleven iterations', { iterations: 11 }],
    ['no lane', { parallelism: 0 }],
    ['many lanes', { parallelism: 5 }],
    ['half a lane', { parallelism: 1.5 }],
    ['not a number', { memory: Number.NaN }],
    ['a number in words', { memory: '65536' }],
    ['another algorithm', { algorithm: 'argon2d' }],
    ['an inherited name', { algorithm: '__proto__' }],
    ['an older Argon2', { version: 0x10 }],
  ])('are refused with %s', (_what, changes) => {
    expect(() => checkKdf({ ...kdfDefaults, ...changes })).toThrow(refused)
  })

  it('are never taken from anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          const { memory, iterations } = checkKdf(value)
          expect(memory).toBeLessThanOrEqual(kdfBounds.memory.max)
          expect(iterations).toBeLessThanOrEqual(kdfBounds.iterations.max)
        } catch (error) {
          expect(error).toEqual(refused)
        }
      }),
    )
  })
})

describe('a password', () => {
  it('is the same bytes however it was composed', () => {
    expect(encodePassword('\u00e5')).toEqual(encodePassword('a\u030a'))
    expect(encodePassword('a')).not.toEqual(encodePassword('b'))
  })
})
