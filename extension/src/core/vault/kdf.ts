import { type Bytes, encodeText } from './bytes.ts'
import { VaultError } from './errors.ts'

/** How a password becomes a key; written beside every slot that a password opens. */
export interface KdfParameters {
  algorithm: 'argon2id'
  /** Argon2's own version number; 0x13 is the one of RFC 9106. */
  version: 0x13
  /** KiB */
  memory: number
  iterations: number
  parallelism: number
}

/** Turns a password and a salt into 32 bytes; handed in, so that it can run in a worker. */
export type DeriveKey = (password: Bytes, salt: Bytes, parameters: KdfParameters) => Promise<Bytes>

export const kdfDefaults: KdfParameters = {
  algorithm: 'argon2id',
  version: 0x13,
  memory: 64 * 1024,
  iterations: 3,
  parallelism: 1,
}

/** The floor is OWASP's smallest Argon2id setting; the ceiling keeps a tampered header from exhausting the machine. */
export const kdfBounds = {
  memory: { min: 19 * 1024, max: 256 * 1024 },
  iterations: { min: 2, max: 10 },
  parallelism: { min: 1, max: 4 },
} as const

/**
 * Returns the parameters when they are known and within bounds, and throws `kdf_out_of_bounds` otherwise.
 * To be called before any memory is taken for them.
 */
export function checkKdf(value: unknown): KdfParameters {
  if (typeof value !== 'object' || value === null) throw outOfBounds()
  const { algorithm, version, memory, iterations, parallelism } = value as Record<string, unknown>
  if (algorithm !== 'argon2id' || version !== 0x13) throw outOfBounds()
  return {
    algorithm,
    version,
    memory: checkBound('memory', memory),
    iterations: checkBound('iterations', iterations),
    parallelism: checkBound('parallelism', parallelism),
  }
}

/** One password has several spellings in Unicode; NIST SP 800-63B 3.1.1 asks for NFKC or NFKD before hashing. */
export function encodePassword(password: string): Bytes {
  return encodeText(password.normalize('NFKC'))
}

function checkBound(name: keyof typeof kdfBounds, value: unknown): number {
  const { min, max } = kdfBounds[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw outOfBounds()
  return value
}

function outOfBounds(): VaultError {
  return new VaultError(
    'kdf_out_of_bounds',
    'The parameters of the key derivation are unknown or out of bounds.',
  )
}
