import type { MigrationEntry } from 'countersign/otp'
import { findDuplicate } from './accounts.ts'
import type { Finding, Place } from './findings.ts'
import type { ScannedExport } from './scanned-text.ts'
import type { VaultAccount } from './vault/contents.ts'

/** What tells one part from a part of another export. */
interface SeenPart {
  /** How many it has. */
  accounts: number
  /** 32 bits. */
  mark: number
}

/** What is remembered of one part. */
interface KnownPart extends SeenPart {
  /** Under which the vault has its accounts; random, and nothing of the accounts. */
  ids: string[]
}

/** How far the parts of an export have come in; without any of its accounts. */
export interface ExportProgress {
  batch: number
  size: number
  /** By part, counted from 0; `null` for one that was not seen yet. */
  parts: (KnownPart | null)[]
}

/** The parts of one export that were seen together, put in order. */
export interface CollectedExport {
  batch: number
  size: number
  entries: MigrationEntry[]
  parts: (SeenPart & { index: number; entries: MigrationEntry[] })[]
  /** Where they were seen, each place once. */
  places: Place[]
}

const mostParts = 100
const mostExports = 5

type Part = ScannedExport & { place: Place }

/**
 * Puts the parts together that belong to one export, in whatever order they came. Two exports may have the same number, as
 * those of apps that give none: a part that is there already with other accounts belongs to another one.
 */
export function collectExports(findings: Finding[]): CollectedExport[] {
  const collected: Part[][] = []
  for (const { code, place } of findings) {
    if (code.kind !== 'export') continue
    const one = { ...code, place }
    const alike = collected.filter(([first]) => first !== undefined && isSameExport(first.part, one.part))
    if (alike.some((parts) => parts.some((other) => isSamePart(other, one)))) continue
    const open = alike.find((parts) => !parts.some(({ part }) => part.index === one.part.index))
    if (open === undefined) collected.push([one])
    else open.push(one)
  }
  return collected.map((parts) => {
    const sorted = parts.toSorted((left, right) => left.part.index - right.part.index)
    const { batch, size } = sorted[0]?.part ?? { batch: 0, size: 1 }
    return {
      batch,
      size,
      entries: sorted.flatMap(({ entries }) => entries),
      parts: sorted.map(({ part, entries }) => ({
        index: part.index,
        entries,
        accounts: entries.length,
        mark: markEntries(entries),
      })),
      places: [...new Map(sorted.map(({ place }) => [JSON.stringify(place), place])).values()],
    }
  })
}

/** JSON writes bytes one by one, as numbers. */
function isSamePart(left: Part, right: Part): boolean {
  return (
    left.part.index === right.part.index && JSON.stringify(left.entries) === JSON.stringify(right.entries)
  )
}

/** FNV-1a. Nobody gains by two parts with one mark, so it need not be hard to make them. */
function markEntries(entries: MigrationEntry[]): number {
  let mark = 0x811c9dc5
  for (const character of JSON.stringify(entries))
    mark = Math.imul(mark ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return mark >>> 0
}

/**
 * Adds what was seen now to what is known of the same export. As in `collectExports` a part that is known with other
 * accounts belongs to another export of the same number.
 */
export function continueExport(
  { batch, size, parts: seen }: CollectedExport,
  before: readonly ExportProgress[],
  saved: VaultAccount[],
): ExportProgress {
  const now: ExportProgress = { batch, size, parts: Array.from({ length: size }, () => null) }
  for (const { index, accounts, mark, entries } of seen) {
    const ids = entries.flatMap((entry) =>
      entry.status === 'ok' ? (findDuplicate(saved, entry.account)?.id ?? []) : [],
    )
    now.parts[index] = { accounts, mark, ids }
  }
  const known = before.find((one) => isSameExport(one, now) && agree(one, now))?.parts ?? []
  return { batch, size, parts: now.parts.map((part, index) => part ?? known[index] ?? null) }
}

/** The newest first; of many exports the oldest are let go. */
export function keepProgress(before: readonly ExportProgress[], progress: ExportProgress): ExportProgress[] {
  const others = before.filter((one) => !isSameExport(one, progress) || !extend(one, progress))
  return [progress, ...others].slice(0, mostExports)
}

function isSameExport(
  left: Pick<ExportProgress, 'batch' | 'size'>,
  right: Pick<ExportProgress, 'batch' | 'size'>,
): boolean {
  return left.batch === right.batch && left.size === right.size
}

/** Whether no part is known of both with different accounts. */
function agree(left: ExportProgress, right: ExportProgress): boolean {
  return left.parts.every((part, index) => {
    const other = right.parts[index] ?? null
    return part === null || other === null || part.mark === other.mark
  })
}

/** Whether the later has every part of the earlier. */
function extend(earlier: ExportProgress, later: ExportProgress): boolean {
  return earlier.parts.every((part, index) => part === null || part.mark === later.parts[index]?.mark)
}

export function countParts({ parts }: ExportProgress): {
  read: number
  missing: number[]
  accounts: number
} {
  const missing = parts.flatMap((part, index) => (part === null ? [index + 1] : []))
  return {
    read: parts.length - missing.length,
    missing,
    accounts: parts.reduce((sum, part) => sum + (part?.accounts ?? 0), 0),
  }
}

/**
 * Reads what was remembered, leaving out whatever is not as it was written, and parts of which an account is not in the vault
 * (`saved`) any more: it may have been thrown away, the vault gone back, or be another one.
 */
export function readExportProgress(value: unknown, saved: VaultAccount[]): ExportProgress[] {
  const known = Array.isArray(value) ? value.slice(0, mostExports).flatMap((one) => readOne(one) ?? []) : []
  const there = new Set(saved.map(({ id }) => id))
  return known.map((one) => ({
    ...one,
    parts: one.parts.map((part) => (part?.ids.every((id) => there.has(id)) ? part : null)),
  }))
}

function readOne(value: unknown): ExportProgress | null {
  if (typeof value !== 'object' || value === null) return null
  const { batch, size, parts } = value as Partial<Record<keyof ExportProgress, unknown>>
  if (!isCount(size) || size < 1 || size > mostParts || !Number.isSafeInteger(batch)) return null
  if (!Array.isArray(parts) || parts.length !== size || !parts.every(isPart)) return null
  return { batch: batch as number, size, parts }
}

function isPart(value: unknown): value is KnownPart | null {
  if (typeof value !== 'object' || value === null) return value === null
  const { accounts, mark, ids } = value as Partial<Record<keyof KnownPart, unknown>>
  return isCount(accounts) && isCount(mark) && Array.isArray(ids)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
