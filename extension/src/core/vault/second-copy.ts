import { checkRevision, openRevision } from './body.ts'
import { type Bytes, equalBytes } from './bytes.ts'
import type { ReadContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import { unlessBroken, VaultError } from './errors.ts'
import { packBytes, unpackBytes } from './pack-bytes.ts'
import {
  isRevisionNumber,
  readHeader,
  readRevision,
  type StoredHeader,
  type VaultHeader,
  type VaultRevision,
} from './records.ts'
import type { SlotSignatures } from './slots.ts'
import type { OpenVault } from './vault.ts'

/** The sealed vault as it lies outside the database: its header and its newest revision. */
export interface SecondCopy {
  header: VaultHeader
  revision: VaultRevision
  /** When it was saved, in ms since 1970. */
  savedAt: number
}

/** Says that there is a vault, and of which revision the copy is, without the copy being read. */
interface CopyMark {
  vaultId: string
  revision: number
  nonce: Bytes
  savedAt: number
}

const names = { mark: 'vaultCopy', header: 'vaultCopyHeader', revision: 'vaultCopyRevision' } as const
const waiting = new WeakMap<VaultEnvironment, Saved>()
const atWork = new WeakSet<VaultEnvironment>()

/** A revision, and when it was saved, in ms since 1970; null where nobody kept the time. */
interface Saved {
  record: VaultRevision
  savedAt: number | null
}

/** Whether this profile has had a vault, as the area outside the database remembers it, even where that is damaged. */
export async function hadVault(environment: VaultEnvironment): Promise<boolean> {
  return Object.keys(await readRawCopy(environment)).length > 0
}

/** The copy, where there is one and it can be read; that it opens is known only after an unlock. */
export async function readSecondCopy(environment: VaultEnvironment): Promise<SecondCopy | null> {
  const stored = await readRawCopy(environment)
  const { header, revision } = readCopyParts(stored)
  if (header === null || revision?.vaultId !== header.vaultId) return null
  return { header, revision, savedAt: checkMark(stored[names.mark])?.savedAt ?? 0 }
}

/** What can be read of a copy as it lies there, each part by itself. */
export function readCopyParts(stored: Record<string, unknown>): {
  header: VaultHeader | null
  revision: VaultRevision | null
} {
  return {
    header: unlessBroken(() => {
      const header = unpackBytes(stored[names.header]) as VaultHeader
      return readHeader(header) && header
    }),
    revision: unlessBroken(() => {
      const record = unpackBytes(stored[names.revision]) as VaultRevision | undefined
      return readRevision(record, String(record?.vaultId))
    }),
  }
}

/** Whether a part of a copy lies there and can't be read. */
export function isPartBroken(stored: Record<string, unknown>): boolean {
  const { header, revision } = readCopyParts(stored)
  const isBroken = (name: string, part: unknown) => part === null && stored[name] !== undefined
  return isBroken(names.header, header) || isBroken(names.revision, revision)
}

/** Writes parts of a copy as they lie there; `savedAt` of a revision is `now`, in ms since 1970, for nobody kept the time. */
export function packCopyParts(
  { header, revision }: ReturnType<typeof readCopyParts>,
  now: number,
): Record<string, unknown> {
  return {
    ...(header === null ? {} : { [names.header]: packBytes(header) }),
    ...(revision === null ? {} : packHead({ record: revision, savedAt: null }, now)),
  }
}

/** The header of the copy, where it can be read; whether it is as it was written is not known before an unlock. */
export async function readCopiedHeader({ local }: VaultEnvironment): Promise<StoredHeader | null> {
  try {
    return readHeader(unpackBytes((await local.read([names.header]))[names.header]))
  } catch {
    return null
  }
}

/**
 * Writes the header of the copy, so that what opens the vault no longer opens its copy neither; where there is no room, the
 * copy goes without one, and opens by nothing.
 */
export async function copyHeader({ local }: VaultEnvironment, header: VaultHeader): Promise<void> {
  await local
    .write({ [names.header]: packBytes(header) })
    .catch(() => local.remove([names.header]))
    .catch(() => undefined)
}

/** Copies a revision that is the newest, for which nobody waits; one that comes while another is copied waits its turn. */
export function copyHead(environment: VaultEnvironment, head: Saved): void {
  waiting.set(environment, head)
  // What could not be copied now is copied after the next unlock.
  if (!atWork.has(environment)) void copyWaiting(environment).catch(() => undefined)
}

/** Copies header and newest revision together, and waits for it: where the copy of before would open as another vault, or not at all. */
export async function copyVault(
  environment: VaultEnvironment,
  header: VaultHeader,
  head: Saved,
): Promise<void> {
  const { local, now } = environment
  waiting.delete(environment)
  await local
    .write({ ...packHead(head, now()), [names.header]: packBytes(header) })
    .catch(() => local.remove([names.header, names.revision]))
    .catch(() => undefined)
}

/** The copy as it lies there, whatever it is; empty where the area can't be read, and then it can't be kept either. */
export function readRawCopy({ local }: VaultEnvironment): Promise<Record<string, unknown>> {
  return local.read(Object.values(names)).catch(() => ({}))
}

/** Forgets that there was a vault. */
export function removeCopy(environment: VaultEnvironment): Promise<void> {
  waiting.delete(environment)
  return environment.local.remove(Object.values(names))
}

/** How the copy stands to what was just opened. */
export interface CopyState {
  mark: CopyMark | null
  headerMac: unknown
}

/** Begins to look how far the copy is; nothing of the vault is read for that but its list of ways. */
export async function readCopyState({ local }: VaultEnvironment): Promise<CopyState> {
  try {
    const stored = await local.read([names.mark, names.header])
    const { mac } = (unpackBytes(stored[names.header]) ?? {}) as Partial<SlotSignatures>
    return { mark: checkMark(stored[names.mark]), headerMac: mac }
  } catch {
    return { mark: null, headerMac: undefined }
  }
}

/** Whether the copy is of this revision, and every byte of it is as it was written. */
export async function isCopied({ local }: VaultEnvironment, body: CryptoKey, head: Saved): Promise<boolean> {
  const stored = await local.read([names.mark, names.revision])
  const { vaultId, revision, nonce } = head.record
  const mark = checkMark(stored[names.mark])
  if (mark === null || mark.vaultId !== vaultId || mark.revision !== revision) return false
  if (!equalBytes(mark.nonce, nonce) || mark.savedAt !== (head.savedAt ?? mark.savedAt)) return false
  try {
    const copied = readRevision(unpackBytes(stored[names.revision]), vaultId)
    await checkRevision(body, copied, head.record)
    return copied.revision === revision
  } catch (error) {
    if (error instanceof VaultError) return false
    throw error
  }
}

/** The revision of the copy with what is in it, where it is as it was sealed; throws where the area can't be read. */
export async function openCopiedHead(
  { local }: VaultEnvironment,
  { header, keys }: Pick<OpenVault, 'header' | 'keys'>,
): Promise<(ReadContents & { record: VaultRevision }) | null> {
  const stored = await local.read([names.revision])
  try {
    const record = readRevision(unpackBytes(stored[names.revision]), header.vaultId)
    return { record, ...(await openRevision(keys.body, record)) }
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}

async function copyWaiting(environment: VaultEnvironment): Promise<void> {
  const { storage, local, now } = environment
  atWork.add(environment)
  try {
    for (let head = waiting.get(environment); head !== undefined; head = waiting.get(environment)) {
      waiting.delete(environment)
      // What waits for the answer of this is done before the bytes are written as text.
      await local.read([])
      await local.write(packHead(head, now()))
      // Another window may have written a newer one, and copied it before this one was.
      const { revision, nonce, vaultId } = head.record
      if (waiting.has(environment) || (await storage.isHead(revision, nonce))) continue
      const newest = await storage.readHead()
      if (newest !== undefined)
        waiting.set(environment, { record: readRevision(newest, vaultId), savedAt: null })
    }
  } finally {
    atWork.delete(environment)
  }
}

function packHead({ record, savedAt }: Saved, now: number): Record<string, unknown> {
  const { vaultId, revision, nonce } = record
  return {
    [names.mark]: packBytes({ vaultId, revision, nonce, savedAt: savedAt ?? now }),
    [names.revision]: packBytes(record),
  }
}

function checkMark(stored: unknown): CopyMark | null {
  const { vaultId, revision, nonce, savedAt } = (unpackBytes(stored) ?? {}) as Record<string, unknown>
  if (typeof vaultId !== 'string' || !isRevisionNumber(revision)) return null
  if (!(nonce instanceof Uint8Array) || typeof savedAt !== 'number') return null
  return { vaultId, revision, nonce: new Uint8Array(nonce), savedAt }
}
