const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Reads bytes as UTF-8, as nearly every writer means them; `null` where they are something else. */
export function readUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes)
  } catch {
    return null
  }
}
