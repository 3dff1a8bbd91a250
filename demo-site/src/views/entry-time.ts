import type { AuditEntry } from 'countersign'

/** When it happened (ms): acts of the site say so themselves, since they reach the record after them (`data/unrecorded.ts`). */
export function timeOfAct({ type, at, data }: AuditEntry): number {
  return type.startsWith('site.') && typeof data.happenedAt === 'number' ? data.happenedAt : at
}

/** When it was written down (ms), where a person would see the difference, else null. */
export function lateTime(entry: AuditEntry): number | null {
  return entry.at - timeOfAct(entry) >= 60_000 ? entry.at : null
}
