import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeContents,
  encodeContents,
  type VaultAccount,
} from '../../../../../extension/src/core/vault/contents.ts'
import { makeAccount, makeContents } from '../make-account.ts'

const account: fc.Arbitrary<VaultAccount> = fc.record({
  id: fc.uuid(),
  issuer: fc.string({ unit: 'grapheme' }),
  account: fc.string({ unit: 'grapheme' }),
  type: fc.constantFrom('totp', 'hotp'),
  secret: fc.uint8Array({ minLength: 1, maxLength: 64 }).map((bytes) => new Uint8Array(bytes)),
  algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
  digits: fc.constantFrom(6, 7, 8),
  period: fc.integer({ min: 10, max: 300 }),
  counter: fc.nat(),
  site: fc.option(
    fc.record({ host: fc.domain(), domain: fc.option(fc.domain()), otherHosts: fc.array(fc.domain()) }),
  ),
  addedAt: fc.nat(),
  updatedAt: fc.nat(),
  pinned: fc.boolean(),
  note: fc.string({ unit: 'grapheme' }),
})

const write = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const stored = () =>
  JSON.parse(new TextDecoder().decode(encodeContents(makeContents([makeAccount()]), 5).bytes))

describe('contents', () => {
  it('come back as they were, whatever the accounts are', () => {
    fc.assert(
      fc.property(fc.array(account, { maxLength: 5 }), (accounts) => {
        const contents = makeContents(accounts)
        const { bytes } = encodeContents(contents, 7)
        expect(decodeContents(bytes)).toMatchObject({ savedAt: 7, contents })
      }),
    )
  })

  it('keep what is known of a backup that nobody has confirmed, and damage in that is found', () => {
    const madeBackup = { createdAt: 6, accounts: 2, ahead: ['a1'] }
    const settings = { ...makeContents([]).settings, madeBackup }
    const { bytes } = encodeContents(makeContents([makeAccount()], { settings }), 7)
    expect(decodeContents(bytes).contents.settings).toEqual(settings)
    for (const wrong of [{}, 5, { ...madeBackup, ahead: [1] }, { ...madeBackup, accounts: -1 }]) {
      const contents = stored()
      contents.settings.madeBackup = wrong
      expect(() => decodeContents(write(contents))).toThrow(expect.objectContaining({ code: 'damaged' }))
    }
  })

  it('are the same bytes whether what is known was copied or all of it is written anew', () => {
    fc.assert(
      fc.property(
        fc.array(account, { maxLength: 6 }),
        fc.array(account, { maxLength: 3 }),
        fc.nat({ max: 6 }),
        (before, added, at) => {
          const read = decodeContents(encodeContents(makeContents(before), 7).bytes)
          const kept = read.contents.accounts
          const changed = makeContents(kept.slice(0, at).concat(added, kept.slice(at + 1)))
          const copied = encodeContents(changed, 8, read.written)
          expect(copied.bytes).toEqual(encodeContents(changed, 8).bytes)
          const again = makeContents(changed.accounts.toReversed())
          expect(encodeContents(again, 9, copied).bytes).toEqual(encodeContents(again, 9).bytes)
        },
      ),
    )
  })

  it.each([1, 2])('that somebody laid out in another way are written anew: %j accounts', (count) => {
    const accounts = Array.from({ length: count }, (_, index) => makeAccount({ id: `a${index}` }))
    const { bytes } = encodeContents(makeContents(accounts), 7)
    const parsed = JSON.parse(new TextDecoder().decode(bytes))
    for (const layout of [
      JSON.stringify(parsed),
      JSON.stringify(parsed, null, 2),
      JSON.stringify(parsed, null, '\n'),
    ]) {
      const { contents, written } = decodeContents(new TextEncoder().encode(layout))
      expect(encodeContents(contents, 7, written).bytes).toEqual(bytes)
    }
  })

  it('read a few lines at a time are what they are as a whole, or damaged as a whole, wherever a byte is another one', () => {
    const accounts = Array.from({ length: 300 }, (_, index) => makeAccount({ id: `a${index}` }))
    const { bytes } = encodeContents(makeContents(accounts), 7)
    const read = (given: Uint8Array<ArrayBuffer>) => {
      try {
        return decodeContents(given).contents
      } catch (error) {
        return String(error)
      }
    }
    const readWhole = (given: Uint8Array<ArrayBuffer>) => {
      try {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(given)
        return read(new TextEncoder().encode(JSON.stringify(JSON.parse(text))))
      } catch {
        return read(new Uint8Array())
      }
    }
    expect(bytes.length).toBeGreaterThan(40_000)
    expect(read(bytes)).toEqual(makeContents(accounts))
    const breaks = [...bytes.keys()].filter((at) => bytes[at] === 0x0a)
    const place = fc.oneof(fc.nat(bytes.length - 1), fc.constantFrom(...breaks), fc.nat(200))
    const other = fc.constantFrom(...Array.from('\n,{}[]" :0', (text) => text.charCodeAt(0)))
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: -2, max: 2 }),
        fc.constantFrom(0, 1),
        other,
        (at, by, cut, byte) => {
          const from = Math.max(0, at + by)
          const changed = new Uint8Array([...bytes.subarray(0, from), byte, ...bytes.subarray(from + cut)])
          expect(read(changed)).toEqual(readWhole(changed))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are the same bytes whatever order the fields were put together in', () => {
    const { id, ...rest } = makeAccount()
    expect(encodeContents(makeContents([{ ...rest, id }]), 5).bytes).toEqual(
      encodeContents(makeContents([makeAccount()]), 5).bytes,
    )
  })

  it('of a newer version are left alone', () => {
    expect(() => decodeContents(write({ ...stored(), version: 3 }))).toThrow(
      expect.objectContaining({ code: 'unsupported_format' }),
    )
  })

  it.each([
    ['no JSON', new TextEncoder().encode('{')],
    ['no text', new Uint8Array([0xff, 0xfe])],
    ['a list', write([])],
    ['no accounts', write({ version: 1 })],
  ])('that are %s are damaged', (_what, bytes) => {
    expect(() => decodeContents(bytes)).toThrow()
  })

  it.each([
    ['digits', 9],
    ['digits', '6'],
    ['period', 0],
    ['period', 1e9],
    ['counter', -1],
    ['algorithm', '__proto__'],
    ['algorithm', 'MD5'],
    ['type', 'steam'],
    ['secret', ''],
    ['secret', 'not base64!'],
    ['secret', 5],
    ['issuer', null],
    ['site', 'harbour.example'],
    ['site', { host: 'a', domain: 1, otherHosts: [] }],
    ['addedAt', 1.5],
  ])('with %s %j are damaged', (field, value) => {
    const contents = stored()
    contents.accounts[0][field] = value
    expect(() => decodeContents(write(contents))).toThrow(expect.objectContaining({ code: 'damaged' }))
  })
})
