/** What can be broken about a vault; expected outcomes such as a wrong password are values instead. */
export type VaultErrorCode =
  | 'kdf_out_of_bounds'
  | 'unsupported_format'
  | 'damaged'
  | 'missing'
  | 'not_saved'
  | 'busy'

/** Says that a vault can't be used as asked; `code` is stable, the message is for people who debug. */
export class VaultError extends Error {
  readonly code: VaultErrorCode

  constructor(code: VaultErrorCode, message: string) {
    super(message)
    this.name = 'VaultError'
    this.code = code
  }
}
