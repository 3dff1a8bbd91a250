import { unlessBroken } from './errors.ts'
import { isAlike } from './header-copies.ts'
import {
  readHeader,
  readRevision,
  type StoredHeader,
  type VaultHeader,
  type VaultRevision,
} from './records.ts'
import { packCopyParts, readCopyParts } from './second-copy.ts'
import type { StoredRecords } from './storage.ts'

/**
 * A second copy as it lies there, with those parts of the database that it lacks, or that are later there: it is what is left
 * of a vault where the database that was set aside gets lost.
 */
export function completeCopy(
  stored: Record<string, unknown>,
  { headers, revisions }: StoredRecords,
  now: number,
): Record<string, unknown> {
  const copied = readCopyParts(stored)
  const latest = findLatest(headers)
  const isLater =
    latest !== null && (copied.header === null || isLaterEdition(latest, copied.header, headers))
  const header = isLater ? latest : copied.header
  if (header === null) return stored
  const newest = listReadable(revisions, [header.vaultId]).at(-1)
  const isNewer =
    newest !== undefined &&
    (copied.revision?.vaultId !== header.vaultId || newest.revision > copied.revision.revision)
  const parts = { header: isLater ? header : null, revision: isNewer ? newest : null }
  return { ...stored, ...packCopyParts(parts, now) }
}

/** All that a vault needs, from what was set aside of it. */
export interface FoundRecords {
  records: StoredRecords
  /** Of no revision but that of the copy could anything be read. */
  isFromCopy: boolean
}

/**
 * The records that were set aside, as they were, with what only the copy beside them has, or null where neither has a header
 * and a revision of it that can be read. Whether they open is known only after an unlock.
 */
export function completeRecords(
  { headers, revisions }: StoredRecords,
  stored: Record<string, unknown>,
): FoundRecords | null {
  const copied = readCopyParts(stored)
  const twice = copied.header === null ? [] : [copied.header, copied.header]
  for (const chosen of [headers, twice]) {
    const vaultIds = chosen.flatMap((header) => checkHeader(header)?.vaultId ?? [])
    const readable = listReadable(revisions, vaultIds).map(({ revision }) => revision)
    const [copy] = listReadable([copied.revision], vaultIds)
    if (copy !== undefined && !readable.includes(copy.revision)) {
      const others = revisions.filter((record) => findNumber(record) !== copy.revision)
      const all = [...others, copy].toSorted((left, right) => findNumber(left) - findNumber(right))
      return { records: { headers: chosen, revisions: all }, isFromCopy: readable.length === 0 }
    }
    if (readable.length > 0) return { records: { headers: chosen, revisions }, isFromCopy: false }
  }
  return null
}

/** Of the headers that can be read, the one that says that it is the latest, as it lies there. */
function findLatest(headers: unknown[]): VaultHeader | null {
  const [latest] = headers
    .filter((header) => checkHeader(header) !== null)
    .toSorted((left, right) => findEdition(right) - findEdition(left))
  return (latest as VaultHeader | undefined) ?? null
}

/** One of two that are not alike may be any. */
function isLaterEdition(latest: VaultHeader, copied: VaultHeader, headers: unknown[]): boolean {
  const [first, second] = headers.map(checkHeader)
  if (latest.vaultId !== copied.vaultId || !isAlike(first, second)) return false
  return findEdition(latest) > findEdition(copied)
}

function findEdition(header: unknown): number {
  return checkHeader(header)?.edition ?? 0
}

function checkHeader(stored: unknown): StoredHeader | null {
  return unlessBroken(() => readHeader(stored))
}

function listReadable(revisions: unknown[], vaultIds: string[]): VaultRevision[] {
  return revisions.flatMap((record) =>
    vaultIds.flatMap((vaultId) => unlessBroken(() => readRevision(record, vaultId)) ?? []).slice(0, 1),
  )
}

function findNumber(record: unknown): number {
  return (record as VaultRevision).revision
}
