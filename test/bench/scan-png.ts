import { inflateSync } from 'node:zlib'
import type { QrImage } from 'countersign/qr'

/** Reads the pixels of a PNG as Chromium writes it: 8 bits a channel, RGB or RGBA, not interlaced. */
export function decodePng(png: Buffer): QrImage {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0]
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('A PNG of another kind.')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const rows = inflateSync(Buffer.concat(parts))
  unfilter(rows, width * channels, height, channels)
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * (width * channels + 1) + 1 + x * channels
      for (let channel = 0; channel < channels; channel++)
        data[(y * width + x) * 4 + channel] = rows[from + channel] ?? 0
    }
  }
  return { data, width, height }
}

/** Undoes the filter of every row in place (PNG section 9.2). */
function unfilter(rows: Buffer, length: number, height: number, channels: number): void {
  for (let y = 0; y < height; y++) {
    const start = y * (length + 1) + 1
    const filter = rows[start - 1]
    for (let index = 0; index < length; index++) {
      const left = index < channels ? 0 : (rows[start + index - channels] ?? 0)
      const up = y === 0 ? 0 : (rows[start + index - length - 1] ?? 0)
      const corner = index < channels || y === 0 ? 0 : (rows[start + index - length - 1 - channels] ?? 0)
      rows[start + index] = ((rows[start + index] ?? 0) + predict(filter, left, up, corner)) & 255
    }
  }
}

function predict(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const estimate = left + up - corner
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
