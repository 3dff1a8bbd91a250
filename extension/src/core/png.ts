import type { Bytes } from './vault/bytes.ts'

const prefix = 'data:image/png;base64,'
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** A picture as a file, with the size that it claims. */
export interface Png {
  bytes: Bytes
  width: number
  height: number
}

/** Reads a PNG off a `data:` URL, and its size off its first bytes, before anything takes memory for its pixels. */
export function readPng(url: string): Png | null {
  if (!url.startsWith(prefix)) return null
  const bytes = Uint8Array.from(atob(url.slice(prefix.length)), (character) => character.charCodeAt(0))
  if (bytes.length < 24 || signature.some((byte, index) => bytes[index] !== byte)) return null
  const view = new DataView(bytes.buffer)
  return { bytes, width: view.getUint32(16), height: view.getUint32(20) }
}
