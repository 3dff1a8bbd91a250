import { type Bytes, isBytes } from './bytes.ts'
import { nonceLength, type Sealed, tagLength, vaultMagic } from './envelope.ts'
import { VaultError } from './errors.ts'
import { checkKdf } from './kdf.ts'
import { keyLength } from './keys.ts'
import {
  type BrokenSlot,
  passkeySaltLength,
  type SlotList,
  type SlotSignatures,
  saltLength,
  type UnlockSlot,
} from './slots.ts'

/** The one record that says whose vault this is and how it opens; it is never part of a snapshot. */
export interface VaultHeader extends SlotList, SlotSignatures {
  magic: typeof vaultMagic
  /** 1 and 2 are still read, and become 3 at the next unlock. */
  format: 1 | 2 | 3
  vaultId: string
  /** Changes with the vault key; empty in format 1. */
  keyId: string
  slots: UnlockSlot[]
  /** HMAC-SHA-256 of each slot, under a key that only the vault key gives; none before format 3 */
  slotMacs: Bytes[]
  /** Over `slotMacs`; before format 3, over the list of slots */
  mac: Bytes
}

/** A header as it was stored: slots that can't be read stand in their places. */
export interface StoredHeader extends Omit<VaultHeader, 'slots'> {
  slots: (UnlockSlot | BrokenSlot)[]
}

/** The whole contents at one point in time, sealed. */
export interface VaultRevision extends Sealed {
  format: typeof revisionFormat
  vaultId: string
  /** counts up from 1 */
  revision: number
}

export const headerFormat = 3
export const revisionFormat = 1
export const maxSlots = 16
export const maxLabelLength = 100
const macLength = 32
const highestRevision = 2 ** 52
const maxCredentialLength = 1023
/** Of a revision's ciphertext, in bytes. */
export const maxBodyLength = 32 * 1024 * 1024

/** Takes what the storage returned and answers a header, or throws `unsupported_format`, `damaged`, or `kdf_out_of_bounds` before format 3. */
export function readHeader(stored: unknown): StoredHeader {
  const { magic, format, vaultId, keyId, edition, slots, slotMacs, mac } = readRecord(stored)
  if (magic !== vaultMagic) throw damaged('header')
  if (format !== 1 && format !== 2 && format !== headerFormat) throw unsupported()
  if (!isId(vaultId) || !isBytesOf(mac, macLength)) throw damaged('header')
  if (!Array.isArray(slots) || slots.length === 0 || slots.length > maxSlots) throw damaged('header')
  if (format === 1) {
    const first = slots.map((slot) => readSlot({ ...readRecord(slot), label: '', addedAt: null }))
    return { magic, format, vaultId, keyId: '', edition: 0, slots: first, slotMacs: [], mac }
  }
  if (!isId(keyId)) throw damaged('header')
  if (format === 2) {
    return { magic, format, vaultId, keyId, edition: 0, slots: slots.map(readSlot), slotMacs: [], mac }
  }
  if (edition !== undefined && !isCount(edition)) throw damaged('header')
  if (!Array.isArray(slotMacs) || slotMacs.length !== slots.length) throw damaged('header')
  const macs = slotMacs.map((slotMac: unknown) => {
    if (!isBytesOf(slotMac, macLength)) throw damaged('header')
    return slotMac
  })
  const list = { edition: edition ?? 0, slots: slots.map(readAnySlot), slotMacs: macs, mac }
  return { magic, format, vaultId, keyId, ...list }
}

/** Whether a slot can be read; only its MAC says that it is as it was written. */
export function isReadable(slot: UnlockSlot | BrokenSlot): slot is UnlockSlot {
  return 'ciphertext' in slot
}

/** Whether a revision can have been written under this number; no vault comes near the highest, damage and forgery do. */
export function isRevisionNumber(value: unknown): value is number {
  return isCount(value) && value <= highestRevision
}

/** Takes what the storage returned and answers a revision of this vault, or throws. */
export function readRevision(stored: unknown, vaultId: string): VaultRevision {
  const record = readRecord(stored)
  const { format, revision, nonce, ciphertext } = record
  if (format !== revisionFormat) throw unsupported()
  if (record.vaultId !== vaultId) throw damaged('revision')
  if (!isRevisionNumber(revision)) throw damaged('revision')
  if (!isBytesOf(nonce, nonceLength) || !isBytes(ciphertext)) throw damaged('revision')
  if (ciphertext.length < tagLength || ciphertext.length > maxBodyLength) throw damaged('revision')
  return { format, vaultId, revision, nonce, ciphertext }
}

function readAnySlot(stored: unknown): UnlockSlot | BrokenSlot {
  try {
    return readSlot(stored)
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return describeBroken(stored)
  }
}

/** What can be said of a slot that is not as it was written. */
export function describeBroken(stored: unknown): BrokenSlot {
  const { id, kind, label }: Record<string, unknown> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {}
  return {
    id: isId(id) ? id : null,
    kind: kind === 'password' || kind === 'passkey' || kind === 'recovery_kit' ? kind : null,
    label: isLabel(label) ? label : '',
  }
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

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
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
