import { encodeBase64 } from './base64.ts'
import type { Bytes } from './bytes.ts'
import { describeContext, type Sealed } from './envelope.ts'
import type { KdfParameters } from './kdf.ts'

interface SlotFacts {
  id: string
  /** What a person calls it; empty where there is only one of its kind. */
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

/** The parts of a header that its MAC covers. */
export interface SlotList {
  format: 1 | 2
  vaultId: string
  keyId: string
  slots: UnlockSlot[]
}

export const saltLength = 16
export const passkeySaltLength = 32

/** Authenticates the list as a whole: a slot can't be added, taken away, changed or moved without the vault key. */
export async function signSlots(key: CryptoKey, list: SlotList): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, describeSlots(list)))
}

export function verifySlots(key: CryptoKey, list: SlotList, mac: Bytes): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, describeSlots(list))
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

function describeSlots({ format, vaultId, keyId, slots }: SlotList): Bytes {
  const facts = slots.map((slot) => [
    ...listSecretFacts(slot),
    encodeBase64(slot.nonce),
    encodeBase64(slot.ciphertext),
  ])
  // The first format knew neither label nor time, and had its facts in one flat list.
  if (format === 1) return describeContext(1, vaultId, 'slots', slots.length, ...facts.flat())
  const named = slots.map((slot, index) => [...(facts[index] ?? []), slot.label, slot.addedAt])
  return describeContext(2, vaultId, 'slots', keyId, named)
}
