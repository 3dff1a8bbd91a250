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
  /** There was a vault, and its records are gone. */
  | 'missing'
  /** The browser can't open the database that the vault lies in. */
  | 'unopenable'
  | 'not_saved'
  /** The contents are larger than a revision may be; nothing was written. */
  | 'too_large'
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

/**
 * Whether only the newest revision can't be read, or is not answered for: then a person who has unlocked can go back to an
 * older one.
 */
export function hasWayBack(error: unknown): boolean {
  if (isNoAnswer(error)) return true
  return error instanceof VaultError && (error.code === 'head_damaged' || error.code === 'head_unsupported')
}

/** Whether the disk did not answer in time, which says nothing of what lies there. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

/** Whether it may be otherwise a moment later, so that trying again is worth it. */
export function mayPass(error: unknown): boolean {
  return isNoAnswer(error) || (error instanceof VaultError && error.code === 'unopenable')
}

/** What is read of a record, or null where that is not as it was written. */
export function unlessBroken<Part>(read: () => Part): Part | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}

/** Null for what was written and can't be read back, damaged or not answered for; anything else is thrown on. */
export function asNotBack(error: unknown): null {
  if (error instanceof VaultError || isNoAnswer(error)) return null
  throw error
}

/** Says in the vault's own words that the storage could not open its database; anything else is thrown on. */
export function asUnopenable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'UnopenableError') {
    throw new VaultError('unopenable', 'The database of the vault does not open.')
  }
  throw error
}
