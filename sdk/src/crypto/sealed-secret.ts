import { createCipheriv, createDecipheriv } from 'node:crypto'
import { TwoFactorError } from '../errors.ts'
import type { Random } from '../ports.ts'
import type { Keyring } from './keyring.ts'

/** Which row a secret belongs to: moved to another row, it does not open. */
export interface SealedPlace {
  table: string
  userId: string
  rowId: string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals under the current key: AES-256-GCM, the row's identity and the key id as additional data. */
export function sealSecret(secret: Uint8Array, place: SealedPlace, keyring: Keyring, random: Random): string {
  const { id, seal } = keyring.current
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', seal, nonce)
  cipher.setAAD(additionalData(place, id))
  const sealed = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  return `v1:${id}:${sealed.toString('base64url')}`
}

/** Opens what `sealSecret` made. Throws `TwoFactorError`: `key_unknown`, `sealed_secret_invalid` (altered, or of another row). */
export function openSecret(text: string, place: SealedPlace, keyring: Keyring): Uint8Array {
  const [version, keyId, body, ...rest] = text.split(':')
  if (version !== 'v1' || keyId === undefined || body === undefined || rest.length > 0) throw invalid()
  const sealed = Buffer.from(body, 'base64url')
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw invalid()
  const { seal } = keyring.find(keyId)
  const decipher = createDecipheriv('aes-256-gcm', seal, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(additionalData(place, keyId))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return new Uint8Array(
      Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]),
    )
  } catch (cause) {
    throw new TwoFactorError('sealed_secret_invalid', `a sealed secret in ${place.table} does not open`, {
      cause,
    })
  }
}

// JSON keeps the parts apart: no two places have the same text.
function additionalData(place: SealedPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['countersign', 'v1', place.table, place.userId, place.rowId, keyId]))
}

function invalid() {
  return new TwoFactorError('sealed_secret_invalid', 'a sealed secret is not of the form v1:key:body')
}
