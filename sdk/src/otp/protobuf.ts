/** One field of a message: a whole number, or bytes that its reader understands. */
export interface ProtobufField {
  number: number
  value: bigint | Uint8Array
}

const VARINT_BYTES = 10

/**
 * Takes a Protocol Buffers message apart, as far as numbers and bytes go; fixed-width numbers are left out.
 *
 * @returns the fields in their order, or `null` where the bytes are no such message or promise more than there is
 */
export function readProtobuf(message: Uint8Array): ProtobufField[] | null {
  const fields: ProtobufField[] = []
  let at = 0
  const readVarint = (): bigint | null => {
    let value = 0n
    for (let index = 0; index < VARINT_BYTES; index++) {
      const byte = message[at++]
      if (byte === undefined) return null
      value |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    return null
  }
  while (at < message.length) {
    const key = readVarint()
    const number = key === null ? 0n : key >> 3n
    if (key === null || number < 1n || number > 0x1fffffffn) return null
    const wireType = Number(key & 7n)
    if (wireType === 0) {
      const value = readVarint()
      if (value === null) return null
      fields.push({ number: Number(number), value })
      continue
    }
    const length = wireType === 2 ? readVarint() : { 1: 8n, 5: 4n }[wireType]
    if (length === undefined || length === null || length < 0n || length > BigInt(message.length - at))
      return null
    const end = at + Number(length)
    if (wireType === 2) fields.push({ number: Number(number), value: message.subarray(at, end) })
    at = end
  }
  return fields
}
