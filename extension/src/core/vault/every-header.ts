import type { VaultEnvironment } from './environment.ts'
import { type HeaderCopies, isAlike, readHeaders } from './header-copies.ts'
import { readCopiedHeader } from './second-copy.ts'

export interface EveryHeader {
  /** Those of the database. */
  stored: HeaderCopies
  /** With the one of the second copy, unless it is an earlier edition, as a kill may leave it; the later first. */
  headers: HeaderCopies['headers']
}

/**
 * Reads the headers of both places, so that whoever puts one of them back to an earlier state brings no removed way with it.
 * Throws as `readHeaders` does.
 */
export async function readEveryHeader(environment: VaultEnvironment): Promise<EveryHeader> {
  const [stored, copied] = await Promise.all([
    readHeaders(environment.storage),
    readCopiedHeader(environment),
  ])
  const { headers } = stored
  const [first] = headers
  if (copied === null || copied.edition < first.edition || headers.some((one) => isAlike(one, copied)))
    return { stored, headers }
  if (headers.every(({ vaultId }) => vaultId !== copied.vaultId)) return { stored, headers }
  return { stored, headers: copied.edition > first.edition ? [copied, ...headers] : [...headers, copied] }
}
