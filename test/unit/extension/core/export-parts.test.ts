import type { MigrationEntry } from 'countersign/otp'
import { describe, expect, it } from 'vitest'
import {
  collectExports,
  continueExport,
  countParts,
  readExportProgress,
} from '../../../../extension/src/core/export-parts.ts'
import type { ScannedExport } from '../../../../extension/src/core/scanned-text.ts'

function makePart(index: number, count: number, { batch = 7, size = 4 } = {}): ScannedExport {
  const entries = Array.from(
    { length: count },
    (_, number): MigrationEntry => ({
      status: 'refused',
      reason: 'missing_secret',
      parameter: 'secret',
      issuer: `part ${index}`,
      account: String(number),
    }),
  )
  return { part: { batch, index, size }, entries }
}

describe('the parts of an export', () => {
  it('that were seen together are one, in order, each once', () => {
    const [collected, ...others] = collectExports([makePart(2, 1), makePart(0, 2), makePart(2, 1)])
    expect(others).toEqual([])
    expect(collected?.parts).toEqual([
      { index: 0, accounts: 2 },
      { index: 2, accounts: 1 },
    ])
    expect(collected?.entries.map((entry) => entry.status === 'refused' && entry.issuer)).toEqual([
      'part 0',
      'part 0',
      'part 2',
    ])
  })

  it('of two exports stay apart', () => {
    expect(collectExports([makePart(0, 1), makePart(0, 1, { batch: 8 })])).toHaveLength(2)
  })

  it('add up from one scan to the next, in any order, the same one again counted once', () => {
    const [third] = collectExports([makePart(2, 8)])
    const [first] = collectExports([makePart(0, 10), makePart(2, 8)])
    if (!third || !first) throw new Error('nothing was collected')
    const begun = continueExport(third, null)
    expect(countParts(begun)).toEqual({ read: 1, missing: [1, 2, 4], accounts: 8 })
    const gone = continueExport(first, readExportProgress(JSON.parse(JSON.stringify(begun))))
    expect(countParts(gone)).toEqual({ read: 2, missing: [2, 4], accounts: 18 })
  })

  it('of another export begin anew', () => {
    const [first] = collectExports([makePart(0, 10)])
    const [other] = collectExports([makePart(1, 3, { batch: 8 })])
    if (!first || !other) throw new Error('nothing was collected')
    const counted = countParts(continueExport(other, continueExport(first, null)))
    expect(counted).toEqual({ read: 1, missing: [1, 3, 4], accounts: 3 })
  })

  it.each([
    null,
    'x',
    {},
    { batch: 1, size: 1e9, accounts: [] },
    { batch: 1, size: 2, accounts: [1] },
    { batch: 1, size: 1, accounts: [-1] },
    { batch: 1.5, size: 1, accounts: [null] },
  ])('are not read from %j', (value) => {
    expect(readExportProgress(value)).toBeNull()
  })
})
