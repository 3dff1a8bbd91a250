import type { MigrationEntry } from 'countersign/otp'
import { describe, expect, it } from 'vitest'
import type { Finding, Place } from '../../../../extension/src/core/findings.ts'
import {
  countUnsaved,
  type FoundCodes,
  joinFound,
  wipeFound,
} from '../../../../extension/src/core/found-codes.ts'
import { makeAccount } from './make-account.ts'

const file: Place = { kind: 'file', name: 'a.png' }
const name = (issuer: string) => makeAccount({ issuer, secret: new TextEncoder().encode(issuer) })
const see = (issuer: string, place: Place = file): Finding => ({
  code: { kind: 'account', account: name(issuer), notes: [] },
  place,
})
const find = (...findings: Finding[]): FoundCodes => ({ findings, isCut: false })
const part = (index: number, ...issuers: string[]): Finding => ({
  code: {
    kind: 'export',
    part: { batch: 7, index, size: 2 },
    entries: issuers.map((issuer): MigrationEntry => ({ status: 'ok', account: name(issuer), notes: [] })),
  },
  place: file,
})
const refusal: Finding = { code: { kind: 'text', text: 'hello' }, place: { kind: 'text' } }
const list = ({ findings }: FoundCodes) =>
  findings.map(({ code }) =>
    code.kind === 'account' ? code.account.issuer : code.kind === 'export' ? code.part.index : code.kind,
  )

describe('codes that were found before', () => {
  it('are still there when more are found, each once, and refusals take the place of none', () => {
    expect(list(joinFound(find(see('a'), see('b')), find(see('b'), see('c')), []))).toEqual(['a', 'b', 'c'])
    expect(list(joinFound(find(see('a'), see('b')), find(refusal), []))).toEqual(['a', 'b', 'text'])
    expect(list(joinFound(find(part(0, 'a')), find(part(1, 'b')), []))).toEqual([0, 1])
  })

  it('stand before all that was refused, of which the newest is the first', () => {
    const refuse = (text: string): FoundCodes =>
      find({ code: { kind: 'text', text }, place: { kind: 'text' } })
    const tell = ({ findings }: FoundCodes) =>
      findings.map(({ code }) => (code.kind === 'text' ? code.text : list(find({ code, place: file }))[0]))
    const first = joinFound(refuse('first'), refuse('second'), [])
    expect(tell(first)).toEqual(['second', 'first'])
    const found = joinFound(first, find(see('a')), [])
    expect(tell(found)).toEqual(['a', 'second', 'first'])
    expect(tell(joinFound(joinFound(found, refuse('third'), []), find(see('b')), []))).toEqual([
      'a',
      'b',
      'third',
      'second',
      'first',
    ])
    expect(tell(joinFound(found, refuse('first'), []))).toEqual(['a', 'first', 'second'])
  })

  it('are gone once they are in the vault, so that nothing of them is offered or counted again', () => {
    const saved = [name('a')]
    expect(list(joinFound(find(see('a'), see('b')), find(see('c')), saved))).toEqual(['b', 'c'])
    expect(list(joinFound(find(part(0, 'a')), find(part(1, 'b')), saved))).toEqual([1])
    expect(list(joinFound(find(part(0, 'a', 'x')), find(part(1, 'b')), saved))).toEqual([0, 1])
    const now = find(see('c'))
    expect(joinFound(find(see('a')), now, saved)).toBe(now)
    expect(joinFound(null, now, [])).toBe(now)
  })

  it('keep the page that they were seen on, whatever is found after them', () => {
    const screen: Place = { kind: 'screen' }
    const joined = joinFound(find(see('a', screen)), find(see('a', { kind: 'text' }), see('b')), [])
    expect(joined.findings.map(({ place }) => place)).toEqual([screen, file])
  })

  it('say no more that some were left out once all are there that wait, and do so as long as others are', () => {
    const before = { ...find(see('a'), see('b')), isCut: true }
    const isCut = (now: FoundCodes) => joinFound(before, now, [name('a')]).isCut
    expect(isCut(find(see('b'), see('c')))).toBe(false)
    expect(isCut(find(see('c')))).toBe(true)
    expect(isCut(find(see('b')))).toBe(true)
    expect(isCut({ ...find(see('b')), isCut: true })).toBe(true)
  })

  it('get the place that is surer, and remain the very same ones where it is not', () => {
    const other = see('a', { kind: 'screen', instead: true })
    expect(joinFound(find(other), find(see('a')), []).findings[0]?.place).toEqual(file)
    const first = see('a')
    expect(joinFound(find(first), find(see('a'), see('b')), []).findings[0]).toBe(first)
  })
})

describe('what was found', () => {
  it('is counted as far as the vault does not have it', () => {
    const found = find(see('a'), part(0, 'b', 'c'), refusal)
    expect(countUnsaved(found, [])).toBe(3)
    expect(countUnsaved(found, [name('a'), name('c')])).toBe(1)
    expect(countUnsaved(find(refusal), [])).toBe(0)
  })

  it('has no secret left once nobody looks at it any more', () => {
    const found = find(see('a'), part(0, 'b'))
    wipeFound(found)
    const secrets = found.findings.flatMap(({ code }) => {
      if (code.kind === 'account') return [code.account.secret]
      return code.kind === 'export'
        ? code.entries.flatMap((one) => (one.status === 'ok' ? [one.account.secret] : []))
        : []
    })
    expect(secrets).toEqual([Uint8Array.of(0), Uint8Array.of(0)])
  })
})
