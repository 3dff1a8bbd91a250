import { type ListedAside, readAsides } from './aside-list.ts'
import { completeCopy, completeRecords } from './aside-sources.ts'
import { attemptsName, forgetAttempts } from './attempts.ts'
import type { VaultEnvironment } from './environment.ts'
import { asUnopenable, VaultError } from './errors.ts'
import { isSame } from './is-same.ts'
import {
  dropAside,
  keepAside,
  leaveOutBroken,
  nameAsideCopy,
  noRecords,
  readAsideCopy,
  readEverything,
  undoAside,
} from './keep-aside.ts'
import { readLockReason } from './lock.ts'
import { readRawCopy, removeCopy } from './second-copy.ts'
import type { StoredRecords } from './storage.ts'
import { asStorageFull } from './storage-full.ts'
import { dropCovered } from './sweep-asides.ts'
import { lockVault, readVaultState } from './vault.ts'

/** A vault that was set aside, and can be brought back. */
export type AsideVault = Pick<ListedAside, 'at'>

/**
 * Makes room for a new vault where the ways to unlock the old one are forgotten; it is kept as it is, and can be brought back.
 * `opens`, with nothing changed, where it is not locked. Throws `storage_full` where there is no room to keep it aside,
 * `not_saved` where what was kept did not come back, and what the disk says; then it is where it was.
 */
export function setLockedVaultAside(
  environment: VaultEnvironment,
): Promise<{ status: 'aside' } | { status: 'opens' }> {
  const { storage, local, exclusively, now } = environment
  return exclusively(async () => {
    if ((await readVaultState(environment)) !== 'locked') return { status: 'opens' }
    const copy = await readRawCopy(environment)
    const records = await readEverything(storage)
    // What it costs to have guessed wrongly waits with the vault, and is none of the next one's.
    const { [attemptsName]: attempts } = await local.read([attemptsName])
    const listed = { attempts, lockReason: await readLockReason(environment) }
    const at = await keepAside(environment, records, completeCopy(copy, records, now()), listed)
    await dropCovered(environment, at, records)
    // Only now that there are two of everything; the database last, which is the whole vault where a kill comes between.
    try {
      await removeCopy(environment)
      await storage.overwrite(noRecords).catch(asStorageFull)
    } catch (error) {
      await undoAside(environment, at, records, copy)
      throw error
    }
    await lockVault(environment)
    await forgetAttempts(environment)
    return { status: 'aside' }
  })
}

/** The vaults that can be brought back, the last first; empty where the area that says so can't be read. */
export async function listAsideVaults(environment: VaultEnvironment): Promise<AsideVault[]> {
  const asides = await readAsides(environment).catch(() => [])
  return asides
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ at }) => ({ at }))
    .toReversed()
}

/**
 * Makes a vault that was set aside the vault again, as it was, with every version of it, or with the newest only
 * where nothing but the copy that was set aside with them can be read; it opens by the ways that it had.
 * What is damaged of its records comes from that copy. `opens`, with nothing changed, where there
 * is a vault, `gone` where that one is not aside any more, and `unreadable`, with nothing changed, where neither its records
 * nor the copy can be read. Throws `storage_full`, `not_saved` and what the disk says; then it stays aside.
 */
export function bringAsideBack(
  environment: VaultEnvironment,
  at: number,
): Promise<{ status: 'back'; from: 'records' | 'copy' } | { status: 'opens' | 'gone' | 'unreadable' }> {
  const { exclusively, local } = environment
  return exclusively(async () => {
    if ((await readVaultState(environment)) !== 'none') return { status: 'opens' }
    const aside = (await readAsides(environment)).find((one) => one.at === at)
    if (aside === undefined) return { status: 'gone' }
    const copy = await readAsideCopy(environment, at)
    const records = await readAsideRecords(environment, at)
    const found = completeRecords(records ?? noRecords, copy)
    if (found === null) return { status: 'unreadable' }
    // Before there is a vault to guess at.
    await (aside.attempts === undefined
      ? forgetAttempts(environment)
      : local.write({ [attemptsName]: aside.attempts }).catch(asStorageFull))
    try {
      if ((await placeRecords(environment, found.records)) === 'exists') return { status: 'opens' }
    } catch (error) {
      await forgetAttempts(environment)
      throw error
    }
    // Since then another vault may have been locked for another reason.
    const { lockReason = 'browser_closed' } = aside
    await environment.session.write({ lockReason }).catch(() => undefined)
    // All of it is in its place by now: what can't be copied now is copied after the next unlock.
    await local.write(copy).catch(() => undefined)
    // What does not open now may do so later: its earlier versions come with an unlock then. The copy is in its place.
    if (records === null) await local.remove([nameAsideCopy(at)]).catch(() => undefined)
    else await dropAside(environment, at)
    return { status: 'back', from: found.isFromCopy ? 'copy' : 'records' }
  })
}

async function placeRecords(
  { storage }: VaultEnvironment,
  records: StoredRecords,
): Promise<'created' | 'exists'> {
  if ((await storage.create(records).catch(asStorageFull)) === 'exists') return 'exists'
  if (isSame(await readEverything(storage), records)) return 'created'
  await storage.overwrite(noRecords)
  throw new VaultError('not_saved', 'What was brought back did not come back whole.')
}

/** Null where the database does not open; the copy may do. */
async function readAsideRecords({ storage }: VaultEnvironment, at: number): Promise<StoredRecords | null> {
  try {
    return leaveOutBroken(await storage.readAside(at).catch(asUnopenable))
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}
