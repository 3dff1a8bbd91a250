import { decodeBase64, encodeBase64 } from './base64.ts'

/** Writes a value for where the browser keeps texts, numbers and plain records only: bytes become base64. */
export function packBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: encodeBase64(value) }
  if (Array.isArray(value)) return value.map(packBytes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packBytes(part)]))
}

/** Reads what `packBytes` wrote; `null` in place of bytes that are not as they were written. */
export function unpackBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackBytes)
  if (typeof value !== 'object' || value === null) return value
  if ('bytes' in value && typeof value.bytes === 'string') return decodeBase64(value.bytes)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpackBytes(part)]))
}
