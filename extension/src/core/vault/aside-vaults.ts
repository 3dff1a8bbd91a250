import { attemptsName, forgetAttempts } from './attempts.ts'
import { bringBackVault } from './bring-back.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { readHeaders } from './header-copies.ts'
import { readRevision, type VaultHeader } from './records.ts'
import { copyVault, readSecondCopy, setSecondCopyAside } from './second-copy.ts'
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
 * `opens`, with nothing changed, where it is not locked. Throws `storage_full` where there is no room for a copy of it, and
 * then it is where it was.
 */
export function setLockedVaultAside(
  environment: VaultEnvironment,
): Promise<{ status: 'aside' } | { status: 'opens' }> {
  return environment.exclusively(async () => {
    if ((await readVaultState(environment)) !== 'locked') return { status: 'opens' }
    await catchUpCopy(environment)
    const at = environment.now()
    // What it costs to have guessed wrongly waits with the vault, and is none of the next one's.
    const { [attemptsName]: attempts } = await environment.local.read([attemptsName])
    const asides = await readAsides(environment)
    await environment.local.write({ [name]: [...asides, { at, attempts }] }).catch(asStorageFull)
    await environment.storage.setAside(at).catch(asStorageFull)
    await setSecondCopyAside(environment, at).catch(asStorageFull)
    await lockVault(environment)
    await forgetAttempts(environment)
    return { status: 'aside' }
  })
}

/** The vaults that can be brought back, the last first; empty where the area that says so can't be read. */
export async function listAsideVaults(environment: VaultEnvironment): Promise<AsideVault[]> {
  const asides = await readAsides(environment).catch(() => [])
  const copies = await environment.local.read(asides.map(({ at }) => nameCopy(at))).catch(() => ({}))
  return asides.filter(({ at }) => nameCopy(at) in copies).toReversed()
}

/**
 * Makes a vault that was set aside the vault again, as it was, but for its earlier versions; it opens by the ways that it
 * had. `opens`, with nothing changed, where there is a vault, and `gone` where that one is not aside any more.
 */
export async function bringAsideBack(
  environment: VaultEnvironment,
  at: number,
): Promise<{ status: 'back' } | { status: 'opens' } | { status: 'gone' }> {
  const { exclusively, local } = environment
  const asides = await readAsides(environment)
  const placed = await exclusively(async () => {
    if ((await readVaultState(environment)) !== 'none') return 'opens'
    const stored = (await local.read([nameCopy(at)]))[nameCopy(at)]
    if (typeof stored !== 'object' || stored === null) return 'gone'
    const copy = Object.entries(stored).filter(([key]) => key.startsWith('vaultCopy'))
    const attempts = asides.find((aside) => aside.at === at)?.attempts
    await local
      .write({ ...Object.fromEntries(copy), ...(attempts === undefined ? {} : { [attemptsName]: attempts }) })
      .catch(asStorageFull)
    return 'copied'
  })
  if (placed !== 'copied') return { status: placed }
  const brought = await bringBackVault(
    environment,
    new VaultError('missing', 'It is where it was set aside.'),
  )
  if (brought.status !== 'back') return brought
  await local.write({ [name]: asides.filter((aside) => aside.at !== at) })
  await local.remove([nameCopy(at)])
  return brought
}

/** The copy has what is newest before anything is moved: it is what is brought back. */
async function catchUpCopy(environment: VaultEnvironment): Promise<void> {
  const { storage } = environment
  const copy = await readSecondCopy(environment)
  if (copy !== null) {
    const stored = await storage.readHead()
    const { headers, isWhole } = await readHeaders(storage)
    const { vaultId } = copy.header
    try {
      const record = readRevision(stored, vaultId)
      const isLater = isWhole && headers[0].vaultId === vaultId && headers[0].edition > copy.header.edition
      const header = isLater ? ((await storage.readHeaders())[0] as VaultHeader) : copy.header
      // One that the database has lost stays in the copy.
      if (isLater || record.revision > copy.revision.revision) {
        const newest = record.revision < copy.revision.revision ? copy.revision : record
        await copyVault(environment, header, { record: newest, savedAt: null })
      }
    } catch (error) {
      // Broken: what was copied last is all there is.
      if (!(error instanceof VaultError)) throw error
    }
  }
  if ((await readSecondCopy(environment)) === null) throw new VaultError('storage_full', 'There is no copy.')
}

function nameCopy(at: number): string {
  return `vaultCopy set aside ${at}`
}

async function readAsides({ local }: VaultEnvironment): Promise<(AsideVault & { attempts?: unknown })[]> {
  const stored = (await local.read([name]))[name]
  return Array.isArray(stored) ? stored.filter((aside) => Number.isSafeInteger(aside?.at)) : []
}
