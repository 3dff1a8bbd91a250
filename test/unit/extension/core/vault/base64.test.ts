import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../../../extension/src/core/vault/base64.ts'

describe('base64', () => {
  it('is what everybody else writes, and comes back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
    )
  })

  it('of something large is whole', () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_001))
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
  })

  it('is read from nothing that would be written otherwise', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        const bytes = decodeBase64(text)
        if (bytes !== null) expect(encodeBase64(bytes)).toBe(text)
      }),
    )
  })

  it.each(['AAA', 'AB==', 'AAB=', 'A===', 'AA=A', '====', 'AA-_', 'AA A', 'ĀAAA', 'AAAA\n'])(
    'does not read %j',
    (text) => {
      expect(decodeBase64(text)).toBeNull()
    },
  )
})
