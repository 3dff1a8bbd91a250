import { createHmac, createSecretKey } from 'node:crypto'

/**
 * HMAC-SHA-1 under an authenticator's secret (RFC 6238), for several steps: the key is prepared once, which takes longer
 * than a code.
 */
export function createTotpHmac(secret: Uint8Array): (message: Uint8Array) => Uint8Array {
  const key = createSecretKey(secret)
  return (message) => createHmac('sha1', key).update(message).digest()
}
