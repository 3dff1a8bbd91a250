/** What the scan page begins with. */
export type ScanWay = 'start' | 'files' | 'camera' | 'window' | 'area' | 'image'

/** Pictures that were taken before the scan page opened, and the page that they are of. */
export interface ScanJob {
  /** As `data:` URLs. */
  pictures: string[]
  /** What the tab showed then; `null` where the browser let nobody look. */
  screen: string | null
  pageUrl: string | null
}

const ways: readonly unknown[] = ['start', 'files', 'camera', 'window', 'area', 'image'] satisfies ScanWay[]

/** The way that an address names behind its `#`, and the job that belongs to it. */
export function readScanAddress(hash: string): { way: ScanWay; job: string | null } {
  const [way = '', job] = hash.replace(/^#/, '').split('/')
  return { way: ways.includes(way) ? (way as ScanWay) : 'start', job: job ?? null }
}

/** Reads a job as it was handed over; `null` for anything else. */
export function readScanJob(value: unknown): ScanJob | null {
  if (typeof value !== 'object' || value === null) return null
  const { pictures, screen, pageUrl } = value as Partial<Record<keyof ScanJob, unknown>>
  if (!Array.isArray(pictures) || !pictures.every((picture) => typeof picture === 'string')) return null
  if ((screen !== null && typeof screen !== 'string') || (pageUrl !== null && typeof pageUrl !== 'string'))
    return null
  return { pictures, screen, pageUrl }
}
