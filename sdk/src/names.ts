import { TwoFactorError } from './errors.ts'

const LENGTH = 64
const REASON_LENGTH = 500
const ACCOUNT_LENGTH = 128

/**
 * A name that a person gave to something, fit for a list or a mail: line breaks, control characters and direction marks
 * would let it pass itself off as something else, so they become spaces. Throws `TwoFactorError` `argument_invalid` for
 * one that is longer than 64 characters or no text: the host checks that at its form.
 */
export function cleanName(name: string): string {
  if (typeof name !== 'string') throw new TwoFactorError('argument_invalid', 'a name must be a string')
  const clean = flatten(name)
  if (clean.length > LENGTH)
    throw new TwoFactorError('argument_invalid', `a name must not be longer than ${LENGTH} characters`)
  return clean
}

/**
 * Why an admin did something, on one line as in `cleanName`; null for nothing but spaces. Throws `TwoFactorError`
 * `argument_invalid` for more than 500 characters or no text.
 */
export function cleanReason(reason: unknown): string | null {
  if (typeof reason !== 'string') throw new TwoFactorError('argument_invalid', 'reason must be a string')
  const clean = flatten(reason)
  if (clean.length > REASON_LENGTH)
    throw new TwoFactorError(
      'argument_invalid',
      `a reason must not be longer than ${REASON_LENGTH} characters`,
    )
  return clean === '' ? null : clean
}

/** The account name as an authenticator may show it: on one line, and no longer than a key URI takes. */
export function cleanAccount(label: string): string {
  const visible = String(label).replace(/[\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu, ' ')
  return flatten(visible)
    .slice(0, ACCOUNT_LENGTH)
    .replace(/\p{Cs}/gu, '')
    .trim()
}

function flatten(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
