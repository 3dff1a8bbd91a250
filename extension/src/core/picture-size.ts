/** A picture's size as its first bytes claim it. */
export interface PictureSize {
  width: number
  height: number
}

/** Reads the size of a PNG, JPEG, GIF, WebP or BMP before anything takes memory for its pixels; `null` for all else. */
export function readPictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
      return size(view.getUint32(16), view.getUint32(20))
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view)
    if (isText(bytes, 0, 'GIF8')) return readGif(view)
    if (isText(bytes, 0, 'RIFF') && isText(bytes, 8, 'WEBP')) return readWebp(bytes, view)
    if (isText(bytes, 0, 'BM')) return readBmp(view)
  } catch {
    // The file ends before its size is told.
  }
  return null
}

/** The size stands in the first frame header (ITU-T T.81 B.2.2). */
function readJpeg(view: DataView): PictureSize | null {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return size(view.getUint16(at + 7), view.getUint16(at + 5))
    if (marker === 0xff) at += 1
    else at += isAlone(marker) ? 2 : 2 + view.getUint16(at + 2)
  }
  return null
}

/** Markers without a segment, and so without its length (ITU-T T.81 B.1.1.3): TEM, RST, SOI. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
}

/** Frames may be larger than the screen that they are for, and browsers make room for them (GIF89a, 18 and 20). */
function readGif(view: DataView): PictureSize | null {
  const flags = view.getUint8(10)
  for (let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0); ; ) {
    const kind = view.getUint8(at)
    if (kind === 0x2c)
      return size(
        Math.max(view.getUint16(6, true), view.getUint16(at + 1, true) + view.getUint16(at + 5, true)),
        Math.max(view.getUint16(8, true), view.getUint16(at + 3, true) + view.getUint16(at + 7, true)),
      )
    if (kind !== 0x21) return null
    at += 2
    while (view.getUint8(at) > 0) at += 1 + view.getUint8(at)
    at++
  }
}

/** The first header of the format, twelve bytes long, has smaller numbers; rows may be told from the top, as a minus. */
function readBmp(view: DataView): PictureSize | null {
  return view.getUint32(14, true) === 12
    ? size(view.getUint16(18, true), view.getUint16(20, true))
    : size(view.getInt32(18, true), Math.abs(view.getInt32(22, true)))
}

function readWebp(bytes: Uint8Array, view: DataView): PictureSize | null {
  if (isText(bytes, 12, 'VP8X'))
    return size((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1)
  if (isText(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true)
    return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
  }
  if (isText(bytes, 12, 'VP8 '))
    return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
  return null
}

function size(width: number, height: number): PictureSize | null {
  return width > 0 && height > 0 ? { width, height } : null
}

function startsWith(bytes: Uint8Array, start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte)
}

function isText(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0))
}
