import type { Catalogue } from '../text/catalogue.ts'
import { maxPasswordLength, minPasswordLength } from './passwords.ts'

/** Why a new password won't do, in a sentence, or null. */
export function findPasswordFault({ newPassword }: Catalogue, password: string): string | null {
  const length = [...password.normalize('NFC')].length
  if (length < minPasswordLength) return newPassword.tooShort(minPasswordLength)
  return password.length > maxPasswordLength ? newPassword.tooLong(maxPasswordLength) : null
}
