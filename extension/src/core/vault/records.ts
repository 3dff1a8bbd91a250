import { type Bytes, isBytes } from './bytes.ts'
import { nonceLength, type Sealed, tagLength, vaultFormat, vaultMagic } from './envelope.ts'
import { VaultError } from './errors.ts'
import { checkKdf } from './kdf.ts'
import { keyLength } from './keys.ts'
import { saltLength, type UnlockSlot } from './slots.ts'

/** The one record that says whose vault this is and how it opens; it is never part of a snapshot. */
export interface VaultHeader {
  magic: typeof vaultMagic
  format: typeof vaultFormat
  vaultId: string
  slots: UnlockSlot[]
  /** HMAC-SHA-256 over the list of slots, under a key that only the vault key gives */
  mac: Bytes
}

/** The whole contents at one point in time, sealed. */
export interface VaultRevision extends Sealed {
  format: typeof vaultFormat
  vaultId: string
  /** counts up from 1 */
  revision: number
}

const maxSlots = 16
const macLength = 32
const maxBodyLength = 32 * 1024 * 1024

/** Takes what the storage returned and answers a header, or throws `missing`, `unsupported_format` or `damaged`. */
export function readHeader(stored: unknown): VaultHeader {
  if (stored === undefined) throw new VaultError('missing', 'There is no vault.')
  const { magic, format, vaultId, slots, mac } = readRecord(stored)
  if (magic !== vaultMagic) throw damaged('header')
  if (format !== vaultFormat) throw unsupported()
  if (!isId(vaultId) || !isBytesOf(mac, macLength)) throw damaged('header')
  if (!Array.isArray(slots) || slots.length === 0 || slots.length > maxSlots) throw damaged('header')
  return { magic, format, vaultId, slots: slots.map(readSlot), mac }
}

/** Takes what the storage returned and answers a revision of this vault, or throws. */
export function readRevision(stored: unknown, vaultId: string): VaultRevision {
  const record = readRecord(stored)
  const { format, revision, nonce, ciphertext } = record
  if (format !== vaultFormat) throw unsupported()
  if (record.vaultId !== vaultId) throw damaged('revision')
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1) {
    throw damaged('revision')
  }
  if (!isBytesOf(nonce, nonceLength) || !isBytes(ciphertext)) throw damaged('revision')
  if (ciphertext.length < tagLength || ciphertext.length > maxBodyLength) throw damaged('revision')
  return { format, vaultId, revision, nonce, ciphertext }
}

function readSlot(stored: unknown): UnlockSlot {
  const { id, kind, kdf, salt, nonce, ciphertext } = readRecord(stored)
  if (!isId(id) || kind !== 'password') throw damaged('slot')
  if (!isBytesOf(salt, saltLength) || !isBytesOf(nonce, nonceLength)) throw damaged('slot')
  if (!isBytesOf(ciphertext, keyLength + tagLength)) throw damaged('slot')
  return { id, kind, kdf: checkKdf(kdf), salt, nonce, ciphertext }
}

function readRecord(stored: unknown): Record<string, unknown> {
  if (typeof stored !== 'object' || stored === null) throw damaged('record')
  return stored as Record<string, unknown>
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
}

function isBytesOf(value: unknown, length: number): value is Bytes {
  return isBytes(value) && value.length === length
}

function damaged(what: string): VaultError {
  return new VaultError('damaged', `The vault's ${what} is not as it was written.`)
}

function unsupported(): VaultError {
  return new VaultError('unsupported_format', 'The vault was written by a newer version.')
}
