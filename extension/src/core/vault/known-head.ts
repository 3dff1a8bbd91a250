import { type Bytes, equalBytes } from './bytes.ts'
import type { ReadContents, VaultContents } from './contents.ts'
import { tagLength } from './envelope.ts'
import type { VaultEnvironment } from './environment.ts'
import type { VaultRevision } from './records.ts'
import type { OpenSession } from './session.ts'

/** The newest revision as this page opened or wrote it last. */
export interface KnownHead extends ReadContents {
  revision: number
}

interface Known {
  session: string
  nonce: Bytes
  tag: Bytes
  /** Of the secrets, when they were remembered. */
  sum: number
  head: KnownHead
}

const heads = new WeakMap<VaultEnvironment, Known>()

/**
 * What is known of a record, so that a change need not open what the page shows already. Null when it is another record,
 * when it was opened in an earlier session, or when a view has wiped the secrets: those must never be written.
 */
export function findKnownHead(
  environment: VaultEnvironment,
  { id }: OpenSession,
  { revision, nonce, ciphertext }: VaultRevision,
): KnownHead | null {
  const known = heads.get(environment)
  if (known === undefined || known.session !== id || known.head.revision !== revision) return null
  if (!equalBytes(known.nonce, nonce) || !equalBytes(known.tag, readTag(ciphertext))) return null
  return sumSecrets(known.head.contents) === known.sum ? known.head : null
}

export function rememberHead(
  environment: VaultEnvironment,
  { id }: OpenSession,
  { nonce, ciphertext }: VaultRevision,
  head: KnownHead,
): void {
  const sum = sumSecrets(head.contents)
  heads.set(environment, { session: id, nonce, tag: readTag(ciphertext).slice(), sum, head })
}

export function forgetHead(environment: VaultEnvironment): void {
  heads.delete(environment)
}

function readTag(ciphertext: Bytes): Bytes {
  return ciphertext.subarray(-tagLength)
}

/** FNV-1a: enough to see that bytes were overwritten, which is not an attack. */
function sumSecrets({ accounts, trash }: VaultContents): number {
  let sum = 0x811c9dc5
  for (const { secret } of accounts) sum = addTo(sum, secret)
  for (const { account } of trash) sum = addTo(sum, account.secret)
  return sum
}

function addTo(sum: number, bytes: Uint8Array): number {
  let result = sum
  for (const byte of bytes) result = Math.imul(result ^ byte, 0x01000193)
  return result
}
