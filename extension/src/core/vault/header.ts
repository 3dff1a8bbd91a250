import { equalBytes } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { asNotBack, VaultError } from './errors.ts'
import { readHeaders } from './header-copies.ts'
import type { VaultKeys } from './keys.ts'
import { headerFormat, type VaultHeader } from './records.ts'
import { copyHeader } from './second-copy.ts'
import { signSlots } from './slots.ts'
import { asStorageFull } from './storage-full.ts'

/** Makes the next edition of the header, with other slots or under another key, with its MAC. */
export async function signHeader(
  keys: VaultKeys,
  header: VaultHeader,
  changes: Partial<Pick<VaultHeader, 'keyId' | 'slots'>>,
): Promise<VaultHeader> {
  const next = { ...header, format: headerFormat, edition: header.edition + 1, ...changes } as const
  return { ...next, ...(await signSlots(keys.slots, next)) }
}

/** Writes the header anew and reads it back; throws `busy` when another window was first, and `not_saved` when it did not come back. */
export async function replaceHeader(
  environment: VaultEnvironment,
  keys: VaultKeys,
  header: VaultHeader,
  changes: Partial<Pick<VaultHeader, 'keyId' | 'slots'>>,
): Promise<VaultHeader> {
  const { storage } = environment
  const next = await signHeader(keys, header, changes)
  if ((await storage.replaceHeader(next, header.mac).catch(asStorageFull)) === 'taken') {
    throw new VaultError('busy', 'Another window changed the ways to unlock first.')
  }
  const read = await readHeaders(storage).catch(asNotBack)
  const mac = read?.headers[0].mac ?? next.mac
  if (read?.isWhole && equalBytes(mac, next.mac)) {
    await copyHeader(environment, next)
    return next
  }
  await storage.replaceHeader(await undo(keys, header, next), mac)
  throw new VaultError('not_saved', 'The header that was written did not come back.')
}

/** The header of before as the edition after the one that failed, for its slots alone: a broken one of it is not here to be written. */
async function undo(keys: VaultKeys, header: VaultHeader, failed: VaultHeader): Promise<VaultHeader> {
  if (header.format !== headerFormat) return header
  return signHeader(keys, { ...header, edition: failed.edition }, {})
}
