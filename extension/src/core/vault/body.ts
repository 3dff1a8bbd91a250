import { type Bytes, wipe } from './bytes.ts'
import { decodeContents, encodeContents, type VaultContents } from './contents.ts'
import { describeContext, seal, unseal, vaultFormat } from './envelope.ts'
import { VaultError } from './errors.ts'
import type { VaultRevision } from './records.ts'

/** Seals contents as one revision of one vault: it opens as no other. */
export async function sealRevision(
  key: CryptoKey,
  vaultId: string,
  revision: number,
  contents: VaultContents,
): Promise<VaultRevision> {
  const plaintext = encodeContents(contents)
  try {
    const sealed = await seal(key, plaintext, describeBody(vaultId, revision))
    return { format: vaultFormat, vaultId, revision, ...sealed }
  } finally {
    wipe(plaintext)
  }
}

/** Opens a revision, or throws `damaged` when anything about it is not as it was written. */
export async function openRevision(key: CryptoKey, record: VaultRevision): Promise<VaultContents> {
  const plaintext = await unseal(key, record, describeBody(record.vaultId, record.revision))
  if (plaintext === null) throw new VaultError('damaged', 'The revision does not open.')
  try {
    return decodeContents(plaintext)
  } finally {
    wipe(plaintext)
  }
}

function describeBody(vaultId: string, revision: number): Bytes {
  return describeContext(vaultId, 'body', revision)
}
