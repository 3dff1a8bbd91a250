import { type Bytes, equalBytes } from './bytes.ts'
import { asUnopenable, VaultError } from './errors.ts'
import { deriveVaultKeys, type VaultKeys } from './keys.ts'
import {
  describeBroken,
  headerFormat,
  isReadable,
  readHeader,
  type StoredHeader,
  type VaultHeader,
} from './records.ts'
import { type BrokenSlot, type UnlockSlot, verifyEarlierSlots, verifySlot, verifySlotMacs } from './slots.ts'
import type { VaultStorage } from './storage.ts'

/** A header as somebody with the vault key wrote it, and what that key gives. */
export interface IntactHeader {
  /** With the slots that are as they were written. */
  header: VaultHeader
  /** Those that are not, in any copy; a change of the header leaves them out. */
  broken: BrokenSlot[]
  /** Another copy is of an earlier edition: somebody put it back, because all are written at once. */
  wasRolledBack: boolean
  keys: VaultKeys
}

/** False only where there is neither a header nor a revision; throws `damaged` for revisions without a header. */
export async function hasHeader(storage: VaultStorage): Promise<boolean> {
  const { headers, revisions } = await storage.countRecords().catch(asUnopenable)
  if (headers > 0) return true
  if (revisions === 0) return false
  throw new VaultError('damaged', 'There are revisions, and no header that says how they open.')
}

/** The copies of the header that can be read, and whether all of them are there and alike. */
export interface HeaderCopies {
  /** One where both are alike; else the later edition first, as far as they say. */
  headers: [StoredHeader, ...StoredHeader[]]
  isWhole: boolean
}

/** Throws as `readHeader` does where no copy can be read, and `missing`. */
export async function readHeaders(storage: VaultStorage): Promise<HeaderCopies> {
  const stored = await storage.readHeaders().catch(asUnopenable)
  const readable: StoredHeader[] = []
  let failure: unknown
  for (const copy of stored) {
    try {
      const header = readHeader(copy)
      if (!readable.some((other) => isAlike(other, header))) readable.push(header)
    } catch (error) {
      failure ??= error
    }
  }
  const [first, ...others] = readable.toSorted((left, right) => right.edition - left.edition)
  if (first !== undefined) {
    const isWhole = stored.length === 2 && failure === undefined && others.length === 0
    return { headers: [first, ...others], isWhole }
  }
  if (failure !== undefined) throw failure
  if (await hasHeader(storage)) throw new VaultError('busy', 'The vault was made at this moment.')
  throw new VaultError('missing', 'There is no vault.')
}

/**
 * The latest of the headers whose list is as it was signed, with each slot from a copy that has it so; throws `damaged`
 * when there is none.
 */
export async function findIntactHeader(headers: StoredHeader[], vaultKey: Bytes): Promise<IntactHeader> {
  const signed: { stored: StoredHeader; keys: VaultKeys }[] = []
  for (const stored of headers) {
    const keys = await deriveVaultKeys(vaultKey, stored.vaultId)
    if (await isSigned(stored, keys)) signed.push({ stored, keys })
  }
  const [latest] = signed.toSorted((left, right) => right.stored.edition - left.stored.edition)
  if (latest === undefined)
    throw new VaultError('damaged', 'The list of ways to unlock is not as it was written.')
  const { stored, keys } = latest
  const wasRolledBack = headers.some((other) => {
    // A flipped number of the very same edition tells nothing.
    if (other.edition === stored.edition || equalBytes(other.mac, stored.mac)) return false
    // What can't be judged, for it is under another key or broken besides, can still say that it came later.
    if (other.edition > stored.edition) return true
    return other.keyId !== stored.keyId || signed.some((one) => one.stored === other)
  })
  if (stored.format !== headerFormat) {
    return { header: { ...stored, slots: stored.slots.filter(isReadable) }, broken: [], wasRolledBack, keys }
  }
  return { ...(await sortOutSlots(stored, headers, keys)), wasRolledBack, keys }
}

/** Whether there is a copy of a later edition, under another vault key: then this one was put back by somebody. */
export function isSuperseded(
  { keyId, edition }: Pick<VaultHeader, 'keyId' | 'edition'>,
  headers: StoredHeader[],
): boolean {
  return headers.some((other) => other.keyId !== keyId && other.edition > edition)
}

/** Whether a header is as somebody with the vault key wrote it, but for single slots. */
export function isSigned(stored: StoredHeader, keys: VaultKeys): Promise<boolean> {
  const { format } = stored
  if (format === headerFormat) return verifySlotMacs(keys.slots, stored, stored)
  const slots = stored.slots.filter(isReadable)
  return verifyEarlierSlots(keys.slots, { ...stored, format, slots }, stored.mac)
}

async function sortOutSlots(
  stored: StoredHeader,
  headers: StoredHeader[],
  keys: VaultKeys,
): Promise<Pick<IntactHeader, 'header' | 'broken'>> {
  const slots: UnlockSlot[] = []
  const broken: BrokenSlot[] = []
  for (const [index, mac] of stored.slotMacs.entries()) {
    const copies = [stored, ...headers].flatMap((header) => header.slots[index] ?? [])
    const intact = await findSlot(copies, (slot) => verifySlot(keys.slots, stored, slot, mac))
    if (intact === undefined) broken.push(describeBroken(copies[0]))
    else slots.push(intact)
  }
  return { header: { ...stored, slots }, broken }
}

async function findSlot(
  copies: (UnlockSlot | BrokenSlot)[],
  isIntact: (slot: UnlockSlot) => Promise<boolean>,
): Promise<UnlockSlot | undefined> {
  for (const slot of copies) if (isReadable(slot) && (await isIntact(slot))) return slot
  return undefined
}

/** The slots as far as they can be told without the vault key: each from a copy in which it can be read. */
export function listSlots([first, ...others]: HeaderCopies['headers']): (UnlockSlot | BrokenSlot)[] {
  return first.slots.map((slot, index) => {
    const copies = [slot, ...others.flatMap(({ slots }) => slots[index] ?? [])]
    return copies.find(isReadable) ?? slot
  })
}

/** Writes a header without a broken slot over copies that are missing, broken or earlier ones; what can't be written now is left for another time. */
export async function mendCopies(
  storage: VaultStorage,
  header: VaultHeader,
  { headers }: HeaderCopies,
): Promise<void> {
  await storage.replaceHeader(header, headers[0].mac).catch(() => 'taken')
}

/** JSON writes bytes one by one, as numbers. */
export function isAlike(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
