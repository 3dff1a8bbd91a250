import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeRecoveryKit } from '../../../../extension/src/core/vault/recovery-kit.ts'
import { chooseKitGroup, isKitGroup, listKitGroups } from '../../../../extension/src/manager/kit-groups.ts'

const kits = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => writeRecoveryKit(new Uint8Array(bytes)))

describe('the part of a recovery kit that is asked back', () => {
  it('is one of the groups, and neither the first nor the last', () => {
    fc.assert(
      fc.property(kits, (kit) => {
        const group = chooseKitGroup(kit)
        expect(listKitGroups(kit)).toHaveLength(8)
        expect(group).toBeGreaterThan(1)
        expect(group).toBeLessThan(8)
      }),
    )
  })

  it('is not the same one for every kit', () => {
    const groups = fc.sample(kits, 60).map(chooseKitGroup)
    expect(new Set(groups).size).toBeGreaterThan(3)
  })

  it('is taken in lower case, with spaces, and with letters for the digits that look like them', () => {
    const kit = 'AAAA0-B1C0D-AAAA0-AAAA0-AAAA0-AAAA0-AAAA0-AAAA0'
    expect(isKitGroup(kit, 2, 'B1C0D')).toBe(true)
    expect(isKitGroup(kit, 2, ' blc od ')).toBe(true)
  })

  it('is refused when it is another group, a part of it, or nothing', () => {
    const kit = 'AAAA0-B1C0D-AAAA1-AAAA2-AAAA3-AAAA4-AAAA5-AAAA6'
    for (const typed of ['AAAA1', 'B1C0', 'B1C0DX', '']) expect(isKitGroup(kit, 2, typed)).toBe(false)
  })
})
