import { readAsides } from './aside-list.ts'
import { forgetAttempts } from './attempts.ts'
import { checkRevision, openRevision, sealRevision } from './body.ts'
import { wipe } from './bytes.ts'
import { createContents, encodeContents, type VaultContents } from './contents.ts'
import { vaultMagic } from './envelope.ts'
import type { VaultEnvironment } from './environment.ts'
import { asNotBack, VaultError } from './errors.ts'
import { readEveryHeader } from './every-header.ts'
import { replaceHeader } from './header.ts'
import { findIntactHeader, hasHeader, mendCopies, readHeaders } from './header-copies.ts'
import type { DeriveKey, KdfParameters } from './kdf.ts'
import { createVaultKey, deriveVaultKeys, type VaultKeys } from './keys.ts'
import { findKnownHead, forgetHead, type KnownHead, rememberHead, sumSecrets } from './known-head.ts'
import { compareCopy, mendFromCopy } from './mend-from-copy.ts'
import { type Proven, prove, type UnlockProof, type Unproven } from './proof.ts'
import { forgetReadAhead, readAhead, takeReadAhead } from './read-ahead.ts'
import { headerFormat, readRevision, type VaultHeader, type VaultRevision } from './records.ts'
import { forgetRollback, isRollbackNoted } from './rollback-note.ts'
import { copyHead, copyVault, hadVault, readCopyState } from './second-copy.ts'
import {
  autoLockDefaults,
  clearSession,
  findIdleReason,
  markLock,
  type OpenSession,
  readLastLock,
  readSession,
  writeSession,
} from './session.ts'
import { createPasswordSlot } from './slot-keys.ts'
import { type BrokenSlot, signSlots } from './slots.ts'
import type { VaultStorage } from './storage.ts'
import { asStorageFull } from './storage-full.ts'
import { dropOldTrash } from './trash.ts'
import type { Written } from './written.ts'

/**
 * A change to whatever the contents are by then: it may run again on newer ones. Contents that come back as the very
 * same object mean that nothing is to be written.
 */
export type VaultOperation<Result> = (contents: VaultContents) => { contents: VaultContents; result: Result }

/** Told besides: one copy of the header was an older one than the other, which happens only where files were put back. */
export type Unlocked = { status: 'unlocked'; wasRolledBack?: true }

/** Why a vault is locked. */
export type LockReason = 'button' | 'idle' | 'clock' | 'system' | 'updated' | 'browser_closed' | 'key_changed'

/** What an open vault is worked on with. */
export interface OpenVault {
  keys: VaultKeys
  header: VaultHeader
  /** The slots of it that are not as they were written. */
  broken: BrokenSlot[]
  session: OpenSession
}

export const revisionsKept = 10
const maxAttempts = 50

/** Throws `missing` where there was a vault, `unopenable` where nobody can look, and `damaged` as `hasHeader` does. */
export async function readVaultState(environment: VaultEnvironment): Promise<'none' | 'locked' | 'open'> {
  if (!(await hasHeader(environment.storage))) {
    if (await hadVault(environment)) throw new VaultError('missing', 'There was a vault.')
    return 'none'
  }
  const session = await readLiveSession(environment)
  if (session === null) return 'locked'
  wipe(session.vaultKey)
  return 'open'
}

