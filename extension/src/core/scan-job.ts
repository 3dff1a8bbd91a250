import { type FoundCodes, readFoundCodes } from './found-codes.ts'
import { packBytes } from './vault/pack-bytes.ts'

/** What the scan page begins with. */
export type ScanWay = 'start' | 'files' | 'camera' | 'window' | 'area' | 'image'

/** What was taken and found before the scan page opened, and the page that it is of. */
export interface ScanJob {
  /** As `data:` URLs. */
  pictures: string[]
  /** What the tab showed then; `null` where the browser let nobody look. */
  screen: string | null
  pageUrl: string | null
  /** Codes that are not saved yet. */
  found: FoundCodes | null
}

const ways: readonly unknown[] = ['start', 'files', 'camera', 'window', 'area', 'image'] satisfies ScanWay[]

/** The way that an address names behind its `#`, and the job that belongs to it. */
export function readScanAddress(hash: string): { way: ScanWay; job: string | null } {
  const [way = '', job] = hash.replace(/^#/, '').split('/')
  return { way: ways.includes(way) ? (way as ScanWay) : 'start', job: job ?? null }
}

/** A job as session memory takes it. */
export type WrittenScanJob = Omit<ScanJob, 'found'> & { found: unknown }

export function writeScanJob(job: ScanJob): WrittenScanJob {
  return { ...job, found: packBytes(job.found) }
}

/** Reads a job as `writeScanJob` wrote it; `null` for anything else. */
export function readScanJob(value: unknown): ScanJob | null {
  if (typeof value !== 'object' || value === null) return null
  const { pictures, screen, pageUrl, found } = value as Partial<Record<keyof ScanJob, unknown>>
  if (!Array.isArray(pictures) || !pictures.every((picture) => typeof picture === 'string')) return null
  if ((screen !== null && typeof screen !== 'string') || (pageUrl !== null && typeof pageUrl !== 'string'))
    return null
  return { pictures, screen, pageUrl, found: readFoundCodes(found) }
}
