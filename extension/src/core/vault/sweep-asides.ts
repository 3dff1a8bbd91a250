import { readAsides } from './aside-list.ts'
import { openRevision } from './body.ts'
import { wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { readHeaders } from './header-copies.ts'
import { isSame } from './is-same.ts'
import { dropAside, readAsideCopy } from './keep-aside.ts'
import { readRevision, type VaultRevision } from './records.ts'
import { listEveryAccount } from './rewind.ts'
import { isPartBroken, readCopyParts } from './second-copy.ts'
import type { StoredRecords } from './storage.ts'
import { type OpenVault, revisionsKept } from './vault.ts'

type Opened = Pick<OpenVault, 'header' | 'keys'>

/**
 * Lets go of what lies aside of the vault that was just unlocked, as a kill leaves it, so that no way to unlock that is removed
 * from now on opens it there. Revisions that lie only there are put into the vault first; what has another
 * under its number, or does not open, stays aside, and so does all of it where another window has taken the vault from its place.
 */
export function sweepAsides(environment: VaultEnvironment, opened: Opened): Promise<void> {
  return environment.exclusively(async () => {
    // Another window may have set this very vault aside, or given it a new key, since it was unlocked here.
    if (!(await isInPlace(environment, opened).catch(() => false))) return
    for (const { at, vaultId } of await readAsides(environment).catch(() => [])) {
      if (vaultId !== undefined && vaultId !== opened.header.vaultId) continue
      // What can't be read or written now is for a later unlock.
      if (await isTakenIn(environment, opened, at).catch(() => false)) await dropAside(environment, at)
    }
  })
}

/** Lets go of what lies aside besides and is all among the records that were just set aside, as where a kill came between. */
export async function dropCovered(
  environment: VaultEnvironment,
  latest: number,
  { headers, revisions }: StoredRecords,
): Promise<void> {
  for (const { at } of await readAsides(environment).catch(() => [])) {
    const aside = at === latest ? null : await readWhole(environment, at).catch(() => null)
    if (aside === null) continue
    const isAmong = (records: unknown[]) => (record: unknown) => records.some((one) => isSame(one, record))
    if (aside.headers.every(isAmong(headers)) && aside.revisions.every(isAmong(revisions))) {
      await dropAside(environment, at)
    }
  }
}

async function isTakenIn(environment: VaultEnvironment, opened: Opened, at: number): Promise<boolean> {
  const whole = await readWhole(environment, at)
  if (whole === null) return false
  const { headers, revisions } = whole
  const all = [...headers, ...revisions]
  const isOfThis = (record: unknown) => (record as Opened['header']).vaultId === opened.header.vaultId
  if (all.length > 0 && !all.some(isOfThis)) return false
  for (const record of revisions) if (!(await takeIn(environment, opened, record))) return false
  // What was read back is the vault only together with the header that it was opened by.
  return isInPlace(environment, opened)
}

/** Whether the vault that was opened is there, under the key that it was opened with. */
async function isInPlace({ storage }: VaultEnvironment, { header }: Opened): Promise<boolean> {
  const { headers } = await readHeaders(storage)
  return headers.some(({ vaultId, keyId }) => vaultId === header.vaultId && keyId === header.keyId)
}

/** What lies aside, with the copy; null where there is something that can't be read, which may be all that is left of a vault. */
async function readWhole(environment: VaultEnvironment, at: number): Promise<StoredRecords | null> {
  const { headers, revisions } = await environment.storage.readAside(at)
  const copy = await readAsideCopy(environment, at)
  if ([...headers, ...revisions].includes(null) || isPartBroken(copy)) return null
  const copied = readCopyParts(copy)
  return {
    headers: copied.header === null ? headers : [...headers, copied.header],
    revisions: copied.revision === null ? revisions : [...revisions, copied.revision],
  }
}

/** Whether the vault has a revision by now, or has let go of it for later ones. */
async function takeIn({ storage }: VaultEnvironment, opened: Opened, stored: unknown): Promise<boolean> {
  const numbers = await storage.listRevisions()
  const { revision } = stored as VaultRevision
  const isThere = numbers.includes(revision)
  const there = isThere ? await storage.readRevision(revision) : undefined
  if (isSame(there, stored)) return true
  if (numbers.length >= revisionsKept && revision < Math.min(...numbers))
    return opens(opened, await storage.readHead())
  if (!(await opens(opened, stored)) || (isThere && (await opens(opened, there)))) return false
  await storage.mend(stored as VaultRevision, { newest: numbers.at(-1), keyId: opened.header.keyId })
  return isSame(await storage.readRevision(revision), stored)
}

async function opens({ header, keys }: Opened, stored: unknown): Promise<boolean> {
  try {
    const { contents, written } = await openRevision(keys.body, readRevision(stored, header.vaultId))
    if (written) wipe(written.bytes)
    for (const { secret } of listEveryAccount(contents)) wipe(secret)
    return true
  } catch (error) {
    if (error instanceof VaultError) return false
    throw error
  }
}
