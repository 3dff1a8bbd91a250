import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { decodeBase32 } from 'countersign/otp'
import { type Layer, readLayers } from './profile-layers.ts'

/** Something that must not be on disk, in every form in which it could be. */
export interface Needle {
  name: string
  forms: { name: string; bytes: Buffer }[]
}

export interface Finding {
  needle: string
  form: string
  file: string
  layer: Layer['name']
}

/** Searches every file of a closed browser's profile, in all its layers; a file that cannot be read is an error. */
export function searchProfile(
  folder: string,
  needles: readonly Needle[],
): { findings: Finding[]; files: number } {
  const findings = new Map<string, Finding>()
  const files = listFiles(folder)
  for (const path of files) {
    for (const layer of readLayers(path)) {
      for (const needle of needles) {
        for (const form of needle.forms) {
          if (!layer.bytes.includes(form.bytes)) continue
          const finding = {
            needle: needle.name,
            form: form.name,
            file: relative(folder, path),
            layer: layer.name,
          }
          findings.set(JSON.stringify(finding), finding)
        }
      }
    }
  }
  return { findings: [...findings.values()], files: files.length }
}

/** A text as both encodings that browsers store strings in. */
export function textNeedle(name: string, text: string): Needle {
  return { name, forms: encodings('text', text) }
}

/** Bytes as they are, and written as hexadecimal or base64 of either alphabet. */
export function bytesNeedle(name: string, bytes: Buffer): Needle {
  const hex = bytes.toString('hex')
  // The last characters of base64 depend on what follows the bytes.
  const base64 = bytes.toString('base64').replace(/=+$/, '').slice(0, -1)
  return {
    name,
    forms: [
      { name: 'bytes', bytes },
      ...encodings('hex', hex),
      ...encodings('upper-case hex', hex.toUpperCase()),
      ...encodings('base64', base64),
      ...encodings('base64url', base64.replaceAll('+', '-').replaceAll('/', '_')),
    ],
  }
}

/** An account's secret: its bytes in all their forms, and base32 in both cases. */
export function secretNeedle(name: string, base32: string): Needle {
  const bytes = decodeBase32(base32)
  if (!bytes) throw new TypeError('That is not base32.')
  return {
    name,
    forms: [
      ...bytesNeedle(name, Buffer.from(bytes)).forms,
      ...encodings('base32', base32),
      ...encodings('lower-case base32', base32.toLowerCase()),
    ],
  }
}

function encodings(name: string, text: string): Needle['forms'] {
  return [
    { name: `${name}, UTF-8`, bytes: Buffer.from(text) },
    { name: `${name}, UTF-16`, bytes: Buffer.from(text, 'utf16le') },
  ]
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
