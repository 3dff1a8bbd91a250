import { equalBytes } from './bytes.ts'

/** Whether two values hold the same, in whatever order an area gives back the fields of a record. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return equalBytes(left, right)
  if (!isRecord(left) || !isRecord(right)) return Object.is(left, right)
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].every((name) => isSame(left[name], right[name]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}
