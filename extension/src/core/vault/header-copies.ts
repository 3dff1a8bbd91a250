import type { Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'
import { deriveVaultKeys, type VaultKeys } from './keys.ts'
import { readHeader, type VaultHeader } from './records.ts'
import { verifySlots } from './slots.ts'
import type { VaultStorage } from './storage.ts'

/** A header that is as somebody with the vault key wrote it, and what that key gives. */
export interface IntactHeader {
  header: VaultHeader
  keys: VaultKeys
}

/** False only where there is neither a header nor a revision; throws `damaged` for revisions without a header. */
export async function hasHeader(storage: VaultStorage): Promise<boolean> {
  if ((await storage.readHeaders()).length > 0) return true
  if ((await storage.listRevisions()).length === 0) return false
  throw new VaultError('damaged', 'There are revisions, and no header that says how they open.')
}

/** The copies of the header that can be read, and whether all of them are there and alike. */
export interface HeaderCopies {
  /** One where both are alike. */
  headers: [VaultHeader, ...VaultHeader[]]
  isWhole: boolean
}

/** Throws as `readHeader` does where no copy can be read, and `missing`. */
export async function readHeaders(storage: VaultStorage): Promise<HeaderCopies> {
  const stored = await storage.readHeaders()
  const readable: VaultHeader[] = []
  let failure: unknown
  for (const copy of stored) {
    try {
      const header = readHeader(copy)
      if (!readable.some((other) => isAlike(other, header))) readable.push(header)
    } catch (error) {
      failure ??= error
    }
  }
  const [first, ...others] = readable
  if (first !== undefined) {
    const isWhole = stored.length === 2 && failure === undefined && others.length === 0
    return { headers: [first, ...others], isWhole }
  }
  if (await hasHeader(storage)) throw failure
  throw new VaultError('missing', 'There is no vault.')
}

/** The first of the headers that the vault key fits, as it was written; throws `damaged` when there is none. */
export async function findIntactHeader(headers: VaultHeader[], vaultKey: Bytes): Promise<IntactHeader> {
  for (const header of headers) {
    const keys = await deriveVaultKeys(vaultKey, header.vaultId)
    if (await verifySlots(keys.slots, header, header.mac)) return { header, keys }
  }
  throw new VaultError('damaged', 'The list of ways to unlock is not as it was written.')
}

/** Writes an intact header over a copy that is missing or broken; one that can't be written now is left for another time. */
export async function mendCopies(storage: VaultStorage, header: VaultHeader): Promise<void> {
  await storage.replaceHeader(header, header.mac).catch(() => 'taken')
}

/** JSON writes bytes one by one, as numbers. */
function isAlike(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
