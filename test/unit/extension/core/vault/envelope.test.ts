import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeContext, seal, unseal } from '../../../../../extension/src/core/vault/envelope.ts'
import { importSlotKey } from '../../../../../extension/src/core/vault/keys.ts'

let key: CryptoKey

beforeAll(async () => {
  key = await importSlotKey(new Uint8Array(32).fill(7))
})

describe('what is sealed', () => {
  it('opens under the same key and context, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.string(), async (bytes, part) => {
        const context = describeContext(1, 'id', part)
        expect(await unseal(key, await seal(key, new Uint8Array(bytes), context), context)).toEqual(bytes)
      }),
    )
  })

  it('does not open under another key', async () => {
    const context = describeContext(1, 'id')
    const other = await importSlotKey(new Uint8Array(32).fill(8))
    expect(await unseal(other, await seal(key, new Uint8Array(3), context), context)).toBeNull()
  })

  it('opens in no other context', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.array(fc.string()), async (left, right) => {
        fc.pre(JSON.stringify(left) !== JSON.stringify(right))
        const sealed = await seal(key, new Uint8Array(3), describeContext(1, 'id', ...left))
        expect(await unseal(key, sealed, describeContext(1, 'id', ...right))).toBeNull()
      }),
    )
  })

  it('never has the same nonce twice', async () => {
    const nonces = new Set<string>()
    for (let index = 0; index < 500; index++) {
      const { nonce } = await seal(key, new Uint8Array(1), describeContext(1, 'id'))
      expect(nonce).toHaveLength(12)
      nonces.add(nonce.join())
    }
    expect(nonces.size).toBe(500)
  })
})
