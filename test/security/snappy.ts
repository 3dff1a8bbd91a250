/** A snappy stream, after google/snappy's format_description.txt; null for bytes that are not one. */
export function decompressSnappy(bytes: Uint8Array, limit = 64 * 1024 * 1024): Buffer | null {
  const header = readVarint(bytes, 0)
  if (!header || header.value > limit) return null
  const output = Buffer.alloc(header.value)
  let input = header.next
  let filled = 0
  while (input < bytes.length) {
    const tag = bytes[input++] ?? 0
    let length: number
    let offset = 0
    if ((tag & 3) === 0) {
      length = (tag >> 2) + 1
      if (length > 60) {
        const width = length - 60
        length = readLittleEndian(bytes, input, width) + 1
        input += width
      }
      if (input + length > bytes.length || filled + length > output.length) return null
      output.set(bytes.subarray(input, input + length), filled)
      input += length
      filled += length
      continue
    }
    if ((tag & 3) === 1) {
      length = ((tag >> 2) & 7) + 4
      offset = ((tag >> 5) << 8) | (bytes[input++] ?? 0)
    } else {
      const width = (tag & 3) === 2 ? 2 : 4
      length = (tag >> 2) + 1
      offset = readLittleEndian(bytes, input, width)
      input += width
    }
    if (offset === 0 || offset > filled || filled + length > output.length) return null
    // Byte by byte: a copy may overlap what it writes.
    for (const end = filled + length; filled < end; filled++) output[filled] = output[filled - offset] ?? 0
  }
  return filled === output.length ? output : null
}

const FRAMED = Buffer.from([0xff, 6, 0, 0, ...Buffer.from('sNaPpY')])

/** A file in snappy's framing format, after google/snappy's framing_format.txt; null for anything else. */
export function decompressFramedSnappy(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, FRAMED.length).equals(FRAMED)) return null
  const parts: Buffer[] = []
  let at = FRAMED.length
  while (at + 4 <= bytes.length) {
    const kind = bytes[at]
    const length = readLittleEndian(bytes, at + 1, 3)
    // The first four bytes of a chunk are its checksum.
    const content = bytes.subarray(at + 8, at + 4 + length)
    if (kind === 1) parts.push(content)
    if (kind === 0) parts.push(decompressSnappy(content) ?? Buffer.alloc(0))
    at += 4 + length
  }
  return Buffer.concat(parts)
}

/** A little-endian base-128 number, as protocol buffers and LevelDB write them. */
export function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0
  for (let index = 0; index < 10 && at + index < bytes.length; index++) {
    const byte = bytes[at + index] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  return null
}

function readLittleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index++) value += (bytes[at + index] ?? 0) * 2 ** (8 * index)
  return value
}
