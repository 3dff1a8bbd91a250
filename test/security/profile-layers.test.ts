import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readLogRecords } from './leveldb.ts'
import { readLayers } from './profile-layers.ts'
import { bytesNeedle, searchProfile, secretNeedle, textNeedle } from './profile-search.ts'
import { decompressSnappy } from './snappy.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-layers-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('snappy: literals and a copy that overlaps what it writes', () => {
  // Length 12; the literal "ab", then ten bytes from two back.
  expect(decompressSnappy(Buffer.from([12, 1 << 2, 0x61, 0x62, (9 << 2) | 2, 2, 0]))?.toString()).toBe(
    'abababababab',
  )
})

test('snappy: what is not snappy is no text', () => {
  expect(decompressSnappy(Buffer.from('plain text'))).toBeNull()
  expect(decompressSnappy(Buffer.from([4, (9 << 2) | 2, 2, 0]))).toBeNull()
  expect(decompressSnappy(Buffer.alloc(0))).toBeNull()
})

test('mozlz4: literals and a match', () => {
  const block = Buffer.from([0x25, 0x61, 0x62, 2, 0, 0x10, 0x7a])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(12)
  writeFileSync(join(folder, 'session.jsonlz4'), Buffer.concat([Buffer.from('mozLz40\0'), length, block]))
  const layers = readLayers(join(folder, 'session.jsonlz4'))
  expect(layers.find(({ name }) => name === 'lz4 file')?.bytes.toString()).toBe('abababababaz')
})

test('a LevelDB log: a record in two fragments is read as one', () => {
  const fragment = (kind: number, text: string) => {
    const header = Buffer.alloc(7)
    header.writeUInt16LE(text.length, 4)
    header[6] = kind
    return Buffer.concat([header, Buffer.from(text)])
  }
  const filler = fragment(1, 'x'.repeat(32 * 1024 - 7 - 7 - 4))
  const log = Buffer.concat([filler, fragment(2, 'seve'), fragment(4, 'ral parts')])
  expect(readLogRecords(log).at(-1)?.toString()).toBe('several parts')
})

test('a secret is found in each form that it can be written in, and one that is not there is not', () => {
  const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const other = secretNeedle('other', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  for (const { name, bytes } of secretNeedle('secret', base32).forms) {
    writeFileSync(
      join(folder, 'planted'),
      Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]),
    )
    const { findings } = searchProfile(folder, [secretNeedle('secret', base32), other])
    expect(
      findings.map(({ form }) => form),
      name,
    ).toContain(name)
    expect(findings.filter(({ needle }) => needle === 'other')).toEqual([])
  }
})

test('bytes are found in base64 whatever follows them', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef')
  const followed = Buffer.concat([key, Buffer.from('!')]).toString('base64')
  writeFileSync(join(folder, 'planted'), followed)
  expect(searchProfile(folder, [bytesNeedle('key', key)]).findings).not.toEqual([])
})

test('a text is found in UTF-16', () => {
  writeFileSync(join(folder, 'planted'), Buffer.from('xx needle', 'utf16le'))
  const { findings, files } = searchProfile(folder, [textNeedle('text', 'needle')])
  expect(findings).toEqual([{ needle: 'text', form: 'text, UTF-16', file: 'planted', layer: 'raw' }])
  expect(files).toBe(2)
})
