import { expect, it } from 'vitest'
import { nameUnread } from '../../../../extension/src/capture/unread-words.ts'
import type { Finding, Place } from '../../../../extension/src/core/findings.ts'

const [image, file]: Place[] = [{ kind: 'image' }, { kind: 'file', name: 'a.png' }]
const instead: Place = { kind: 'screen', instead: true }
const nothing = { findings: [], problems: [] }
const give = (...places: (Place | undefined)[]) => places.flatMap((place) => (place ? [{ place }] : []))

it('an image that nobody could read is not said to be without a code, whatever came of the page around it', () => {
  expect(nameUnread(give(instead), nothing)).toBe('imageNotRead')
  const problems = [{ place: instead, problem: 'failed' }] as const
  expect(nameUnread(give(instead), { findings: [], problems: [...problems] })).toBe('imageNotRead')
})

it('pictures that were read are said to be without a code, as one or as several', () => {
  expect(nameUnread(give(image), nothing)).toBe('pictureNoCode')
  expect(nameUnread(give(file, file), nothing)).toBe('picturesNoCode')
})

it('nothing more is said of pictures that each have a problem, or beside codes that were found', () => {
  const problems = [{ place: { kind: 'given' } as const, problem: 'too_large' as const }]
  expect(nameUnread(give(file), { findings: [], problems })).toBeNull()
  const finding: Finding = { code: { kind: 'text', text: 'x' }, place: { kind: 'given' } }
  expect(nameUnread(give(file, file), { findings: [finding], problems })).toBeNull()
})
