import type { StoreReads } from './ports.ts'

/**
 * A limit that the record itself keeps: so many entries of one type about a user in a window. The entries are written with
 * what they limit, so that no counter beside them can differ.
 *
 * @param limit.windowMs milliseconds
 * @returns until when (ms) no more may be added; null when one may
 */
export async function findRecordWait(
  reads: StoreReads,
  limit: { userId: string; type: string; most: number; windowMs: number; now: number },
): Promise<number | null> {
  const { userId, type, most, windowMs, now } = limit
  const recent = { userId, type, at: { above: now - windowMs } }
  const page = { orderBy: 'at', descending: true, limit: 1, offset: most - 1 } as const
  const [oldest] = await reads.find('audit', recent, page)
  return oldest === undefined ? null : oldest.at + windowMs
}
