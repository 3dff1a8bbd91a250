import { type Bytes, encodeText, randomBytes, wipe } from './bytes.ts'
import { seal, unseal } from './envelope.ts'
import { checkKdf, type DeriveKey, encodePassword, type KdfParameters, kdfDefaults } from './kdf.ts'
import { importSlotKey } from './keys.ts'
import {
  describeSlot,
  type PasskeySlot,
  type PasswordSlot,
  type RecoveryKitSlot,
  saltLength,
  type UnlockSlot,
} from './slots.ts'

/** Whose vault a slot is for, and what the list of ways to unlock says of it. */
export interface SlotPlace {
  vaultId: string
  label: string
  /** ms since 1970 */
  addedAt: number
}

/** Seals the vault key under a password, with a salt of its own. */
export async function createPasswordSlot(
  vaultKey: Bytes,
  { vaultId, label, addedAt }: SlotPlace,
  { password, deriveKey, kdf = kdfDefaults }: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<PasswordSlot> {
  const id = crypto.randomUUID()
  const salt = randomBytes(saltLength)
  const bare = { id, kind: 'password' as const, kdf: checkKdf(kdf), salt, label, addedAt }
  const key = await derivePasswordKey(password, bare, deriveKey)
  return { ...bare, ...(await seal(key, vaultKey, describeSlot(vaultId, bare))) }
}

/** Seals the vault key under what a passkey's PRF extension gave for the salt. */
export async function createPasskeySlot(
  vaultKey: Bytes,
  { vaultId, label, addedAt }: SlotPlace,
  { credentialId, salt, secret }: { credentialId: Bytes; salt: Bytes; secret: Bytes },
): Promise<PasskeySlot> {
  const bare = { id: crypto.randomUUID(), kind: 'passkey' as const, credentialId, salt, label, addedAt }
  const key = await deriveSecretKey(secret, vaultId, 'passkey')
  return { ...bare, ...(await seal(key, vaultKey, describeSlot(vaultId, bare))) }
}

/** Seals the vault key under the 160 bits of a recovery kit. */
export async function createRecoveryKitSlot(
  vaultKey: Bytes,
  { vaultId, label, addedAt }: SlotPlace,
  secret: Bytes,
): Promise<RecoveryKitSlot> {
  const bare = { id: crypto.randomUUID(), kind: 'recovery_kit' as const, label, addedAt }
  const key = await deriveSecretKey(secret, vaultId, 'recovery kit')
  return { ...bare, ...(await seal(key, vaultKey, describeSlot(vaultId, bare))) }
}

/** Returns the vault key, or null when the password is wrong. */
export async function openPasswordSlot(
  slot: PasswordSlot,
  vaultId: string,
  { password, deriveKey }: { password: string; deriveKey: DeriveKey },
): Promise<Bytes | null> {
  return openSlot(slot, vaultId, await derivePasswordKey(password, slot, deriveKey))
}

/** Returns the vault key, or null when the secret is another one's. */
export async function openSecretSlot(
  slot: PasskeySlot | RecoveryKitSlot,
  vaultId: string,
  secret: Bytes,
): Promise<Bytes | null> {
  const purpose = slot.kind === 'passkey' ? 'passkey' : 'recovery kit'
  return openSlot(slot, vaultId, await deriveSecretKey(secret, vaultId, purpose))
}

function openSlot(slot: UnlockSlot, vaultId: string, key: CryptoKey): Promise<Bytes | null> {
  return unseal(key, slot, describeSlot(vaultId, slot))
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

/** These secrets are random and long, so nobody can guess them and no slow derivation is needed (RFC 5869). */
async function deriveSecretKey(secret: Bytes, vaultId: string, purpose: string): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const info = encodeText(`countersign-vault ${purpose}`)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: encodeText(vaultId), info },
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}