/** Makes an empty vault and leaves it unlocked; an existing one is never touched. Throws `storage_full`. */
export async function createVault(
  environment: VaultEnvironment,
  options: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<{ status: 'created' } | { status: 'exists' }> {
  const { storage, now } = environment
  const lastLock = await readLastLock(environment.session)
  const vaultId = crypto.randomUUID()
  const vaultKey = createVaultKey()
  try {
    const place = { vaultId, label: '', addedAt: now() }
    const slots = [await createPasswordSlot(vaultKey, place, options)]
    const keys = await deriveVaultKeys(vaultKey, vaultId)
    const list = { format: headerFormat, vaultId, keyId: crypto.randomUUID(), edition: 1, slots } as const
    const header: VaultHeader = { magic: vaultMagic, ...list, ...(await signSlots(keys.slots, list)) }
    const savedAt = now()
    const written = encodeContents(createContents(), savedAt)
    const first = await sealRevision(keys.body, { vaultId, revision: 1 }, written)
    const records = { headers: [header, header], revisions: [first] }
    const there = await storage.countRecords()
    // What it had cost to guess at one that is set aside, where the browser was killed meanwhile.
    if (there.headers + there.revisions === 0) await forgetAttempts(environment)
    const created = await storage.create(records).catch(asStorageFull)
    if (created === 'exists') return { status: 'exists' }
    await findIntactHeader((await readHeaders(storage)).headers, vaultKey)
    await openRevision(keys.body, readRevision(await storage.readHead(), vaultId))
    await copyVault(environment, header, { record: first, savedAt })
    await startSession(environment, vaultKey, header.keyId, lastLock)
    return { status: 'created' }
  } finally {
    wipe(vaultKey)
  }
}

/**
 * Unlocks by any of the ways; a wrong proof changes nothing but the count of attempts, and `locked` says that the vault was
 * locked, again, in the meantime. Whether the newest revision is whole is for `openVault` to say, so that a broken one can be put right by somebody who has unlocked.
 */
export async function unlockVault(
  environment: VaultEnvironment,
  proof: UnlockProof,
): Promise<Unlocked | { status: 'locked' } | Unproven> {
  const lastLock = await readLastLock(environment.session)
  readAhead(environment)
  const noted = isRollbackNoted(environment)
  const asides = readAsides(environment).catch(() => [])
  const proven = await prove(environment, proof)
  if (proven.status !== 'proven') {
    forgetReadAhead(environment)
    return proven
  }
  const { header, vaultKey } = proven
  try {
    const current = await bringUpToDate(environment, proven)
      .catch(asStorageFull)
      .catch((error) => {
        // What there is no room to write anew now is written anew by a later unlock.
        if (error instanceof VaultError && error.code === 'storage_full') return header
        throw error
      })
    if (!(await startSession(environment, vaultKey, current.keyId, lastLock))) return { status: 'locked' }
    if ((await asides).length > 0) {
      const { rescue } = await import('./rescue.ts')
      await rescue.sweepAsides(environment, { header: current, keys: proven.keys })
    }
    if (!proven.wasRolledBack && !(await noted)) return { status: 'unlocked' }
    await forgetRollback(environment)
    return { status: 'unlocked', wasRolledBack: true }
  } finally {
    wipe(vaultKey)
  }
}

/** Forgets the key; all open views see that at once. */
export async function lockVault(
  environment: VaultEnvironment,
  reason: Exclude<LockReason, 'browser_closed'> = 'button',
): Promise<void> {
  forgetHead(environment)
  forgetReadAhead(environment)
  const { session } = environment
  const writeReason = () =>
    markLock(session, { lockReason: reason }).then(
      () => true,
      () => false,
    )
  // Views look for the reason as soon as the key is gone. Where it has no room, the key goes all the same, and makes some.
  const isWritten = await writeReason()
  await clearSession(session)
  if (!isWritten) await writeReason()
}

/** Reads the newest contents; throws `head_damaged` or `head_unsupported` when only those can't be read, and `damaged` for the header. */
export async function openVault(
  environment: VaultEnvironment,
): Promise<{ status: 'open'; contents: VaultContents } | { status: 'locked' }> {
  const open = await readOpenVault(environment)
  if (open === null) return { status: 'locked' }
  const { contents } = await openHead(environment, open)
  await rememberAutoLock(environment, open, contents)
  return { status: 'open', contents }
}

/**
 * Applies an operation to the newest contents and writes the result as the next revision. The key is read afresh right
 * before writing, so that a lock wins over a change under way. Throws as `openVault` does, and `storage_full`, `too_large`,
 * `not_saved` or `busy`: then the vault is as it was before.
 */
export function changeVault<Result>(
  environment: VaultEnvironment,
  operation: VaultOperation<Result>,
): Promise<{ status: 'saved'; contents: VaultContents; result: Result } | { status: 'locked' }> {
  const { exclusively, now } = environment
  return exclusively(async () => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const open = await readOpenVault(environment)
      if (open === null) return { status: 'locked' }
      const head = await openHead(environment, open)
      const { contents: changed, result } = operation(head.contents)
      if (changed === head.contents) return { status: 'saved', contents: changed, result }
      const contents = dropOldTrash(changed, now(), head.savedAt)
      if (await addRevision(environment, open, head.revision + 1, contents, head.written)) {
        await rememberAutoLock(environment, open, contents)
        return { status: 'saved', contents, result }
      }
      if ((await readVaultState(environment)) !== 'open') return { status: 'locked' }
    }
    throw new VaultError('busy', 'Other windows kept changing the vault.')
  })
}

