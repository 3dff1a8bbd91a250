import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { hasHeader, readHeaders } from './header-copies.ts'
import { isRefusalOf } from './proof.ts'
import { hasWholeSnapshot } from './snapshots.ts'

/** How a vault was found: nothing opens a `closed` one, nothing is left of an `empty` one, and an `unopenable` one can't even be looked at. */
export type Judged = 'opens' | 'closed' | 'empty' | 'unopenable'

const closing: readonly unknown[] = ['damaged', 'kdf_out_of_bounds', 'missing', 'unopenable']

/** Whether an error means that nothing of the vault opens, by no way to unlock. */
export function closesVault(error: unknown): boolean {
  return error instanceof VaultError && closing.includes(error.code)
}

/**
 * Looks at the vault as it is now, whatever was seen before. A locked one whose ways can be read is `closed` only where
 * `failure` is what a right proof met over these very records. Throws where it can't be judged, as when the disk does not
 * answer.
 */
export async function judgeVault(environment: VaultEnvironment, failure: unknown): Promise<Judged> {
  try {
    if (!(await hasHeader(environment.storage))) return 'empty'
    const isWhole = await hasWholeSnapshot(environment)
    if (isWhole !== null) return isWhole ? 'opens' : 'closed'
    const { headers } = await readHeaders(environment.storage)
    return closesVault(failure) && isRefusalOf(failure, headers) ? 'closed' : 'opens'
  } catch (error) {
    if (error instanceof VaultError && error.code === 'unopenable') return 'unopenable'
    if (error instanceof VaultError && error.code === 'missing') return 'empty'
    if (closesVault(error)) return 'closed'
    throw error
  }
}
