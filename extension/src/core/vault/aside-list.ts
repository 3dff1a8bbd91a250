import type { VaultEnvironment } from './environment.ts'
import type { LockReason } from './vault.ts'

/** What is known of a vault, or of records of one, that lies aside. */
export interface ListedAside {
  /** When, in ms since 1970. */
  at: number
  /** Of which vault, where that could be read. */
  vaultId?: string | undefined
  /** What wrong passwords had cost by then. */
  attempts?: unknown
  /** Why it was locked. */
  lockReason?: LockReason
  /** It does not open as it is, and is kept only so that nothing is lost. */
  isHidden?: boolean
}

const name = 'vaultsAside'

/** Everything that lies aside, the first first; throws where the area can't be read. */
export async function readAsides({ local }: VaultEnvironment): Promise<ListedAside[]> {
  const stored = (await local.read([name]))[name]
  return Array.isArray(stored) ? stored.filter((aside) => Number.isSafeInteger(aside?.at)) : []
}

export async function enlistAside(environment: VaultEnvironment, aside: ListedAside): Promise<void> {
  await environment.local.write({ [name]: [...(await readAsides(environment)), aside] })
}

export async function unlistAside(environment: VaultEnvironment, at: number): Promise<void> {
  const asides = await readAsides(environment)
  const others = asides.filter((aside) => aside.at !== at)
  if (others.length === asides.length) return
  await (others.length === 0 ? environment.local.remove([name]) : environment.local.write({ [name]: others }))
}
