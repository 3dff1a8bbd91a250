import { type Bytes, encodeBase64, randomBytes, wipe } from './bytes.ts'
import { describeContext, type Sealed, seal, unseal } from './envelope.ts'
import { checkKdf, type DeriveKey, encodePassword, type KdfParameters, kdfDefaults } from './kdf.ts'
import { importSlotKey } from './keys.ts'

/** A way to the vault key that a password opens. */
export interface PasswordSlot extends Sealed {
  id: string
  kind: 'password'
  kdf: KdfParameters
  salt: Bytes
}

/** Every way to unlock; the kinds to come join this union. */
export type UnlockSlot = PasswordSlot

export const saltLength = 16

export interface PasswordSlotOptions {
  vaultId: string
  password: string
  deriveKey: DeriveKey
  kdf?: KdfParameters
}

/** Seals the vault key under a password, with a salt of its own. */
export async function createPasswordSlot(
  vaultKey: Bytes,
  { vaultId, password, deriveKey, kdf = kdfDefaults }: PasswordSlotOptions,
): Promise<PasswordSlot> {
  const bare = {
    id: crypto.randomUUID(),
    kind: 'password' as const,
    kdf: checkKdf(kdf),
    salt: randomBytes(saltLength),
  }
  const key = await derivePasswordKey(password, bare, deriveKey)
  return { ...bare, ...(await seal(key, vaultKey, describeSlot(vaultId, bare))) }
}

/** Returns the vault key, or null when the password is wrong. */
export async function openPasswordSlot(
  slot: PasswordSlot,
  { vaultId, password, deriveKey }: Omit<PasswordSlotOptions, 'kdf'>,
): Promise<Bytes | null> {
  const key = await derivePasswordKey(password, slot, deriveKey)
  return unseal(key, slot, describeSlot(vaultId, slot))
}

/** Authenticates the list as a whole: a slot can't be added, taken away, changed or moved without the vault key. */
export async function signSlots(key: CryptoKey, vaultId: string, slots: UnlockSlot[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, describeSlots(vaultId, slots)))
}

export function verifySlots(
  key: CryptoKey,
  vaultId: string,
  slots: UnlockSlot[],
  mac: Bytes,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, describeSlots(vaultId, slots))
}

async function derivePasswordKey(
  password: string,
  slot: Pick<PasswordSlot, 'kdf' | 'salt'>,
  deriveKey: DeriveKey,
): Promise<CryptoKey> {
  const bytes = encodePassword(password)
  const derived = await deriveKey(bytes, slot.salt, checkKdf(slot.kdf))
  try {
    return await importSlotKey(derived)
  } finally {
    wipe(bytes, derived)
  }
}

type BareSlot = Omit<UnlockSlot, keyof Sealed>

function listSlotFacts({ id, kind, kdf, salt }: BareSlot): (string | number)[] {
  const { algorithm, version, memory, iterations, parallelism } = kdf
  return [id, kind, algorithm, version, memory, iterations, parallelism, encodeBase64(salt)]
}

function describeSlot(vaultId: string, slot: BareSlot): Bytes {
  return describeContext(vaultId, 'slot', ...listSlotFacts(slot))
}

function describeSlots(vaultId: string, slots: UnlockSlot[]): Bytes {
  const facts = slots.flatMap((slot) => [
    ...listSlotFacts(slot),
    encodeBase64(slot.nonce),
    encodeBase64(slot.ciphertext),
  ])
  return describeContext(vaultId, 'slots', slots.length, ...facts)
}
