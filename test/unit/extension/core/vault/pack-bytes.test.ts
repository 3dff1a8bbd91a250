import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packBytes, unpackBytes } from '../../../../../extension/src/core/vault/pack-bytes.ts'

const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    plain,
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.record({ text: plain, part: tie('value') }),
  ),
}))

it('whatever holds bytes comes back as it was through what keeps none', () => {
  fc.assert(
    fc.property(value, (written) => {
      expect(unpackBytes(JSON.parse(JSON.stringify(packBytes(written))))).toEqual(written)
    }),
  )
})

it('bytes that are not as they were written are none', () => {
  expect(unpackBytes({ secret: { bytes: 'A' } })).toEqual({ secret: null })
})
