import { describe, expect, it } from 'vitest'
import {
  beginCapture,
  type Capture,
  endReading,
  giveCodes,
  givePictures,
  leavePictures,
  lookCloser,
  showStep,
} from '../../../../extension/src/capture/capture-steps.ts'
import type { GivenPicture, PicturesRead } from '../../../../extension/src/capture/read-pictures.ts'
import type { FoundCodes } from '../../../../extension/src/core/found-codes.ts'
import { makeAccount } from '../core/make-account.ts'

const give = (name: string): GivenPicture => ({ picture: new Blob(), place: { kind: 'file', name } })
const name = (issuer: string) => makeAccount({ issuer, secret: new TextEncoder().encode(issuer) })
const find = (...issuers: string[]): FoundCodes => ({
  findings: issuers.map((issuer) => ({
    code: { kind: 'account', account: name(issuer), notes: [] },
    place: { kind: 'file', name: 'a.png' },
  })),
  isCut: false,
})
const read = (found: FoundCodes, more: Partial<PicturesRead> = {}): PicturesRead => ({
  ...found,
  of: [],
  problems: [],
  ...more,
})
const list = ({ found }: Capture) =>
  found?.findings.map(({ code }) => (code.kind === 'account' ? code.account.issuer : code.kind))
const nothing = beginCapture(null)

describe('codes that are not saved yet', () => {
  it.each([
    { name: 'start', way: 'start' },
    { name: 'start', way: 'files' },
    { name: 'live', kind: 'camera' },
    { name: 'area', picture: 'data:image/png;base64,AA==', place: { kind: 'screen' } },
  ] as const)('stay through the step $name, and come before those that it finds', (step) => {
    const away = showStep(beginCapture(find('a')), step, [])
    expect(away.step).toBe(step)
    expect(list(away)).toEqual(['a'])
    const found = giveCodes(away, find('b'), [])
    expect(found.step.name).toBe('found')
    expect(list(found)).toEqual(['a', 'b'])
  })

  it('are let go of when all of them are in the vault', () => {
    const step = { name: 'start', way: 'start' } as const
    expect(showStep(beginCapture(find('a')), step, [name('a')])).toEqual({ step, found: null })
  })

  it('are shown again after pictures that hold nothing, or that somebody waits for no longer', () => {
    const reading = givePictures(beginCapture(find('a')), [give('x.png')])
    const unread = endReading(reading, read(find()), [])
    expect(unread.step.name).toBe('unread')
    for (const left of [reading, unread]) {
      expect(leavePictures(left).step.name).toBe('found')
      expect(list(leavePictures(left))).toEqual(['a'])
    }
    expect(leavePictures(givePictures(nothing, [give('x.png')])).step.name).toBe('start')
  })
})

describe('what is given while pictures are being read', () => {
  it('is read after them where it is more pictures', () => {
    const [first, second] = [give('1.png'), give('2.png')]
    const reading = givePictures(givePictures(nothing, [first]), [second])
    expect(reading.step).toEqual({ name: 'reading', given: [first, second] })
  })

  it('is shown with what is in them where it is text, and ends no reading', () => {
    const reading = giveCodes(givePictures(nothing, [give('1.png')]), find('text'), [])
    expect(reading.step.name).toBe('reading')
    const ended = endReading(reading, read(find('picture')), [])
    expect(ended.step.name).toBe('found')
    expect(list(ended)).toEqual(['text', 'picture'])
  })
})

describe('pictures that were read', () => {
  it('say what could not be read, and keep what could', () => {
    const problems: PicturesRead['problems'] = [{ place: { kind: 'given' }, problem: 'failed' }]
    const ended = endReading(givePictures(nothing, [give('1.png')]), read(find('a'), { problems }), [])
    expect(ended.step).toMatchObject({ name: 'unread', read: { problems } })
    expect(list(ended)).toEqual(['a'])
    const next = givePictures(ended, [give('2.png')])
    expect(next.step).toMatchObject({ given: [{ place: { name: '2.png' } }] })
    expect(list(next)).toEqual(['a'])
  })

  it('change nothing where nobody waits for them any more', () => {
    expect(endReading(nothing, read(find('late')), [])).toEqual(nothing)
  })
})

describe('a picture', () => {
  it('can be looked at closer where it was given alone', () => {
    const file = give('a.png')
    expect(lookCloser([file])).toEqual({ name: 'area', ...file })
    expect(lookCloser([file, file])).toBeUndefined()
    expect(lookCloser([])).toBeUndefined()
  })

  it('is what was meant once somebody draws a frame on it', () => {
    const screen: GivenPicture = { picture: 'data:,', place: { kind: 'screen', instead: true } }
    expect(lookCloser([screen])?.place).toEqual({ kind: 'screen' })
  })
})
