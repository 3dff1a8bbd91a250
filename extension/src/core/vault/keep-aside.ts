import { enlistAside, type ListedAside, readAsides, unlistAside } from './aside-list.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { isSame } from './is-same.ts'
import { readCopyParts } from './second-copy.ts'
import type { StoredRecords, VaultStorage } from './storage.ts'
import { asStorageFull } from './storage-full.ts'

export const noRecords: StoredRecords = { headers: [], revisions: [] }

/** Under what a second copy lies that was set aside at a time in ms since 1970. */
export function nameAsideCopy(at: number): string {
  return `vaultCopy set aside ${at}`
}

/** Reads everything in the place of the vault that can be read; throws where the disk does not answer for some of it. */
export async function readEverything(storage: VaultStorage): Promise<StoredRecords> {
  const headers = await storage.readHeaders()
  const revisions: unknown[] = []
  for (const number of await storage.listRevisions()) revisions.push(await storage.readRevision(number))
  return leaveOutBroken({ headers, revisions })
}

/** Without what is there and can't be read. */
export function leaveOutBroken({ headers, revisions }: StoredRecords): StoredRecords {
  return { headers: headers.filter(isThere), revisions: revisions.filter(isThere) }
}

/**
 * Keeps records, and the copy that lies beside the database, under another name, reads them back from there, and answers by
 * which time in ms since 1970 they are found; the vault itself is not touched. Throws `storage_full`, `not_saved` and what the
 * disk says: then nothing is kept.
 */
export async function keepAside(
  environment: VaultEnvironment,
  records: StoredRecords,
  copy: Record<string, unknown> = {},
  listed: Pick<ListedAside, 'attempts' | 'lockReason' | 'isHidden'> = { isHidden: true },
): Promise<number> {
  const { storage, local } = environment
  const at = await findFreeTime(environment)
  const values = Object.keys(copy).length === 0 ? {} : { [nameAsideCopy(at)]: copy }
  // Before anything is there: what a kill leaves is found again, and swept once the vault was unlocked.
  const enlisting = enlistAside(environment, { at, vaultId: readCopyParts(copy).header?.vaultId, ...listed })
  await (listed.isHidden === true ? enlisting.catch(() => undefined) : enlisting.catch(asStorageFull))
  try {
    await storage.writeAside(at, records)
    await local.write(values)
    const kept = { records: await storage.readAside(at), values: await local.read(Object.keys(values)) }
    if (isSame(kept, { records, values })) return at
    throw new VaultError('not_saved', 'What was set aside did not come back.')
  } catch (error) {
    await dropAside(environment, at)
    return asStorageFull(error)
  }
}

/**
 * Lets go of what was kept aside: only where the vault has all of it in its place. What the disk does not let go of stays in
 * the list, which goes last.
 */
export async function dropAside(environment: VaultEnvironment, at: number): Promise<void> {
  try {
    await environment.storage.writeAside(at, noRecords)
    await environment.local.remove([nameAsideCopy(at)])
    await unlistAside(environment, at)
  } catch {
    // The next unlock sweeps it.
  }
}

/** The copy that was set aside, as it lies there; empty where there is none. */
export async function readAsideCopy(
  { local }: VaultEnvironment,
  at: number,
): Promise<Record<string, unknown>> {
  const stored = (await local.read([nameAsideCopy(at)]))[nameAsideCopy(at)]
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key.startsWith('vaultCopy')))
}

/** Lets go of what was kept aside where the vault is in its place again, as it was; else that may be all that there is of it. */
export async function undoAside(
  environment: VaultEnvironment,
  at: number,
  records: StoredRecords,
  copy: Record<string, unknown>,
): Promise<void> {
  try {
    await environment.local.write(copy)
    if (isSame(await readEverything(environment.storage), records)) await dropAside(environment, at)
  } catch {
    // It stays in the list.
  }
}

/** Two may be set aside in one millisecond, or after the clock was set back. */
async function findFreeTime(environment: VaultEnvironment): Promise<number> {
  const { storage, local, now } = environment
  const listed = (await readAsides(environment).catch(() => [])).map(({ at }) => at)
  for (let at = now(); ; at++) {
    if (listed.includes(at)) continue
    const copies = await local.read([nameAsideCopy(at)]).catch(() => ({}))
    if (Object.keys(copies).length === 0 && isSame(await storage.readAside(at), noRecords)) return at
  }
}

function isThere(record: unknown): boolean {
  return record !== null && record !== undefined
}