/** The keys and the checked header of an unlocked vault, or null. */
export async function readOpenVault(environment: VaultEnvironment): Promise<OpenVault | null> {
  const session = await readLiveSession(environment)
  if (session === null) return null
  try {
    const { headers } = await readHeaders(environment.storage)
    const ours = headers.filter(({ keyId }) => keyId === session.keyId)
    if (ours.length === 0) {
      await lockVault(environment, 'key_changed')
      return null
    }
    return { ...(await findIntactHeader(ours, session.vaultKey)), session }
  } finally {
    wipe(session.vaultKey)
  }
}

/**
 * Writes one revision, reads it back, and lets go of the oldest. `known` are the bytes that the contents came from, if any. False, with nothing written, when the number was taken or
 * the vault was locked in the meantime.
 */
export async function addRevision(
  environment: VaultEnvironment,
  { keys, header, session }: OpenVault,
  revision: number,
  contents: VaultContents,
  known: Written | null = null,
): Promise<boolean> {
  const { storage, now } = environment
  const savedAt = now()
  const written = encodeContents(contents, savedAt, known)
  const sum = sumSecrets(contents)
  const next = await sealRevision(keys.body, { vaultId: header.vaultId, revision }, written)
  const live = await readLiveSession(environment)
  if (live === null) return false
  wipe(live.vaultKey)
  // Another window may have written this number since the head was read: then its change comes first, ours after it.
  if ((await storage.add(next).catch(asStorageFull)) === 'taken') return false
  // The head before this one is let go only after what was written came back whole.
  if ((await readBack(storage, keys, next).catch(asNotBack)) === null) {
    await storage.remove(revision)
    throw new VaultError('not_saved', 'What was written did not come back.')
  }
  rememberHead(environment, session, next, { revision, savedAt, contents, written, sum })
  copyHead(environment, { record: next, savedAt })
  // Nobody has to wait for that: what can't be let go now is let go by a later save.
  void storage.prune(revisionsKept).catch(() => undefined)
  return true
}

async function readBack(storage: VaultStorage, keys: VaultKeys, written: VaultRevision): Promise<true> {
  const stored = readRevision(await storage.readRevision(written.revision), written.vaultId)
  await checkRevision(keys.body, stored, written)
  return true
}

