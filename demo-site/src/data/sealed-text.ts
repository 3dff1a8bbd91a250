import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

/**
 * Seals text that the database should not tell, with AES-256-GCM.
 *
 * @param key 32 bytes, one of `SiteKeys`
 * @param place the ids of the row that it belongs to: in another row it does not open
 */
export function sealText(text: string, key: Buffer, place: readonly string[]): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(place))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

/** Opens what `sealText` made; null when it was altered, stands in another row, or the key has changed. */
export function openText(sealed: string, key: Buffer, place: readonly string[]): string | null {
  const bytes = Buffer.from(sealed, 'base64')
  const tagEnd = nonceBytes + tagBytes
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(boundTo(place))
      .setAuthTag(bytes.subarray(nonceBytes, tagEnd))
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

// JSON keeps the parts apart: no two places have the same text.
function boundTo(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(place))
}
