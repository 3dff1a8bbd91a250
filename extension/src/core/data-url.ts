/** Reads a picture out of a `data:` URL; `null` for anything else. */
export function readPictureUrl(url: string): Blob | null {
  const [, type, data = ''] = /^data:(image\/[a-z+]+);base64,(.*)$/s.exec(url) ?? []
  if (type === undefined) return null
  try {
    return new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))], { type })
  } catch {
    return null
  }
}