/** The newest contents, which are opened once an unlock: after that it is enough that the record is still the same. */
async function openHead(environment: VaultEnvironment, open: OpenVault): Promise<KnownHead> {
  try {
    const known = await findKnownHead(environment, open.session)
    if (known !== null) return known
    const copied = readCopyState(environment)
    let read = await openStoredHead(environment, open, await takeReadAhead(environment)).catch(
      async (error: unknown) => {
        if (!(error instanceof VaultError)) throw error
        await mendFromCopy(environment, open).catch(() => undefined)
        // Another view may have mended it first.
        return openStoredHead(environment, open)
      },
    )
    if (await compareCopy(environment, open, read, await copied)) {
      read = await openStoredHead(environment, open)
    }
    const { record, ...head } = read
    rememberHead(environment, open.session, record, head)
    return head
  } catch (error) {
    if (error instanceof VaultError && error.code === 'damaged') {
      throw new VaultError('head_damaged', 'The newest revision is not as it was written.')
    }
    if (error instanceof VaultError && error.code === 'unsupported_format') {
      throw new VaultError('head_unsupported', 'The newest revision says that a newer version wrote it.')
    }
    throw error
  }
}

async function openStoredHead(
  { storage }: VaultEnvironment,
  { header, keys }: OpenVault,
  ahead: unknown = undefined,
): Promise<KnownHead & { record: VaultRevision }> {
  const record = readRevision(ahead ?? (await storage.readHead()), header.vaultId)
  const read = await openRevision(keys.body, record)
  return { revision: record.revision, sum: sumSecrets(read.contents), ...read, record }
}

/** Null while the vault is locked, and locks it when nobody has used it for too long. */
export async function readLiveSession(environment: VaultEnvironment): Promise<OpenSession | null> {
  const session = await readSession(environment.session)
  if (session === null) {
    forgetHead(environment)
    return null
  }
  const reason = findIdleReason(session, environment.now())
  if (reason === null) return session
  wipe(session.vaultKey)
  await lockVault(environment, reason)
  return null
}

/**
 * Puts the key where the other views of this browser find it, and forgets why the vault was locked. False, with no key left
 * there, where the vault was locked since `lastLock` was read.
 */
export async function startSession(
  { session, now }: VaultEnvironment,
  vaultKey: VaultKeyBytes,
  keyId: string,
  lastLock: string | null,
): Promise<boolean> {
  const wasLocked = async () => (await readLastLock(session)) !== lastLock
  if (await wasLocked()) return false
  const id = crypto.randomUUID()
  const open = { id, vaultKey, keyId, lastLock, lastUsed: now(), autoLock: autoLockDefaults }
  await writeSession(session, open).catch(asStorageFull)
  // A lock marks itself before it takes the key away: one that is not seen here takes this key.
  if (await wasLocked()) {
    await clearSession(session)
    return false
  }
  await session.remove(['lockReason'])
  return true
}

type VaultKeyBytes = OpenSession['vaultKey']

/** Who watches for idleness has no need to open the vault: what was chosen lies beside the key. */
async function rememberAutoLock(
  { session }: VaultEnvironment,
  { session: known }: OpenVault,
  { settings: { autoLock } }: VaultContents,
): Promise<void> {
  const { minutes, withSystem } = known.autoLock
  if (minutes === autoLock.minutes && withSystem === autoLock.withSystem) return
  await session.write({ autoLock })
}

/** A header of which one copy is missing, broken or an earlier one is mended; one of an earlier format is written anew, with the same slots under a MAC that covers what came after it. */
async function bringUpToDate(
  environment: VaultEnvironment,
  { header, isWhole, vaultKey }: Proven,
): Promise<VaultHeader> {
  const { storage, exclusively } = environment
  if (isCurrent(header) && isWhole) return header
  return exclusively(async () => {
    const { stored, headers } = await readEveryHeader(environment)
    const { header: current, broken, keys } = await findIntactHeader(headers, vaultKey)
    // One that is broken in all of them stays, so that it can be said which.
    if (broken.length > 0) return current
    if (isCurrent(current)) {
      await mendCopies(storage, current, stored)
      return current
    }
    return replaceHeader(environment, keys, current, { keyId: crypto.randomUUID() })
  })
}

/** Whether a header is as it would be written now. */
function isCurrent({ format, edition }: VaultHeader): boolean {
  return format === headerFormat && edition > 0
}
