import { completeCopy, completeRecords } from './aside-sources.ts'
import { attemptsName, forgetAttempts } from './attempts.ts'
import type { VaultEnvironment } from './environment.ts'
import { asUnopenable, VaultError } from './errors.ts'
import { isSame } from './is-same.ts'
import { dropAside, keepAside, nameAsideCopy, noRecords, readEverything } from './keep-aside.ts'
import { readRawCopy, removeCopy } from './second-copy.ts'
import type { StoredRecords } from './storage.ts'
import { asStorageFull } from './storage-full.ts'
import { lockVault, readVaultState } from './vault.ts'

/** A vault that was set aside since nobody could open it, and can be brought back. */
export interface AsideVault {
  /** When, in ms since 1970. */
  at: number
}

const name = 'vaultsAside'

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
    const asides = await readAsides(environment)
    const at = await keepAside(environment, records, completeCopy(copy, records, now()))
    try {
      await local.write({ [name]: [...asides, { at, attempts }] }).catch(asStorageFull)
    } catch (error) {
      await dropAside(environment, at)
      throw error
    }
    // Only now that there are two of everything; the database last, which is the whole vault where a kill comes between.
    await removeCopy(environment)
    try {
      await storage.overwrite(noRecords).catch(asStorageFull)
    } catch (error) {
      await local.write(copy).catch(() => undefined)
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
  return asides.map(({ at }) => ({ at })).toReversed()
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
    const asides = await readAsides(environment)
    const aside = asides.find((one) => one.at === at)
    if (aside === undefined) return { status: 'gone' }
    const copy = await readAsideCopy(environment, at)
    const found = completeRecords(await readAsideRecords(environment, at), copy)
    if (found === null) return { status: 'unreadable' }
    // Before there is a vault to guess at.
    if (aside.attempts !== undefined) {
      await local.write({ [attemptsName]: aside.attempts }).catch(asStorageFull)
    }
    try {
      if ((await placeRecords(environment, found.records)) === 'exists') return { status: 'opens' }
    } catch (error) {
      await forgetAttempts(environment)
      throw error
    }
    // All of it is in its place by now: what can't be copied now is copied after the next unlock.
    await local.write(copy).catch(() => undefined)
    // What can't be taken off the list stays as it is: the vault is back.
    await local.write({ [name]: asides.filter((one) => one !== aside) }).then(
      () => dropAside(environment, at),
      () => undefined,
    )
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

/** Empty where the database does not open; the copy may do. */
async function readAsideRecords({ storage }: VaultEnvironment, at: number): Promise<StoredRecords> {
  try {
    return await storage.readAside(at).catch(asUnopenable)
  } catch (error) {
    if (error instanceof VaultError) return noRecords
    throw error
  }
}

async function readAsideCopy({ local }: VaultEnvironment, at: number): Promise<Record<string, unknown>> {
  const stored = (await local.read([nameAsideCopy(at)]))[nameAsideCopy(at)]
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key.startsWith('vaultCopy')))
}

async function readAsides({ local }: VaultEnvironment): Promise<(AsideVault & { attempts?: unknown })[]> {
  const stored = (await local.read([name]))[name]
  return Array.isArray(stored) ? stored.filter((aside) => Number.isSafeInteger(aside?.at)) : []
}
