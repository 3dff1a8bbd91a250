import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  readRecoveryKit,
  recoveryKitBytes,
  writeRecoveryKit,
} from '../../../../../extension/src/core/vault/recovery-kit.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secret = fc
  .uint8Array({ minLength: recoveryKitBytes, maxLength: recoveryKitBytes })
  .map((bytes) => new Uint8Array(bytes))
const place = fc.nat({ max: 39 })

function replaceAt(kit: string, index: number, character: string): string {
  const typed = kit.replaceAll('-', '')
  return typed.slice(0, index) + character + typed.slice(index + 1)
}

describe('a recovery kit', () => {
  it('is eight groups of five characters that are hard to mistake, and comes back as it was', () => {
    fc.assert(
      fc.property(secret, (bytes) => {
        const kit = writeRecoveryKit(bytes)
        expect(kit).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/)
        expect(readRecoveryKit(kit)).toEqual({ status: 'kit', secret: bytes })
      }),
    )
  })

  it('is read in either case, with any spaces and dashes, and with letters for the digits that look like them', () => {
    const bytes = new Uint8Array(recoveryKitBytes).map((_, index) => index * 13)
    const kit = writeRecoveryKit(bytes)
    const typed = kit.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' – \n')
    expect(readRecoveryKit(typed)).toEqual({ status: 'kit', secret: bytes })
  })

  it('with one wrong character names the group that it is in', () => {
    fc.assert(
      fc.property(secret, place, fc.constantFrom(...alphabet), (bytes, index, character) => {
        const kit = writeRecoveryKit(bytes)
        fc.pre(kit.replaceAll('-', '')[index] !== character)
        expect(readRecoveryKit(replaceAt(kit, index, character))).toEqual({
          status: 'typo',
          groups: [Math.floor(index / 5) + 1],
        })
      }),
    )
  })

  it('with two neighbours changed about is a typo', () => {
    fc.assert(
      fc.property(secret, fc.nat({ max: 38 }), (bytes, index) => {
        const typed = writeRecoveryKit(bytes).replaceAll('-', '')
        const [left = '', right = ''] = [typed[index], typed[index + 1]]
        fc.pre(left !== right)
        const swapped = replaceAt(replaceAt(typed, index, right), index + 1, left)
        expect(readRecoveryKit(swapped).status).toBe('typo')
      }),
    )
  })

  it('with two groups changed about is a typo', () => {
    fc.assert(
      fc.property(secret, fc.nat({ max: 7 }), fc.nat({ max: 7 }), (bytes, left, right) => {
        const groups = writeRecoveryKit(bytes).split('-')
        fc.pre(groups[left] !== groups[right])
        const swapped = groups.with(left, groups[right] ?? '').with(right, groups[left] ?? '')
        expect(readRecoveryKit(swapped.join('-')).status).toBe('typo')
      }),
    )
  })

  it.each(['', 'ABCDE', 'A'.repeat(41)])('of another length says so: %j', (typed) => {
    expect(readRecoveryKit(typed)).toEqual({ status: 'wrong_length', typed: typed.length, expected: 40 })
  })

  it('with a character that is in no kit is a typo', () => {
    const kit = writeRecoveryKit(new Uint8Array(recoveryKitBytes))
    for (const character of ['U', '*', 'Å', 'ß']) {
      expect(readRecoveryKit(replaceAt(kit, 12, character)).status).toMatch(/typo|wrong_length/)
    }
  })
})
