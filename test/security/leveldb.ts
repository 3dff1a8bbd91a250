import { decompressSnappy, readVarint } from './snappy.ts'

const FOOTER = 48
const TABLE_MAGIC = Buffer.from('57fb808b247547db', 'hex')
const LOG_BLOCK = 32 * 1024

/** The blocks of a table file (`.ldb`), decompressed, after LevelDB's table_format.md; null for anything else. */
export function readTableBlocks(bytes: Buffer): Buffer[] | null {
  const footer = bytes.subarray(-FOOTER)
  if (bytes.length < FOOTER || !footer.subarray(-TABLE_MAGIC.length).equals(TABLE_MAGIC)) return null
  const metaIndex = readHandle(footer, 0)
  const index = metaIndex && readHandle(footer, metaIndex.next)
  if (!index) return null
  const indexBlock = readBlock(bytes, index)
  const blocks = [
    indexBlock,
    ...readEntries(indexBlock).map((value) => readBlock(bytes, readHandle(value, 0))),
  ]
  // Keys share their beginnings with the key before: put back together they are searched too.
  return blocks.flatMap((block) => [block, Buffer.concat(readKeys(block))])
}

/** The records of a log file (`.log`), put together from their fragments, after LevelDB's log_format.md. */
export function readLogRecords(bytes: Buffer): Buffer[] {
  const records: Buffer[] = []
  let parts: Buffer[] = []
  for (let at = 0; at + 7 <= bytes.length; ) {
    const room = LOG_BLOCK - (at % LOG_BLOCK)
    if (room < 7) {
      at += room
      continue
    }
    const length = bytes.readUInt16LE(at + 4)
    const kind = bytes[at + 6]
    if (kind === 0 && length === 0) {
      at += room
      continue
    }
    parts.push(bytes.subarray(at + 7, at + 7 + length))
    at += 7 + length
    // 1 is a whole record and 4 the last part of one; 2 and 3 go on.
    if (kind === 1 || kind === 4) {
      records.push(Buffer.concat(parts))
      parts = []
    }
  }
  return [...records, ...parts]
}

interface Handle {
  offset: number
  size: number
  next: number
}

function readHandle(bytes: Uint8Array, at: number): Handle | null {
  const offset = readVarint(bytes, at)
  const size = offset && readVarint(bytes, offset.next)
  return size ? { offset: offset.value, size: size.value, next: size.next } : null
}

function readBlock(bytes: Buffer, handle: Handle | null): Buffer {
  if (!handle) return Buffer.alloc(0)
  const stored = bytes.subarray(handle.offset, handle.offset + handle.size)
  const compressed = bytes[handle.offset + handle.size] === 1
  return (compressed ? decompressSnappy(stored) : stored) ?? stored
}

function readEntries(block: Buffer): Buffer[] {
  return parseEntries(block).map(({ value }) => value)
}

function readKeys(block: Buffer): Buffer[] {
  return parseEntries(block).map(({ key }) => key)
}

/** Entries of a block: shared length, unshared length, value length, the key's new part, the value; restarts at the end. */
function parseEntries(block: Buffer): { key: Buffer; value: Buffer }[] {
  if (block.length < 4) return []
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4)
  const entries: { key: Buffer; value: Buffer }[] = []
  let key: Buffer = Buffer.alloc(0)
  for (let at = 0; at < end; ) {
    const shared = readVarint(block, at)
    const unshared = shared && readVarint(block, shared.next)
    const length = unshared && readVarint(block, unshared.next)
    if (!length) break
    const start = length.next
    key = Buffer.concat([key.subarray(0, shared.value), block.subarray(start, start + unshared.value)])
    at = start + unshared.value + length.value
    entries.push({ key, value: block.subarray(start + unshared.value, at) })
  }
  return entries
}
