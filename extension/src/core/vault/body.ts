import { type Bytes, equalBytes, wipe } from './bytes.ts'
import { decodeContents, type ReadContents } from './contents.ts'
import { describeContext, seal, tagLength, unseal } from './envelope.ts'
import { VaultError } from './errors.ts'
import { maxBodyLength, revisionFormat, type VaultRevision } from './records.ts'
import type { Written } from './written.ts'

/** Seals contents as one revision of one vault: it opens as no other. Throws `too_large` for more than a revision may hold. */
export async function sealRevision(
  key: CryptoKey,
  place: { vaultId: string; revision: number },
  { bytes }: Written,
): Promise<VaultRevision> {
  const { vaultId, revision } = place
  if (bytes.length > maxBodyLength - tagLength) {
    throw new VaultError('too_large', 'There is more than a revision may hold; nothing was written.')
  }
  const sealed = await seal(key, bytes, describeBody(vaultId, revision))
  return { format: revisionFormat, vaultId, revision, ...sealed }
}

/** Opens a revision, or throws `damaged` when anything about it is not as it was written. */
export async function openRevision(key: CryptoKey, record: VaultRevision): Promise<ReadContents> {
  return decodeContents(await unsealRevision(key, record))
}

/** Throws `damaged` unless a record that was read back is, and opens as, the one that was written. */
export async function checkRevision(
  key: CryptoKey,
  record: VaultRevision,
  written: VaultRevision,
): Promise<void> {
  // Under one key, nonce and context, what opens with one tag is one plaintext: nothing needs decoding to be compared.
  const readTag = ({ ciphertext }: VaultRevision) => ciphertext.subarray(-tagLength)
  if (!equalBytes(record.nonce, written.nonce) || !equalBytes(readTag(record), readTag(written))) {
    throw damaged()
  }
  wipe(await unsealRevision(key, record))
}

/** Seals what a revision holds under another key, as it is: for the same vault and number. */
export async function resealRevision(
  from: CryptoKey,
  to: CryptoKey,
  record: VaultRevision,
): Promise<VaultRevision> {
  const plaintext = await unsealRevision(from, record)
  try {
    return { ...record, ...(await seal(to, plaintext, describeBody(record.vaultId, record.revision))) }
  } finally {
    wipe(plaintext)
  }
}

async function unsealRevision(key: CryptoKey, record: VaultRevision): Promise<Bytes> {
  const plaintext = await unseal(key, record, describeBody(record.vaultId, record.revision))
  if (plaintext === null) throw damaged()
  return plaintext
}

function describeBody(vaultId: string, revision: number): Bytes {
  return describeContext(revisionFormat, vaultId, 'body', revision)
}

function damaged(): VaultError {
  return new VaultError('damaged', 'The revision does not open.')
}
