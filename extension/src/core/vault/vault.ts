import { openRevision, sealRevision } from './body.ts'
import { equalBytes, wipe } from './bytes.ts'
import { encodeContents, type VaultContents } from './contents.ts'
import { vaultFormat, vaultMagic } from './envelope.ts'
import { VaultError } from './errors.ts'
import type { DeriveKey, KdfParameters } from './kdf.ts'
import { createVaultKey, deriveVaultKeys, type VaultKeys } from './keys.ts'
import { readHeader, readRevision, type VaultHeader } from './records.ts'
import { readSessionKey, type VaultSession, writeSessionKey } from './session.ts'
import { createPasswordSlot, openPasswordSlot, signSlots, verifySlots } from './slots.ts'
import type { VaultStorage } from './storage.ts'

/** What a vault needs of the place that it lives in. */
export interface VaultEnvironment {
  storage: VaultStorage
  session: VaultSession
  /** Runs one task at a time over all windows of this profile. */
  exclusively<Result>(task: () => Promise<Result>): Promise<Result>
}

/**
 * A change to whatever the contents are by then: it may run again on newer ones. Contents that come back as the very
 * same object mean that nothing is to be written.
 */
export type VaultOperation<Result> = (contents: VaultContents) => { contents: VaultContents; result: Result }

const revisionsKept = 10
const maxAttempts = 50

export async function readVaultState({
  storage,
  session,
}: VaultEnvironment): Promise<'none' | 'locked' | 'open'> {
  if ((await storage.readHeader()) === undefined) return 'none'
  const key = await readSessionKey(session)
  if (key === null) return 'locked'
  wipe(key)
  return 'open'
}

/** Makes an empty vault and leaves it unlocked; an existing one is never touched. */
export async function createVault(
  environment: VaultEnvironment,
  options: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<{ status: 'created' } | { status: 'exists' }> {
  const { storage, session } = environment
  const vaultId = crypto.randomUUID()
  const vaultKey = createVaultKey()
  try {
    const slots = [await createPasswordSlot(vaultKey, { vaultId, ...options })]
    const keys = await deriveVaultKeys(vaultKey, vaultId)
    const mac = await signSlots(keys.slots, vaultId, slots)
    const header: VaultHeader = { magic: vaultMagic, format: vaultFormat, vaultId, slots, mac }
    const first = await sealRevision(keys.body, vaultId, 1, { accounts: [] })
    if ((await storage.create(header, first)) === 'exists') return { status: 'exists' }
    await openHead(storage, keys)
    await writeSessionKey(session, vaultKey)
    return { status: 'created' }
  } finally {
    wipe(vaultKey)
  }
}

/** Tries a password; a wrong one changes nothing. */
export async function unlockVault(
  { storage, session }: VaultEnvironment,
  options: { password: string; deriveKey: DeriveKey },
): Promise<{ status: 'unlocked' } | { status: 'wrong_password' }> {
  const { vaultId, slots } = readHeader(await storage.readHeader())
  for (const slot of slots) {
    const vaultKey = await openPasswordSlot(slot, { vaultId, ...options })
    if (vaultKey === null) continue
    try {
      await openHead(storage, await deriveVaultKeys(vaultKey, vaultId))
      await writeSessionKey(session, vaultKey)
      return { status: 'unlocked' }
    } finally {
      wipe(vaultKey)
    }
  }
  return { status: 'wrong_password' }
}

export function lockVault({ session }: VaultEnvironment): Promise<void> {
  return session.clear()
}

export async function openVault({
  storage,
  session,
}: VaultEnvironment): Promise<{ status: 'open'; contents: VaultContents } | { status: 'locked' }> {
  const keys = await readKeys(storage, session)
  if (keys === null) return { status: 'locked' }
  return { status: 'open', contents: (await openHead(storage, keys)).contents }
}

/**
 * Applies an operation to the newest contents and writes the result as the next revision. The key is read afresh right
 * before writing, so that a lock wins over a change under way.
 */
export function changeVault<Result>(
  { storage, session, exclusively }: VaultEnvironment,
  operation: VaultOperation<Result>,
): Promise<{ status: 'saved'; contents: VaultContents; result: Result } | { status: 'locked' }> {
  return exclusively(async () => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const keys = await readKeys(storage, session)
      if (keys === null) return { status: 'locked' }
      const head = await openHead(storage, keys)
      const { contents, result } = operation(head.contents)
      if (contents === head.contents) return { status: 'saved', contents, result }
      const next = await sealRevision(keys.body, head.vaultId, head.revision + 1, contents)
      if ((await readVaultState({ storage, session, exclusively })) !== 'open') return { status: 'locked' }
      // Another window may have written this number since the head was read: then its change comes first, ours after it.
      if ((await storage.add(next)) === 'taken') continue
      await checkSaved(storage, keys, next.revision, contents)
      await storage.prune(revisionsKept)
      return { status: 'saved', contents, result }
    }
    throw new VaultError('busy', 'Other windows kept changing the vault.')
  })
}

async function readKeys(storage: VaultStorage, session: VaultSession): Promise<VaultKeys | null> {
  const vaultKey = await readSessionKey(session)
  if (vaultKey === null) return null
  try {
    return await deriveVaultKeys(vaultKey, readHeader(await storage.readHeader()).vaultId)
  } finally {
    wipe(vaultKey)
  }
}

async function openHead(
  storage: VaultStorage,
  keys: VaultKeys,
): Promise<{ vaultId: string; revision: number; contents: VaultContents }> {
  const { vaultId, slots, mac } = readHeader(await storage.readHeader())
  if (!(await verifySlots(keys.slots, vaultId, slots, mac))) {
    throw new VaultError('damaged', 'The list of ways to unlock is not as it was written.')
  }
  const record = readRevision(await storage.readHead(), vaultId)
  return { vaultId, revision: record.revision, contents: await openRevision(keys.body, record) }
}

/** The head before this one is let go only after what was written came back whole. */
async function checkSaved(
  storage: VaultStorage,
  keys: VaultKeys,
  revision: number,
  written: VaultContents,
): Promise<void> {
  try {
    const { vaultId } = readHeader(await storage.readHeader())
    const record = readRevision(await storage.readRevision(revision), vaultId)
    if (isSame(await openRevision(keys.body, record), written)) return
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
  }
  await storage.remove(revision)
  throw new VaultError('not_saved', 'What was written did not come back.')
}

function isSame(left: VaultContents, right: VaultContents): boolean {
  const [first, second] = [encodeContents(left), encodeContents(right)]
  const same = equalBytes(first, second)
  wipe(first, second)
  return same
}
