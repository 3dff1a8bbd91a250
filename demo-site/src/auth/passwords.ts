import { hash, verify } from '@node-rs/argon2'

/** OWASP Password Storage: Argon2id with 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Longer input is refused before it is hashed; NIST SP 800-63B-4 3.1.1 asks for at least 64. */
export const maxPasswordLength = 256

/** NIST SP 800-63B-4 3.1.1.2: 15 characters where the password is all there is to show, 8 beside a second factor. */
export function leastPasswordLength({ hasFactor }: { hasFactor: boolean }): number {
  return hasFactor ? 8 : 15
}

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), parameters)
}

let decoy: Promise<string> | undefined

/**
 * Compares a password with a stored hash. With null, for an address that nobody has, it does the same work against a
 * hash that nothing fits, so that the time taken does not tell whether the address is known (ASVS 5.0 6.3.8).
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const candidate = password.slice(0, maxPasswordLength).normalize('NFC')
  const fits = await verify(stored ?? (await decoy), candidate)
  return fits && stored !== null && password.length <= maxPasswordLength
}

/** Makes the decoy hash ahead of the first sign-in, which would otherwise take longer for an unknown address. */
export async function warmUpPasswords(): Promise<void> {
  await checkPassword(null, '')
}
