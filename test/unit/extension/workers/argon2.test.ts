import { argon2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodePassword, kdfDefaults } from '../../../../extension/src/core/vault/kdf.ts'
import { deriveWithArgon2 } from '../../../../extension/src/workers/argon2.ts'

const salt = new Uint8Array(16).fill(3)
const floor = { ...kdfDefaults, memory: 19 * 1024, iterations: 2 }

describe('the key derivation', () => {
  it.each([
    ['the floor', floor],
    ['the defaults', kdfDefaults],
  ])('agrees with another implementation at %s', async (_what, parameters) => {
    const password = encodePassword('räksmörgås och kaffe')
    const expected = argon2Sync('argon2id', {
      message: password,
      nonce: salt,
      memory: parameters.memory,
      passes: parameters.iterations,
      parallelism: parameters.parallelism,
      tagLength: 32,
    })
    expect(Buffer.from(await deriveWithArgon2(password, salt, parameters))).toEqual(expected)
  })

  it('refuses weak parameters from a tampered header', async () => {
    const weak = { ...floor, memory: 8 }
    await expect(deriveWithArgon2(encodePassword('x'), salt, weak)).rejects.toMatchObject({
      code: 'kdf_out_of_bounds',
    })
  })

  it('refuses 4 GiB before taking any of it', async () => {
    const absurd = { ...floor, memory: 4 * 1024 * 1024 }
    await expect(deriveWithArgon2(encodePassword('x'), salt, absurd)).rejects.toMatchObject({
      code: 'kdf_out_of_bounds',
    })
  })
})
