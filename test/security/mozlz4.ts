const MAGIC = Buffer.from('mozLz40\0')

/** What is in a file that Firefox wrote as `jsonlz4` or `mozlz4`: magic, length, one LZ4 block; null for anything else. */
export function decompressMozLz4(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null
  return decompressLz4Block(bytes.subarray(MAGIC.length + 4), bytes.readUInt32LE(MAGIC.length))
}

/** One LZ4 block, after lz4_Block_format.md; as far as it can be read. */
function decompressLz4Block(bytes: Buffer, length: number): Buffer {
  const output = Buffer.alloc(length)
  let filled = 0
  let input = 0
  const readLength = (nibble: number) => {
    let total = nibble
    for (let more = nibble === 15 ? 255 : 0; more === 255; total += more) more = bytes[input++] ?? 0
    return total
  }
  while (input < bytes.length && filled < length) {
    const token = bytes[input++] ?? 0
    const literals = readLength(token >> 4)
    bytes.copy(output, filled, input, input + literals)
    filled += literals
    input += literals
    if (input >= bytes.length) break
    const offset = bytes.readUInt16LE(input)
    input += 2
    const end = Math.min(length, filled + readLength(token & 15) + 4)
    if (offset === 0 || offset > filled) break
    for (; filled < end; filled++) output[filled] = output[filled - offset] ?? 0
  }
  return output.subarray(0, filled)
}
