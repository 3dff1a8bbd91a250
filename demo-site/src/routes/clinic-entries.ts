import type { AuditEntry } from 'countersign'
import type { Site } from '../http/site.ts'

/** How many are read at once: one more than a page has, until it turns out that many of them are not shown. */
const readAtOnce = 500

interface EntriesWanted {
  clinicId: string
  /** Whose. */
  userId: string | string[]
  types?: string[]
  /** The id of the last one of the page before. */
  before?: string | undefined
  count: number
}

/**
 * A page of what the record has for a clinic, the newest first, and the id after which the next page begins, or null. What
 * other clinics decided about its members is left out while reading: a page is only short where nothing follows.
 */
export async function readClinicEntries(
  { twoFactor }: Pick<Site, 'twoFactor'>,
  { clinicId, userId, types, before, count }: EntriesWanted,
): Promise<{ entries: AuditEntry[]; older: string | null }> {
  const found: AuditEntry[] = []
  let limit = count + 1
  for (let last = before; ; limit = readAtOnce) {
    const read = await twoFactor.audit.list({
      ...{ userId, limit },
      ...(types && { types }),
      ...(last && { before: last }),
    })
    found.push(...read.filter((entry) => concerns(entry, clinicId)))
    last = read.at(-1)?.id
    if (found.length > count || read.length < limit) break
  }
  const entries = found.slice(0, count)
  return { entries, older: found.length > count ? (entries.at(-1)?.id ?? null) : null }
}

/** What was decided about a member in another clinic is that clinic's affair. */
function concerns({ data }: AuditEntry, clinicId: string): boolean {
  return data.organizationId === undefined || data.organizationId === clinicId
}
