/** What can be broken about a vault; expected outcomes such as a wrong password are values instead. */
export type VaultErrorCode =
  | 'kdf_out_of_bounds'
  | 'unsupported_format'
  /** The header, or the list of ways to unlock: nothing can be opened. */
  | 'damaged'
  /** Only the one way to unlock that was tried; the others open. */
  | 'way_damaged'
  /** Only the newest revision; `listSnapshots` and `restoreSnapshot` lead back to an older one. */
  | 'head_damaged'
  /** The newest revision says that a newer version wrote it, or was damaged to say so; the same leads back. */
  | 'head_unsupported'
  | 'missing'
  | 'not_saved'
  /** The disk, or the browser's quota, is full; nothing was written. */
  | 'storage_full'
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

/** Whether only the newest revision can't be read: then a person who has unlocked can go back to an older one. */
export function hasWayBack(error: unknown): boolean {
  return error instanceof VaultError && (error.code === 'head_damaged' || error.code === 'head_unsupported')
}
