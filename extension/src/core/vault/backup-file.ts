import { decodeBase64, encodeBase64 } from './base64.ts'
import { type Bytes, encodeText, randomBytes, wipe } from './bytes.ts'
import { decodeContents, encodeContents, latestTime, type VaultContents } from './contents.ts'
import { nonceLength, seal, tagLength, unseal } from './envelope.ts'
import { VaultError } from './errors.ts'
import { checkKdf, type DeriveKey, encodePassword, type KdfParameters, kdfDefaults } from './kdf.ts'
import { importSlotKey } from './keys.ts'
import { saltLength } from './slots.ts'

/** A backup file that was read and not yet opened. */
export interface BackupFile {
  /** ms since 1970 */
  createdAt: number
  kdf: KdfParameters
  salt: Bytes
  nonce: Bytes
  ciphertext: Bytes
}

export type ReadBackup =
  | { status: 'backup'; file: BackupFile }
  | { status: 'not_a_backup' }
  /** Written by a newer version of Countersign. */
  | { status: 'newer' }
  /** It asks for a key derivation that is weaker or heavier than any that we write; no memory was taken for it. */
  | { status: 'refused' }

export const backupMagic = 'countersign-backup'
const backupVersion = 1
/** Characters; several times what the largest vault takes. */
const maxFileLength = 64 * 1024 * 1024

/** Writes contents as a file that a password of its own opens; extension/docs/backup-format.md has the format. The trash stays behind. */
export async function writeBackupFile(
  contents: VaultContents,
  options: { password: string; deriveKey: DeriveKey; createdAt: number; kdf?: KdfParameters },
): Promise<string> {
  const { password, deriveKey, createdAt, kdf = kdfDefaults } = options
  const bare = { createdAt, kdf: checkKdf(kdf), salt: randomBytes(saltLength) }
  const { bytes: plaintext } = encodeContents({ ...contents, trash: [] }, createdAt)
  try {
    const key = await deriveFileKey(password, bare, deriveKey)
    const { nonce, ciphertext } = await seal(key, plaintext, describeFile(bare))
    const file = {
      format: backupMagic,
      version: backupVersion,
      createdAt,
      kdf: bare.kdf,
      salt: encodeBase64(bare.salt),
      nonce: encodeBase64(nonce),
      ciphertext: encodeBase64(ciphertext),
    }
    return `${JSON.stringify(file, null, 2)}\n`
  } finally {
    wipe(plaintext)
  }
}

/** Reads the outside of a backup file. Nothing of it is believed before `openBackupFile` has opened it. */
export function readBackupFile(text: string): ReadBackup {
  const parsed = text.length > maxFileLength ? null : parseObject(text)
  if (parsed?.format !== backupMagic) return { status: 'not_a_backup' }
  if (parsed.version !== backupVersion) {
    return { status: typeof parsed.version === 'number' ? 'newer' : 'not_a_backup' }
  }
  const [salt, nonce, ciphertext] = [parsed.salt, parsed.nonce, parsed.ciphertext].map((value) =>
    typeof value === 'string' ? decodeBase64(value) : null,
  )
  const { createdAt } = parsed
  if (typeof createdAt !== 'number' || !Number.isSafeInteger(createdAt)) return { status: 'not_a_backup' }
  if (createdAt < 0 || createdAt > latestTime) return { status: 'not_a_backup' }
  if (salt?.length !== saltLength || nonce?.length !== nonceLength || !ciphertext) {
    return { status: 'not_a_backup' }
  }
  if (ciphertext.length < tagLength) return { status: 'not_a_backup' }
  try {
    return { status: 'backup', file: { createdAt, kdf: checkKdf(parsed.kdf), salt, nonce, ciphertext } }
  } catch (error) {
    if (error instanceof VaultError) return { status: 'refused' }
    throw error
  }
}

/** Opens a backup file; `wrong` when the password is, or when a single bit of the file was changed. Throws `unsupported_format` or `damaged` for contents that can't be read. */
export async function openBackupFile(
  file: BackupFile,
  { password, deriveKey }: { password: string; deriveKey: DeriveKey },
): Promise<{ status: 'opened'; contents: VaultContents } | { status: 'wrong' }> {
  const key = await deriveFileKey(password, file, deriveKey)
  const plaintext = await unseal(key, file, describeFile(file))
  if (plaintext === null) return { status: 'wrong' }
  try {
    return { status: 'opened', contents: decodeContents(plaintext).contents }
  } finally {
    wipe(plaintext)
  }
}

type BareFile = Pick<BackupFile, 'createdAt' | 'kdf' | 'salt'>

function describeFile({ createdAt, kdf, salt }: BareFile): Bytes {
  const { algorithm, version, memory, iterations, parallelism } = kdf
  const facts = [algorithm, version, memory, iterations, parallelism, encodeBase64(salt)]
  return encodeText(JSON.stringify([backupMagic, backupVersion, createdAt, ...facts]))
}

async function deriveFileKey(password: string, file: BareFile, deriveKey: DeriveKey): Promise<CryptoKey> {
  const bytes = encodePassword(password)
  const derived = await deriveKey(bytes, file.salt, checkKdf(file.kdf))
  try {
    return await importSlotKey(derived)
  } finally {
    wipe(bytes, derived)
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}
