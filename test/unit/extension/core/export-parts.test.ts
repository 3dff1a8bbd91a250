import type { MigrationEntry } from 'countersign/otp'
import { describe, expect, it } from 'vitest'
import {
  collectExports,
  continueExport,
  countParts,
  keepProgress,
  readExportProgress,
} from '../../../../extension/src/core/export-parts.ts'
import type { Finding, Place } from '../../../../extension/src/core/findings.ts'
import type { VaultAccount } from '../../../../extension/src/core/vault/contents.ts'
import { makeAccount } from './make-account.ts'

const screen: Place = { kind: 'screen' }

function makePart(index: number, count: number, { batch = 7, size = 4, place = screen } = {}): Finding {
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
  return { code: { kind: 'export', part: { batch, index, size }, entries }, place }
}

describe('the parts of an export', () => {
  it('that were seen together are one, in order, each once', () => {
    const [collected, ...others] = collectExports([makePart(2, 1), makePart(0, 2), makePart(2, 1)])
    expect(others).toEqual([])
    expect(collected?.parts).toMatchObject([
      { index: 0, accounts: 2 },
      { index: 2, accounts: 1 },
    ])
    expect(collected?.entries.map((entry) => entry.status === 'refused' && entry.issuer)).toEqual([
      'part 0',
      'part 0',
      'part 2',
    ])
  })

  it('tell every place where they were seen, each once, and none of another export', () => {
    const [left, right] = ['left.png', 'right.png'].map((name): Place => ({ kind: 'file', name }))
    const other = makePart(0, 1, { batch: 8, place: { kind: 'page' } })
    const seen = [makePart(0, 1, { place: left }), makePart(1, 1, { place: left }), other]
    const [collected] = collectExports([...seen, makePart(2, 1, { place: right })])
    expect(collected?.places).toEqual([left, right])
  })

  it('of two exports stay apart', () => {
    expect(collectExports([makePart(0, 1), makePart(0, 1, { batch: 8 })])).toHaveLength(2)
  })

  it('of two exports under one number stay apart too, and none of their accounts is lost', () => {
    for (const size of [1, 2]) {
      const seen = Array.from({ length: size }, (_, index) => [
        makePart(index, 2, { batch: 0, size }),
        makePart(index, 3, { batch: 0, size }),
        makePart(index, 2, { batch: 0, size }),
      ]).flat()
      const collected = collectExports(seen)
      expect(collected.map(({ entries }) => entries.length)).toEqual([2 * size, 3 * size])
    }
  })

  it('add up from one scan to the next, in any order, the same one again counted once', () => {
    const [third] = collectExports([makePart(2, 8)])
    const [first] = collectExports([makePart(0, 10), makePart(2, 8)])
    if (!third || !first) throw new Error('nothing was collected')
    const begun = continueExport(third, [], [])
    expect(countParts(begun)).toEqual({ read: 1, missing: [1, 2, 4], accounts: 8 })
    const gone = continueExport(first, readExportProgress(JSON.parse(JSON.stringify([begun])), []), [])
    expect(countParts(gone)).toEqual({ read: 2, missing: [2, 4], accounts: 18 })
  })

  it('of two exports add up each by itself, whatever comes in between', () => {
    const [first] = collectExports([makePart(0, 10)])
    const [other] = collectExports([makePart(1, 3, { batch: 8 })])
    const [second] = collectExports([makePart(1, 5)])
    if (!first || !other || !second) throw new Error('nothing was collected')
    const one = keepProgress([], continueExport(first, [], []))
    const both = keepProgress(one, continueExport(other, one, []))
    expect(countParts(continueExport(other, both, []))).toEqual({ read: 1, missing: [1, 3, 4], accounts: 3 })
    expect(countParts(continueExport(second, both, []))).toEqual({ read: 2, missing: [3, 4], accounts: 15 })
  })

  it.each([1, 2])(
    'of another export under the number of one of size %i that is complete are not complete with it',
    (size) => {
      const all = Array.from({ length: size }, (_, index) => makePart(index, 2, { batch: 0, size }))
      const [whole] = collectExports(all)
      const [other] = collectExports([makePart(0, 3, { batch: 0, size })])
      if (!whole || !other) throw new Error('nothing was collected')
      const before = keepProgress([], continueExport(whole, [], []))
      const begun = continueExport(other, readExportProgress(JSON.parse(JSON.stringify(before)), []), [])
      expect(countParts(begun)).toEqual({ read: 1, missing: size === 1 ? [] : [2], accounts: 3 })
      const both = keepProgress(before, begun)
      expect(both).toEqual([begun, ...before])
      expect(keepProgress(both, continueExport(other, both, []))).toEqual(both)
    },
  )

  it('count as long as every account of them is in the vault, and not in another one', () => {
    const [one, two] = ['one', 'two'].map((id) =>
      makeAccount({ id, secret: new TextEncoder().encode(`secret of ${id}`) }),
    )
    if (!one || !two) throw new Error('nothing was made')
    const entries = [one, two].map((account): MigrationEntry => ({ status: 'ok', account, notes: [] }))
    const part = { batch: 7, index: 0, size: 2 }
    const [first] = collectExports([{ code: { kind: 'export', part, entries }, place: screen }])
    const [second] = collectExports([makePart(1, 1, { size: 2 })])
    if (!first || !second) throw new Error('nothing was collected')
    const remembered: unknown = JSON.parse(
      JSON.stringify(keepProgress([], continueExport(first, [], [one, two]))),
    )
    const count = (...saved: VaultAccount[]) =>
      countParts(continueExport(second, readExportProgress(remembered, saved), saved))
    expect(count(two, one, makeAccount())).toEqual({ read: 2, missing: [], accounts: 3 })
    const half = { read: 1, missing: [1], accounts: 1 }
    expect([count(one), count(), count(one, { ...two, id: 'of another vault' })]).toEqual([half, half, half])
    expect(JSON.stringify(remembered)).not.toContain(JSON.stringify([...one.secret]).slice(1, -1))
  })

  it('are remembered of a few exports only', () => {
    let kept: ReturnType<typeof readExportProgress> = []
    for (let batch = 0; batch < 9; batch++) {
      kept = keepProgress(kept, { batch, size: 1, parts: [{ accounts: 1, mark: 1, ids: [] }] })
    }
    expect(kept.map(({ batch }) => batch)).toEqual([8, 7, 6, 5, 4])
  })

  it.each([
    null,
    'x',
    {},
    [null, 'x', {}],
    [{ batch: 1, size: 1e9, parts: [] }],
    [{ batch: 1, size: 2, parts: [null] }],
    [{ batch: 1, size: 1, parts: [{ accounts: -1, mark: 1, ids: [] }] }],
    [{ batch: 1, size: 1, parts: [{ accounts: 1, ids: [] }] }],
    [{ batch: 1, size: 1, parts: [{ accounts: 1, mark: 1 }] }],
    [{ batch: 1, size: 1, parts: [1] }],
    [{ batch: 1.5, size: 1, parts: [null] }],
  ])('are not read from %j', (value) => {
    expect(readExportProgress(value, [])).toEqual([])
  })
})
