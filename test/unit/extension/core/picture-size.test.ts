import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitPicture, fitWidth } from '../../../../extension/src/core/fit-picture.ts'
import { readPictureSize } from '../../../../extension/src/core/picture-size.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((character) => character.charCodeAt(0)) : part,
    ),
  )
const png = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 3, 32, 0, 0, 2, 88])
const gifOf = (width: number, height: number, flags = 0) => [
  ...bytes('GIF89a', [width & 255, width >> 8, height & 255, height >> 8, flags, 0, 0]),
]
const gifFrame = (left: number, top: number, width: number, height: number) => [
  0x2c,
  ...[left, top, width, height].flatMap((side) => [side & 255, side >> 8]),
]

describe('the size of a picture', () => {
  it.each<[string, Uint8Array]>([
    ['a PNG', png],
    ['a GIF', bytes(gifOf(800, 600), gifFrame(0, 0, 800, 600))],
    ['a GIF with a frame larger than its screen', bytes(gifOf(1, 1), gifFrame(700, 500, 100, 100))],
    ['a GIF with colours', bytes(gifOf(800, 600, 0x81), new Array(12).fill(0x2c), gifFrame(0, 0, 1, 1))],
    [
      'a GIF with remarks',
      bytes(gifOf(1, 1), [0x21, 0xfe, 2, 0x2c, 0x2c, 1, 0x2c, 0], gifFrame(0, 0, 800, 600)),
    ],
    [
      'a JPEG',
      bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, 17, 8, 2, 0x58, 3, 0x20]),
    ],
    ['a JPEG with padding', bytes([0xff, 0xd8, 0xff, 0xff, 0xc0, 0, 17, 8, 2, 0x58, 3, 0x20])],
    [
      'a WebP',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x20, 3, 0x58, 2]),
    ],
    ['a lossless WebP', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x1f, 0xc3, 0x95, 0])],
    [
      'an extended WebP',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [0, 0, 0, 0, 0, 0, 0, 0, 0x1f, 3, 0, 0x57, 2, 0]),
    ],
    [
      'a BMP',
      bytes(
        'BM',
        Array.from({ length: 16 }, () => 0),
        [0x20, 3, 0, 0, 0xa8, 0xfd, 0xff, 0xff],
      ),
    ],
    ['an old BMP', bytes('BM', [...Array(12).fill(0), 12, 0, 0, 0], [0x20, 3, 0x58, 2])],
  ])('is read off %s', (_what, file) => {
    expect(readPictureSize(file)).toEqual({ width: 800, height: 600 })
  })

  it.each<[string, Uint8Array]>([
    ['nothing', bytes()],
    ['a PDF', bytes('%PDF-1.7 and what follows it')],
    ['a drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>')],
    ['a GIF without a frame', bytes(gifOf(800, 600), [0x3b])],
    ['a GIF that ends early', bytes(gifOf(800, 600), [0x21, 0xfe, 9])],
    ['a PNG that ends early', png.slice(0, 20)],
    ['a PNG without a width', png.map((byte, index) => (index >= 16 && index < 20 ? 0 : byte))],
  ])('is not read off %s', (_what, file) => {
    expect(readPictureSize(file)).toBeNull()
  })

  it('is never read past the end, and takes no time for ever', () => {
    const starts = [[], [0xff, 0xd8, 0xff], [...png.slice(0, 8)], [...bytes('RIFF\0\0\0\0WEBP')], gifOf(1, 1)]
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 60 }), (start, rest) => {
        const size = readPictureSize(Uint8Array.from([...start, ...rest]))
        expect(size === null || (size.width > 0 && size.height > 0)).toBe(true)
      }),
    )
  })
})

it.each([0x01, 0xd0, 0xd7, 0xd8])(
  'a JPEG can’t hide its size behind the marker %d, which has no length',
  (marker) => {
    const frame = (width: number, height: number) => [
      ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255],
      ...[1, 1, 0x11, 0],
    ]
    const bytes = new Uint8Array(70_000)
    bytes.set([0xff, 0xd8, 0xff, marker, ...frame(23_000, 22_000)])
    // Where it would go on if the two bytes after the marker were a length.
    bytes.set(frame(100, 100), 4 + 0xffc0)
    expect(readPictureSize(bytes)).toEqual({ width: 23_000, height: 22_000 })
  },
)

describe('a picture', () => {
  it('is read as it is up to a screen of any size', () => {
    expect(fitPicture({ width: 5120, height: 2880 })).toEqual({ width: 5120, height: 2880 })
  })

  it('that is larger is made smaller, and keeps its shape', () => {
    const fitted = fitPicture({ width: 12_000, height: 8000 })
    expect(fitted).toEqual({ width: 6000, height: 4000 })
  })

  it('that is huge is refused before it takes memory', () => {
    expect(fitPicture({ width: 20_000, height: 20_000 })).toBeNull()
    expect(fitPicture({ width: 2 ** 32 - 1, height: 2 ** 32 - 1 })).toBeNull()
  })

  it.each([
    ['none for one that is read as it is', 5120, 2880, undefined],
    ['a smaller one for a large one', 8000, 6000, 5656],
    ['none for one that would grow if a note in it turned it', 40_000, 2000, undefined],
    ['none for one that is refused', 20_000, 20_000, undefined],
  ])('is opened with a width: %s', (_what, width, height, opened) => {
    expect(fitWidth({ width, height })).toBe(opened)
  })

  it('that is nothing but a line keeps a pixel of height', () => {
    expect(fitPicture({ width: 99_999_999, height: 1 })?.height).toBe(1)
  })
})
