import { argon2id } from 'hash-wasm'
import { checkKdf, type DeriveKey } from '../core/vault/kdf.ts'
import { keyLength } from '../core/vault/keys.ts'

/** Argon2id (RFC 9106); parameters out of bounds are refused before any memory is taken. */
export const deriveWithArgon2: DeriveKey = async (password, salt, parameters) => {
  const { memory, iterations, parallelism } = checkKdf(parameters)
  const derived = await argon2id({
    password,
    salt,
    memorySize: memory,
    iterations,
    parallelism,
    hashLength: keyLength,
    outputType: 'binary',
  })
  return new Uint8Array(derived)
}

/** Has the engine compile Argon2 before anybody waits for it; takes no memory worth mentioning. */
export async function prepareArgon2(): Promise<void> {
  const least = { memorySize: 8, iterations: 1, parallelism: 1, hashLength: 4 }
  await argon2id({ password: 'any', salt: new Uint8Array(16), ...least })
}
