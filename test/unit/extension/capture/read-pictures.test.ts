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
    const read = await readPictures(files(count), signal, () => undefined, reader)
    expect(reader).toMatchObject({ seen: mostPictures, isClosed: true })
    expect(read).toEqual({ findings: [], isCut: false, problems })
  })
})
