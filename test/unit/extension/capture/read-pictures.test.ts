import { describe, expect, it } from 'vitest'
import {
  type GivenPicture,
  mostPictures,
  readPictures,
} from '../../../../extension/src/capture/read-pictures.ts'
import type { PictureReader } from '../../../../extension/src/workers/scan-picture.ts'

const files = (count: number) =>
  Array.from(
    { length: count },
    (_, index): GivenPicture => ({ picture: `${index}`, place: { kind: 'file', name: `${index}.png` } }),
  )

function makeReader(): PictureReader & { read: PictureReader['read']; seen: number; isClosed: boolean } {
  const reader = {
    seen: 0,
    isClosed: false,
    read: async () => {
      reader.seen++
      return { status: 'read' as const, texts: [] }
    },
    close: () => {
      reader.isClosed = true
    },
  }
  return reader
}

describe('pictures given at once', () => {
  it.each([
    [mostPictures, []],
    [mostPictures + 20, [{ place: { kind: 'given' }, problem: 'too_many' }]],
  ])('%i are read up to a number, and what is left out is said', async (count, problems) => {
    const reader = makeReader()
    const signal = new AbortController().signal
    const read = await readPictures(files(count), [], signal, () => undefined, new Map(), reader)
    expect(reader).toMatchObject({ seen: mostPictures, isClosed: true })
    expect(read).toEqual({ findings: [], isCut: false, of: [], problems })
  })

  it('are shown each, where each has a key of its own', async () => {
    const reader = makeReader()
    let index = 0
    reader.read = async () => ({ status: 'read', texts: [`code ${index++}`] })
    const signal = new AbortController().signal
    const read = await readPictures(files(60), [], signal, () => undefined, new Map(), reader)
    expect(read).toMatchObject({ isCut: false, problems: [] })
    expect(read.findings).toHaveLength(60)
  })

  it('go on where more came to them: none is read twice', async () => {
    const [answers, given] = [new Map(), files(3)]
    const signal = new AbortController().signal
    await readPictures(given.slice(0, 2), [], signal, () => undefined, answers, makeReader())
    const reader = makeReader()
    await readPictures(given, [], signal, () => undefined, answers, reader)
    expect(reader.seen).toBe(1)
  })

  it.each([
    ['a', ['a'], [] as string[]],
    ['', ['instead'], []],
    ['broken', ['instead'], []],
  ])(
    'of which one says %j: what is there instead is read only where that is nothing',
    async (said, texts, problems) => {
      const instead: GivenPicture = { picture: 'instead', place: { kind: 'screen', instead: true } }
      const given: GivenPicture = { picture: said, place: { kind: 'image' }, instead: [instead] }
      const reader: PictureReader = {
        read: async (picture) =>
          picture === 'broken'
            ? { status: 'not_a_picture' }
            : { status: 'read', texts: picture === '' ? [] : [String(picture)] },
        close: () => undefined,
      }
      const read = await readPictures(
        [given],
        [],
        new AbortController().signal,
        () => undefined,
        new Map(),
        reader,
      )
      expect(read.findings.map(({ code }) => code)).toEqual(texts.map((text) => ({ kind: 'text', text })))
      expect(read.problems).toEqual(problems)
      expect(read.of).toEqual([said === 'a' ? given : instead])
    },
  )
})
