import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { TwoFactorError } from '../errors.ts'

export interface KeyOption {
  /** Names the key in what it sealed: letters, digits, `.`, `_`, `-`; 64 at most. */
  id: string
  /** At least 32 random bytes, base64 or base64url. */
  secret: string | undefined
}

export interface Key {
  id: string
  seal: KeyObject
  audit: KeyObject
  device: KeyObject
  code: KeyObject
}

/** The first key seals; all of them open. */
export interface Keyring {
  current: Key
  all: readonly Key[]
  find(id: string): Key
  has(id: string): boolean
}

const HOW_TO_MAKE_ONE = `node -e "console.log(require('node:crypto').randomBytes(32).toString('base64'))"`

/**
 * Reads the configured keys; one key for each use is derived from every secret (RFC 5869).
 * Throws `TwoFactorError`: `key_missing`, `key_too_short`, `key_malformed`, `key_duplicate`; its `find` throws
 * `key_unknown`, so that what was sealed under a key that is gone fails closed.
 */
export function createKeyring(options: readonly KeyOption[] | undefined): Keyring {
  const keys = new Map<string, Key>()
  let current: Key | undefined
  for (const option of options ?? []) {
    const key = deriveKey(option)
    if (keys.has(key.id)) throw new TwoFactorError('key_duplicate', `two keys have the id "${key.id}"`)
    keys.set(key.id, key)
    current ??= key
  }
  if (current === undefined) {
    throw new TwoFactorError('key_missing', `keys needs at least one key. Make one with: ${HOW_TO_MAKE_ONE}`)
  }
  return {
    current,
    all: [...keys.values()],
    has: (id) => keys.has(id),
    find(id) {
      const key = keys.get(id)
      if (key === undefined)
        throw new TwoFactorError(
          'key_unknown',
          'sealed under a key that is not in keys; put the old key back behind the new one',
        )
      return key
    },
  }
}

function deriveKey({ id, secret }: KeyOption): Key {
  if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,64}$/.test(id)) {
    throw new TwoFactorError(
      'key_malformed',
      'a key id is 1 to 64 letters, digits, dots, underscores or hyphens',
    )
  }
  if (typeof secret !== 'string' || secret === '') {
    throw new TwoFactorError('key_missing', `key "${id}" has no secret. Make one with: ${HOW_TO_MAKE_ONE}`)
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) {
    throw new TwoFactorError('key_malformed', `key "${id}" is not base64. Make one with: ${HOW_TO_MAKE_ONE}`)
  }
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.length < 32) {
    throw new TwoFactorError(
      'key_too_short',
      `key "${id}" has ${bytes.length} bytes, 32 are needed. Make one with: ${HOW_TO_MAKE_ONE}`,
    )
  }
  // Prepared once: a verification uses them several times.
  const derive = (use: string) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', bytes, '', `countersign/v1/${use}`, 32)))
  return { id, seal: derive('seal'), audit: derive('audit'), device: derive('device'), code: derive('code') }
}
