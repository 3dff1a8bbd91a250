import { encodeBase64 } from './base64.ts'
import type { Bytes } from './bytes.ts'
import { describeContext, type Sealed } from './envelope.ts'
import type { KdfParameters } from './kdf.ts'

interface SlotFacts {
  id: string
  /** What a person calls it; of a recovery kit `confirmedKit` or empty. */
  label: string
  /** ms since 1970; null where the version that wrote it kept no time. */
  addedAt: number | null
}

/** A way to the vault key that a password opens. */
export interface PasswordSlot extends SlotFacts, Sealed {
  kind: 'password'
  kdf: KdfParameters
  salt: Bytes
}

/** A way to the vault key that a passkey opens, by the secret that its PRF extension gives for the salt. */
export interface PasskeySlot extends SlotFacts, Sealed {
  kind: 'passkey'
  credentialId: Bytes
  /** 32 bytes */
  salt: Bytes
}

/** A way to the vault key that 160 bits on paper open. */
export interface RecoveryKitSlot extends SlotFacts, Sealed {
  kind: 'recovery_kit'
}

export type UnlockSlot = PasswordSlot | PasskeySlot | RecoveryKitSlot

type BareSlot =
  | Omit<PasswordSlot, keyof Sealed>
  | Omit<PasskeySlot, keyof Sealed>
  | Omit<RecoveryKitSlot, keyof Sealed>

/** A slot that is not as it was written, with what of it can still be said. */
export interface BrokenSlot {
  id: string | null
  kind: UnlockSlot['kind'] | null
  label: string
}

/** The parts of a header that are signed. */
export interface SlotList {
  vaultId: string
  keyId: string
  /** Counts the writes of the header, from 1: of two copies the higher holds. 0 before format 3, and in the first of that. */
  edition: number
  slots: UnlockSlot[]
}

/** Made with a key that only the vault key gives: of each slot by itself, and of all those, in their order. */
export interface SlotSignatures {
  slotMacs: Bytes[]
  mac: Bytes
}

/** Stands as the label of a kit that somebody is known to have. Versions that kept no record of that left it empty. */
export const confirmedKit = 'confirmed'
export const saltLength = 16
export const passkeySaltLength = 32

/** The same way, and of a recovery kit that somebody has it. */
export function confirmKit(slot: UnlockSlot): UnlockSlot {
  return slot.kind === 'recovery_kit' ? { ...slot, label: confirmedKit } : slot
}

/**
 * Authenticates the list: a slot can't be added, taken away, changed or moved without the vault key. Each slot by itself
 * too, so that a broken one is known, and does not close the others.
 */
export async function signSlots(key: CryptoKey, list: SlotList): Promise<SlotSignatures> {
  const sign = async (message: Bytes) => new Uint8Array(await crypto.subtle.sign('HMAC', key, message))
  const slotMacs = await Promise.all(list.slots.map((slot) => sign(describeSignedSlot(list, slot))))
  return { slotMacs, mac: await sign(describeSlotMacs(list, slotMacs)) }
}

/** Whether these are the MACs of all slots, as they were signed. */
export function verifySlotMacs(
  key: CryptoKey,
  place: Omit<SlotList, 'slots'>,
  { slotMacs, mac }: SlotSignatures,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, describeSlotMacs(place, slotMacs))
}

export function verifySlot(
  key: CryptoKey,
  place: Omit<SlotList, 'slots'>,
  slot: UnlockSlot,
  mac: Bytes,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, describeSignedSlot(place, slot))
}

/** As the first two formats were signed: the list as a whole. */
export function verifyEarlierSlots(
  key: CryptoKey,
  list: Omit<SlotList, 'edition'> & { format: 1 | 2 },
  mac: Bytes,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, describeEarlierSlots(list))
}

/** What a slot's ciphertext is bound to; its label is left out, so that renaming needs no secret. */
export function describeSlot(vaultId: string, slot: BareSlot): Bytes {
  return describeContext(1, vaultId, 'slot', ...listSecretFacts(slot))
}

function listSecretFacts(slot: BareSlot): (string | number)[] {
  switch (slot.kind) {
    case 'password': {
      const { algorithm, version, memory, iterations, parallelism } = slot.kdf
      return [
        slot.id,
        slot.kind,
        algorithm,
        version,
        memory,
        iterations,
        parallelism,
        encodeBase64(slot.salt),
      ]
    }
    case 'passkey':
      return [slot.id, slot.kind, encodeBase64(slot.credentialId), encodeBase64(slot.salt)]
    case 'recovery_kit':
      return [slot.id, slot.kind]
  }
}

function listFacts(slot: UnlockSlot): (string | number)[] {
  return [...listSecretFacts(slot), encodeBase64(slot.nonce), encodeBase64(slot.ciphertext)]
}

function describeSignedSlot({ vaultId, keyId }: Omit<SlotList, 'slots'>, slot: UnlockSlot): Bytes {
  return describeContext(3, vaultId, 'signed slot', keyId, ...listFacts(slot), slot.label, slot.addedAt)
}

function describeSlotMacs({ vaultId, keyId, edition }: Omit<SlotList, 'slots'>, slotMacs: Bytes[]): Bytes {
  // The first of this format did not count its editions.
  const counted = edition === 0 ? [] : [edition]
  return describeContext(3, vaultId, 'slots', keyId, ...counted, slotMacs.map(encodeBase64))
}

function describeEarlierSlots({
  format,
  vaultId,
  keyId,
  slots,
}: Omit<SlotList, 'edition'> & { format: 1 | 2 }): Bytes {
  const facts = slots.map(listFacts)
  // The first format knew neither label nor time, and had its facts in one flat list.
  if (format === 1) return describeContext(1, vaultId, 'slots', slots.length, ...facts.flat())
  const named = slots.map((slot, index) => [...(facts[index] ?? []), slot.label, slot.addedAt])
  return describeContext(2, vaultId, 'slots', keyId, named)
}
