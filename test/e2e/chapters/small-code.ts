import encodeQr from 'qr'

/** Places that are looked at in each direction of a pixel. */
const SAMPLES = 8

/** A QR code as a `data:` picture of so few pixels that its edges lie within them, as in a photograph from afar. */
export function drawSmallCode(text: string, side: number): string {
  const modules = encodeQr(text, 'raw')
  const share = modules.length / side
  const rowLength = Math.ceil((side * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + rowLength * side)
  bytes.write('BM', 'latin1')
  bytes.writeUInt32LE(bytes.length, 2)
  // The header of Windows bitmaps: where the pixels begin, its own size, the picture's, one plane of 24 bits.
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, side],
    [22, side],
  ] as const)
    bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      // Rows stand from the bottom up.
      const at = 54 + (side - 1 - y) * rowLength + x * 3
      bytes.fill(255 - Math.round(255 * darkShare(modules, x * share, y * share, share)), at, at + 3)
    }
  }
  return `data:image/bmp;base64,${bytes.toString('base64')}`
}

/** How much of a square is dark. */
function darkShare(modules: boolean[][], left: number, top: number, size: number): number {
  let dark = 0
  for (let y = 0.5; y < SAMPLES; y++) {
    const row = modules[Math.floor(top + (y / SAMPLES) * size)]
    for (let x = 0.5; x < SAMPLES; x++) if (row?.[Math.floor(left + (x / SAMPLES) * size)]) dark++
  }
  return dark / SAMPLES ** 2
}
