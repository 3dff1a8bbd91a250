import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import { readLogRecords, readTableBlocks } from './leveldb.ts'
import { decompressMozLz4 } from './mozlz4.ts'
import { decompressFramedSnappy, decompressSnappy } from './snappy.ts'

/** One way to look at a file: its bytes as they are, or what a format keeps inside them. */
export interface Layer {
  name:
    | 'raw'
    | 'leveldb block'
    | 'leveldb record'
    | 'sqlite value'
    | 'snappy value'
    | 'snappy file'
    | 'lz4 file'
    | 'gzip file'
  bytes: Buffer
}

const SQLITE = Buffer.from('SQLite format 3\0')

/** Every layer of a file in a profile of Chromium or Firefox that its browser has closed. */
export function readLayers(path: string): Layer[] {
  const raw = readFileSync(path)
  const layers: Layer[] = [{ name: 'raw', bytes: raw }]
  const add = (name: Layer['name'], ...found: (Buffer | null)[]) => {
    for (const bytes of found) if (bytes) layers.push({ name, bytes })
  }
  add('leveldb block', ...(readTableBlocks(raw) ?? []))
  if (/^\d+\.log$/.test(basename(path))) add('leveldb record', ...readLogRecords(raw))
  if (raw.subarray(0, SQLITE.length).equals(SQLITE)) {
    for (const value of readSqliteValues(path)) {
      add('sqlite value', value)
      // Firefox compresses what it stores for IndexedDB, storage.local and localStorage; nothing in the row says so.
      add('snappy value', decompressSnappy(value))
    }
  }
  add('snappy file', decompressFramedSnappy(raw))
  add('lz4 file', decompressMozLz4(raw))
  if (raw[0] === 0x1f && raw[1] === 0x8b) add('gzip file', gunzip(raw))
  return layers
}

/** All texts and blobs of a database, read from a copy with its write-ahead log, so that looking changes nothing. */
function readSqliteValues(path: string): Buffer[] {
  const copy = temporaryFolder('sqlite')
  const name = join(copy.path, 'copy.sqlite')
  try {
    for (const suffix of ['', '-wal'])
      if (existsSync(path + suffix)) copyFileSync(path + suffix, name + suffix)
    const database = new DatabaseSync(name)
    try {
      const tables = database.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
      )
      return tables.all().flatMap(({ name }) => readTableValues(database, String(name)))
    } finally {
      database.close()
    }
  } finally {
    copy.remove()
  }
}

function readTableValues(database: DatabaseSync, table: string): Buffer[] {
  const rows = database.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}"`)
  rows.setReadBigInts(true)
  return rows
    .all()
    .flatMap((row) => Object.values(row))
    .filter((value) => typeof value === 'string' || value instanceof Uint8Array)
    .map((value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from(value)))
}

function gunzip(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes)
  } catch {
    return null
  }
}
