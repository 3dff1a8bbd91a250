import type { MigrationEntry } from 'countersign/otp'
import type { Finding, Place } from './findings.ts'
import type { ScannedExport } from './scanned-text.ts'

/** How far the parts of an export have come in; without any of its accounts. */
export interface ExportProgress {
  batch: number
  size: number
  /** Accounts by part, counted from 0; `null` for a part that was not seen yet. */
  accounts: (number | null)[]
}

/** The parts of one export that were seen together, put in order. */
export interface CollectedExport {
  batch: number
  size: number
  entries: MigrationEntry[]
  parts: { index: number; accounts: number }[]
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
      parts: sorted.map(({ part, entries }) => ({ index: part.index, accounts: entries.length })),
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

/** Adds what was seen now to what is known of the same export. */
export function continueExport(
  { batch, size, parts }: CollectedExport,
  before: readonly ExportProgress[],
): ExportProgress {
  const known = before.find((one) => isSameExport(one, { batch, size }))?.accounts ?? []
  const accounts = Array.from({ length: size }, (_, index) => known[index] ?? null)
  for (const part of parts) accounts[part.index] = part.accounts
  return { batch, size, accounts }
}

/** The newest first; of many exports the oldest are let go. */
export function keepProgress(before: readonly ExportProgress[], progress: ExportProgress): ExportProgress[] {
  return [progress, ...before.filter((one) => !isSameExport(one, progress))].slice(0, mostExports)
}

function isSameExport(
  left: Pick<ExportProgress, 'batch' | 'size'>,
  right: Pick<ExportProgress, 'batch' | 'size'>,
): boolean {
  return left.batch === right.batch && left.size === right.size
}

export function countParts({ accounts }: ExportProgress): {
  read: number
  missing: number[]
  accounts: number
} {
  const missing = accounts.flatMap((count, index) => (count === null ? [index + 1] : []))
  return {
    read: accounts.length - missing.length,
    missing,
    accounts: accounts.reduce((sum: number, count) => sum + (count ?? 0), 0),
  }
}

/** Reads what was remembered, leaving out whatever is not as it was written. */
export function readExportProgress(value: unknown): ExportProgress[] {
  return Array.isArray(value) ? value.slice(0, mostExports).flatMap((one) => readOne(one) ?? []) : []
}

function readOne(value: unknown): ExportProgress | null {
  if (typeof value !== 'object' || value === null) return null
  const { batch, size, accounts } = value as Partial<Record<keyof ExportProgress, unknown>>
  if (!isCount(size) || size < 1 || size > mostParts || !Number.isSafeInteger(batch)) return null
  if (!Array.isArray(accounts) || accounts.length !== size) return null
  if (!accounts.every((count) => count === null || isCount(count))) return null
  return { batch: batch as number, size, accounts }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
