import type { Catalogue } from '../text/catalogue.ts'
import { findGuess, type PasswordOwner } from './guessable-password.ts'
import { leastPasswordLength, maxPasswordLength } from './passwords.ts'

/**
 * Why a new password won't do, in a sentence, or null.
 *
 * @param owner.hasFactor whether a second factor stands beside the password
 */
export function findPasswordFault(
  { newPassword }: Catalogue,
  password: string,
  owner: PasswordOwner & { hasFactor: boolean },
): string | null {
  const length = [...password.normalize('NFC')].length
  const least = leastPasswordLength(owner)
  if (length < least) return newPassword.tooShort(least)
  if (password.length > maxPasswordLength) return newPassword.tooLong(maxPasswordLength)
  switch (findGuess(password, owner)) {
    case 'common':
      return newPassword.common
    case 'personal':
      return newPassword.personal
    case null:
      return null
  }
}
