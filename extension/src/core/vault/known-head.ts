import { type Bytes, wipe } from './bytes.ts'
import type { ReadContents, VaultContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import type { VaultRevision } from './records.ts'
import type { OpenSession } from './session.ts'

/** The newest revision as this page opened or wrote it last. */
export interface KnownHead extends ReadContents {
  revision: number
  /** Of the secrets as they were opened or written, by `sumSecrets`. */
  sum: number
}

interface Known {
  session: string
  nonce: Bytes
  head: KnownHead
}

const heads = new WeakMap<VaultEnvironment, Known>()

/**
 * What is known of the newest revision, so that a change need not open what the page shows already. Null when another one
 * is the newest, when it was opened in an earlier session, or when a view has wiped the secrets: those must never be
 * written.
 */
export async function findKnownHead(
  environment: VaultEnvironment,
  { id }: OpenSession,
): Promise<KnownHead | null> {
  const known = heads.get(environment)
  if (known === undefined || known.session !== id) return null
  // The number alone would not do: one that could not be read back is given to somebody else.
  if (!(await environment.storage.isHead(known.head.revision, known.nonce))) return null
  return sumSecrets(known.head.contents) === known.head.sum ? known.head : null
}

export function rememberHead(
  environment: VaultEnvironment,
  { id }: OpenSession,
  { nonce }: VaultRevision,
  head: KnownHead,
): void {
  if (heads.get(environment)?.head.written !== head.written) forgetHead(environment)
  heads.set(environment, { session: id, nonce, head })
}

/** Overwrites the text of it as well; what is being saved with that meanwhile is written from the accounts. */
export function forgetHead(environment: VaultEnvironment): void {
  const known = heads.get(environment)
  if (known?.head.written) wipe(known.head.written.bytes)
  heads.delete(environment)
}

/**
 * FNV-1a: enough to see that bytes were overwritten, which is not an attack. It is taken before anything is waited for, so
 * that a lock in the meantime shows.
 */
export function sumSecrets({ accounts, trash }: VaultContents): number {
  let sum = 0x811c9dc5
  for (const { secret } of accounts) sum = addTo(sum, secret)
  for (const { account } of trash) sum = addTo(sum, account.secret)
  return sum
}

function addTo(sum: number, bytes: Uint8Array): number {
  let result = sum
  for (let index = 0; index < bytes.length; index++) {
    result = Math.imul(result ^ (bytes[index] ?? 0), 0x01000193)
  }
  return result
}
