import { type Bytes, isBytes } from './bytes.ts'
import { nonceLength, type Sealed, tagLength, vaultMagic } from './envelope.ts'
import { VaultError } from './errors.ts'
import { checkKdf } from './kdf.ts'
import { keyLength } from './keys.ts'
import { passkeySaltLength, type SlotList, saltLength, type UnlockSlot } from './slots.ts'

/** The one record that says whose vault this is and how it opens; it is never part of a snapshot. */
export interface VaultHeader extends SlotList {
  magic: typeof vaultMagic
  /** 1 is still read, and becomes 2 at the next unlock. */
  format: 1 | 2
  vaultId: string
  /** Changes with the vault key; empty in format 1. */
  keyId: string
  slots: UnlockSlot[]
  /** HMAC-SHA-256 over the list of slots, under a key that only the vault key gives */
  mac: Bytes
}

/** The whole contents at one point in time, sealed. */
export interface VaultRevision extends Sealed {
  format: typeof revisionFormat
  vaultId: string
  /** counts up from 1 */
  revision: number
}

export const headerFormat = 2
export const revisionFormat = 1
export const maxSlots = 16
export const maxLabelLength = 100
const macLength = 32
const maxCredentialLength = 1023
const maxBodyLength = 32 * 1024 * 1024

/** Takes what the storage returned and answers a header, or throws `missing`, `unsupported_format` or `damaged`. */
export function readHeader(stored: unknown): VaultHeader {
  if (stored === undefined) throw new VaultError('missing', 'There is no vault.')
  const { magic, format, vaultId, keyId, slots, mac } = readRecord(stored)
  if (magic !== vaultMagic) throw damaged('header')
  if (format !== 1 && format !== headerFormat) throw unsupported()
  if (!isId(vaultId) || !isBytesOf(mac, macLength)) throw damaged('header')
  if (!Array.isArray(slots) || slots.length === 0 || slots.length > maxSlots) throw damaged('header')
  if (format === 1) {
    const first = slots.map((slot) => readSlot({ ...readRecord(slot), label: '', addedAt: null }))
    return { magic, format, vaultId, keyId: '', slots: first, mac }
  }
  if (!isId(keyId)) throw damaged('header')
  return { magic, format, vaultId, keyId, slots: slots.map(readSlot), mac }
}

/** Takes what the storage returned and answers a revision of this vault, or throws. */
export function readRevision(stored: unknown, vaultId: string): VaultRevision {
  const record = readRecord(stored)
  const { format, revision, nonce, ciphertext } = record
  if (format !== revisionFormat) throw unsupported()
  if (record.vaultId !== vaultId) throw damaged('revision')
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1) {
    throw damaged('revision')
  }
  if (!isBytesOf(nonce, nonceLength) || !isBytes(ciphertext)) throw damaged('revision')
  if (ciphertext.length < tagLength || ciphertext.length > maxBodyLength) throw damaged('revision')
  return { format, vaultId, revision, nonce, ciphertext }
}

function readSlot(stored: unknown): UnlockSlot {
  const { id, kind, kdf, credentialId, salt, nonce, ciphertext, label, addedAt } = readRecord(stored)
  if (!isId(id) || !isLabel(label) || !isTime(addedAt)) throw damaged('slot')
  if (!isBytesOf(nonce, nonceLength) || !isBytesOf(ciphertext, keyLength + tagLength)) throw damaged('slot')
  const common = { id, label, addedAt, nonce, ciphertext }
  if (kind === 'recovery_kit') return { ...common, kind }
  if (kind === 'password') {
    if (!isBytesOf(salt, saltLength)) throw damaged('slot')
    return { ...common, kind, kdf: checkKdf(kdf), salt }
  }
  if (kind !== 'passkey' || !isBytesOf(salt, passkeySaltLength) || !isBytes(credentialId)) {
    throw damaged('slot')
  }
  if (credentialId.length === 0 || credentialId.length > maxCredentialLength) throw damaged('slot')
  return { ...common, kind, credentialId, salt }
}

function readRecord(stored: unknown): Record<string, unknown> {
  if (typeof stored !== 'object' || stored === null) throw damaged('record')
  return stored as Record<string, unknown>
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxLabelLength
}

function isTime(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
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
