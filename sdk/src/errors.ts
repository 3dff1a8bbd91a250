/** Every reason for which the SDK throws. Expected outcomes (a wrong code, an expired challenge) are values, never errors. */
export type TwoFactorErrorCode =
  | 'configuration_invalid'
  | 'key_missing'
  | 'key_too_short'
  | 'key_malformed'
  | 'key_duplicate'
  | 'key_unknown'
  | 'sealed_secret_invalid'
  | 'argument_invalid'
  | 'user_unknown'
  | 'store_failed'

/**
 * Thrown for a broken contract or broken infrastructure. `code` is stable and made for programs; `message` is made for
 * the developer who reads the log and never holds a secret, a code or submitted text.
 */
export class TwoFactorError extends Error {
  readonly code: TwoFactorErrorCode

  constructor(code: TwoFactorErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'TwoFactorError'
    this.code = code
  }
}
