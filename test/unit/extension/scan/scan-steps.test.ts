import { describe, expect, it } from 'vitest'
import type { GivenPicture } from '../../../../extension/src/capture/read-pictures.ts'
import {
  beginWith,
  type FoundStep,
  joinFound,
  lookCloser,
} from '../../../../extension/src/scan/scan-steps.ts'
import { makeAccount } from '../core/make-account.ts'

const job = { pictures: ['data:image/png;base64,AA=='], screen: 'data:image/png;base64,BB==', pageUrl: null }

describe('an image that somebody pointed at', () => {
  it('is read alone, and what the page shows only where there is no code in it', () => {
    const step = beginWith('image', job)
    if (step.name !== 'reading') throw new Error(step.name)
    expect(step.given).toEqual([{ picture: job.pictures[0], place: { kind: 'page' } }])
    expect(step.instead).toEqual([{ picture: job.screen, place: { kind: 'screen', instead: true } }])
  })

  it('that can’t be read is looked for on what the page shows, which is said', () => {
    const step = beginWith('image', { ...job, pictures: [] })
    if (step.name !== 'reading') throw new Error(step.name)
    expect(step.given).toEqual([{ picture: job.screen, place: { kind: 'screen', instead: true } }])
    expect(step.instead).toBeUndefined()
  })

  it('is asked for in other ways where nothing could be taken', () => {
    expect(beginWith('image', { ...job, pictures: [], screen: null }).name).toBe('start')
  })
})

describe('a picture that was read', () => {
  const file: GivenPicture = { picture: new Blob(), place: { kind: 'file', name: 'a.png' } }

  it('can be looked at closer where it was given alone', () => {
    expect(lookCloser([file])).toEqual({ name: 'area', ...file })
    expect(lookCloser([file, file])).toBeUndefined()
    expect(lookCloser([])).toBeUndefined()
  })

  it('is what was meant once somebody draws a frame on it', () => {
    const screen: GivenPicture = { picture: job.screen, place: { kind: 'screen', instead: true } }
    expect(lookCloser([screen])?.place).toEqual({ kind: 'screen' })
  })
})

describe('codes that wait to be saved while more pictures are given', () => {
  const find = (...names: string[]): FoundStep => ({
    name: 'found',
    read: {
      findings: names.map((name) => ({
        code: {
          kind: 'account',
          account: makeAccount({ issuer: name, secret: new TextEncoder().encode(name) }),
          notes: [],
        },
        place: { kind: 'file', name: 'a.png' },
      })),
      isCut: false,
      problems: [],
    },
    isOfPage: false,
    again: { name: 'start', way: 'files' },
  })
  const list = ({ read }: FoundStep) =>
    read.findings.map(({ code }) => (code.kind === 'account' ? code.account.issuer : code.kind))

  it('are still there, before those that were found now, and each once', () => {
    expect(list(joinFound(find('a', 'b'), find('b', 'c'), []))).toEqual(['a', 'b', 'c'])
  })

  it('are gone once they are in the vault', () => {
    const saved = [makeAccount({ secret: new TextEncoder().encode('a') })]
    expect(list(joinFound(find('a', 'b'), find('c'), saved))).toEqual(['b', 'c'])
    const now = find('c')
    expect(joinFound(find('a'), now, saved)).toBe(now)
    expect(joinFound(undefined, now, [])).toBe(now)
  })

  it('are of the page only where all of them are', () => {
    const ofPage = { ...find('a'), isOfPage: true }
    expect(joinFound(ofPage, { ...find('b'), isOfPage: true }, []).isOfPage).toBe(true)
    expect(joinFound(ofPage, find('b'), []).isOfPage).toBe(false)
  })
})
