import { openRevision, sealRevision } from './body.ts'
import { equalBytes, wipe } from './bytes.ts'
import { encodeContents, type ReadContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import { isNoAnswer, VaultError } from './errors.ts'
import { isAlike, isSigned, readHeaders } from './header-copies.ts'
import { readRevision, type VaultRevision } from './records.ts'
import {
  type CopyState,
  copyHead,
  copyHeader,
  isCopied,
  openCopiedHead,
  readCopiedHeader,
} from './second-copy.ts'
import { readSession } from './session.ts'
import type { OpenVault } from './vault.ts'

type Opened = Pick<OpenVault, 'header' | 'keys'>
/** A revision, and what is in it. */
export type OpenedHead = ReadContents & { record: VaultRevision }

/**
 * Puts the revision of the copy into the database where that does not have it whole. A newer one stays the newest, even where
 * it does not open. Answers the revision of the copy, where that opens.
 */
export async function mendFromCopy(environment: VaultEnvironment, open: Opened): Promise<OpenedHead | null> {
  const { storage } = environment
  const copied = await openCopiedHead(environment, open)
  if (copied === null) return null
  const { record } = copied
  const numbers = await storage.listRevisions()
  if (numbers.includes(record.revision) && (await mustStay(environment, open, record))) return copied
  // Where another window has saved meanwhile, it is not the newest any more.
  await storage.mend(record, { newest: numbers.at(-1), keyId: open.header.keyId })
  return copied
}

/** Whether the database has a revision under this number that opens, or another one that may. */
async function mustStay(
  { storage }: VaultEnvironment,
  { header, keys }: Opened,
  { revision, nonce }: VaultRevision,
): Promise<boolean> {
  try {
    await openRevision(keys.body, readRevision(await storage.readRevision(revision), header.vaultId))
    return true
  } catch (error) {
    if (error instanceof VaultError) return false
    // One that is not answered for loses nothing by the same bytes, and everything by others.
    if (isNoAnswer(error)) return !(await storage.isHead(revision, nonce))
    throw error
  }
}

/**
 * Compares the copy with the newest revision. True where the database has got a newest one from the copy, which it had lost.
 * Otherwise has the copy catch up, and be looked at as a whole, for which nobody waits.
 */
export async function compareCopy(
  environment: VaultEnvironment,
  open: OpenVault,
  head: OpenedHead,
  { mark, headerMac }: CopyState,
): Promise<boolean> {
  const { header, broken } = open
  const { revision, nonce } = head.record
  const isOfThis = mark?.vaultId === header.vaultId
  if (!isOfThis || mark.revision !== revision || !equalBytes(mark.nonce, nonce)) {
    // An earlier one is what a closed window leaves: only what says anything else is worth the time to look at it.
    if (isOfThis && mark.revision < revision) copyHead(environment, head)
    else if (await catchUp(environment, open, head)) return true
  }
  const hasHeader = headerMac instanceof Uint8Array && equalBytes(headerMac, header.mac)
  if (!hasHeader && broken.length === 0) void catchUpHeader(environment, open).catch(() => undefined)
  const { record, savedAt } = head
  environment.later(() => checkCopy(environment, open, { record, savedAt }))
  return false
}

/** Writes what is damaged of the copy anew, while the vault is as it was when it was opened. */
async function checkCopy(
  environment: VaultEnvironment,
  open: OpenVault,
  head: Pick<OpenedHead, 'record' | 'savedAt'>,
): Promise<void> {
  const session = await readSession(environment.session)
  if (session === null) return
  wipe(session.vaultKey)
  if (session.id !== open.session.id) return
  if (open.broken.length === 0) await catchUpHeader(environment, open)
  // What is saved in the meantime is copied as a whole.
  if (!(await environment.storage.isHead(head.record.revision, head.record.nonce))) return
  if (!(await isCopied(environment, open.keys.body, head))) copyHead(environment, head)
}

/** Copies the newest revision, but never over one that is as new or newer: that is put into the database first. */
async function catchUp(environment: VaultEnvironment, open: Opened, head: OpenedHead): Promise<boolean> {
  try {
    const copied = await openCopiedHead(environment, open)
    if (copied === null || !isAhead(copied.record, head.record)) {
      copyHead(environment, head)
      return false
    }
    if (copied.record.revision === head.record.revision)
      return await keepBoth(environment, open, head, copied)
    const place = { newest: head.record.revision, keyId: open.header.keyId }
    return (await environment.storage.mend(copied.record, place)) === 'mended'
  } catch {
    // What could not be put back stays where it is.
    return false
  }
}

/** Two that were saved under one number are both new: neither may take the other's place without a word. */
function isAhead(copied: VaultRevision, head: VaultRevision): boolean {
  return (
    copied.revision > head.revision ||
    (copied.revision === head.revision && !equalBytes(copied.nonce, head.nonce))
  )
}

/** Writes both under numbers of their own, so that the one that was saved earlier is a snapshot. */
async function keepBoth(
  environment: VaultEnvironment,
  { header, keys }: Opened,
  head: OpenedHead,
  copied: OpenedHead,
): Promise<boolean> {
  const { revision } = head.record
  const isCopyLater = (copied.savedAt ?? 0) > (head.savedAt ?? 0)
  const later = isCopyLater ? [copied] : [copied, head]
  for (const [index, { contents, savedAt, written }] of later.entries()) {
    const place = { vaultId: header.vaultId, revision: revision + index + 1 }
    const sealed = await sealRevision(keys.body, place, encodeContents(contents, savedAt ?? 0, written))
    const newest = { newest: revision + index, keyId: header.keyId }
    if ((await environment.storage.mend(sealed, newest)) !== 'mended') return index > 0
  }
  return true
}

/**
 * Only the header that is there now: another window may have removed a way since. A later one of the copy stays, for it says
 * that the database was put back.
 */
function catchUpHeader(environment: VaultEnvironment, { header, keys }: Opened): Promise<void> {
  return environment.exclusively(async () => {
    const { headers, isWhole } = await readHeaders(environment.storage)
    if (!isWhole || !equalBytes(headers[0].mac, header.mac)) return
    const copied = await readCopiedHeader(environment)
    if (isAlike(copied, headers[0])) return
    const isOfThis = copied !== null && copied.vaultId === header.vaultId && copied.edition > header.edition
    if (isOfThis && (copied.keyId !== header.keyId || (await isSigned(copied, keys)))) return
    await copyHeader(environment, header)
  })
}
