import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRows } from './records.ts'
import type { Site } from './site.ts'

/** The code in the newest SMS to a number. */
export async function newestSmsCode(site: Site, number: string): Promise<string> {
  const [newest] = await site.mails(number.replaceAll(' ', ''))
  const code = /\b\d{6}\b/.exec(newest?.body ?? '')?.[0]
  if (!code) throw new Error(`No code was sent to ${number}.`)
  return code
}

/** An entry of the record. */
interface AuditEntry {
  type: string
  data: Record<string, unknown>
}

/** What the record says about a user, with its details, the newest first. */
export function readEntries({ dataDir }: Site, userId: string): AuditEntry[] {
  const sql = 'SELECT type, data FROM countersign_audit WHERE user_id = ? ORDER BY at DESC, id DESC'
  const rows = readRows(dataDir, 'two-factor', sql, userId)
  return rows.map(({ type, data }) => ({ type: String(type), data: JSON.parse(String(data)) }))
}

/** The factors that a user can be asked for, the oldest first. */
export function readFactors(
  { dataDir }: Site,
  userId: string,
): { id: string; type: string; label: string }[] {
  const sql = `SELECT id, type, label FROM countersign_factors
     WHERE user_id = ? AND state = 'active' ORDER BY created_at, id`
  return readRows(dataDir, 'two-factor', sql, userId).map(({ id, type, label }) => ({
    id: String(id),
    type: String(type),
    label: String(label),
  }))
}

/** How many wrong codes in a row somebody has entered, as the site counts them. */
export function readFailures({ dataDir }: Site, userId: string): number {
  const sql = 'SELECT counted - cleared AS failures FROM countersign_accounts WHERE user_id = ?'
  return Number(readRows(dataDir, 'two-factor', sql, userId)[0]?.failures ?? 0)
}

/** The sessions of somebody: where each came from, and whether a factor was shown for it. */
export function readSessions({ dataDir }: Site, userId: string): { channel: unknown; factor: boolean }[] {
  const sql = 'SELECT channel, factor_at FROM sessions WHERE user_id = ? ORDER BY created_at'
  const rows = readRows(dataDir, 'practice', sql, userId)
  return rows.map(({ channel, factor_at }) => ({ channel, factor: factor_at !== null }))
}

/** How many recovery codes somebody has, and how many of them are used up. */
export function countRecoveryCodes({ dataDir }: Site, userId: string): { all: number; used: number } {
  const sql = 'SELECT used_at FROM countersign_recovery_codes WHERE user_id = ?'
  const rows = readRows(dataDir, 'two-factor', sql, userId)
  return { all: rows.length, used: rows.filter(({ used_at }) => used_at !== null).length }
}

/** Whether a text stands in clear in any of the site's files. */
export function isOnDisk({ dataDir }: Site, text: string): boolean {
  return readdirSync(dataDir).some((file) => readFileSync(join(dataDir, file)).includes(text))
}
