import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { isSame } from './is-same.ts'
import type { StoredRecords, VaultStorage } from './storage.ts'
import { asStorageFull } from './storage-full.ts'

export const noRecords: StoredRecords = { headers: [], revisions: [] }

/** Under what a second copy lies that was set aside at a time in ms since 1970. */
export function nameAsideCopy(at: number): string {
  return `vaultCopy set aside ${at}`
}

/** Reads everything that lies in the place of the vault; throws where the disk does not answer for some of it. */
export async function readEverything(storage: VaultStorage): Promise<StoredRecords> {
  const headers = await storage.readHeaders()
  const revisions: unknown[] = []
  for (const number of await storage.listRevisions()) revisions.push(await storage.readRevision(number))
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
): Promise<number> {
  const { storage, local } = environment
  const at = await findFreeTime(environment)
  const values = Object.keys(copy).length === 0 ? {} : { [nameAsideCopy(at)]: copy }
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

/** Lets go of what was kept aside, as far as the disk allows: only where the vault has all of it in its place. */
export async function dropAside({ storage, local }: VaultEnvironment, at: number): Promise<void> {
  await local.remove([nameAsideCopy(at)]).catch(() => undefined)
  await storage.writeAside(at, noRecords).catch(() => undefined)
}

/** Two may be set aside in one millisecond, or after the clock was set back. */
async function findFreeTime({ storage, local, now }: VaultEnvironment): Promise<number> {
  for (let at = now(); ; at++) {
    const copies = await local.read([nameAsideCopy(at)]).catch(() => ({}))
    if (Object.keys(copies).length === 0 && isSame(await storage.readAside(at), noRecords)) return at
  }
}

function isThere(record: unknown): boolean {
  return record !== null && record !== undefined
}
